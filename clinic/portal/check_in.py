"""What the questions before a session read: whose link it is, when it opens, the nicknames of places, the number we call."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from clinic.accounts import tickets
from clinic.accounts.models import Clinic, Ticket
from clinic.clients.models import Client, Place
from clinic.clients.queries import places
from clinic.db.context import set_clinic
from clinic.web.numbers import only_digits
from emergency.models import CheckIn, TherapySession
from emergency.people import guardianships
from emergency.session_times import link_closes_at, link_opens_at
from intake.of_age import has_an_adult
from intake.queries import answers
from intake.sections import QUESTIONS

MOST_ANSWERS = 12


def session_of_link(token: str) -> TherapySession | None:
    """The session this link belongs to, None when it does not work. Shows the database its clinic."""
    ticket = tickets.find(Ticket.Kind.CHECKIN, token)
    if ticket is None or ticket.clinic_id is None:
        return None
    set_clinic(ticket.clinic_id)
    found = TherapySession.objects.standing().filter(pk=ticket.object_id, ended_at=None, client__closed_at=None)
    session = found.select_related("client", "clinic").first()
    return session if session is not None and timezone.now() < link_closes_at(session) else None


def opens_at(session: TherapySession) -> datetime:
    """When the questions open, on the client's clock."""
    return link_opens_at(session).astimezone(ZoneInfo(session.time_zone))


def has_answered_enough(session: TherapySession) -> bool:
    """A link in wrong hands shall not fill the record."""
    return CheckIn.objects.filter(session=session, by=session.client_id).count() >= MOST_ANSWERS


@dataclass(frozen=True)
class Known:
    """All that the page may know of the client: what they call their places, how the number ends, whether an adult belongs to it."""

    places: list[Place]
    number: str
    has_an_adult: bool

    @property
    def ending(self) -> str:
        """Enough to know it again, too little to learn it."""
        return only_digits(self.number)[-4:]


def known_of(client: Client, clinic: Clinic) -> Known:
    """Three queries."""
    told = answers(client)
    adult = has_an_adult(client, clinic.today, guardianships(client), lambda key: str(QUESTIONS[key].said(told.get(key, ""))))
    return Known(places(client), str(told.get("backup_phone") or client.phone or ""), adult)
