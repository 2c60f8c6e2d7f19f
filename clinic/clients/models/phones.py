"""How a client reaches the plan: an invitation with a code told in the session, then perhaps a remembered device."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone

from clinic.audit.models import By
from clinic.db.models import ClinicKey, ClinicRow, both_or_neither
from clinic.db.sealed import SealedText


class PageInvitation(ClinicRow):
    """A link (ticket of kind "page") that opens the client's page once, with the short code told in the session."""

    class Way(models.TextChoices):
        EMAIL = "email", "Sent by e-mail"
        SHOWN = "shown", "Shown on the call"

    VALID_FOR = timedelta(hours=72)

    readable = ("way", "tries")

    client = ClinicKey("clients.Client", related_name="page_invitations")
    way = models.CharField(max_length=5, choices=Way.choices)
    code = SealedText(privacy="secret", null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = By()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    @property
    def has_run_out(self) -> bool:
        return self.made_at + self.VALID_FOR <= timezone.now()


class Device(ClinicRow):
    """A phone or browser that may open the client's page. Its cookie is a ticket of kind "device".

    Remembered: 90 days from the last visit, view only. Not remembered: until it is closed, at most 12 hours.
    Shared (others look at it too): remembered, but "Leave page" or half an hour without a visit asks for the code again.
    """

    readable = ("family", "tries")

    client = ClinicKey("clients.Client", related_name="devices")
    remembered = models.BooleanField(default=False)
    shared = models.BooleanField(default=False)
    code = SealedText(privacy="secret", null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    code_waits_until = models.DateTimeField(null=True)
    family = models.CharField(max_length=24, default="")
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = By(null=True)

    class Meta:
        constraints: ClassVar = [both_or_neither("ended_at", "ended_by", name="clients_device_ended_pair")]
