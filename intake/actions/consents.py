"""Recording and withdrawing consent to teletherapy."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.models import Client
from clinic.clients.permissions import check_write
from clinic.web.errors import Conflict
from intake.consent import KIND, VERSION, a_year_after, wording
from intake.models import Consent
from intake.queries import consent


@transaction.atomic
def give(*, by: Actor, client: Client, how: str, given_at: datetime | None = None, renew_on: date | None = None) -> Consent:
    """Record the client's yes to today's wording, to be renewed in a year or on the day named.

    Conflict when a consent is in force already, the time lies ahead, or the day of renewal does not.
    """
    check_write(by, client)
    if consent(client) is not None:
        raise Conflict("Consent is recorded already. Renew it, or withdraw it first to record a new one.")
    row = _agreed(by, client, how, given_at, renew_on)
    record(by=by, action="consent.give", on=row, client_id=client.id)
    return row


@transaction.atomic
def renew(*, by: Actor, client: Client, how: str, given_at: datetime | None = None, renew_on: date | None = None) -> Consent:
    """Record a new yes in the place of the one in force, which stays on record as renewed: nothing was withdrawn.

    Conflict when none is in force, and as `give`.
    """
    check_write(by, client)
    before = consent(client)
    if before is None:
        raise Conflict("There is no consent to renew. Record a new one.")
    if given_at and given_at < before.given_at:
        raise Conflict("The renewal lies before the consent it renews.")
    before.renewed_at = timezone.now()
    before.save(update_fields=["renewed_at"])
    row = _agreed(by, client, how, given_at, renew_on)
    record(by=by, action="consent.renew", on=row, client_id=client.id)
    return row


def _agreed(by: Actor, client: Client, how: str, given_at: datetime | None, renew_on: date | None) -> Consent:
    at = given_at or timezone.now()
    if at > timezone.now():
        raise Conflict("The time of the consent lies in the future.")
    day = at.astimezone(client.clinic.zone).date()
    if renew_on is not None and renew_on <= day:
        raise Conflict("The day of renewal must lie after the consent.")
    return Consent.objects.create(
        clinic_id=by.clinic_id,
        client=client,
        kind=KIND,
        wording=wording(),
        wording_version=VERSION,
        how=how,
        given_at=at,
        renew_on=renew_on or a_year_after(day),
        recorded_by_id=by.id,
    )


@transaction.atomic
def withdraw(*, by: Actor, client: Client) -> Consent:
    """The client takes the consent back. Conflict when there is none."""
    check_write(by, client)
    row = consent(client)
    if row is None:
        raise Conflict("There is no consent to withdraw.")
    row.withdrawn_at, row.withdrawn_by_id = timezone.now(), by.id
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record(by=by, action="consent.withdraw", on=row, client_id=client.id)
    return row
