"""Therapy sessions: agreed, moved, called off, begun and ended."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.audit.log import record, record_once
from clinic.audit.models import ActorRow
from clinic.clients.models import Client
from clinic.clients.permissions import check_write, may_write, require
from clinic.web.errors import Conflict
from emergency.actions.session_log import take_back_missed
from emergency.check_in_links import end_links, move_links
from emergency.models import SessionEntry, TherapySession
from emergency.permissions import NOT_PLANNED, check_to_come
from emergency.session_queries import open_session_of
from emergency.session_times import MOST_WEEKS, moment_of, weekly

FACTS = ("local_time", "time_zone", "minutes", "modality", "platform", "backup_platform", "video_link")
NEAR = timedelta(hours=2)
ANOTHER = "You have another session open. End that one first."
NOT_OPEN = "This session is not open any more. Nothing was changed."
NOTE_IS_CLOSED = "The note of a session can be changed until a day after its end."


@dataclass(frozen=True)
class Note:
    """A note as a page sends it: its words, the version they were written on, and the name of this write."""

    words: str
    seen_version: int
    operation_id: UUID


class NoteChanged(Conflict):
    """Somebody else wrote this note first. `session` is how it stands, with their words."""

    def __init__(self, session: TherapySession) -> None:
        super().__init__("Somebody else changed this note. Your words are still here.")
        self.session = session


@transaction.atomic
def schedule(*, by: Actor, client: Client, first: date, weeks: int = 1, **facts: Any) -> list[TherapySession]:
    """One appointment, or the same time for so many weeks. `facts` as in FACTS; each date counts by the clock of its zone."""
    check_write(by, client)
    require(1 <= weeks <= MOST_WEEKS)
    _only_facts(facts)
    series = uuid4() if weeks > 1 else None
    made = [_planned(by, client, day, series=series, **facts) for day in weekly(first, weeks)]
    TherapySession.objects.bulk_create(made)
    record(by=by, action="session.schedule", client_id=client.pk, on=made[0], count=len(made))
    return made


@transaction.atomic
def change(*, by: Actor, session: TherapySession, day: date, later: bool = False, **facts: Any) -> list[TherapySession]:
    """Another day, time or way for this appointment; with `later` also for those of its series after it, moved as far.

    A link that the client has keeps working, around the new time, and a mail that still waits says the new time.
    """
    _only_facts(facts)
    moved = day - session.local_date
    rows = _chosen(by, session, later)
    for row in rows:
        row.local_date += moved
        for name, value in facts.items():
            setattr(row, name, value)
        row.starts_at = moment_of(row.local_date, row.local_time, row.time_zone)
        row.save(update_fields=["local_date", "starts_at", *facts])
        move_links(by=by, session=row)
    record(by=by, action="session.change", client_id=session.client_id, on=session, fields=facts, count=len(rows))
    return rows


@transaction.atomic
def cancel(*, by: Actor, session: TherapySession, later: bool = False) -> list[TherapySession]:
    """Called off; with `later` also those of its series after it. Links and messages that still wait go with it."""
    rows = _chosen(by, session, later)
    for row in rows:
        row.cancelled_at, row.cancelled_by_id = timezone.now(), by.id
        row.save(update_fields=["cancelled_at", "cancelled_by"])
        end_links(by=by, session=row)
    record(by=by, action="session.cancel", client_id=session.client_id, on=session, count=len(rows))
    return rows


@transaction.atomic
def start(*, by: Actor, session: TherapySession, ending: TherapySession | None = None) -> TherapySession:
    """It begins now, also one that was missed when the client comes after all. Twice is harmless.

    Who has another session open ends it first, or with this by giving it as `ending`.
    """
    check_write(by, session.client)
    row = _held(by, session)
    if row.is_open and row.started_by_id == by.id:
        return row
    if row.missed_at:
        row = take_back_missed(by=by, session=row)
    if not row.is_planned:
        raise Conflict(NOT_PLANNED)
    _end_other(by, ending)
    return _started(by, row)


@transaction.atomic
def begin(*, by: Actor, client: Client, zone: str, ending: TherapySession | None = None) -> TherapySession:
    """A session with this client now: the one planned within two hours, else one that nobody planned, in `zone`."""
    check_write(by, client)
    ActorRow.objects.select_for_update(no_key=True).get(pk=by.id)
    now = timezone.now().replace(second=0, microsecond=0)
    near = TherapySession.objects.standing().filter(client=client, started_at=None)
    near = near.filter(starts_at__range=(now - NEAR, now + NEAR)).select_for_update(of=("self",))  # two who begin it begin one
    found = min(near, key=lambda each: abs(each.starts_at - now), default=None)
    if found is None:
        last = TherapySession.objects.filter(client=client).order_by("-starts_at").first()
        ways = ("minutes", "modality", "platform", "backup_platform", "video_link")
        here = timezone.localtime(now, timezone=ZoneInfo(zone))
        known = {name: getattr(last, name) for name in ways} if last else {}
        found = _planned(by, client, here.date(), local_time=here.time(), time_zone=zone, **known)
        found.starts_at = now  # also in the hour that comes twice
        found.save()
    found.client = client
    _end_other(by, ending)
    return _started(by, found)


@transaction.atomic
def end(
    *,
    by: Actor,
    session: TherapySession,
    unsafe: str = "",
    plan_touched: str = "",
    note: Note | None = None,
    words: str = "",
    next_week: bool = False,
) -> TherapySession:
    """It is over. What was not asked stays empty. `words` say where the client was at the end, where that was said.

    `NoteChanged` as in `write_note`; then it goes on. `next_week` agrees on the same time a week later.
    """
    require(may_write(by, session.client))
    row = _held(by, session)
    if not row.is_open:
        raise Conflict(NOT_OPEN)
    if note is not None:
        _put(by, row, note)
    row.unsafe, row.plan_touched = unsafe, plan_touched
    row.save(update_fields=["unsafe", "plan_touched"])
    _ended(by, row, words)
    if next_week:
        facts = {name: getattr(row, name) for name in FACTS}
        schedule(by=by, client=session.client, first=row.local_date + timedelta(weeks=1), **facts)
    return row


@transaction.atomic
def write_note(*, by: Actor, session: TherapySession, note: Note) -> TherapySession:
    """The short note kept with the session, one version on: while it is open and for a day after. One event per visit.

    `NoteChanged` when another version than the one seen stands. A repeat changes nothing.
    """
    require(may_write(by, session.client))
    row = TherapySession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if not row.note_is_open:
        raise Conflict(NOTE_IS_CLOSED)
    if _put(by, row, note):
        record_once(by=by, action="session.note", on=row, client_id=row.client_id, fields=["note"])
    return row


def _put(by: Actor, row: TherapySession, note: Note) -> bool:
    """Whether it was written: words that stand already are not. `row` is held."""
    repeated = row.note_operation_id == note.operation_id and note.seen_version < row.note_version
    if repeated or row.note == note.words:
        return False
    if row.note_version != note.seen_version:
        raise NoteChanged(row)
    row.note, row.note_operation_id, row.note_version = note.words, note.operation_id, row.note_version + 1
    row.note_at, row.note_by_id = timezone.now(), by.id
    row.save(update_fields=["note", "note_operation_id", "note_version", "note_at", "note_by"])
    return True


def _planned(by: Actor, client: Client, day: date, **facts: Any) -> TherapySession:
    return TherapySession(
        clinic_id=by.clinic_id,
        client=client,
        therapist_id=by.id,
        local_date=day,
        starts_at=moment_of(day, facts["local_time"], facts["time_zone"]),
        made_by_id=by.id,
        **facts,
    )


def _chosen(by: Actor, session: TherapySession, later: bool) -> list[TherapySession]:
    """This appointment, with those of its series after it where that is meant; only what is still to come may be touched."""
    check_write(by, session.client)
    rows = TherapySession.objects.select_for_update(of=("self",)).filter(client=session.client_id)
    this = rows.get(pk=session.pk)
    check_to_come(this)
    if not later or this.series is None:
        return [this]
    following = rows.standing().filter(series=this.series, started_at=None, starts_at__gte=this.starts_at)
    return list(following.order_by("starts_at"))


def _held(by: Actor, session: TherapySession) -> TherapySession:
    """The session as it stands. One person's sessions begin and end one after the other.

    `no_key`: a line of the log that is under way holds the session and asks at its end only whether this person is there.
    """
    ActorRow.objects.select_for_update(no_key=True).get(pk=by.id)
    row = TherapySession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    row.client = session.client
    return row


def _end_other(by: Actor, ending: TherapySession | None) -> None:
    other = open_session_of(by)
    if other is None:
        return
    if ending is None or ending.pk != other.pk:
        raise Conflict(ANOTHER)
    _ended(by, other, "")


def _started(by: Actor, row: TherapySession) -> TherapySession:
    row.started_at, row.started_by_id = timezone.now(), by.id
    row.save(update_fields=["started_at", "started_by"])
    _entry(by, row, SessionEntry.What.STARTED)
    record(by=by, action="session.start", client_id=row.client_id, on=row)
    return row


def _ended(by: Actor, row: TherapySession, words: str) -> TherapySession:
    row.ended_at, row.ended_by_id = timezone.now(), by.id
    row.save(update_fields=["ended_at", "ended_by"])  # not the note: a session that is ended on the way may hold an older one
    _entry(by, row, SessionEntry.What.ENDED, words)
    record(by=by, action="session.end", client_id=row.client_id, on=row, fields=["unsafe", "plan_touched", "note"])
    return row


def _entry(by: Actor, row: TherapySession, what: str, words: str = "") -> None:
    SessionEntry.objects.create(clinic_id=row.clinic_id, session=row, at=timezone.now(), by_id=by.id, what=what, words=words)


def _only_facts(facts: dict[str, Any]) -> None:
    if unknown := set(facts) - set(FACTS):
        raise TypeError(f"not part of a session: {sorted(unknown)}")
