"""`manage.py send_check_ins`: what worker and timetable do, for cron, without Redis. `deliver_due` then sends the mails."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from clinic.audit.actors import system
from clinic.db.context import clinic_context
from clinic.notifications.delivery import clinic_ids
from emergency.actions.check_in_links import send_due


class Command(BaseCommand):
    help = "Write the questions before sessions that begin soon into the outbox, in all clinics."

    def handle(self, *args: Any, **options: Any) -> None:
        written = 0
        for clinic_id in clinic_ids():
            with clinic_context(clinic_id):
                written += send_due(by=system(clinic_id), now=timezone.now())
        self.stdout.write(f"{written} check-ins written.")
