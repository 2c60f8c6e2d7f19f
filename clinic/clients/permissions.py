"""Who may do what with a client's record, and in which state."""

from typing import Any

from django.db.models import Exists
from django.http import Http404

from clinic.accounts.models import Membership
from clinic.audit.actors import Actor, Kind
from clinic.clients.models import AccessGrant, Client
from clinic.db.prepared import Given
from clinic.web.errors import Conflict

CARE_HAS_ENDED = "Care has ended for this client. Reopen the record before changing it."


def may_write(by: Actor, client: Client) -> bool:
    """Clinicians with an active grant write; a supervisor without one reads. The system may."""
    if by.kind is Kind.SYSTEM:
        return True
    return by.is_clinician and AccessGrant.objects.active().filter(client=client, holder_id=by.id).exists()


def granted() -> Exists:
    """`may_write` of a clinician inside a prepared statement: a grant of the `holder` for the `client`, active `at`."""
    return Exists(AccessGrant.objects.active(Given("at")).filter(client=Given("client"), holder_id=Given("holder")))


def alike(kind: Kind, roles: frozenset[str]) -> Actor:
    """Any actor of this kind and with these roles, to word a prepared query with; whose id is `Given` as `by`."""
    id: Any = Given("by")
    return Actor(kind, id, id, roles)


def check_write(by: Actor, client: Client) -> None:
    """Http404 for those who may not write here; Conflict when care has ended."""
    if not may_write(by, client):
        raise Http404
    check_in_care(client)


def check_in_care(client: Client) -> None:
    """Conflict when care has ended."""
    if client.closed_at is not None:
        raise Conflict(CARE_HAS_ENDED)


def may_open(by: Actor) -> bool:
    """Opening the record of a colleague's client, to cover or in a crisis: clinicians, never an admin as such."""
    return by.is_clinician


def may_add(by: Actor) -> bool:
    """Therapists add clients of their own, admins for anybody."""
    return by.kind is Kind.SYSTEM or by.has("therapist", "admin")


def may_edit_name(by: Actor, client: Client) -> bool:
    """Name and phone: who writes in the record, and admins."""
    return by.has("admin") or may_write(by, client)


def may_place(by: Actor) -> bool:
    """Assigning and transferring clients: admins and supervisors."""
    return by.kind is Kind.SYSTEM or by.has("admin", "supervisor")


def may_manage(by: Actor, client: Client) -> bool:
    """Cover, closing and reopening care: admins, supervisors, and the therapist whose caseload it is."""
    return may_place(by) or (
        by.has("therapist") and AccessGrant.objects.active().caseload().filter(client=client, holder_id=by.id).exists()
    )


def check_may_care(member: Membership) -> None:
    """Conflict when this person cannot be given clients."""
    if member.ended_at is not None or not member.actor.is_clinician:
        raise Conflict("Choose somebody who works here as a therapist or supervisor.")


def require(allowed: bool) -> None:
    """Not allowed to do it is the same as not there."""
    if not allowed:
        raise Http404
