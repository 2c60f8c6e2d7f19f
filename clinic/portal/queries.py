"""What the client's surface reads: who stands at the door, the invitation under way, and the plan as it is today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from math import ceil
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils import timezone

from clinic.accounts import tickets
from clinic.accounts.models import Clinic, Ticket
from clinic.clients.models import Client, Device, PageInvitation
from clinic.db.context import set_clinic
from emergency.queries import current
from intake import by_link
from intake.models import IntakeInvitation
from safetyplans.content import ClientItem, ClientPlan, Number, Person, for_client, resource_ids
from safetyplans.models import Plan, PlanVersion
from safetyplans.numbers import people_on_copies
from safetyplans.queries import plan_of, version_in_force
from safetyplans.version_queries import ruled_out_since

REMEMBERED_FOR = timedelta(days=90)
UNTIL_CLOSED = timedelta(hours=12)
SHARED_FOR = timedelta(minutes=30)


class State(Enum):
    OPEN = auto()
    LOCKED = auto()
    ENDED = auto()
    CARE_ENDED = auto()


@dataclass(frozen=True)
class Door:
    """What a phone's cookie leads to. Only `State.OPEN` admits."""

    state: State
    clinic: Clinic
    client: Client
    device: Device
    ticket: Ticket


def valid_for(device: Device) -> timedelta:
    """How long the phone may open the page without asking for anything."""
    if not device.remembered:
        return UNTIL_CLOSED
    return SHARED_FOR if device.shared else REMEMBERED_FOR


def door(token: str) -> Door | None:
    """Where this token leads, or None when nobody knows it. Shows the database the token's clinic: the door is how we learn it."""
    ticket = tickets.seen(Ticket.Kind.DEVICE, token) if token else None
    if ticket is None or ticket.clinic is None:
        return None
    set_clinic(ticket.clinic.id)
    device = Device.objects.filter(pk=ticket.object_id).select_related("client").first()
    if device is None:
        return None
    return Door(_state(ticket, device), ticket.clinic, device.client, device, ticket)


def _state(ticket: Ticket, device: Device) -> State:
    now = timezone.now()
    if device.client.closed_at is not None:
        return State.CARE_ENDED
    if device.ended_at is not None:
        return State.ENDED
    if ticket.used_at is None and ticket.expires_at > now:
        return State.OPEN
    return State.LOCKED if device.shared and ticket.expires_at > now - REMEMBERED_FOR else State.ENDED


def waits_for(device: Device) -> int:
    """Minutes, begun ones whole, in which this phone's code is not looked at after too many wrong ones; 0 when it is."""
    until = device.code_waits_until
    return max(0, ceil((until - timezone.now()) / timedelta(minutes=1))) if until else 0


def open_invitation(invitation_id: UUID) -> PageInvitation | None:
    """The invitation to the page while its link can still be used. Shows the database the link's clinic."""
    if not _leads(Ticket.Kind.PAGE, invitation_id):
        return None
    open_ones = PageInvitation.objects.filter(used_at=None, ended_at=None, client__closed_at=None)
    return open_ones.filter(pk=invitation_id).select_related("client", "clinic").first()


def open_questions(invitation_id: UUID) -> IntakeInvitation | None:
    """The invitation to fill in questions while its link works. Shows the database the link's clinic."""
    return by_link.open_invitation(invitation_id) if _leads(Ticket.Kind.INTAKE, invitation_id) else None


def invitation_of(kind: str, invitation_id: UUID) -> PageInvitation | IntakeInvitation | None:
    """Either of them."""
    return open_questions(invitation_id) if kind == Ticket.Kind.INTAKE else open_invitation(invitation_id)


def _leads(kind: Ticket.Kind, invitation_id: UUID) -> bool:
    """Whether a link to it can still be used; from here on the database shows its clinic."""
    ticket = Ticket.objects.usable().filter(kind=kind, object_id=invitation_id).first()
    if ticket is None:
        return False
    set_clinic(ticket.clinic_id)
    return True


@dataclass(frozen=True)
class Shown:
    """The version the client may open, and what it says today."""

    plan: Plan
    version: PlanVersion
    page: ClientPlan
    paper_names_ruled_out: bool = False


def shown_plan(client: Client) -> Shown | None:
    """The client's plan where it is in force and shared; None otherwise. Four queries."""
    plan = plan_of(client)
    version = version_in_force(plan) if plan is not None and plan.is_shared else None
    if plan is None or version is None:
        return None
    version.plan = plan
    ruled_out = {person.pk for person in ruled_out_since(version)}
    page = for_client(version.content, current(resource_ids(version.content)), ruled_out)
    return Shown(plan, version, page, not ruled_out.isdisjoint(people_on_copies(version.content)))


class Standing(Enum):
    """What has become of a copy on paper."""

    NEWEST = auto()
    OLDER = auto()
    UNUSED = auto()


@dataclass(frozen=True)
class PrintedCopy:
    """All that a copy on paper tells whoever holds it."""

    made_on: date
    country_code: str
    standing: Standing


def printed_copy(token: str) -> PrintedCopy | None:
    """The copy whose square was read, or None for a token nobody knows. Shows the database the token's clinic."""
    ticket = tickets.find(Ticket.Kind.COPY, token)
    if ticket is None:
        return None
    set_clinic(ticket.clinic_id)
    heads = PlanVersion.objects.select_related("plan__client", "clinic").defer("content", "reason", "findings", "copy_token")
    version = heads.filter(pk=ticket.object_id).first()
    if version is None:
        return None
    made_on = version.made_at.astimezone(ZoneInfo(version.clinic.time_zone)).date()
    return PrintedCopy(made_on, version.clinic.country_code, _standing(version))


def _standing(version: PlanVersion) -> Standing:
    plan = version.plan
    if plan.closed_at is not None or plan.client.closed_at is not None or version.number > plan.number:
        return Standing.UNUSED
    return Standing.NEWEST if version.number == plan.number else Standing.OLDER


def people_of(page: ClientPlan) -> list[Person]:
    """Everybody with a number, once, whom the first button calls first."""
    found = {item.contact.id: item.contact for item in _items(page) if item.contact and item.contact.phone}
    first = page.first_contact.id if page.first_contact else None
    return sorted(found.values(), key=lambda person: person.id != first)


def numbers_of(page: ClientPlan) -> list[Number]:
    """Every directory entry the page shows, once."""
    return list(
        {number.id: number for number in [*(item.resource for item in _items(page) if item.resource), *page.local]}.values()
    )


def shown_number(shown: Shown | None, resource_id: UUID) -> Number:
    """An entry that stands on the client's page with a number, or Http404."""
    numbers = numbers_of(shown.page) if shown else []
    found = next((each for each in numbers if each.id == resource_id and not each.retired), None)
    if found is None:
        raise Http404
    return found


def _items(page: ClientPlan) -> Iterator[ClientItem]:
    return (item for step in page.in_order for item in step.items)
