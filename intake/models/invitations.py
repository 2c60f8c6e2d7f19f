"""Sections and questionnaires a client fills in from a link."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from clinic.audit.models import By
from clinic.db.models import ClinicKey, ClinicRow
from clinic.db.sealed import SealedText


class IntakeInvitation(ClinicRow):
    """A link (ticket of kind "intake") with a code told in the session. `parts`: section slugs and instrument ids, in order."""

    class Way(models.TextChoices):
        EMAIL = "email", "Sent by e-mail"
        SHOWN = "shown", "Shown on the call"

    VALID_FOR = timedelta(days=7)

    readable = ("way", "parts", "tries")

    client = ClinicKey("clients.Client", related_name="intake_invitations")
    way = models.CharField(max_length=5, choices=Way.choices)
    parts = ArrayField(models.CharField(max_length=24))
    code = SealedText(privacy="secret", null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = By()
    opened_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    @property
    def has_run_out(self) -> bool:
        return self.made_at + self.VALID_FOR <= timezone.now()
