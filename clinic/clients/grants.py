"""Grants as parts of actions: those check the permission and write the audit event."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from clinic.accounts.models import Membership
from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.models import AccessGrant, Client, Todo
from clinic.clients.permissions import check_may_care
from clinic.clients.todos import settle_all


def place_with(*, by: Actor, client: Client, holder: Membership) -> AccessGrant:
    """A caseload grant: this person's from now on."""
    check_may_care(holder)
    settle_all(by=by, client=client, kind=Todo.Kind.ASSIGN)
    return AccessGrant.objects.create(
        clinic_id=by.clinic_id,
        client=client,
        holder_id=holder.id,
        kind=AccessGrant.Kind.CASELOAD,
        starts_at=timezone.now(),
        made_by_id=by.id,
    )


def let_in(*, by: Actor, client: Client, holder: Membership, ends_at: datetime) -> None:
    """Cover for a colleague who is called to this client, when the record is not open to them until then. It leaves an event."""
    long_enough = Q(ends_at=None) | Q(ends_at__gte=ends_at)
    if AccessGrant.objects.active().filter(long_enough, client=client, holder_id=holder.id).exists():
        return
    grant = AccessGrant.objects.create(
        clinic_id=by.clinic_id,
        client=client,
        holder_id=holder.id,
        kind=AccessGrant.Kind.COVER,
        ends_at=ends_at,
        made_by_id=by.id,
    )
    record(by=by, action="cover.give", client_id=client.id, on=grant)


def revoke(*, by: Actor, grant: AccessGrant) -> None:
    """The grant ends now."""
    grant.revoked_at, grant.revoked_by_id = timezone.now(), by.id
    grant.save(update_fields=["revoked_at", "revoked_by"])
