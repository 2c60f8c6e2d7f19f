"""The bar on every staff page while a therapy session is open: with whom, where they are, what to do if the video drops."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.clients.models import Client, Place
from emergency.models import CheckIn, TherapySession
from emergency.session_queries import newest_check_in, open_session_of
from emergency.whereabouts import as_place

CONFIRM_WITHIN = timedelta(minutes=3)
OPEN_BEYOND_ITS_END = timedelta(minutes=60)
ANSWERED_AHEAD = timedelta(minutes=60)


@dataclass(frozen=True)
class SessionBar:
    """What the bar says of the open session."""

    session: TherapySession
    check_in: CheckIn | None

    @property
    def client(self) -> Client:
        client: Client = self.session.client
        return client

    @property
    def place(self) -> Place | None:
        """Where the client is said to be now."""
        told = self.check_in and self.check_in.told in (CheckIn.Told.PLACE, CheckIn.Told.ELSEWHERE)
        return as_place(self.check_in) if self.check_in and told else None

    @property
    def where(self) -> str:
        """Like “418 Birch St, Flagstaff AZ”; the client's name for it where no address is known."""
        place = self.place
        if place is None:
            return ""
        town = " ".join(filter(None, [place.town, place.region]))
        return ", ".join(filter(None, [place.street, town, place.country_in_words])) or place.name

    @property
    def confirmed_at(self) -> datetime | None:
        return self.check_in.at if self.check_in and self.check_in.is_confirmed and self.place else None

    @property
    def amber_at(self) -> datetime:
        """From when a place that is not confirmed is said in amber."""
        return (self.session.started_at or self.session.starts_at) + CONFIRM_WITHIN

    @property
    def is_amber(self) -> bool:
        return self.confirmed_at is None and timezone.now() >= self.amber_at

    @property
    def open_until(self) -> datetime:
        """How long no screen locks by itself."""
        return self.session.starts_at + timedelta(minutes=self.session.minutes) + OPEN_BEYOND_ITS_END


def bar_of(by: Actor) -> SessionBar | None:
    """The bar of this person's open session; None without one. One query, two with a session."""
    session = open_session_of(by) if by.is_clinician else None
    if session is None:
        return None
    newest = newest_check_in(session.client)
    began = session.started_at or session.starts_at
    is_of_today = newest is not None and (newest.session_id == session.pk or newest.at >= began - ANSWERED_AHEAD)
    return SessionBar(session, newest if is_of_today else None)
