"""How it is safe to reach a client. What is not recorded as safe is not safe."""

from datetime import time
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext as _

from clinic.audit.models import By
from clinic.db.models import ClinicKey, ClinicRow
from clinic.db.sealed import SealedText
from clinic.web.clock import clock


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

    @property
    def hours_in_words(self) -> str:
        """Like "9 am to 5 pm", as all pages say a time; words that are no hours as they stand."""
        since, _dash, until = (self.hours or "").partition("-")
        try:
            return _("%(from)s to %(until)s") % {"from": _said(since), "until": _said(until)}
        except ValueError:
            return self.hours or ""


def _said(hour: str) -> str:
    return clock(time.fromisoformat(hour), short=True)
