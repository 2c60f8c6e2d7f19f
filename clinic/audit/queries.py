"""Reading the log."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from clinic.audit.models import Event, SignInEvent


def events(
    *,
    zone: ZoneInfo,
    since: date | None = None,
    until: date | None = None,
    actor_id: UUID | None = None,
    action: str = "",
    outcome: str = "",
    client_id: UUID | None = None,
) -> QuerySet[Event]:
    """Events of the current clinic, newest first; both dates included, in the clinic's zone."""
    found = Event.objects.order_by("-at", "-id")
    if since:
        found = found.filter(at__gte=datetime.combine(since, time(), zone))
    if until:
        found = found.filter(at__lt=datetime.combine(until + timedelta(days=1), time(), zone))
    wanted = {"actor_id": actor_id, "action": action, "outcome": outcome, "client_id": client_id}
    return found.filter(**{name: value for name, value in wanted.items() if value})


def actions_seen() -> list[str]:
    """The kinds of event there are in this clinic, by name."""
    return sorted(Event.objects.order_by().values_list("action", flat=True).distinct())


def sign_ins_from(address: str | None, *, kind: str, within: timedelta, most: int) -> int:
    """How many sign-in events of this kind came from a network address lately, counted up to `most`."""
    since = timezone.now() - within
    return SignInEvent.objects.filter(kind=kind, address=address, at__gt=since).order_by("-at")[:most].count()
