"""PDFs of a version: made once per style, paper and language, stored sealed."""

from typing import ClassVar

from django.db import models

from clinic.audit.models import By
from clinic.db.models import ClinicKey, ClinicRow, ImmutableRow
from clinic.db.sealed import SealedBytes


class Style(models.TextChoices):
    FULL = "full", "Full"
    LARGE = "large", "Large print"
    CARD = "card", "Wallet card"
    EMERGENCY = "er", "For the emergency department"
    SUPPORTER = "support", "For a supporter"
    CHART = "chart", "For the chart"


class Paper(models.TextChoices):
    LETTER = "letter", "Letter"
    A4 = "a4", "A4"


class PlanDocument(ImmutableRow):
    """A PDF with the SHA-256 of its bytes."""

    Style, Paper = Style, Paper

    readable = ("style", "paper", "language", "sha256")

    version = ClinicKey("safetyplans.PlanVersion", related_name="documents")
    style = models.CharField(max_length=8, choices=Style.choices)
    paper = models.CharField(max_length=6, choices=Paper.choices)
    language = models.CharField(max_length=8)
    sha256 = models.CharField(max_length=64)
    pdf = SealedBytes(privacy="clinical")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "style", "paper", "language"], name="safetyplans_document_once")
        ]


class DocumentRequest(ImmutableRow):
    """A PDF that is not made by itself when a version is finished, asked for the first time. The worker looks here."""

    readable = ("style", "paper", "language")

    version = ClinicKey("safetyplans.PlanVersion", related_name="document_requests")
    style = models.CharField(max_length=8, choices=Style.choices)
    paper = models.CharField(max_length=6, choices=Paper.choices)
    language = models.CharField(max_length=8)
    at = models.DateTimeField(auto_now_add=True)
    by = By()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "style", "paper", "language"], name="safetyplans_document_request_once")
        ]


class DocumentFailure(ClinicRow):
    """A PDF that could not be made, and when it is tried again. `why` is our own sentence, never words of the plan.

    It means nothing any more once the document stands.
    """

    readable = ("style", "paper", "language", "why", "tries")

    version = ClinicKey("safetyplans.PlanVersion", related_name="document_failures")
    style = models.CharField(max_length=8, choices=Style.choices)
    paper = models.CharField(max_length=6, choices=Paper.choices)
    language = models.CharField(max_length=8)
    why = models.CharField(max_length=250)
    tries = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField()
    again_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "style", "paper", "language"], name="safetyplans_document_failure_once")
        ]
