"""The clinic's own list of whom to tell of an emergency. Names and numbers stay out of the events."""

from django.db import transaction
from django.utils import timezone

from clinic.accounts.models import Clinic
from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.permissions import require
from clinic.db.changes import change
from clinic.db.order import move_up
from emergency.models import NotifyEntry
from emergency.notify_queries import notify_list
from emergency.permissions import may_edit_directory

WORDS = ("name", "role", "phone", "tell_when")


@transaction.atomic
def add_notify_entry(*, by: Actor, name: str, role: str, phone: str, tell_when: str) -> NotifyEntry:
    """Somebody new, at the end of the list."""
    require(may_edit_directory(by))
    last = max((each.position for each in _held(by)), default=-1)
    entry = NotifyEntry.objects.create(
        clinic_id=by.clinic_id, made_by_id=by.id, position=last + 1, name=name, role=role, phone=phone, tell_when=tell_when
    )
    record(by=by, action="notify_entry.add", on=entry)
    return entry


@transaction.atomic
def edit_notify_entry(*, by: Actor, entry: NotifyEntry, **words: str) -> NotifyEntry:
    """Set what differs; an event only when something does."""
    require(may_edit_directory(by))
    if changed := change(entry, {name: words[name] for name in WORDS if name in words}):
        record(by=by, action="notify_entry.edit", on=entry, fields=changed)
    return entry


@transaction.atomic
def move_notify_entry_up(*, by: Actor, entry: NotifyEntry) -> NotifyEntry:
    """One further up; the first stays where it is."""
    require(may_edit_directory(by))
    move_up(_held(by), entry)
    record(by=by, action="notify_entry.move", on=entry)
    return entry


@transaction.atomic
def retire_notify_entry(*, by: Actor, entry: NotifyEntry) -> NotifyEntry:
    """Off the list; incidents that name the entry keep it."""
    require(may_edit_directory(by))
    entry.retired_at, entry.retired_by_id = timezone.now(), by.id
    entry.save(update_fields=["retired_at", "retired_by"])
    record(by=by, action="notify_entry.retire", on=entry)
    return entry


def _held(by: Actor) -> list[NotifyEntry]:
    """The list, kept in its order until the end of the transaction: two people who sort it come one after the other."""
    Clinic.objects.select_for_update(no_key=True).get(pk=by.clinic_id)
    return notify_list()
