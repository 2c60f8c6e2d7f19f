"""`manage.py make_documents`: what worker and timetable do, for cron, without Redis."""

from typing import Any

from django.core.management.base import BaseCommand

from clinic.audit.actors import system
from safetyplans.printing import clinics_to_print, make_missing


class Command(BaseCommand):
    help = "Make the PDFs that plans in force lack, once, in all clinics."

    def handle(self, *args: Any, **options: Any) -> None:
        rounds = [make_missing(by=system(clinic_id)) for clinic_id in clinics_to_print()]
        made, failed = sum(each.made for each in rounds), sum(each.failed for each in rounds)
        self.stdout.write(f"{made} made, {failed} not.")
