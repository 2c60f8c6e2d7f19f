"""What happens in a session, line by line: means asked about, the privacy signal, a lost connection, a client who did not come."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.models import Todo
from clinic.clients.permissions import check_write, may_write, require
from clinic.clients.todos import make
from clinic.web.errors import Conflict
from emergency.models import FollowUp, SessionEntry, TherapySession
from emergency.pressed import Pressed
from emergency.protocol_queries import scenarios
from emergency.protocols import Scenario

What = SessionEntry.What
IN_SESSION = (What.MEANS_SAME, What.MEANS_CHANGED, What.SIGNAL, What.DROPPED, What.TRIED, What.BACK, What.PHONE, What.LOST)
AFTER_MISSED = (What.TRIED, What.REACHED, What.LOST)
NOW = Pressed()
NOT_NOW = "This session has ended, or was called off. Nothing was changed."
NOT_DUE = "This session has not begun: nobody can have missed it yet. Nothing was changed."
HAS_ENDED = "This session has ended or was called off already. Nothing was changed."
CAME_TOO_LATE = "This session was a day ago or longer. Start a new one. Nothing was changed."


@transaction.atomic
def write_entry(
    *, by: Actor, session: TherapySession, what: str, rung: int | None = None, words: str = "", pressed: Pressed = NOW
) -> SessionEntry:
    """One more line of the session's log, at the time it was pressed; the same one sent again is stored once.

    After a missed session at risk, each try opens the next follow-up of its ladder, "could not reach" the last one, and
    reaching the client ends it.
    """
    require(may_write(by, session.client))
    row = TherapySession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    known = SessionEntry.objects.filter(operation_id=pressed.operation_id).first() if pressed.operation_id else None
    if known is not None:
        return known
    if what not in (IN_SESSION if pressed.was_open(row) else AFTER_MISSED if row.missed_at else ()):
        raise Conflict(NOT_NOW)
    made = SessionEntry.objects.create(
        clinic_id=by.clinic_id,
        session=row,
        at=pressed.moment(row),
        by_id=by.id,
        what=what,
        rung=rung,
        words=words,
        operation_id=pressed.operation_id,
    )
    if row.missed_at:
        _climb(by, row, made)
    record(by=by, action="session.log", client_id=row.client_id, on=made, reason=what)
    return made


@transaction.atomic
def miss(*, by: Actor, session: TherapySession, at_risk: bool) -> TherapySession:
    """The client did not come. Where they are at risk, or nobody knows whether, the first try has an owner and a time from now on.

    That a waiting therapist had started it stays in its log.
    """
    check_write(by, session.client)
    row = TherapySession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if row.ended_at or row.cancelled_at or row.missed_at:
        raise Conflict(HAS_ENDED)
    if not row.is_open and row.starts_at > timezone.now():  # it is not taken back, and its ladder counts from the start
        raise Conflict(NOT_DUE)
    row.client = session.client
    row.missed_at, row.missed_by_id, row.started_at, row.started_by_id = timezone.now(), by.id, None, None
    row.save(update_fields=["missed_at", "missed_by", "started_at", "started_by"])
    SessionEntry.objects.create(clinic_id=by.clinic_id, session=row, at=timezone.now(), by_id=by.id, what=What.MISSED)
    if at_risk:
        ladder = scenarios()["missed_raised"]
        first = _open_rung(by, row, ladder, 0)
        make(by=by, client=row.client, kind=Todo.Kind.SESSION_MISSED, key=f"missed:{row.pk}", due_at=first.due_at, told_id=by.id)
    record(by=by, action="session.miss", client_id=row.client_id, on=row, reason="at_risk" if at_risk else "")
    return row


@transaction.atomic
def take_back_missed(*, by: Actor, session: TherapySession) -> TherapySession:
    """The client came after all, within a day: the session can begin, and nobody has to try to reach them any more.

    That it was missed stays in its log.
    """
    check_write(by, session.client)
    row = TherapySession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if not row.may_still_begin:
        raise Conflict(CAME_TOO_LATE)
    row.client = session.client
    came = SessionEntry.objects.create(clinic_id=by.clinic_id, session=row, at=timezone.now(), by_id=by.id, what=What.CAME)
    _climb(by, row, came)
    row.missed_at = row.missed_by_id = None
    row.save(update_fields=["missed_at", "missed_by"])
    record(by=by, action="session.came", client_id=row.client_id, on=row)
    return row


def _climb(by: Actor, row: TherapySession, entry: SessionEntry) -> None:
    """What follows from a try: the follow-up it belonged to is done, the next one has its time."""
    waiting = FollowUp.objects.filter(session=row, what=FollowUp.What.MISSED, done_at=None)
    if not waiting.exists():
        return
    waiting.update(done_at=timezone.now(), done_by_id=by.id)
    todo = Todo.objects.waiting().filter(key=f"missed:{row.pk}")
    if entry.what in {What.REACHED, What.CAME}:
        todo.update(done_at=timezone.now(), done_by_id=by.id)
        return
    ladder = scenarios()["missed_raised"]
    last = len(ladder.steps) - 1  # it stays open until the client is reached, also when nothing else is left to try
    following = last if entry.what == What.LOST else min((entry.rung or 0) + 1, last)
    todo.update(due_at=_open_rung(by, row, ladder, following).due_at)


def _open_rung(by: Actor, row: TherapySession, ladder: Scenario, rung: int) -> FollowUp:
    """The next try, with its time: counted from when the client should have come, and never in the past."""
    step = ladder.steps[rung]
    due_at = max(row.starts_at + timedelta(minutes=step.minutes or 0), timezone.now())
    return FollowUp.objects.create(
        clinic_id=row.clinic_id,
        session=row,
        client_id=row.client_id,
        what=FollowUp.What.MISSED,
        words=step.text,
        due_at=due_at,
        owner_id=by.id,
        made_by_id=by.id,
    )
