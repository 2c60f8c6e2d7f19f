"""At which hours a client may be reached. Hours are kept as "09:00-17:00"; empty means any time."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from clinic.clients.models import Channel, Client, ContactSafety

WINDOW = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")


def window(since: time | None, until: time | None) -> str:
    """The hours as they are kept."""
    return f"{since:%H:%M}-{until:%H:%M}" if since and until else ""


def hours(text: str) -> tuple[time, time] | None:
    """First and last moment of a kept window; None for any time and for words that are no window."""
    match = WINDOW.fullmatch(text)
    if match is None:
        return None
    a, b, c, d = (int(part) for part in match.groups())
    return (time(a, b), time(c, d)) if max(a, c) < 24 and max(b, d) < 60 else None


def next_safe_moment(text: str, now: datetime, zone: str) -> datetime | None:
    """`now` when it lies in the window, else when the window opens next, in the clinic's zone.

    None for words that cannot be read as hours: what is not understood is not safe.
    """
    if not text:
        return now
    kept = hours(text)
    if kept is None:
        return None
    since, until = kept
    here = now.astimezone(ZoneInfo(zone))
    at = here.time()
    inside = since <= at < until if since <= until else at >= since or at < until
    if inside:
        return now
    day = here.date() if at < since else here.date() + timedelta(days=1)
    return datetime.combine(day, since, ZoneInfo(zone))


def safe_moment(client: Client) -> datetime | None:
    """When the next e-mail to this client may go out; None: never."""
    if client.closed_at is not None or not client.email:
        return None
    known = ContactSafety.objects.filter(client=client, channel=Channel.EMAIL, is_safe=True).first()
    return next_safe_moment(known.hours, timezone.now(), client.clinic.time_zone) if known else None
