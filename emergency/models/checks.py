"""What people find out about the entries of the directory: checks, how often they are due, changes, reports."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from clinic.audit.models import By
from clinic.db.models import ClinicKey, ClinicRow, ImmutableRow, both_or_neither


class Verification(ImmutableRow):
    """One try to confirm an entry: who, when, how, and what came of it.

    `confirmed` names what was asked and right. `before` is how the entry stood, so that a slip can be taken back: that is
    a row of its own, with `takes_back`.
    """

    class Result(models.TextChoices):
        RIGHT = "right", "Answered, all right"
        CHANGED = "changed", "Answered, something changed"
        NO_ANSWER = "no_answer", "No answer"
        WRONG = "wrong", "The number is wrong"
        UNDONE = "undone", "Taken back"

    class Confirmed(models.TextChoices):
        NUMBER = "number", "The number"
        AREA = "area", "The area it serves"
        HOURS = "hours", "Its hours"
        COMES = "comes", "It comes to the home"

    class How(models.TextChoices):
        CALLED = "called", "Called it"
        OFFICIAL_PAGE = "official_page", "Official page"
        SECOND_SOURCE = "second_source", "A second source"

    readable = ("result", "how", "spoke_to", "note", "confirmed", "before")

    resource = ClinicKey("emergency.Resource", related_name="verifications")
    at = models.DateTimeField(auto_now_add=True)
    by = By()
    result = models.CharField(max_length=9, choices=Result.choices)
    how = models.CharField(max_length=14, choices=How.choices)
    spoke_to = models.CharField(max_length=80, default="", blank=True)
    note = models.CharField(max_length=400, default="", blank=True)
    confirmed = ArrayField(models.CharField(max_length=6, choices=Confirmed.choices), default=list)
    before = models.JSONField(default=dict)
    takes_back = ClinicKey("emergency.Verification", null=True)
    next_check_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["takes_back"], name="emergency_taken_back_once")]


class CheckRhythm(ClinicRow):
    """How often the clinic checks entries of one group, where it wants to do so more often than Handrail asks (emergency/checks.py)."""

    class Group(models.TextChoices):
        DISPATCH = "dispatch", "Direct 911 and dispatch lines"
        TEAMS = "teams", "Mobile crisis teams"
        OTHERS = "others", "Other local entries"
        NATIONAL = "national", "Lines for a whole country"

    readable = ("group", "days")

    group = models.CharField(max_length=8, choices=Group.choices)
    days = models.PositiveSmallIntegerField()
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = By()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["clinic", "group"], name="emergency_rhythm_once")]


class ResourceChange(ImmutableRow):
    """What changed in an entry: {field: [before, after]}. Open data."""

    readable = ("what", "changes")

    resource = ClinicKey("emergency.Resource", related_name="changes")
    at = models.DateTimeField(auto_now_add=True)
    by = By()
    what = models.CharField(max_length=12)
    changes = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "resource", "-at"], name="emergency_change_recent")]


class ProblemReport(ClinicRow):
    """A number did not work. From staff or a client; the client is not named."""

    class Problem(models.TextChoices):
        NO_ANSWER = "no_answer", "No answer"
        NOT_IN_SERVICE = "not_in_service", "Not in service"
        WRONG_PLACE = "wrong_place", "Reached somebody else"
        OTHER = "other", "Something else"

    readable = ("problem", "note", "from_client")

    resource = ClinicKey("emergency.Resource", related_name="problems")
    at = models.DateTimeField(auto_now_add=True)
    by = By(null=True)
    from_client = models.BooleanField(default=False)
    problem = models.CharField(max_length=14, choices=Problem.choices)
    note = models.CharField(max_length=400, default="", blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = By(null=True)

    class Meta:
        constraints: ClassVar = [both_or_neither("settled_at", "settled_by", name="emergency_problem_settled_pair")]
