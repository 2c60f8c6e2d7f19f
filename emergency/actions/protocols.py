"""The clinic's own steps for an emergency, and its notes on the law of a place."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.http import Http404

from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.permissions import require
from clinic.web.errors import Conflict
from emergency.models import JurisdictionNote, Protocol
from emergency.permissions import may_edit_protocols
from emergency.protocols import AT_MOST, SCENARIOS, Step, stored_steps

CHANGED_MEANWHILE = "Somebody else has changed these steps. Open the page again, look at them and then make your change."
NOTE_CHANGED = "Somebody else has changed this note. Open the page again, look at it and then make your change."
NOTE_THERE = "There is a note for this place already. Change that one."


@transaction.atomic
def word_protocol(*, by: Actor, key: str, steps: Sequence[Step], prompts: Sequence[str], seen_version: int) -> Protocol:
    """From now on these are the clinic's steps; without steps, those that Handrail came with stand again.

    Incidents keep the steps they were opened with. Conflict when somebody else changed them since.
    """
    require(may_edit_protocols(by))
    if key not in SCENARIOS:
        raise Http404
    if len(steps) > AT_MOST:
        raise Conflict(f"Use {AT_MOST} steps at most: more cannot be followed in a hard moment.")
    protocol = _held(by, key, seen_version)
    protocol.steps, protocol.prompts = stored_steps(steps), list(prompts) if steps else []
    protocol.version, protocol.changed_by_id = seen_version + 1, by.id
    protocol.save()
    record(
        by=by,
        action="protocol.word",
        on=protocol,
        version=protocol.version,
        fields=["steps", "prompts"],
        reason="own" if steps else "back_to_handrail",
    )
    return protocol


def _held(by: Actor, key: str, seen_version: int) -> Protocol:
    """The clinic's row, locked; a new one where nobody has changed anything yet."""
    known = Protocol.objects.select_for_update().filter(key=key).first()
    if (known.version if known else 0) != seen_version:
        raise Conflict(CHANGED_MEANWHILE)
    return known or Protocol(clinic_id=by.clinic_id, key=key)


@transaction.atomic
def add_note(*, by: Actor, country_code: str, region: str, words: str, reviewed_on: date | None) -> JurisdictionNote:
    """What the clinic wants its people to know about the law of a place. Conflict when it has a note for it."""
    require(may_edit_protocols(by))
    note, is_new = JurisdictionNote.objects.get_or_create(
        country_code=country_code, region=region, defaults={"clinic_id": by.clinic_id, "changed_by_id": by.id}
    )
    if note.words:
        raise Conflict(NOTE_THERE)
    note.words, note.reviewed_on, note.changed_by_id = words, reviewed_on, by.id
    note.version += not is_new
    note.save()
    record(by=by, action="jurisdiction.add", on=note)
    return note


@transaction.atomic
def edit_note(*, by: Actor, note: JurisdictionNote, words: str, reviewed_on: date | None, seen_version: int) -> JurisdictionNote:
    """Other words, or a newer review. Without words there is no note for this place any more."""
    require(may_edit_protocols(by))
    held = JurisdictionNote.objects.select_for_update().get(pk=note.pk)
    if held.version != seen_version:
        raise Conflict(NOTE_CHANGED)
    held.words, held.reviewed_on, held.version, held.changed_by_id = words, reviewed_on, seen_version + 1, by.id
    held.save()
    record(by=by, action="jurisdiction.edit", on=held, version=held.version, fields=["words", "reviewed_on"])
    return held
