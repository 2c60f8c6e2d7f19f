"""`manage.py send_due_reminders`: what worker and timetable do, for cron, without Redis. `deliver_due` then sends the mails."""

from typing import Any

from django.core.management.base import BaseCommand

from clinic.audit.actors import system
from clinic.db.context import clinic_context
from safetyplans.actions.reviews import remind_due
from safetyplans.digests import clinics_to_remind


class Command(BaseCommand):
    help = "Write today's digests of reviews into the outbox, in all clinics whose reminder time has come."

    def handle(self, *args: Any, **options: Any) -> None:
        written = 0
        for clinic in clinics_to_remind():
            with clinic_context(clinic.id):
                written += remind_due(by=system(clinic.id), today=clinic.today)
        self.stdout.write(f"{written} digests written.")
