"""Questionnaires, answer by answer, and who is told of an answer about self-harm.

Nothing here writes a risk formulation: the level of risk is the clinician's own.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from clinic.accounts.models import Membership
from clinic.accounts.queries import member
from clinic.audit.actors import Actor, Kind
from clinic.audit.log import record, record_once
from clinic.clients.grants import let_in
from clinic.clients.models import AccessGrant, Client, Todo
from clinic.clients.permissions import check_in_care, check_write, require
from clinic.clients.todos import make, open_again
from clinic.notifications.outbox import post
from clinic.web.errors import Conflict
from intake import instruments
from intake.instruments import Instrument
from intake.models import IntakeInvitation, Screening, ScreeningRhythm, ScreeningWatch
from intake.permissions import check_may_set_watch
from intake.screening import is_positive, score
from intake.screening_queries import todo_key, todo_of, watch

SAME_CONTACT = timedelta(hours=1)  # asked in the session: spoken about before the contact ends
LOOKS_IN_FOR = timedelta(days=1)  # how long after the deadline the named person keeps access to the record
CLOSED_FOR_NOW = "These questions are closed for now. Your therapist can open them again."
FINISHED = "This questionnaire is finished. Its answers cannot be changed; start a new one."
ONLY_THE_CLIENT = "The client fills this one in from a link. Start one of your own to ask the questions in the session."


@transaction.atomic
def begin(*, by: Actor, client: Client, instrument: str, way: str, invitation: IntakeInvitation | None = None) -> Screening:
    """Start a questionnaire, or go on with the same one: of the same invitation, or one that nobody has answered yet.

    By link it takes the invitation, and Conflict when nobody is named who is told. UnknownInstrument for an unknown one.
    """
    asked = instruments.get(instrument)
    _check_may_begin(by, client, asked, way, invitation)
    Client.objects.select_for_update().get(pk=client.pk)  # two clicks make one
    found = _same(by, client, asked, way, invitation)
    if found is not None:
        return found
    made = Screening.objects.create(
        clinic_id=by.clinic_id,
        client=client,
        instrument=asked.id,
        version=asked.version,
        language=asked.language,
        way=way,
        invitation=invitation,
        started_by_id=by.id,
    )
    record(by=by, action="screening.begin", client_id=client.id, on=made)
    return made


def _check_may_begin(by: Actor, client: Client, asked: Instrument, way: str, invitation: IntakeInvitation | None) -> None:
    if way != Screening.Way.LINK:
        require((way == Screening.Way.RESULT) is not asked.wording_included)
        return check_write(by, client)
    require(by.kind is Kind.CLIENT and by.id == client.id and asked.by_link)
    require(invitation is not None and invitation.client_id == client.pk and asked.id in invitation.parts)
    check_in_care(client)
    if watch() is None:
        raise Conflict(CLOSED_FOR_NOW)
    return None


def _same(by: Actor, client: Client, asked: Instrument, way: str, invitation: IntakeInvitation | None) -> Screening | None:
    alike = Screening.objects.filter(client=client, instrument=asked.id, way=way)
    if invitation is not None:
        return alike.filter(invitation=invitation).first()
    return next((one for one in alike.filter(finished_at=None, started_by_id=by.id) if not one.answers), None)


@transaction.atomic
def answer(*, by: Actor, screening: Screening, item: object, value: Any, operation_id: UUID | None = None) -> Screening:
    """Store one answer. The same answer again changes nothing; another one replaces it until the questionnaire is finished.

    A write that comes again, however late, changes nothing: `operation_id` is its name.

    An answer about self-harm is stored with its moment and opens a timed todo at once, one for the questionnaire, again when
    that was settled before; what was answered first is kept beside a later change. KeyError for an unknown item, ValueError for an answer it does not have.
    """
    row = _locked(by, screening)
    asked = instruments.get(row.instrument).item(item)
    given = row.answers.get(asked.id, [])
    kept = asked.read(value)
    if operation_id is not None and any(each.get("operation") == str(operation_id) for each in given):
        return row
    if kept == (given[-1]["value"] if given else ""):
        return row
    if row.finished_at is not None:
        raise Conflict(FINISHED)
    now = timezone.now()
    named = {"operation": str(operation_id)} if operation_id else {}
    row.answers = {**row.answers, asked.id: [*given, {"value": kept, "at": now.isoformat(), **named}]}
    row.save(update_fields=["answers", "changed_at"])
    if is_positive(row.instrument, asked.id, kept):
        _raise_hand(by, row, asked.id)
    record_once(by=by, action="screening.answer", on=row, client_id=row.client_id)
    return row


@transaction.atomic
def finish(*, by: Actor, screening: Screening) -> Screening:
    """Close it. The result is kept when every item is answered, else it stays empty. Closing twice is harmless."""
    row = _locked(by, screening)
    if row.finished_at is not None:
        return row
    outcome = score(instruments.get(row.instrument), row.answers)
    row.result = outcome.as_json() if outcome.complete else None
    row.finished_at = timezone.now()
    row.save(update_fields=["result", "finished_at", "changed_at"])
    record(by=by, action="screening.finish", client_id=row.client_id, on=row)
    return row


@transaction.atomic
def judge(*, by: Actor, screening: Screening, note: str) -> Screening:
    """The clinician's own words beside the result: it may say otherwise than the screen. It changes no answer and no result."""
    check_write(by, screening.client)
    row = Screening.objects.select_for_update().get(pk=screening.pk)
    row.note = note
    row.save(update_fields=["note", "changed_at"])
    record(by=by, action="screening.note", client_id=row.client_id, on=row)
    return row


def _locked(by: Actor, screening: Screening) -> Screening:
    """The row as it stands now, for who may answer it."""
    client = screening.client
    if by.kind is Kind.CLIENT:
        require(by.id == client.pk and screening.way == Screening.Way.LINK)
        check_in_care(client)
    else:
        check_write(by, client)
        if screening.way == Screening.Way.LINK:
            raise Conflict(ONLY_THE_CLIENT)
    row = Screening.objects.select_for_update().get(pk=screening.pk)
    row.client = client
    return row


def _raise_hand(by: Actor, row: Screening, item: str) -> None:
    """A positive answer: one timed todo, for whoever asked or for whom the clinic has named, who gets a mail and access.

    While that todo waits, further positive answers add nothing; one given after it was settled opens it again.
    """
    known = todo_of(row)
    if known is not None and known.done_at is None:
        return
    now = timezone.now()
    if row.positive_at is None:
        row.positive_at = now
        row.save(update_fields=["positive_at", "changed_at"])
    from_link = row.way == Screening.Way.LINK
    told, within = _named(row.client) if from_link else (None, SAME_CONTACT)
    due_at, told_id = now + within, by.id if not from_link else told.id if told else None
    if known is not None:
        open_again(todo=known, due_at=due_at, told_id=told_id)
    else:
        make(by=by, client=row.client, kind=Todo.Kind.POSITIVE_ANSWER, key=todo_key(row), due_at=due_at, told_id=told_id)
    if told is not None:
        let_in(by=by, client=row.client, holder=told, ends_at=due_at + LOOKS_IN_FOR)
        key = f"needs-you:{row.pk}:{item}:{now:%H%M%S%f}" if known else f"needs-you:{row.pk}"
        post(by=by, key=key, kind="needs-you", recipient_id=told.id, address=told.user.email)


def _named(client: Client) -> tuple[Membership | None, timedelta]:
    """Who acts on an answer from a link, and within what time; the client's therapist when nobody is named any more."""
    named = watch()
    if named is not None:
        return named.member, timedelta(minutes=named.row.within_minutes)
    caseload = AccessGrant.objects.active().caseload().filter(client=client).first()
    return (member(caseload.holder_id) if caseload else None), SAME_CONTACT


@transaction.atomic
def ask_again(*, by: Actor, client: Client, instrument: str, every_weeks: int) -> ScreeningRhythm:
    """Ask this questionnaire again every so many weeks. It replaces the rhythm before; nothing is asked by itself."""
    asked = instruments.get(instrument)
    check_write(by, client)
    _end_rhythm(by, client, asked)
    made = ScreeningRhythm.objects.create(
        clinic_id=by.clinic_id, client=client, instrument=asked.id, every_weeks=every_weeks, set_by_id=by.id
    )
    record(by=by, action="rhythm.set", client_id=client.id, on=made)
    return made


@transaction.atomic
def ask_no_more(*, by: Actor, client: Client, instrument: str) -> None:
    """End the rhythm; ending it twice is harmless."""
    check_write(by, client)
    ended = _end_rhythm(by, client, instruments.get(instrument))
    if ended is not None:
        record(by=by, action="rhythm.end", client_id=client.id, on=ended)


def _end_rhythm(by: Actor, client: Client, asked: Instrument) -> ScreeningRhythm | None:
    row = ScreeningRhythm.objects.select_for_update().filter(client=client, instrument=asked.id, ended_at=None).first()
    if row is not None:
        row.ended_at, row.ended_by_id = timezone.now(), by.id
        row.save(update_fields=["ended_at", "ended_by"])
    return row


@transaction.atomic
def set_watch(*, by: Actor, told: Membership, within_minutes: int) -> ScreeningWatch:
    """Name who is told of a positive answer from a link, and within how many minutes they act. It replaces the one before."""
    check_may_set_watch(by)
    if told.ended_at is not None or not told.actor.is_clinician:
        raise Conflict("Choose somebody who works here as a therapist or supervisor.")
    _end(by)
    made = ScreeningWatch.objects.create(clinic_id=by.clinic_id, told_id=told.id, within_minutes=within_minutes, set_by_id=by.id)
    record(by=by, action="watch.set", on=made)
    return made


@transaction.atomic
def end_watch(*, by: Actor) -> None:
    """Nobody is told from now on, so nothing more is sent by link. Ending it twice is harmless."""
    check_may_set_watch(by)
    ended = _end(by)
    if ended is not None:
        record(by=by, action="watch.end", on=ended)


def _end(by: Actor) -> ScreeningWatch | None:
    row = ScreeningWatch.objects.select_for_update().filter(ended_at=None).first()
    if row is not None:
        row.ended_at, row.ended_by_id = timezone.now(), by.id
        row.save(update_fields=["ended_at", "ended_by"])
    return row
