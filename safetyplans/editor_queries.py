"""Reads that only the editor needs: what was asked about the lines, and who else is at work on them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from clinic.audit.actors import Actor
from safetyplans.models import Item, ItemNote, Plan, Presence
from safetyplans.queries import Draft
from safetyplans.steps import NIGHT_STEPS, Step


def note_of(item: Item) -> ItemNote | None:
    """What was asked about this line; None while nothing was."""
    return ItemNote.objects.filter(item=item).first()


def notes_of(plan: Plan) -> dict[UUID, ItemNote]:
    """What the therapist asked about the kept lines, by line. One query."""
    return {note.item_id: note for note in ItemNote.objects.filter(item__plan=plan, item__removed_at=None)}


@dataclass(frozen=True)
class NightCheck:
    """How many lines would work at 2 am, without a car and without a signal, as far as they are marked."""

    works: int
    not_asked: int


def works_at_night(note: ItemNote | None) -> bool:
    """Marked as working at night and without internet, and not as costing money."""
    return note is not None and bool(note.at_night and note.without_internet) and note.is_free is not False


def night_check(draft: Draft, notes: dict[UUID, ItemNote], besides: Step | None = None) -> NightCheck:
    """Over the steps for a hard time; not those of `besides`, which the page counts itself."""
    lines = [item for item in draft.items if item.step in NIGHT_STEPS and item.says_something]
    marks = [notes.get(item.pk) for item in lines if besides is None or item.step != besides.key]
    asked = [note for note in marks if note is not None and note.at_night is not None]
    return NightCheck(works=sum(works_at_night(note) for note in marks), not_asked=len(marks) - len(asked))


# Who else is there


PRESENT_FOR = timedelta(seconds=45)  # two polls and a slow one


def others_there(plan: Plan, by: Actor) -> list[UUID]:
    """Who else has the editor of this plan open, by id."""
    fresh = Presence.objects.filter(plan=plan, seen_at__gt=timezone.now() - PRESENT_FOR).exclude(member_id=by.id)
    return sorted(fresh.values_list("member_id", flat=True))


@dataclass(frozen=True)
class Change:
    """The newest change to a step by somebody else. When and who, never a word of it."""

    step: str
    at: datetime
    who: UUID


def changed_by_others(plan: Plan, by: Actor, since: datetime) -> list[Change]:
    """The newest change to each step that somebody else made after `since`, the newest last."""
    changed = (
        plan.items.filter(changed_at__gt=since).exclude(changed_by_id=by.id).values_list("step", "changed_at", "changed_by_id")
    )
    removed = (
        plan.items.filter(removed_at__gt=since).exclude(removed_by_id=by.id).values_list("step", "removed_at", "removed_by_id")
    )
    rows = [Change(step, at, who) for step, at, who in (*changed, *removed) if at and who]
    found = sorted(rows, key=lambda change: change.at)
    return sorted({change.step: change for change in found}.values(), key=lambda change: change.at)
