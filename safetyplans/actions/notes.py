"""What the therapist asks about a line. It is saved as typed, like the line, and never collides with it."""

from dataclasses import dataclass, fields
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.audit.log import record_once
from clinic.web.errors import Conflict
from safetyplans.models import Item, ItemNote
from safetyplans.permissions import check_edit


@dataclass(frozen=True)
class Asked:
    """The answers of one note, as they stand or as they are to be. None and empty mean not asked."""

    likelihood: str = ""
    barriers: str = ""
    at_night: bool | None = None
    is_free: bool | None = None
    without_internet: bool | None = None

    @classmethod
    def of(cls, note: ItemNote | None) -> "Asked":
        """The answers as they stand; all not asked where there is no note."""
        return cls() if note is None else cls(**{name: getattr(note, name) for name in ANSWERS})


ANSWERS = [field.name for field in fields(Asked)]


class NoteChanged(Conflict):
    """Somebody else saved this note first. `note` is how it stands now."""

    def __init__(self, note: ItemNote) -> None:
        super().__init__("Somebody else changed this note. Your words are still here.")
        self.note = note


@transaction.atomic
def save_note(*, by: Actor, item: Item, asked: Asked, seen_version: int, operation_id: UUID) -> ItemNote:
    """The note with these answers, one version on; version 0 has been seen by who saw none.

    `NoteChanged` when another version than the one seen stands. A repeat changes nothing. One event per note and visit.
    """
    check_edit(by, item.plan)
    note, is_new = ItemNote.objects.select_for_update().get_or_create(
        item=item, defaults={"clinic_id": item.clinic_id, "version": 0, "changed_at": timezone.now(), "changed_by_id": by.id}
    )
    repeated = note.operation_id == operation_id and seen_version < note.version
    if not is_new and (repeated or Asked.of(note) == asked):
        return note
    if note.version != seen_version:
        raise NoteChanged(note)
    for name in ANSWERS:
        setattr(note, name, getattr(asked, name))
    note.version, note.operation_id = note.version + 1, operation_id
    note.changed_at, note.changed_by_id = timezone.now(), by.id
    note.save()
    record_once(by=by, action="item.note", client_id=item.plan.client_id, on=note)
    return note
