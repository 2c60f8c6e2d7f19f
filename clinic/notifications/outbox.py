"""Posting a message: a row in the transaction of its cause."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.notifications.kinds import KINDS
from clinic.notifications.models import Message


def post(
    *,
    by: Actor,
    key: str,
    kind: str,
    recipient_id: UUID,
    address: str,
    parameters: dict[str, Any] | None = None,
    due_at: datetime | None = None,
) -> Message:
    """Put one message of a known `kind` (clinic/notifications/kinds.py) into the outbox and return it.

    `key` is unique in the clinic: posting it again returns the first message and writes nothing. `recipient_id` is the
    actor who gets it, `parameters` ("link": the path it leads to) are sealed and wiped after sending.
    """
    _known(kind)
    message, _ = Message.objects.get_or_create(
        clinic_id=by.clinic_id,
        key=key,
        defaults={
            "kind": kind,
            "recipient_id": recipient_id,
            "address": address,
            "parameters": parameters or {},
            "due_at": due_at or timezone.now(),
        },
    )
    return message


def withdraw(*, by: Actor, key: str) -> None:
    """The message of this key is not needed any more: dropped when it still waits, and what it held is wiped."""
    waiting = Message.objects.filter(clinic_id=by.clinic_id, key=key, state=Message.State.WAITING)
    waiting.update(state=Message.State.DROPPED, settled_at=timezone.now(), address=None, parameters=None)


def reword(*, by: Actor, key: str, parameters: dict[str, Any], not_before: datetime) -> bool:
    """What the message of this key is about has moved: while it still waits, it says this too and leaves no earlier. Whether it did wait."""
    waiting = Message.objects.select_for_update().filter(clinic_id=by.clinic_id, key=key, state=Message.State.WAITING).first()
    if waiting is None:
        return False
    waiting.parameters = {**(waiting.parameters or {}), **parameters}
    waiting.due_at = max(waiting.due_at, not_before)
    waiting.save(update_fields=["parameters", "due_at"])
    return True


def post_all(*, by: Actor, messages: list[Message]) -> None:
    """Put many into the outbox with one statement; those whose key is already there are left out."""
    for message in messages:
        _known(message.kind)
        message.clinic_id = by.clinic_id
    Message.objects.bulk_create(messages, ignore_conflicts=True)


def _known(kind: str) -> None:
    if kind not in KINDS:
        raise LookupError(f"There is no kind of message {kind!r}: add it to clinic/notifications/kinds.py.")
