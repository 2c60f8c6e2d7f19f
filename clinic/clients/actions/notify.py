"""The one gate to a client. Nothing else may write to them."""

from typing import Any

from django.db import transaction

from clinic.audit.actors import Actor
from clinic.clients.models import Client, Todo
from clinic.clients.reach import safe_moment
from clinic.clients.todos import make
from clinic.notifications.models import Message
from clinic.notifications.outbox import post


@transaction.atomic
def notify(*, by: Actor, client: Client, kind: str, key: str, parameters: dict[str, Any]) -> Message | None:
    """Write to the client if that is safe, within the hours they named; else leave a todo to tell them on the call.

    Safe means: care is open, an e-mail address is known, and e-mail is recorded as safe. The message or None.
    Part of another action, which writes the audit event.
    """
    due_at = safe_moment(client)
    if due_at is None:
        make(by=by, client=client, kind=Todo.Kind.TELL_CLIENT, key=key)
        return None
    return post(by=by, key=key, kind=kind, recipient_id=client.id, address=client.email, parameters=parameters, due_at=due_at)
