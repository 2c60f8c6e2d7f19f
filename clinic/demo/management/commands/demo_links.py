from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from clinic.db.context import clinic_context
from clinic.demo.clinic import existing
from clinic.demo.links import link
from clinic.demo.queries import personas


class Command(BaseCommand):
    help = "Print a sign-in link for each persona of the demo, good for 30 minutes."

    def handle(self, *args: Any, **options: Any) -> None:
        clinic = existing()
        if not settings.DEMO or clinic is None:
            raise CommandError("There is no demo here. Start one with bin/start.")
        self.stdout.write("Sign in as (links work for 30 minutes on this computer; `manage.py demo_links` prints new ones):")
        with clinic_context(clinic.pk):
            for member in personas():
                self.stdout.write(f"  {member.name}, {' and '.join(member.roles)}\n    {link(member)}")
        self.stdout.write(f"Mail of the demo ends in {settings.BASE_URL}{reverse('demo-mail')}")
