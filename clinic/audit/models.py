"""The append-only log of who read and who changed what. It holds ids, names of fields and views: never content."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from clinic.db.models import ClinicKey, ClinicRow, ImmutableRow


class ActorRow(ClinicRow):
    """One row per membership, per client, and one per clinic for the system: what every `x_by` points to."""

    readable = ("kind",)

    kind = models.CharField(max_length=8)

    class Meta:
        db_table = "audit_actor"


class By(ClinicKey):
    """A key to who did it. Without an index: nobody looks up all that a person did by this; where somebody does, the model has one."""

    def __init__(self, to: object = "audit.ActorRow", *args: object, **kwargs: object) -> None:
        super().__init__(to, **{"db_index": False, **kwargs})


class Outcome(models.TextChoices):
    OK = "ok", "Done"
    DENIED = "denied", "Denied"
    FAILED = "failed", "Failed"


class Event(ImmutableRow):
    """One read, write, export or denial. `client_id` and `object_id` are plain ids: the log never holds up live data."""

    readable = ("action", "outcome", "roles", "object_type", "version", "fields", "view", "reason", "count", "address", "session")

    at = models.DateTimeField(default=timezone.now)
    actor = By()
    roles = ArrayField(models.CharField(max_length=12), default=list)
    action = models.CharField(max_length=40)
    outcome = models.CharField(max_length=6, choices=Outcome.choices, default=Outcome.OK)
    client_id = models.UUIDField(null=True)
    object_type = models.CharField(max_length=40, default="")
    object_id = models.UUIDField(null=True)
    version = models.IntegerField(null=True)
    fields = ArrayField(models.CharField(max_length=40), default=list)
    count = models.IntegerField(null=True)
    reason = models.CharField(max_length=40, default="")
    grant_id = models.UUIDField(null=True)
    view = models.CharField(max_length=60, default="")
    request_id = models.UUIDField(null=True)
    session = models.CharField(max_length=16, default="")
    address = models.GenericIPAddressField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["clinic", "-at"], name="audit_event_recent"),
            models.Index(fields=["clinic", "client_id", "-at"], name="audit_event_client"),
        ]


class SignInEvent(models.Model):
    """Sign-ins, refusals, resets: before a clinic is known, so outside the clinics. Append-only."""

    readable: ClassVar[tuple[str, ...]] = ("kind", "address")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    at = models.DateTimeField(auto_now_add=True)
    user_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=24)
    address = models.GenericIPAddressField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "address", "-at"], name="audit_sign_in_recent")]
