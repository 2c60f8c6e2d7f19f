"""How and at which hours a client may be reached. Hours are kept as "09:00-17:00"; empty means any time."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from clinic.clients.models import Channel, Client, ContactSafety

WINDOW = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")


@dataclass(frozen=True)
class Reaching:
    """What whoever calls a client must know of leaving something behind. None where it was not asked: then it is not safe."""

    call: ContactSafety | None = None
    voicemail: ContactSafety | None = None
    text: ContactSafety | None = None

    @classmethod
    def of(cls, rows: Iterable[ContactSafety]) -> "Reaching":
        known = {row.channel: row for row in rows}
        return cls(known.get(Channel.CALL), known.get(Channel.VOICEMAIL), known.get(Channel.TEXT))

    @property
    def is_asked(self) -> bool:
        return any((self.call, self.voicemail, self.text))

    @property
    def by_voicemail(self) -> bool:
        return self.voicemail is not None and self.voicemail.is_safe

    @property
    def by_text(self) -> bool:
        return self.text is not None and self.text.is_safe

    @property
    def said(self) -> list[str]:
        """The client's own words about it, each once; those about a text only where one may be sent."""
        rows = (self.call, self.voicemail, self.text if self.by_text else None)
        return list(dict.fromkeys(row.words for row in rows if row and row.words))


def reaching(client: Client) -> Reaching:
    """One query."""
    return Reaching.of(ContactSafety.objects.filter(client=client))


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
