"""A colleague leaves: nobody's clients fall between two chairs."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from clinic.accounts.actions import members
from clinic.accounts.models import Membership
from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.grants import place_with, revoke
from clinic.clients.models import AccessGrant, Client, Todo
from clinic.clients.permissions import require
from clinic.clients.todos import make
from clinic.web.errors import Conflict

CLINICAL = {"therapist", "supervisor"}


@transaction.atomic
def leave(*, by: Actor, member: Membership, takes_over: Membership | None) -> int:
    """A colleague leaves: sessions end, cover ends, and the caseload goes to `takes_over`, or waits for a therapist.

    How many clients it were.
    """
    require(by.has("admin"))
    number = _give_up_clients(by, member, takes_over)
    members.end(by=by, member=member)
    return number


@transaction.atomic
def stop_caring(*, by: Actor, member: Membership, roles: Iterable[str], takes_over: Membership | None) -> int:
    """A colleague stays with other roles, but cares for nobody: clients go where they go when somebody leaves.

    How many clients it were.
    """
    require(by.has("admin"))
    if set(roles) & CLINICAL:
        raise Conflict("Who stays a therapist or supervisor keeps the clients.")
    number = _give_up_clients(by, member, takes_over)
    members.set_roles(by=by, member=member, roles=roles)
    return number


def _give_up_clients(by: Actor, member: Membership, takes_over: Membership | None) -> int:
    """Every grant of theirs ends; how many clients were on the caseload."""
    if takes_over is not None and takes_over.id == member.id:
        raise Conflict("Choose somebody else to take the clients over.")
    held = list(AccessGrant.objects.active().filter(holder_id=member.id).select_related("client"))
    caseload = [grant for grant in held if grant.kind == AccessGrant.Kind.CASELOAD]
    for grant in AccessGrant.objects.filter(holder_id=member.id, revoked_at=None):
        revoke(by=by, grant=grant)
    for grant in caseload:
        _hand_over(by, grant.client, takes_over)
    return len(caseload)


def _hand_over(by: Actor, client: Client, takes_over: Membership | None) -> None:
    if takes_over is not None:
        grant = place_with(by=by, client=client, holder=takes_over)
        record(by=by, action="caseload.transfer", client_id=client.id, on=grant)
    elif client.closed_at is None:
        make(by=by, client=client, kind=Todo.Kind.ASSIGN, key=f"assign:{client.id}:{timezone.now():%Y%m%d%H%M%S}")
        record(by=by, action="caseload.unassign", client_id=client.id, on=client)
