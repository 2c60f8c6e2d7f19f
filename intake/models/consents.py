"""Consent to teletherapy: the words that were explained, when, by whom, how the client answered, and withdrawal."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from clinic.audit.models import By
from clinic.db.models import ClinicKey, ClinicRow
from clinic.db.sealed import SealedText


class Consent(ClinicRow):
    """A spoken or written yes to the wording of that day. Withdrawal closes it; a new one is a new row."""

    class How(models.TextChoices):
        SPOKEN = "spoken", "Spoken yes"
        WRITTEN = "written", "In writing"

    readable = ("kind", "how", "wording_version")

    client = ClinicKey("clients.Client", related_name="consents")
    kind = models.CharField(max_length=24)
    wording = SealedText(privacy="clinical")
    wording_version = models.CharField(max_length=16)
    how = models.CharField(max_length=8, choices=How.choices)
    given_at = models.DateTimeField()
    renew_on = models.DateField(null=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = By()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = By(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "kind"], condition=Q(withdrawn_at=None), name="intake_consent_current"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None) | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="intake_consent_withdrawn_pair",
            ),
        ]
