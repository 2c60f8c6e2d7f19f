"""Todos as parts of actions: those check the permission and write the audit event."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.clients.models import Client, Todo


def make(*, by: Actor, client: Client, kind: str, key: str, due_at: datetime | None = None, told_id: UUID | None = None) -> Todo:
    """Put one todo on Today of whoever cares for the client; the same `key` never makes a second one.

    `told_id` is who was named to act on it, by `due_at`.
    """
    known = {"client": client, "kind": kind, "due_at": due_at, "told_id": told_id}
    todo, _ = Todo.objects.get_or_create(clinic_id=by.clinic_id, key=key, defaults=known)
    return todo


def open_again(*, todo: Todo, due_at: datetime, told_id: UUID | None) -> None:
    """What was settled is to be done once more. What was written down about it then stays."""
    todo.done_at, todo.done_by, todo.due_at, todo.told_id = None, None, due_at, told_id
    todo.save(update_fields=["done_at", "done_by", "due_at", "told"])


def settle_all(*, by: Actor, client: Client, kind: str = "") -> None:
    """Everything waiting about this client (of one kind) is done. Part of another action, which writes the event.

    An answer about self-harm is not settled along with the rest: somebody says what was done about it.
    """
    waiting = Todo.objects.waiting().filter(client=client)
    (waiting.filter(kind=kind) if kind else waiting.exclude(kind=Todo.Kind.POSITIVE_ANSWER)).update(
        done_at=timezone.now(), done_by_id=by.id
    )


def come(*, by: Actor, client: Client, told_id: UUID | None = None) -> None:
    """Whoever was called to help with this client is there (without `told_id`: it is over), and is not called any more."""
    called = Todo.objects.waiting().filter(client=client, kind=Todo.Kind.HELP_ASKED)
    (called.filter(told_id=told_id) if told_id else called).update(done_at=timezone.now(), done_by_id=by.id)
