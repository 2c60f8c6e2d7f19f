"""Recording and withdrawing consent to teletherapy."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.models import Client
from clinic.clients.permissions import check_write
from clinic.web.errors import Conflict
from intake.consent import KIND, VERSION, wording
from intake.models import Consent
from intake.queries import consent


@transaction.atomic
def give(*, by: Actor, client: Client, how: str, given_at: datetime | None = None) -> Consent:
    """Record the client's yes to today's wording. Conflict when a consent is in force already or the time lies ahead."""
    check_write(by, client)
    if consent(client) is not None:
        raise Conflict("Consent is recorded already. Withdraw it first to record a new one.")
    at = given_at or timezone.now()
    if at > timezone.now():
        raise Conflict("The time of the consent lies in the future.")
    row = Consent.objects.create(
        clinic_id=by.clinic_id,
        client=client,
        kind=KIND,
        wording=wording(),
        wording_version=VERSION,
        how=how,
        given_at=at,
        recorded_by_id=by.id,
    )
    record(by=by, action="consent.give", on=row, client_id=client.id)
    return row


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
