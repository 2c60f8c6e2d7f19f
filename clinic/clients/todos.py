"""Todos as parts of actions: those check the permission and write the audit event."""

from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.clients.models import Client, Todo


def make(*, by: Actor, client: Client, kind: str, key: str) -> Todo:
    """Put one todo on Today of whoever cares for the client; the same `key` never makes a second one."""
    todo, _ = Todo.objects.get_or_create(clinic_id=by.clinic_id, key=key, defaults={"client": client, "kind": kind})
    return todo


def settle_all(*, by: Actor, client: Client, kind: str = "") -> None:
    """Everything waiting about this client (of one kind) is done. Part of another action, which writes the event."""
    waiting = Todo.objects.waiting().filter(client=client)
    (waiting.filter(kind=kind) if kind else waiting).update(done_at=timezone.now(), done_by_id=by.id)
