"""The client's link to sections and questionnaires: sent with a code told in the session, filled in page by page, ended."""

import secrets
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from clinic.accounts import tickets
from clinic.accounts.models import Ticket
from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.actions.notify import notify
from clinic.clients.models import Client, Todo
from clinic.clients.permissions import check_in_care, check_write, may_write, require
from clinic.clients.phone_access import link
from clinic.clients.todos import make
from clinic.notifications import outbox
from clinic.web.errors import Conflict
from intake import instruments
from intake.actions import screenings
from intake.actions.answers import Overtaken, save_answer
from intake.by_link import is_free, is_own
from intake.models import Answer, IntakeInvitation, Screening
from intake.questions import EMPTY
from intake.screening_queries import check_may_send
from intake.sections import BY_SLUG

NO_SAFE_WAY = "{name} has not said that e-mail is safe. Show the link on the call."
PHONE_IS_UNSAFE = "{name} said that somebody else looks at the phone and that it would not be safe. Nothing is sent there."
CLOSED = "These questions are closed. Your therapist can open them again."


@transaction.atomic
def invite(*, by: Actor, client: Client, parts: Sequence[str], way: str) -> tuple[IntakeInvitation, str, str]:
    """A new link to these sections and questionnaires, its token and the four-digit code to tell the client.

    It works for 7 days, until it is finished or ended. Conflict: questionnaires while nobody is named who is told of an
    answer about self-harm; by e-mail where that is not recorded as safe, or where the phone is not. Http404 for a part
    that has nothing to ask by link.
    """
    check_write(by, client)
    _check_parts(parts)
    code = f"{secrets.randbelow(10_000):04d}"
    made = IntakeInvitation.objects.create(
        clinic_id=by.clinic_id, client=client, way=way, parts=list(parts), code=code, made_by_id=by.id
    )
    token = tickets.issue(Ticket.Kind.INTAKE, object_id=made.id, clinic_id=by.clinic_id, valid_for=made.VALID_FOR)
    if way == IntakeInvitation.Way.EMAIL:
        _send(by, made, token)
    record(by=by, action="intake.invite", client_id=client.id, on=made, reason=way)
    return made, token, code


def _check_parts(parts: Sequence[str]) -> None:
    asked = [part for part in parts if part in instruments.IDS]
    require(bool(parts) and all(part in asked or (part in BY_SLUG and BY_SLUG[part].for_link) for part in parts))
    require(all(instruments.get(part).by_link for part in asked))
    if asked:
        check_may_send()


def _send(by: Actor, invitation: IntakeInvitation, token: str) -> None:
    client = invitation.client
    if client.phone_use == Client.PhoneUse.UNSAFE:
        raise Conflict(PHONE_IS_UNSAFE.format(name=client.short_name))
    known = {"key": _message_key(invitation), "parameters": {"link": link(token)}}
    if notify(by=by, client=client, kind="intake-ready", **known) is None:  # type: ignore[arg-type]
        raise Conflict(NO_SAFE_WAY.format(name=client.short_name))


def _message_key(invitation: IntakeInvitation) -> str:
    return f"intake-ready:{invitation.id}"


@transaction.atomic
def end(*, by: Actor, invitation: IntakeInvitation) -> IntakeInvitation:
    """The link stops working; what was answered stays. A mail still waiting does not leave. Ending it twice is harmless."""
    require(may_write(by, invitation.client))
    row = IntakeInvitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
    if row.ended_at is None and row.finished_at is None:
        row.ended_at = timezone.now()
        _close(by, row)
        row.save(update_fields=["ended_at", "code"])
        record(by=by, action="intake.end", client_id=row.client_id, on=row)
    return row


def _close(by: Actor, row: IntakeInvitation) -> None:
    tickets.revoke(Ticket.Kind.INTAKE, row.id)
    outbox.withdraw(by=by, key=_message_key(row))
    row.code = None


@transaction.atomic
def open_link(*, by: Actor, invitation: IntakeInvitation) -> IntakeInvitation:
    """The client has given the code. Only the first time is kept; tries are counted anew."""
    row = _held(by, invitation)
    is_first = row.opened_at is None
    row.opened_at, row.tries = row.opened_at or timezone.now(), 0
    row.save(update_fields=["opened_at", "tries"])
    if is_first:
        record(by=by, action="intake.open", client_id=row.client_id, on=row)
    return row


@transaction.atomic
def tell(*, by: Actor, invitation: IntakeInvitation, key: str, value: Any, wish: str = "") -> None:
    """The client's answer to one question, or what was chosen instead of it. The therapist learns of the first one.

    Where somebody else has answered meanwhile their answer stands, and the client's words or wish to talk are kept beside it.
    """
    row = _held(by, invitation)
    try:
        _answer_or_beside(by, row, key, value, wish)
    except Overtaken:  # the first answer of somebody else came in the same moment: now it is there
        _answer_or_beside(by, row, key, value, wish)
    if value not in EMPTY or wish == Answer.Wish.TALK:
        _let_therapist_know(by, row)


def _answer_or_beside(by: Actor, row: IntakeInvitation, key: str, value: Any, wish: str) -> None:
    before = Answer.objects.select_for_update().filter(client=row.client, key=key).first()
    if is_free(before) or is_own(before, row):
        seen = before.version if before else 0
        save_answer(by=by, client=row.client, key=key, value=value, seen_version=seen, wish=wish)
    elif value not in EMPTY or wish == Answer.Wish.TALK or row.has_beside(key):
        row.keep_beside(key, None if value in EMPTY else value, wish)
        row.save(update_fields=["beside"])
        record(by=by, action="answer.beside", client_id=row.client_id, on=row, fields=[key])


@transaction.atomic
def tell_item(*, by: Actor, invitation: IntakeInvitation, instrument: str, item: str, value: Any) -> Screening:
    """The client's answer to one item of a questionnaire, which it begins. One about self-harm opens its task at once."""
    row = _held(by, invitation)
    begun = Screening.objects.filter(invitation=row, instrument=instrument).first()  # goes on also when nobody is named any more
    if begun is None:
        begun = screenings.begin(by=by, client=row.client, instrument=instrument, way=Screening.Way.LINK, invitation=row)
    begun.client = row.client
    saved = screenings.answer(by=by, screening=begun, item=item, value=value)
    _let_therapist_know(by, row)
    return saved


@transaction.atomic
def finish(*, by: Actor, invitation: IntakeInvitation) -> IntakeInvitation:
    """The client is done: the link stops working, and questionnaires are closed with what was answered."""
    row = _held(by, invitation)
    row.finished_at = timezone.now()
    _close(by, row)
    row.save(update_fields=["finished_at", "code"])
    for each in Screening.objects.filter(invitation=row, finished_at=None):
        each.client = row.client
        screenings.finish(by=by, screening=each)
    record(by=by, action="intake.finish", client_id=row.client_id, on=row)
    return row


def _held(by: Actor, invitation: IntakeInvitation) -> IntakeInvitation:
    """The invitation as it stands now, for its own client only; Conflict when it was closed meanwhile."""
    if by.id != invitation.client_id:
        raise Http404
    check_in_care(invitation.client)
    row = IntakeInvitation.objects.open().select_for_update(of=("self",), no_key=True).filter(pk=invitation.pk).first()
    if row is None:
        raise Conflict(CLOSED)
    row.client = invitation.client
    return row


def _let_therapist_know(by: Actor, row: IntakeInvitation) -> None:
    make(by=by, client=row.client, kind=Todo.Kind.INTAKE_ANSWERED, key=f"answered:{row.pk}")
