"""Who cares for whom: assigning, transferring, cover for a time."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from clinic.accounts.models import Membership
from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.grants import place_with, revoke
from clinic.clients.models import AccessGrant, Client
from clinic.clients.permissions import check_in_care, check_may_care, may_manage, may_place, require
from clinic.web.errors import Conflict


@transaction.atomic
def assign(*, by: Actor, client: Client, holder: Membership) -> AccessGrant:
    """Give a client without a therapist to this one."""
    require(may_place(by))
    client = _locked(client)
    if _caseload_of(client) is not None:
        raise Conflict("This client has a therapist. Transfer the client instead.")
    grant = _give(by, client, holder)
    record(by=by, action="caseload.assign", client_id=client.id, on=grant)
    return grant


@transaction.atomic
def transfer(*, by: Actor, client: Client, holder: Membership) -> AccessGrant:
    """Give the client to another therapist. The one before stops seeing the record with the next request."""
    require(may_place(by))
    client = _locked(client)
    before = _caseload_of(client)
    if before is not None and before.holder_id == holder.id:
        raise Conflict("This client is with that therapist already.")
    if before is not None:
        revoke(by=by, grant=before)
    grant = _give(by, client, holder)
    record(by=by, action="caseload.transfer", client_id=client.id, on=grant)
    return grant


@transaction.atomic
def cover(
    *, by: Actor, client: Client, holder: Membership, starts_at: datetime, ends_at: datetime, handover_note: str = ""
) -> AccessGrant:
    """Let a colleague read and write this record from one moment to another; the note is for that colleague."""
    require(may_manage(by, client))
    check_in_care(client)
    check_may_care(holder)
    if ends_at <= timezone.now() or ends_at <= starts_at:
        raise Conflict("Cover must end after it begins, and not in the past.")
    if AccessGrant.objects.active().caseload().filter(client=client, holder_id=holder.id).exists():
        raise Conflict("This client is with that therapist already.")
    grant = AccessGrant.objects.create(
        clinic_id=by.clinic_id,
        client=client,
        holder_id=holder.id,
        kind=AccessGrant.Kind.COVER,
        starts_at=starts_at,
        ends_at=ends_at,
        handover_note=handover_note or None,
        made_by_id=by.id,
    )
    record(by=by, action="cover.give", client_id=client.id, on=grant, fields=["handover_note"] if handover_note else [])
    return grant


@transaction.atomic
def end_cover(*, by: Actor, grant: AccessGrant) -> AccessGrant:
    """End cover early; ending it twice is harmless."""
    require(may_manage(by, grant.client) and grant.kind == AccessGrant.Kind.COVER)
    if grant.revoked_at is None:
        revoke(by=by, grant=grant)
        record(by=by, action="cover.end", client_id=grant.client_id, on=grant)
    return grant


def _locked(client: Client) -> Client:
    """Two people who place the same client at once do so one after the other."""
    return Client.objects.select_for_update().get(pk=client.pk)


def _caseload_of(client: Client) -> AccessGrant | None:
    return AccessGrant.objects.active().caseload().filter(client=client).first()


def _give(by: Actor, client: Client, holder: Membership) -> AccessGrant:
    check_in_care(client)
    return place_with(by=by, client=client, holder=holder)
