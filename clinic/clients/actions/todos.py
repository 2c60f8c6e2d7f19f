"""What clinicians have to do."""

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.models import Client, Todo
from clinic.clients.permissions import may_write, require


def make(*, by: Actor, client: Client, kind: str, key: str) -> Todo:
    """Put one todo on Today of whoever cares for the client; the same `key` never makes a second one.

    Part of another action, which writes the audit event.
    """
    todo, _ = Todo.objects.get_or_create(clinic_id=by.clinic_id, key=key, defaults={"client": client, "kind": kind})
    return todo


def settle_all(*, by: Actor, client: Client, kind: str = "") -> None:
    """Everything waiting about this client (of one kind) is done. Part of another action, which writes the event."""
    waiting = Todo.objects.waiting().filter(client=client)
    (waiting.filter(kind=kind) if kind else waiting).update(done_at=timezone.now(), done_by_id=by.id)


@transaction.atomic
def done(*, by: Actor, todo: Todo) -> Todo:
    """It is done; saying so twice is harmless. Also possible after care has ended."""
    require(may_write(by, todo.client))
    if todo.done_at is None:
        todo.done_at, todo.done_by_id = timezone.now(), by.id
        todo.save(update_fields=["done_at", "done_by"])
        record(by=by, action="todo.done", client_id=todo.client_id, on=todo)
    return todo
