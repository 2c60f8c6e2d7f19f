"""The audited last resort: when the only admin has lost phone and recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clinic.accounts.actions.authenticators import clear_by_command


class Command(BaseCommand):
    help = "Clear the second factor of a person of the staff. They set up a new one when they next sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address they sign in with")

    def handle(self, *args: Any, **options: Any) -> None:
        if clear_by_command(email=options["email"]) is None:
            raise CommandError("Nobody signs in with this address.")
        self.stdout.write("The second factor is cleared and every session ended. It stands in the audit log of their clinics.")
