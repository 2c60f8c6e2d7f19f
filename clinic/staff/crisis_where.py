"""Where the client of a crisis view is, and how far that may be believed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from clinic.clients.models import Place
from emergency.models import CheckIn
from emergency.whereabouts import as_place

TODAY = timedelta(hours=12)  # a place that was said back longer ago is not where the client is now


@dataclass(frozen=True)
class Where:
    """What is known of where the client is. `place` is the address to send help to, or None."""

    place: Place | None = None
    at: datetime | None = None
    who: str = ""
    is_confirmed: bool = False
    is_usual: bool = False  # nobody said so: one of the known places
    said: CheckIn | None = None

    @property
    def address(self) -> str:
        """In one line; empty where only words about the place are known, like "a blue car"."""
        return ", ".join(self.place.lines) if self.place else ""

    @property
    def is_today(self) -> bool:
        """By the calendar of the clinic, whose zone is active on its pages."""
        return self.at is not None and timezone.localdate(self.at) == timezone.localdate()

    @property
    def is_current(self) -> bool:
        """Said back to the client, and not longer ago than a working day."""
        return self.is_confirmed and self.at is not None and timezone.now() - self.at < TODAY


def where_of(check_in: CheckIn | None, places: list[Place]) -> Where:
    """What the newest answer says; without one, the first known place as a question. Who wrote it down is named elsewhere."""
    if check_in is not None and check_in.told != CheckIn.Told.NOT_TOLD:
        return Where(as_place(check_in), check_in.at, is_confirmed=check_in.is_confirmed, said=check_in)
    return Where(places[0], is_usual=True) if places else Where()
