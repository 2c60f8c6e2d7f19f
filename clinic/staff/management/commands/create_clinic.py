"""A real clinic: its row, its country's starter lines, and an invitation for its first admin."""

from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from clinic.accounts.actions import clinics
from clinic.accounts.countries import codes
from clinic.accounts.models import Clinic
from clinic.accounts.queries import clinic_named
from clinic.audit.actors import system
from clinic.db.context import clinic_context, restored
from clinic.web.errors import Conflict
from emergency.actions.directory import seed_starter_lines


class Command(BaseCommand):
    help = "Make a clinic and print the invitation of its first admin. Run it again for a new link; it makes nothing twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the clinic's name, as staff and clients see it")
        parser.add_argument("--admin-email", required=True, help="who becomes the first admin")
        parser.add_argument("--country", default=settings.DEFAULT_COUNTRY, help=f"one of {', '.join(codes())}")
        parser.add_argument("--time-zone", default="America/New_York", help="like America/Phoenix or Europe/London")

    def handle(self, *args: Any, **options: Any) -> None:
        name, email = options["name"].strip(), options["admin_email"].strip()
        _check(name, email, options["country"].upper(), options["time_zone"])
        with transaction.atomic():
            found = clinic_named(name)
            clinic = found or _make(name, options["country"].upper(), options["time_zone"])
            link = _invite(clinic, email)
        self.stdout.write(f"{name} is there already; nothing about it was changed." if found else f"{name} is made.")
        self.stdout.write(f"Its first admin joins here. The link works once, for 72 hours:\n{link}")
        mailed = "It is also on its way by mail." if settings.MAIL_IS_SET_UP else "No mail is set up: hand it over yourself."
        self.stdout.write(mailed)


def _check(name: str, email: str, country: str, time_zone: str) -> None:
    if not name:
        raise CommandError("Give the clinic a name.")
    if country not in codes():
        raise CommandError(f"There is no country pack for {country}. There are: {', '.join(codes())}.")
    if time_zone not in available_timezones():
        raise CommandError(f"{time_zone} is no time zone. Write it like America/Phoenix or Europe/London.")
    try:
        validate_email(email)
    except ValidationError:
        raise CommandError(f"{email} is no e-mail address.") from None


def _make(name: str, country: str, time_zone: str) -> Clinic:
    with restored():
        clinic = clinics.open_clinic(name=name, country_code=country, time_zone=time_zone)
        seed_starter_lines(by=system(clinic.id), country_code=country)
    return clinic


def _invite(clinic: Clinic, email: str) -> str:
    try:
        with clinic_context(clinic.id):
            return clinics.invite_first_admin(by=system(clinic.id), email=email)
    except Conflict as conflict:
        raise CommandError(str(conflict)) from None
