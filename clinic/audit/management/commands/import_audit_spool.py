"""Brings events that were put aside into the log: by hand, or by cron where no worker runs."""

from typing import Any

from django.core.management.base import BaseCommand

from clinic.audit import spool


class Command(BaseCommand):
    help = "Write the audit events that the database could not take into the log. Running it twice does no harm."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{spool.bring_in()} events brought in.")
