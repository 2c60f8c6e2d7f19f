"""Standard questionnaires: answers kept one by one, results as the instrument defines them, and who is told of a positive one."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from clinic.audit.models import By
from clinic.db.models import ClinicKey, ClinicRow, both_or_neither
from clinic.db.sealed import SealedJSON, SealedText


class Screening(ClinicRow):
    """One questionnaire with one client. Each answer is stored when it is given, so an abandoned form loses none.

    `result` is empty until the last item is answered: no total is made of parts. A result is information from a screen; it
    sets no level of risk.
    """

    class Way(models.TextChoices):
        SESSION = "session", "Asked in the session"
        LINK = "link", "Filled in by the client from a link"
        RESULT = "result", "Result entered from elsewhere"

    readable = ("instrument", "version", "language", "way")

    client = ClinicKey("clients.Client", related_name="screenings")
    instrument = models.CharField(max_length=16)
    version = models.CharField(max_length=8)
    language = models.CharField(max_length=8, default="en")
    way = models.CharField(max_length=7, choices=Way.choices)
    invitation = ClinicKey("intake.IntakeInvitation", null=True, related_name="screenings")
    answers = SealedJSON(privacy="clinical", default=dict)
    result = SealedJSON(privacy="clinical", null=True)
    note = SealedText(privacy="clinical")
    started_at = models.DateTimeField(auto_now_add=True)
    started_by = By()
    changed_at = models.DateTimeField(auto_now=True)
    finished_at = models.DateTimeField(null=True)
    positive_at = models.DateTimeField(null=True)


class ScreeningWatch(ClinicRow):
    """Who is told of a positive answer given from a link, and how fast they act. Without one, nothing is sent by link."""

    readable = ("within_minutes",)

    told = By()
    within_minutes = models.PositiveIntegerField()
    set_at = models.DateTimeField(auto_now_add=True)
    set_by = By()
    ended_at = models.DateTimeField(null=True)
    ended_by = By(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clinic"], condition=Q(ended_at=None), name="intake_one_watch"),
            both_or_neither("ended_at", "ended_by", name="intake_watch_ended_pair"),
        ]


class ScreeningRhythm(ClinicRow):
    """That a questionnaire is to be asked again every so many weeks, until somebody ends it. When is computed, not stored."""

    readable = ("instrument", "every_weeks")

    client = ClinicKey("clients.Client", related_name="screening_rhythms")
    instrument = models.CharField(max_length=16)
    every_weeks = models.PositiveSmallIntegerField()
    set_at = models.DateTimeField(auto_now_add=True)
    set_by = By()
    ended_at = models.DateTimeField(null=True)
    ended_by = By(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "instrument"], condition=Q(ended_at=None), name="intake_one_rhythm"),
            both_or_neither("ended_at", "ended_by", name="intake_rhythm_ended_pair"),
        ]
