"""Put the first key of HANDRAIL_FIELD_KEYS in the place of the others, while people work. docs/operations.md says when."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from clinic.accounts.actions.clinics import record_rotation
from clinic.accounts.models import Clinic
from clinic.db import rotation


class Command(BaseCommand):
    help = "Re-encrypt everything with the first key. Safe to stop and to run again; needs DATABASE_OWNER_URL."

    def handle(self, *args: Any, **options: Any) -> None:
        if rotation.OWNER not in settings.DATABASES:
            raise CommandError("Set DATABASE_OWNER_URL: only the owner of the tables may re-encrypt immutable rows.")
        for clinic, number in rotation.rotate(Clinic.objects.values_list("id", flat=True)).items():
            if clinic and number:
                record_rotation(clinic_id=clinic, count=number)
            self.stdout.write(f"{number} rows re-encrypted {'in clinic ' + str(clinic) if clinic else 'outside the clinics'}")
        others = sorted(set(settings.FIELD_KEYS) - {next(iter(settings.FIELD_KEYS))})
        if others:
            self.stdout.write(f"No stored value needs {', '.join(others)} any more. Keep them as long as you keep older backups.")
