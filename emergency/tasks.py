"""What the timetable runs. Each task names its clinic; Redis carries ids only."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from clinic.audit.actors import system
from clinic.db.context import clinic_context
from clinic.notifications.delivery import clinic_ids
from emergency.actions.check_in_links import send_due


@shared_task
def send_check_ins() -> None:
    for clinic_id in clinic_ids():
        send_in_clinic.apply_async((str(clinic_id),), expires=30)


@shared_task
def send_in_clinic(clinic_id: str) -> int:
    with clinic_context(UUID(clinic_id)):
        return send_due(by=system(UUID(clinic_id)), now=timezone.now())
