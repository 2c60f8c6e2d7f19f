"""Reads about clients that other apps use. A foreign object answers like a missing one."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.http import Http404
from django.utils import timezone

from clinic.accounts.models import Ticket
from clinic.accounts.queries import member_names
from clinic.audit.actors import Actor, Kind
from clinic.audit.log import under
from clinic.clients.models import AccessGrant, Channel, Client, ContactSafety, Device, PageInvitation, Place, Todo
from clinic.clients.permissions import alike, may_open
from clinic.db.prepared import Given, PreparedRead

LETTERS_AT_LEAST = 2  # of a name, to be shown clients of colleagues


def visible_client(by: Actor, client_id: UUID) -> Client:
    """The client whose record `by` may read; Http404 otherwise, in one query. Events then tell which grant opened it."""
    found = _visible(by.kind, by.roles).first(client=client_id, by=by.id, at=timezone.now())
    if found is None:
        raise Http404
    under(found.pk, found.grant_id)  # type: ignore[attr-defined]  # of the annotation
    return found


@cache
def _visible(kind: Kind, roles: frozenset[str]) -> PreparedRead[Client]:
    """Prepared, because every page about a client asks it."""
    by, at = alike(kind, roles), Given("at")
    found = Client.objects.visible_to(by, at).annotate(grant_id=grant_of(by, at)).filter(pk=Given("client"))
    return PreparedRead("visible_client", lambda: found)


def grant_of(by: Actor, at: Given | datetime, client: str = "pk") -> Subquery:
    """The grant that opens the client at this path to `by`: the lasting one before one for a time. For `under`."""
    held = AccessGrant.objects.active(at).filter(client_id=OuterRef(client), holder_id=by.id)
    return Subquery(held.order_by(F("ends_at").desc(nulls_first=True)).values("pk")[:1])


def listed_client(by: Actor, client_id: UUID) -> Client:
    """The client whose name `by` may see (admins: all of the clinic); Http404 otherwise."""
    found = Client.objects.in_directory_of(by).filter(pk=client_id).first()
    if found is None:
        raise Http404
    return found


def may_read(by: Actor, client: Client) -> bool:
    """Whether `by` may open the record, not only see the name."""
    return Client.objects.visible_to(by).filter(pk=client.pk).exists()


@dataclass(frozen=True)
class Named:
    """A client in care, by name alone. `also` is the legal name where it is another; `is_own`: this person has a grant."""

    id: UUID
    name: str
    also: str
    is_own: bool


def names_for_crisis(by: Actor, words: str = "") -> list[Named]:
    """Every client in care of the clinic, own ones first, then by name; nobody for those who may open none. Two queries.

    With `words` those of whose names each word begins a part.
    """
    if not may_open(by):
        return []
    own = set(AccessGrant.objects.active().filter(holder_id=by.id).values_list("client_id", flat=True))
    clients = Client.objects.in_care().only("id", "clinic", "name", "legal_name")
    found = [
        Named(each.pk, each.name, each.legal_name if each.legal_name != each.name else "", each.pk in own)
        for each in clients
        if is_named(each, words)
    ]
    return sorted(found, key=lambda each: (not each.is_own, each.name.casefold()))


@dataclass(frozen=True)
class Listed:
    """A line of the client list."""

    client: Client
    therapist: str
    readable: bool
    covered: bool


def client_list(by: Actor, *, closed: bool = False, words: str = "") -> list[Listed]:
    """Everybody whose name `by` may see, by name; with `words`, those whose names or phone hold them. Three queries."""
    clients = Client.objects.in_directory_of(by).filter(closed_at__isnull=not closed)
    found = sorted((each for each in clients if matches(each, words)), key=lambda each: each.name.casefold())
    active = AccessGrant.objects.active().filter(client__in=[each.pk for each in found])
    grants = [(grant.client_id, grant.holder_id, grant.kind) for grant in active]
    holders = {client_id: holder_id for client_id, holder_id, kind in grants if kind == AccessGrant.Kind.CASELOAD}
    mine = {client_id: kind for client_id, holder_id, kind in grants if holder_id == by.id}
    names = member_names(holders.values())
    return [
        Listed(
            client=each,
            therapist=names.get(holders[each.pk], "") if each.pk in holders else "",
            readable=by.has("supervisor") or (by.has("therapist") and each.pk in mine),
            covered=mine.get(each.pk) == AccessGrant.Kind.COVER,
        )
        for each in found
    ]


def matches(client: Client, words: str) -> bool:
    """Whether every word begins a word of the names, or the digits stand in the phone number."""
    if is_named(client, words):
        return True
    digits, number = _digits(words), _digits(client.phone)
    return len(digits) >= 3 and not any(sign.isalpha() for sign in words) and digits in number


def is_named(client: Client, words: str) -> bool:
    """Whether every word begins a word of the names."""
    parts = f"{client.name} {client.legal_name}".casefold().split()
    return all(any(part.startswith(word) for part in parts) for word in words.casefold().split())


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdecimal())


@dataclass(frozen=True)
class Care:
    """Who looks after a client."""

    caseload: AccessGrant | None
    covers: list[AccessGrant]
    names: dict[UUID, str]

    @property
    def therapist(self) -> str:
        return self.names.get(self.caseload.holder_id, "") if self.caseload else ""

    @property
    def cover_lines(self) -> list[tuple[AccessGrant, str]]:
        return [(grant, self.names.get(grant.holder_id, "")) for grant in self.covers]


def care_of(client: Client) -> Care:
    """The therapist, and cover that runs or is to come. Two queries."""
    now = timezone.now()
    grants = [
        grant
        for grant in AccessGrant.objects.filter(client=client, revoked_at=None).order_by("starts_at")
        if grant.ends_at is None or grant.ends_at > now
    ]
    caseload = next((grant for grant in grants if grant.kind == AccessGrant.Kind.CASELOAD), None)
    covers = [grant for grant in grants if grant.kind == AccessGrant.Kind.COVER]
    return Care(caseload, covers, member_names(grant.holder_id for grant in grants))


def cover_of(client: Client, grant_id: UUID) -> AccessGrant:
    """A cover of this client, or Http404."""
    found = AccessGrant.objects.filter(client=client, pk=grant_id, kind=AccessGrant.Kind.COVER).first()
    if found is None:
        raise Http404
    found.client = client
    return found


def caseload_size(holder_id: UUID) -> int:
    """How many clients are with this person now."""
    return AccessGrant.objects.active().caseload().filter(holder_id=holder_id).count()


@dataclass(frozen=True)
class ChannelSafety:
    """What is known of one channel; `row` is None when it was not asked."""

    channel: Channel
    row: ContactSafety | None

    @property
    def is_safe(self) -> bool:
        return self.row is not None and self.row.is_safe


def contact_safety(client: Client) -> list[ChannelSafety]:
    """Every channel in the fixed order, asked or not. One query."""
    known = {row.channel: row for row in ContactSafety.objects.filter(client=client)}
    return [ChannelSafety(channel, known.get(channel)) for channel in Channel]


@dataclass(frozen=True)
class ContactLine:
    """A line of the table of safe contact: a channel, and for a call what is known of leaving a message."""

    channel: Channel
    row: ContactSafety | None
    has_message: bool = False
    message: ContactSafety | None = None

    @property
    def checked_at(self) -> datetime | None:
        """When it was asked: of a call and its voicemail, the older answer counts."""
        return min((row.checked_at for row in (self.row, self.message) if row), default=None)


def lines(known: list[ChannelSafety]) -> list[ContactLine]:
    """The table of safe contact, from what `contact_safety` found."""
    rows = {each.channel: each.row for each in known}
    message = rows.get(Channel.VOICEMAIL)
    return [
        ContactLine(channel, row, *((True, message) if channel == Channel.CALL else ()))
        for channel, row in rows.items()
        if channel != Channel.VOICEMAIL
    ]


def places(client: Client) -> list[Place]:
    """Where the client can be, in order. One query."""
    return list(Place.objects.kept().filter(client=client))


def place_of(client: Client, place_id: UUID) -> Place:
    """A kept place of this client, or Http404."""
    found = Place.objects.kept().filter(client=client, pk=place_id).first()
    if found is None:
        raise Http404
    found.client = client
    return found


def open_devices(client: Client) -> list[Device]:
    """Phones that are signed in, newest first."""
    return list(Device.objects.filter(client=client, ended_at=None).order_by("-made_at"))


def has_a_phone(client: Client) -> bool:
    """Whether the client has a phone that opens the page now, with its code at the most. One query."""
    tickets = Ticket.objects.usable().filter(kind=Ticket.Kind.DEVICE, object_id=OuterRef("pk"))
    signed_in = Device.objects.filter(client=client, ended_at=None)
    return signed_in.filter(Exists(tickets) | Q(shared=True)).exists()


def invitations(client: Client) -> list[PageInvitation]:
    """The last ten invitations, newest first."""
    return list(PageInvitation.objects.filter(client=client).order_by("-made_at")[:10])


def todos_of(client: Client) -> list[Todo]:
    """What waits to be done about this client by whoever cares for them, oldest first. One query."""
    return list(Todo.objects.waiting().filter(client=client).exclude(kind__in=Todo.PERSONAL).order_by("made_at"))


def visible_todo(by: Actor, todo_id: UUID) -> Todo:
    """A todo about a client whose record `by` may read; Http404 otherwise."""
    found = Todo.objects.select_related("client").filter(pk=todo_id, client__in=Client.objects.visible_to(by)).first()
    if found is None:
        raise Http404
    return found
