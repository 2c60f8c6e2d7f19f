"""PDFs of a version: made once per style, paper and language, stored sealed."""

from typing import ClassVar

from django.db import models

from clinic.db.models import ClinicKey, ImmutableRow
from clinic.db.sealed import SealedBytes


class PlanDocument(ImmutableRow):
    """A PDF with the SHA-256 of its bytes."""

    class Style(models.TextChoices):
        FULL = "full", "Full"

    class Paper(models.TextChoices):
        LETTER = "letter", "Letter"
        A4 = "a4", "A4"

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
