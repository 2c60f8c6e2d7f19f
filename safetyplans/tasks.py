"""What the timetable runs. Each task names its clinic; Redis carries ids only."""

from datetime import date
from uuid import UUID

from celery import shared_task

from clinic.audit.actors import system
from clinic.db.context import clinic_context
from safetyplans.actions.reviews import remind_due
from safetyplans.digests import clinics_to_remind
from safetyplans.printing import clinics_to_print, make_missing


@shared_task
def remind_of_reviews() -> None:
    for clinic in clinics_to_remind():
        remind_in_clinic.apply_async((str(clinic.id), clinic.today.isoformat()), expires=60)


@shared_task
def remind_in_clinic(clinic_id: str, today: str) -> int:
    with clinic_context(UUID(clinic_id)):
        return remind_due(by=system(UUID(clinic_id)), today=date.fromisoformat(today))


@shared_task
def make_documents() -> None:
    for clinic_id in clinics_to_print():
        make_in_clinic.apply_async((str(clinic_id),), expires=30)


@shared_task
def make_in_clinic(clinic_id: str) -> None:
    make_missing(by=system(UUID(clinic_id)))
