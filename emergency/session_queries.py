"""Reads about therapy sessions that other apps use: what is open, what is planned, where the client was said to be last."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from clinic.audit.actors import Actor, Kind
from clinic.audit.log import under
from clinic.clients.models import AccessGrant, Client
from clinic.clients.permissions import alike
from clinic.clients.queries import grant_of
from clinic.db.prepared import Given, PreparedRead
from emergency.models import CheckIn, FollowUp, Platform, SessionEntry, TherapySession

JUST_BEFORE, SOON = timedelta(hours=4), timedelta(hours=2)


def open_session_of(by: Actor) -> TherapySession | None:
    """The session that this person has started and not ended, with a client whose record they may still read. One query."""
    return _open_session(by.kind, by.roles).first(by=by.id, at=timezone.now())


@cache
def _open_session(kind: Kind, roles: frozenset[str]) -> PreparedRead[TherapySession]:
    """Prepared, because every page of a clinician asks it."""
    visible = Client.objects.visible_to(alike(kind, roles), Given("at"))
    own = TherapySession.objects.open().filter(started_by_id=Given("by"), client__in=visible)
    return PreparedRead("open_session", lambda: own.select_related("client").order_by("pk")[:1])


def open_session_with(client: Client) -> TherapySession | None:
    """The newest session with this client that is under way, whoever started it. One query."""
    return TherapySession.objects.open().filter(client=client).order_by("-started_at").first()


def newest_check_in(client: Client) -> CheckIn | None:
    """Where the client was said to be last, at whatever session: look at its `at` before believing it. One query."""
    return CheckIn.objects.filter(client=client).order_by("-at").first()


def sessions_of_today(by: Actor, zone: ZoneInfo) -> list[TherapySession]:
    """The sessions of today at the clinic that stand, with clients `by` looks after, in order. One query.

    Nobody's work ends at midnight: what began in the hours before and what is about to begin belongs to today as well.
    """
    now = timezone.localtime(timezone=zone)
    first, last = (datetime.combine(now.date() + timedelta(days=days), time.min, zone) for days in (0, 1))
    around = {"starts_at__gte": min(first, now - JUST_BEFORE), "starts_at__lt": max(last, now + SOON)}
    mine = AccessGrant.objects.active().filter(holder_id=by.id).values("client")
    found = TherapySession.objects.standing().filter(client__in=mine, **around)
    return list(found.select_related("client", "platform").order_by("starts_at", "pk"))


def visible_session(by: Actor, session_id: UUID) -> TherapySession:
    """A session with a client whose record `by` may read; Http404 otherwise. One query. Events then tell which grant opened it."""
    found = TherapySession.objects.filter(pk=session_id, client__in=Client.objects.visible_to(by))
    found = found.annotate(grant_id=grant_of(by, timezone.now(), "client_id"))
    session = found.select_related("client", "platform", "backup_platform").first()
    if session is None:
        raise Http404
    under(session.client_id, session.grant_id)  # type: ignore[attr-defined]  # of the annotation
    return session


def check_ins_of(session: TherapySession) -> list[CheckIn]:
    """What was said in and for this session about place and company, newest first. One query."""
    return list(CheckIn.objects.filter(session=session).order_by("-at"))


def entries_of(session: TherapySession) -> list[SessionEntry]:
    """What happened in this session, in order. One query."""
    return list(SessionEntry.objects.filter(session=session).order_by("at", "written_at"))


def newest_check_ins(sessions: Sequence[TherapySession]) -> dict[UUID, CheckIn]:
    """By session the newest answer of each. One query."""
    ids = [each.pk for each in sessions]
    newest = CheckIn.objects.filter(session__in=ids).order_by("session_id", "-at").distinct("session_id")
    return {each.session_id: each for each in newest if each.session_id}


def last_place(session: TherapySession) -> CheckIn | None:
    """Where the client was confirmed to be last, before this session: a question for this one, never its answer. One query."""
    before = CheckIn.objects.filter(client=session.client_id, is_confirmed=True).exclude(session=session)
    return before.order_by("-at").first()


def last_means(client: Client) -> SessionEntry | None:
    """When means were asked about last in a session. One query."""
    asked = SessionEntry.objects.filter(session__client=client, what__in=["means_same", "means_changed"])
    return asked.order_by("-at").first()


def follow_ups_of(session: TherapySession) -> list[FollowUp]:
    """What is open after a missed session. One query."""
    return list(FollowUp.objects.filter(session=session, done_at=None).order_by("due_at"))


def upcoming(client: Client) -> list[TherapySession]:
    """What is planned or under way, the next first. One query."""
    found = TherapySession.objects.standing().filter(client=client, ended_at=None)
    return list(found.select_related("platform").order_by("starts_at", "pk"))


def past(client: Client) -> QuerySet[TherapySession]:
    """What is over, was called off or missed; the newest first."""
    over = Q(ended_at__isnull=False) | Q(cancelled_at__isnull=False) | Q(missed_at__isnull=False)
    return TherapySession.objects.filter(over, client=client).order_by("-starts_at", "pk")


def last_agreed(client: Client) -> TherapySession | None:
    """The newest session that was agreed: its ways are offered for the next one. One query."""
    return TherapySession.objects.filter(client=client).order_by("-made_at").first()


def platforms() -> list[Platform]:
    """Those in use, by name. One query."""
    return list(Platform.objects.filter(retired_at=None).order_by("name"))


def platform_of(platform_id: UUID) -> Platform:
    """A platform in use, or Http404."""
    found = Platform.objects.filter(pk=platform_id, retired_at=None).first()
    if found is None:
        raise Http404
    return found


def check_in_of(client: Client, check_in_id: UUID) -> CheckIn:
    """An answer about this client, with a place; Http404 otherwise."""
    found = CheckIn.objects.filter(pk=check_in_id, client=client).select_related("place").first()
    if found is None or not found.where:
        raise Http404
    return found
