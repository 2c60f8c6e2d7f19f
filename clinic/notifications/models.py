"""The outbox: a message is a row written with its cause, and carried later, at most once."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from clinic.audit.models import By
from clinic.db.models import ClinicRow
from clinic.db.sealed import SealedJSON, SealedText


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self) -> "MessageQuerySet":
        return self.filter(state=Message.State.WAITING, due_at__lte=timezone.now())

    def in_trouble(self) -> "MessageQuerySet":
        """Unknown or dead, and nobody has settled what to do about it."""
        return self.filter(state__in=[Message.State.UNKNOWN, Message.State.DEAD], settled_at=None)


class Message(ClinicRow):
    """One e-mail to one person. `key` is unique in the clinic: the same cause never writes twice.

    Address and parameters are sealed, and wiped once the message is sent or dead.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        UNKNOWN = "unknown", "Unclear whether it was sent"
        DEAD = "dead", "Could not be sent"
        DROPPED = "dropped", "Not needed any more"

    readable = ("key", "kind", "state", "attempts", "trouble")

    key = models.CharField(max_length=160)
    kind = models.CharField(max_length=24)
    recipient = By()
    address = SealedText(privacy="identifying", null=True)
    parameters = SealedJSON(privacy="secret", null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    sending_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=80, default="")

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["clinic", "key"], name="notifications_message_once")]
        indexes: ClassVar = [
            models.Index(fields=["clinic", "due_at"], condition=Q(state="waiting"), name="notifications_message_due"),
            models.Index(fields=["clinic", "lease_until"], condition=Q(state="sending"), name="notifications_message_leased"),
        ]
