"""Asked right before a message to a client leaves: what was safe when it was written may not be safe any more."""

from datetime import datetime

from clinic.audit.actors import system
from clinic.clients.models import Client, Todo
from clinic.clients.reach import safe_moment
from clinic.clients.todos import make
from clinic.notifications.models import Message


def moment(message: Message) -> datetime | None:
    """When this message may go: now, at the next safe hour, or never (None).

    Never when care has ended, the address is another one by now, or e-mail is no longer recorded as safe. The therapist
    then finds it as a todo, so that it is not lost.
    """
    client = Client.objects.select_related("clinic").get(pk=message.recipient_id)
    at = safe_moment(client) if client.email == message.address else None
    if at is None and client.closed_at is None:
        make(by=system(client.clinic_id), client=client, kind=Todo.Kind.TELL_CLIENT, key=message.key)
    return at
