"""Whether every key that stored values need is there: asked at each start, before anybody meets a page that cannot open."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from clinic.accounts.models import Clinic
from clinic.db.rotation import keys_in_use


class Command(BaseCommand):
    help = "Fail, naming them, when HANDRAIL_FIELD_KEYS lacks keys that stored values were sealed with."

    def handle(self, *args: Any, **options: Any) -> None:
        missing = sorted(keys_in_use(Clinic.objects.values_list("id", flat=True)) - set(settings.FIELD_KEYS))
        if missing:
            raise CommandError(f"HANDRAIL_FIELD_KEYS lacks the keys {', '.join(missing)}: what they sealed cannot be read.")
