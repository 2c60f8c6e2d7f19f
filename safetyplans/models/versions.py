"""Versions in force: immutable, with the words, people and numbers they were made with."""

from typing import ClassVar

from django.db import models

from clinic.audit.models import By
from clinic.db.models import ClinicKey, ImmutableRow
from clinic.db.sealed import SealedJSON, SealedText


class PlanVersion(ImmutableRow):
    """A finished version: a narrow head and one sealed document, `format: 1` (safetyplans/content.py).

    `numbers_checked`: whether its numbers were read through with the client; None when that was not asked.
    `findings`: what the quality helper asked and what was answered when it was made. `copy_token` stands in the QR code
    of its paper copies (ticket of kind "copy"), which tells whether a newer copy exists and nothing else.
    """

    readable = ("number", "language")

    plan = ClinicKey("safetyplans.Plan", related_name="versions")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=8)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = By()
    reason = SealedText(privacy="clinical")
    numbers_checked = models.BooleanField(null=True)
    content = SealedJSON(privacy="clinical")
    findings = SealedJSON(privacy="clinical", null=True)
    copy_token = SealedText(privacy="secret", null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "number"], name="safetyplans_version_once")]


class Withdrawal(ImmutableRow):
    """This version is no longer in force; the one before it that is not withdrawn is."""

    version = ClinicKey("safetyplans.PlanVersion", related_name="withdrawals")
    at = models.DateTimeField(auto_now_add=True)
    by = By()
    reason = SealedText(privacy="clinical")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["version"], name="safetyplans_withdrawn_once")]


class Participation(ImmutableRow):
    """What the client did with this version. Never a promise, never a contract (CLINICAL 1.1)."""

    class Answer(models.TextChoices):
        TOOK_PART = "took_part", "Took part in making it"
        RECEIVED_COPY = "received_copy", "Received a copy"
        NOT_YET = "not_yet", "Not yet"
        DECLINED = "declined", "Declined"

    readable = ("answer",)

    version = ClinicKey("safetyplans.PlanVersion", related_name="participations")
    answer = models.CharField(max_length=13, choices=Answer.choices)
    at = models.DateTimeField(auto_now_add=True)
    by = By()


class VersionOpening(ImmutableRow):
    """The client opened this version for the first time on this day. Nothing more is recorded."""

    version = ClinicKey("safetyplans.PlanVersion", related_name="openings")
    opened_on = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["version"], name="safetyplans_opened_once")]


class CitedResource(ImmutableRow):
    """A version names this directory entry: how the plans are found that hold a number which changed."""

    version = ClinicKey("safetyplans.PlanVersion", related_name="cited")
    resource = ClinicKey("emergency.Resource", related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "resource"], name="safetyplans_cited_once")]


class HandOver(ImmutableRow):
    """The plan in the client's hands: what they found and said back, in their words. Each talk is a row of its own."""

    class Found(models.TextChoices):
        """Did the client find the first person to call by themselves?"""

        YES = "yes", "Yes"
        NO = "no", "Not yet"
        NOT_TRIED = "not_tried", "Not tried"

    readable = ("found",)

    version = ClinicKey("safetyplans.PlanVersion", related_name="hand_overs")
    found = models.CharField(max_length=9, choices=Found.choices)
    says_what = SealedText(privacy="clinical")
    says_whom = SealedText(privacy="clinical")
    kept_where = SealedText(privacy="clinical")
    at = models.DateTimeField(auto_now_add=True)
    by = By()
