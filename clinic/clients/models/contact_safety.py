"""How it is safe to reach a client. What is not recorded as safe is not safe."""

from typing import ClassVar

from django.db import models

from clinic.audit.models import By
from clinic.db.models import ClinicKey, ClinicRow
from clinic.db.sealed import SealedText


class Channel(models.TextChoices):
    TEXT = "text", "Text message"
    EMAIL = "email", "E-mail"
    CALL = "call", "Phone call"
    VOICEMAIL = "voicemail", "Voicemail"
    POST = "post", "Letter"


class ContactSafety(ClinicRow):
    """One row per client and channel; no row means not asked, and not safe."""

    readable = ("channel",)

    client = ClinicKey("clients.Client", related_name="contact_safety")
    channel = models.CharField(max_length=9, choices=Channel.choices)
    is_safe = models.BooleanField()
    hours = SealedText(privacy="identifying")
    words = SealedText(privacy="identifying")
    checked_at = models.DateTimeField()
    checked_by = By()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["client", "channel"], name="clients_contact_safety_once")]
