"""Reads about therapy sessions that other apps use: what is open, what is planned, where the client was said to be last."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404

from clinic.accounts.models import Clinic
from clinic.audit.actors import Actor
from clinic.clients.models import AccessGrant, Client
from emergency.models import CheckIn, SessionEntry, TherapySession


def open_session_of(by: Actor) -> TherapySession | None:
    """The session that this person has started and not ended, with its client. One query."""
    return TherapySession.objects.open().filter(started_by_id=by.id).select_related("client").first()


def open_session_with(client: Client) -> TherapySession | None:
    """The newest session with this client that is under way, whoever started it. One query."""
    return TherapySession.objects.open().filter(client=client).order_by("-started_at").first()


def newest_check_in(client: Client) -> CheckIn | None:
    """Where the client was said to be last, at whatever session: look at its `at` before believing it. One query."""
    return CheckIn.objects.filter(client=client).order_by("-at").first()


def sessions_on(by: Actor, day: date, zone: ZoneInfo | None = None) -> list[TherapySession]:
    """The sessions of this day at the clinic that stand, with clients `by` looks after, in order. One query.

    `zone` is the clinic's; without it, it is looked up with one more.
    """
    zone = zone or Clinic.objects.get(pk=by.clinic_id).zone
    mine = AccessGrant.objects.active().filter(holder_id=by.id).values("client")
    found = TherapySession.objects.standing().filter(client__in=mine, **_within(day, zone))
    return list(found.select_related("client", "platform").order_by("starts_at", "pk"))


def _within(day: date, zone: ZoneInfo) -> dict[str, datetime]:
    first = datetime.combine(day, time.min, zone)
    return {"starts_at__gte": first, "starts_at__lt": datetime.combine(day + timedelta(days=1), time.min, zone)}


def visible_session(by: Actor, session_id: UUID) -> TherapySession:
    """A session with a client whose record `by` may read; Http404 otherwise. One query."""
    found = TherapySession.objects.filter(pk=session_id, client__in=Client.objects.visible_to(by))
    session = found.select_related("client", "platform", "backup_platform").first()
    if session is None:
        raise Http404
    return session


def check_ins_of(session: TherapySession) -> list[CheckIn]:
    """What was said in and for this session about place and company, newest first. One query."""
    return list(CheckIn.objects.filter(session=session).order_by("-at"))


def entries_of(session: TherapySession) -> list[SessionEntry]:
    """What happened in this session, in order. One query."""
    return list(SessionEntry.objects.filter(session=session).order_by("at", "written_at"))
