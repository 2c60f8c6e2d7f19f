"""The link with the questions before a session: where it leads, when it may be sent, and when it works."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from clinic.accounts import tickets
from clinic.accounts.models import Ticket
from clinic.audit.actors import Actor
from clinic.clients.models import Client
from clinic.clients.reach import safe_moment
from clinic.notifications import outbox
from clinic.notifications.models import Message
from clinic.web.clock import clock
from emergency.models import CheckIn, TherapySession
from emergency.session_times import link_closes_at, link_opens_at

AUTOMATIC_BEFORE = timedelta(minutes=30)
STATES = {
    Message.State.WAITING: "waits to be sent by e-mail",
    Message.State.SENDING: "is being sent by e-mail",
    Message.State.SENT: "was given to the mail server",
    Message.State.UNKNOWN: "was perhaps sent by e-mail",
    Message.State.DEAD: "could not be sent by e-mail",
    Message.State.DROPPED: "was not sent by e-mail",
}


def link(token: str) -> str:
    """The address that a token opens, on the clients' own host."""
    return settings.CLIENT_BASE_URL + reverse("checkin", kwargs={"token": token})


def key_of(session: TherapySession, number: int = 0) -> str:
    """Of the message that carries the link: the one sent by the timetable, or one sent by hand."""
    return f"check-in:{session.pk}:{number}" if number else f"check-in:{session.pk}"


def said_time(session: TherapySession) -> str:
    """The time as the client's clock shows it, like 2:00 pm."""
    return clock(session.starts_at.astimezone(ZoneInfo(session.time_zone)))


def may_mail(client: Client, session: TherapySession) -> bool:
    """Whether e-mail is safe for this client, and safe early enough."""
    at = safe_moment(client)
    return at is not None and at < session.starts_at


def moment(message: Message) -> datetime | None:
    """Asked right before it leaves: when it may, or None for never. A link that comes too late says nothing to anybody."""
    session = _session_of(message)
    if session is None or not (session.is_planned or session.is_open) or message.address != session.client.email:
        return None
    if (message.parameters or {}).get("time") != said_time(session):
        return None
    at = safe_moment(session.client)
    return at if at is not None and at < link_closes_at(session) else None


def _session_of(message: Message) -> TherapySession | None:
    about = message.key.removeprefix("check-in:").partition(":")[0]
    return TherapySession.objects.filter(pk=UUID(about)).select_related("client__clinic").first()


def end_links(*, by: Actor, session: TherapySession) -> int:
    """Links of this session stop working and mails that wait do not leave, as a part of an action. How many there were."""
    number = Ticket.objects.filter(kind=Ticket.Kind.CHECKIN, object_id=session.pk).count()
    for each in range(number + 1):
        outbox.withdraw(by=by, key=key_of(session, each))
    tickets.revoke(Ticket.Kind.CHECKIN, session.pk)
    return number


def move_links(*, by: Actor, session: TherapySession) -> None:
    """Links of this session work around its new time and a mail that waits says it, as a part of an action.

    Such a mail leaves when the questions open, not days ahead of them.
    """
    tickets.last_until(Ticket.Kind.CHECKIN, session.pk, link_closes_at(session))
    number = Ticket.objects.filter(kind=Ticket.Kind.CHECKIN, object_id=session.pk).count()
    opens_at = link_opens_at(session)
    for each in range(number + 1) if number else ():
        outbox.reword(by=by, key=key_of(session, each), parameters={"time": said_time(session)}, not_before=opens_at)


def due_for_link(now: datetime) -> list[TherapySession]:
    """Planned sessions that begin within half an hour, of clients in care, for which no link was made and nothing answered.

    Three queries. Whether e-mail is safe is asked for each of them.
    """
    soon = TherapySession.objects.standing().filter(started_at=None, starts_at__gt=now, starts_at__lte=now + AUTOMATIC_BEFORE)
    found = list(soon.filter(client__closed_at=None).exclude(modality="in_person").select_related("client__clinic"))
    ids = [each.pk for each in found]
    linked = set(Ticket.objects.filter(kind=Ticket.Kind.CHECKIN, object_id__in=ids).values_list("object_id", flat=True))
    answered = set(CheckIn.objects.filter(session__in=ids).values_list("session_id", flat=True))
    return [each for each in found if each.pk not in linked | answered]


@dataclass(frozen=True)
class Sent:
    """What became of the link of a session, in words a page can say."""

    at: datetime
    words: str
    waits: bool = False
    by_mail: bool = True


def sent_for(sessions: list[TherapySession]) -> dict[UUID, Sent]:
    """By session what is known of its newest link; shown on the call where no mail belongs to it. Two queries."""
    ids = [each.pk for each in sessions]
    made = Ticket.objects.filter(kind=Ticket.Kind.CHECKIN, object_id__in=ids).order_by("made_at")
    newest = dict(made.values_list("object_id", "made_at"))
    mails = Message.objects.filter(kind="check-in", recipient_id__in={each.client_id for each in sessions}).order_by("made_at")
    states = {key.split(":")[1]: (at, state) for key, at, state in mails.values_list("key", "made_at", "state")}
    return {id: _sent(at, states.get(str(id))) for id, at in newest.items()}


def _sent(at: datetime, mail: tuple[datetime, str] | None) -> Sent:
    if mail is None or mail[0] < at - timedelta(seconds=5):
        return Sent(at, "was made to be shown on the call", by_mail=False)
    return Sent(at, STATES[Message.State(mail[1])], waits=mail[1] == Message.State.WAITING)


def is_open(session: TherapySession) -> bool:
    """Whether the questions can be answered now."""
    return link_opens_at(session) <= timezone.now() < link_closes_at(session)
