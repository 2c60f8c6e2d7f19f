"""Writing down what the client says, answer by answer."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor, Kind
from clinic.audit.log import record, record_once
from clinic.clients.models import Client
from clinic.clients.permissions import check_in_care, check_write, require
from clinic.web.errors import Conflict
from intake.models import Answer, IntakeInvitation, SectionState
from intake.queries import answer_rows
from intake.questions import EMPTY
from intake.sections import QUESTIONS, SECTION_OF, Question, Section


class Overtaken(Conflict):
    """Somebody else changed the answer since it was read; `theirs` is what stands now. Nothing was written."""

    def __init__(self, theirs: Answer) -> None:
        super().__init__("Somebody else changed this answer a moment ago. Yours was not saved yet.")
        self.theirs = theirs


@transaction.atomic
def save_answer(
    *, by: Actor, client: Client, key: str, value: Any, seen_version: int, operation_id: UUID | None = None, wish: str = ""
) -> Answer:
    """Store an answer, or take it back with an empty value. `seen_version` is 0 when none was there.

    `wish` is what a client chose instead of answering; a later answer of anybody clears it. A client answers for themselves
    only, and only what an open invitation asks them. A repeat of `operation_id`, or of what stands, changes nothing. Raises Overtaken for an old
    `seen_version`, KeyError for an unknown key, Http404 and Conflict as `check_write`. A yes to "risk_person" keeps the
    client's phone free of copies.
    """
    question = QUESTIONS[key]
    _check_may_answer(by, client, question)
    found = Answer.objects.select_for_update().filter(client=client, key=key).first()
    if found is None and value in EMPTY and not wish:
        return Answer(clinic_id=by.clinic_id, client=client, key=key, version=0)
    row, is_new = (found, False) if found is not None else _first(by, client, key)
    repeated = operation_id is not None and row.operation_id == operation_id
    if not is_new and (repeated or (row.value, row.wish) == (value, wish)):
        return row
    if not is_new and row.version != seen_version:
        raise Overtaken(row)
    row.value, row.wish, row.version, row.operation_id = value, wish, row.version + 1, operation_id
    row.changed_at, row.changed_by_id = timezone.now(), by.id
    row.save()
    if question.key == "risk_person" and value == "yes":
        _keep_phone_empty(client)
    record_once(by=by, action="answer.save", on=row, client_id=client.id, fields=[key])
    return row


def _first(by: Actor, client: Client, key: str) -> tuple[Answer, bool]:
    """The row of a first answer, held, and whether it is ours: the same moment may have made it, also by this very write sent again."""
    now = {"version": 0, "changed_at": timezone.now(), "changed_by_id": by.id}
    return Answer.objects.select_for_update().get_or_create(client=client, key=key, defaults={"clinic_id": by.clinic_id, **now})


def _check_may_answer(by: Actor, client: Client, question: Question) -> None:
    if by.kind is not Kind.CLIENT:
        return check_write(by, client)
    require(by.id == client.id and question.by_client)
    check_in_care(client)
    asked = IntakeInvitation.objects.open().filter(client=client, parts__contains=[SECTION_OF[question.key].slug])
    return require(asked.exists())


def _keep_phone_empty(client: Client) -> None:
    """For violence at home the default is nothing on the phone (DECISIONS 25)."""
    client.phone_use = Client.PhoneUse.UNSAFE
    client.save(update_fields=["phone_use"])


@transaction.atomic
def save_section(*, by: Actor, client: Client, values: dict[str, Any], seen: dict[str, int]) -> dict[str, Overtaken]:
    """Store several answers at once; returns the ones somebody else changed meanwhile, which are left as they stand."""
    overtaken = {}
    stored = answer_rows(client)
    for key, value in values.items():
        before = stored[key].value if key in stored else None
        if (before or None) == (value or None):
            continue
        try:
            save_answer(by=by, client=client, key=key, value=value, seen_version=seen.get(key, 0))
        except Overtaken as other:
            overtaken[key] = other
    return overtaken


@transaction.atomic
def mark_section(*, by: Actor, client: Client, section: Section, state: SectionState.State) -> SectionState:
    """Say that a section is completed or skipped for now; saying it again changes the word."""
    check_write(by, client)
    row, _ = SectionState.objects.update_or_create(
        client=client,
        section=section.slug,
        defaults={"clinic_id": by.clinic_id, "state": state, "changed_at": timezone.now(), "changed_by_id": by.id},
    )
    record(by=by, action=f"section.{state}", on=row, client_id=client.id, fields=[section.slug])
    return row
