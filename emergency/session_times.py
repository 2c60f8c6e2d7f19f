"""When a session is: agreed as a date, a time and a zone, so that the clock on the client's wall counts, also across DST."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from emergency.models import TherapySession

OPENS_BEFORE = timedelta(minutes=60)
CLOSES_AFTER = timedelta(minutes=30)
MOST_WEEKS = 52


def moment_of(day: date, at: time, zone: str) -> datetime:
    """The moment that this clock shows, in UTC. Of a time that comes twice, the first; one that is skipped comes as much later."""
    return datetime.combine(day, at.replace(fold=0), ZoneInfo(zone)).astimezone(UTC)


def weekly(first: date, weeks: int) -> list[date]:
    """The same weekday for so many weeks."""
    return [first + timedelta(weeks=number) for number in range(weeks)]


def link_opens_at(session: TherapySession) -> datetime:
    """From when the client's questions can be answered."""
    return session.starts_at - OPENS_BEFORE


def link_closes_at(session: TherapySession) -> datetime:
    """Until when they can."""
    return session.starts_at + CLOSES_AFTER


def planned_end(session: TherapySession) -> datetime:
    """When it should be over, counted from when it began."""
    return (session.started_at or session.starts_at) + timedelta(minutes=session.minutes)
