"""Posting a message: a row in the transaction of its cause."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from clinic.audit.actors import Actor
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
    actor who gets it, `parameters` (a link, a time) are sealed and wiped after sending.
    """
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
