"""Reads about records that were opened without being one's own."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from clinic.accounts.queries import member_names
from clinic.audit.actors import Actor
from clinic.clients.models import AccessGrant, Client
from clinic.clients.permissions import may_open, require


def client_to_open(by: Actor, client_id: UUID) -> Client:
    """A client of this clinic, for a clinician who may see no more than the name yet; Http404 otherwise. One query."""
    require(may_open(by))
    found = Client.objects.filter(pk=client_id).first()
    if found is None:
        raise Http404
    return found


def unexplained(by: Actor, client_id: UUID, grant_id: UUID) -> AccessGrant:
    """What `by` opened and has not said why yet, also when the four hours are over; Http404 otherwise."""
    mine = AccessGrant.objects.filter(kind=AccessGrant.Kind.BREAK_GLASS, holder_id=by.id, reasoned_at=None)
    found = mine.select_related("client").filter(pk=grant_id, client=client_id).first()
    if found is None:
        raise Http404
    return found


def held_for_a_time(by: Actor, client: Client) -> AccessGrant | None:
    """What opens this record to `by` until some moment, where nothing lasting does. One query."""
    held = AccessGrant.objects.active().filter(client=client, holder_id=by.id).order_by(F("ends_at").desc(nulls_first=True))
    found = held.first()
    return found if found is not None and found.ends_at is not None else None


@dataclass(frozen=True)
class Opened:
    """A record opened by a colleague: who, until when, and whether it was said why. Not the words of it."""

    grant: AccessGrant
    client: Client
    who: str

    @property
    def is_open(self) -> bool:
        return self.grant.revoked_at is None and (self.grant.ends_at is None or self.grant.ends_at > timezone.now())

    @property
    def is_explained(self) -> bool:
        return self.grant.reasoned_at is not None


def open_or_unexplained() -> list[Opened]:
    """What is open now, and what nobody has said a reason for, the newest first. Two queries."""
    return opened(opened_records().filter(Q(reasoned_at=None) | Q(ends_at__gt=timezone.now(), revoked_at=None)))


def opened_records() -> QuerySet[AccessGrant]:
    """Every record of the clinic that was opened this way, the newest first."""
    return AccessGrant.objects.filter(kind=AccessGrant.Kind.BREAK_GLASS).select_related("client").order_by("-starts_at", "pk")


def opened(grants: QuerySet[AccessGrant] | list[AccessGrant]) -> list[Opened]:
    """With the names of who opened them. One query more."""
    grants = list(grants)
    names = member_names(grant.holder_id for grant in grants)
    return [Opened(grant, grant.client, names.get(grant.holder_id, "")) for grant in grants]
