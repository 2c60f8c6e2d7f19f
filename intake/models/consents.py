"""Consent to teletherapy: the words that were explained, when, by whom, how the client answered, and withdrawal."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from clinic.audit.models import By
from clinic.db.models import ClinicKey, ClinicRow, both_or_neither
from clinic.db.sealed import SealedText


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self) -> "ConsentQuerySet":
        return self.filter(withdrawn_at=None, renewed_at=None)

    def due(self, day: date) -> "ConsentQuerySet":
        """In force, and to be renewed by this day."""
        return self.in_force().filter(renew_on__lte=day)


class Consent(ClinicRow):
    """A spoken or written yes to the wording of that day. Withdrawal ends it; a renewal is a new row that takes its place.

    `renewed_at`: when a newer consent took the place of this one. Nothing was withdrawn then.
    """

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
    renewed_at = models.DateTimeField(null=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["client", "kind"], condition=Q(withdrawn_at=None, renewed_at=None), name="intake_consent_current"
            ),
            both_or_neither("withdrawn_at", "withdrawn_by", name="intake_consent_withdrawn_pair"),
            models.CheckConstraint(condition=Q(withdrawn_at=None) | Q(renewed_at=None), name="intake_consent_ends_once"),
        ]

    @property
    def is_in_force(self) -> bool:
        return self.withdrawn_at is None and self.renewed_at is None

    @property
    def is_overdue(self) -> bool:
        """By the calendar of the clinic, whose zone is active on its pages."""
        return self.renew_on is not None and self.renew_on < timezone.localdate()

    def is_due(self, day: date) -> bool:
        return self.is_in_force and self.renew_on is not None and self.renew_on <= day
