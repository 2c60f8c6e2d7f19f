from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from clinic.demo.clinic import existing, make


class Command(BaseCommand):
    help = "Make the demo clinic when it is not there, and print a sign-in link for each persona."

    def handle(self, *args: Any, **options: Any) -> None:
        if existing() is None:
            make()
        call_command("demo_links", stdout=self.stdout)
