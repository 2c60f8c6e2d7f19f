"""Who may be asked for help in a crisis, now and in the coming days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from clinic.accounts.models import Membership
from clinic.clients.models import Todo
from clinic.notifications.models import Message
from clinic.web.errors import Http404
from emergency.models import OnCall

CLINICIANS = ("therapist", "supervisor")
NOW_MEANS = timedelta(hours=1)


def on_call_now(besides: UUID | None = None) -> Membership | None:
    """Who is asked now: whoever is on call (of two, the one who began later), else a supervisor. One query.

    None when there is neither. `besides` asks for somebody other than this member, who is the one asking.
    """
    now = timezone.now()
    turn = OnCall.objects.filter(member=OuterRef("pk"), ended_at=None, starts_at__lte=now, ends_at__gt=now)
    able = (
        Membership.objects.active()
        .with_role(*CLINICIANS)
        .annotate(since=Subquery(turn.order_by("-starts_at").values("starts_at")[:1]))
    )
    asked = able.filter(Q(since__isnull=False) | Q(roles__contains=["supervisor"])).select_related("user")
    return first_asked({each: each.since for each in asked if each.pk != besides})  # type: ignore[attr-defined]


def first_asked(since: Mapping[Membership, datetime | None]) -> Membership | None:
    """Of these, with since when they are on call (None: a supervisor who is not), the one to ask. Who may not help any more is left out."""
    able = [each for each in since if each.ended_at is None and each.actor.has(*CLINICIANS)]
    return min(able, key=lambda each: _order(each, since[each]), default=None)


def _order(member: Membership, since: datetime | None) -> tuple[bool, float, str]:
    return since is None, -since.timestamp() if since else 0.0, member.name.casefold()


@dataclass(frozen=True)
class Turn:
    """A line of the schedule."""

    row: OnCall
    name: str
    phone: str
    is_now: bool


def turns() -> list[Turn]:
    """Who is on call from now on, the nearest first. Two queries."""
    now = timezone.now()
    rows = list(OnCall.objects.filter(ended_at=None, ends_at__gt=now).order_by("starts_at", "ends_at"))
    members = {member.pk: member for member in Membership.objects.filter(pk__in=[row.member_id for row in rows])}
    return [Turn(row, (who := members[row.member_id]).name, who.phone or "", row.starts_at <= now) for row in rows]


def turn_of(on_call: UUID) -> OnCall:
    """A line of the schedule, or Http404."""
    found = OnCall.objects.filter(pk=on_call).first()
    if found is None:
        raise Http404
    return found


def moment(message: Message) -> datetime | None:
    """Asked right before "needs help now" leaves: never when they have joined, when it is over, or an hour too late."""
    waits = Todo.objects.waiting().filter(key=(message.parameters or {}).get("todo", ""), told_id=message.recipient_id)
    return message.due_at if timezone.now() - message.made_at < NOW_MEANS and waits.exists() else None
