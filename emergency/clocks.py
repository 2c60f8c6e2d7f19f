"""Times of an incident, said by the clinic's clock with the client's beside it, also over midnight and when clocks change."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from datetime import time as hour
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.web.clock import clock

NOT_KNOWN = "time not known"


class Skipped(ValueError):
    """The clocks were put forward over this time: it never was."""


@dataclass(frozen=True)
class Clock:
    """The clinic's zone, and the client's where it is known."""

    zone: ZoneInfo
    there: ZoneInfo | None = None

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)

    def time(self, at: datetime | None) -> str:
        """Like "2:41 pm" or "2:41 pm (3:41 pm there)"; never a made-up time."""
        if at is None:
            return _(NOT_KNOWN)
        return f"{_said(self.local(at))}{self._beside(at)}"

    def moment(self, at: datetime | None) -> str:
        """The same with its day."""
        if at is None:
            return _(NOT_KNOWN)
        return f"{day_said(self.local(at).date())}, {self.time(at)}"

    def day(self, at: datetime) -> str:
        """Like "6 Nov", by the clinic's clock."""
        return str(date_format(self.local(at), "j M"))

    def short(self, at: datetime | None) -> str:
        """Day and time by the clinic's clock alone, where there is little room."""
        if at is None:
            return _(NOT_KNOWN)
        return f"{self.day(at)}, {_said(self.local(at))}"

    def read(self, day: date, moment: hour, *, not_before: datetime) -> datetime:
        """The moment somebody wrote down by the clinic's clock. An hour that came twice is taken as the one that can be meant.

        `Skipped` when it never was.
        """
        first = datetime.combine(day, moment, self.zone)
        if first.astimezone(UTC).astimezone(self.zone).replace(tzinfo=None) != first.replace(tzinfo=None):
            raise Skipped
        second = first.replace(fold=1)
        meant = second if first.timestamp() < not_before.timestamp() <= second.timestamp() else first
        return meant.astimezone(UTC)  # times of the hour that comes twice equal nothing in another zone

    def _beside(self, at: datetime) -> str:
        if self.there is None:
            return ""
        here, there = self.local(at), at.astimezone(self.there)
        if here.utcoffset() == there.utcoffset():
            return ""
        if here.date() == there.date():
            return " " + _("(%(time)s there)") % {"time": _said(there)}
        return " " + _("(%(time)s on %(day)s there)") % {"time": _said(there), "day": date_format(there, "j M")}


def day_said(day: date) -> str:
    return date_format(day, "j F Y")


def _said(local: datetime) -> str:
    """Like "2:41 pm"; with the name of the zone in the hour that comes twice."""
    said = clock(local)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{said} {local.tzname()}" if twice else said
