"""A crisis: what was done when, what was told to whom, and what follows. The log only grows."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from clinic.audit.models import By
from clinic.db.models import ClinicKey, ClinicRow, ImmutableRow, both_or_neither
from clinic.db.sealed import SealedJSON, SealedText

LATE = timedelta(minutes=15)
REPORT_WITHIN = timedelta(hours=48)


class IncidentQuerySet(models.QuerySet["Incident"]):
    def under_way(self) -> "IncidentQuerySet":
        return self.filter(ended_at=None)

    def kept(self) -> "IncidentQuerySet":
        """Incidents: something was done. A crisis view that was opened and left, or opened by mistake, is none."""
        return self.exclude(number=None)


class Incident(ClinicRow):
    """A crisis view of one client, from its opening. It gets a number, and is an incident, with the first tick, call or note.

    `protocol` and `steps` are the scenario and its words as they stood when it was opened or chosen.
    """

    class Severity(models.TextChoices):
        NOT_SAID = "", "Not said yet"
        CONCERN = "concern", "Worry, nobody was in danger"
        DANGER = "danger", "Danger, no harm"
        HARM = "harm", "Somebody was harmed"
        DEATH = "death", "Somebody died"

    class Outcome(models.TextChoices):
        NOT_SAID = "", "Not said yet"
        WITH_HELP = "with_help", "With emergency help"
        WITH_FAMILY = "with_family", "With family or a friend"
        AT_HOME = "at_home", "Stayed where they were, plan agreed"
        NOT_REACHED = "not_reached", "Could not reach the client"
        OTHER = "other", "Something else"
        MISTAKE = "mistake", "Opened by mistake"

    readable = ("year", "number", "protocol", "steps", "severity", "outcome", "report_version")

    client = ClinicKey("clients.Client", related_name="incidents")
    session = ClinicKey("emergency.TherapySession", null=True, related_name="incidents")
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)
    protocol = models.CharField(max_length=20, default="self_harm")
    steps = models.JSONField(default=list)
    lead = By()
    opened_at = models.DateTimeField()
    opened_by = By()
    severity = models.CharField(max_length=7, choices=Severity.choices, default=Severity.NOT_SAID, blank=True)
    outcome = models.CharField(max_length=11, choices=Outcome.choices, default=Outcome.NOT_SAID, blank=True)
    with_whom = SealedText(privacy="clinical")
    next_contact_at = models.DateTimeField(null=True)
    plan_change = models.BooleanField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = By(null=True)
    happened = SealedText(privacy="clinical")
    helped = SealedText(privacy="clinical")
    hindered = SealedText(privacy="clinical")
    changes = SealedText(privacy="clinical")
    report_version = models.PositiveIntegerField(default=1)
    reported_at = models.DateTimeField(null=True)
    reported_by = By(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = By(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = By(null=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client"], condition=Q(ended_at=None), name="emergency_one_open_incident"),
            models.UniqueConstraint(fields=["clinic", "year", "number"], name="emergency_incident_number"),
            both_or_neither("ended_at", "ended_by", name="emergency_incident_ended_pair"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(signed_at__isnull=False), name="emergency_incident_signed_first"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["clinic", "-opened_at"], name="emergency_incident_recent")]

    @property
    def called(self) -> str:
        """Like 2025-014; empty while it is no incident."""
        return f"{self.year}-{self.number:03}" if self.number else ""

    @property
    def report_due_at(self) -> datetime | None:
        """By when its report is to be handed in; None while it is under way, and once it is."""
        return self.ended_at + REPORT_WITHIN if self.ended_at and not self.reported_at else None


class IncidentEntry(ImmutableRow):
    """One line of the log. `at` is when it happened (empty: not known), `written_at` when the server had it.

    Lines the screen wrote by itself are `is_automatic`. A correction is a new line that names the old one. `operation_id` is
    made where the line was written, so that a line sent again after a lost connection is stored once.
    """

    class What(models.TextChoices):
        OPENED = "opened", "Crisis view opened"
        TICKED = "ticked", "Done"
        UNTICKED = "unticked", "Not done after all"
        CALLED = "called", "Tried to call"
        CALL_RESULT = "call_result", "Call"
        NOTE = "note", "Note"
        PLACE = "place", "Place said back"
        SCENARIO = "scenario", "Kind of emergency"
        ASKED = "asked", "Asked a colleague for help"
        JOINED = "joined", "A colleague opened the crisis view"
        CONSULTED = "consulted", "Consultation"
        NUMBER_FAILED = "number_failed", "A number did not work"
        ENDED = "ended", "Crisis view ended"
        CORRECTION = "correction", "Correction"

    class Result(models.TextChoices):
        NONE = "", ""
        ANSWERED = "answered", "Answered"
        NO_ANSWER = "no_answer", "No answer"
        BUSY = "busy", "Busy or failed"
        LEFT_MESSAGE = "left_message", "Left a message"

    readable = ("what", "step", "result", "basis")

    incident = ClinicKey("emergency.Incident", related_name="entries")
    at = models.DateTimeField(null=True)
    written_at = models.DateTimeField(auto_now_add=True)
    by = By()
    what = models.CharField(max_length=13, choices=What.choices)
    is_automatic = models.BooleanField(default=False)
    step = models.PositiveSmallIntegerField(null=True)
    resource = ClinicKey("emergency.Resource", null=True)
    contact = ClinicKey("emergency.Contact", null=True)
    result = models.CharField(max_length=12, choices=Result.choices, default=Result.NONE, blank=True)
    basis = models.CharField(max_length=12, default="", blank=True)
    words = SealedText(privacy="clinical")
    facts = SealedJSON(privacy="clinical", default=dict)
    corrects = ClinicKey("emergency.IncidentEntry", null=True)
    operation_id = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["clinic", "operation_id"], condition=Q(operation_id__isnull=False), name="emergency_entry_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["clinic", "incident", "written_at"], name="emergency_entries")]

    @property
    def is_late(self) -> bool:
        """Written down well after it happened."""
        return self.at is not None and self.written_at - self.at > LATE


class Disclosure(ImmutableRow):
    """What was told to whom, why, and on what basis (45 CFR 164.528 asks for an account of it). No basis is pre-set."""

    class Basis(models.TextChoices):
        AGREED = "agreed", "The client agreed"
        THREAT = "threat", "Serious and imminent threat (45 CFR 164.512(j) in the US)"
        INVOLVED = "involved", "Involved in the client's care (45 CFR 164.510(b) in the US)"
        LAW = "law", "Required by law"
        OTHER = "other", "Something else"

    readable = ("basis",)

    incident = ClinicKey("emergency.Incident", null=True, related_name="disclosures")
    client = ClinicKey("clients.Client", related_name="disclosures")
    at = models.DateTimeField(default=timezone.now)
    written_at = models.DateTimeField(auto_now_add=True)
    by = By()
    recipient = SealedText(privacy="identifying")
    content = SealedText(privacy="clinical")
    purpose = SealedText(privacy="clinical")
    basis = models.CharField(max_length=8, choices=Basis.choices)
    basis_words = SealedText(privacy="clinical")

    @property
    def is_accountable(self) -> bool:
        """Counts for the account that a client may ask for. Agreed disclosures, and those to people involved in care, do not."""
        return self.basis not in (self.Basis.AGREED, self.Basis.INVOLVED)


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def waiting(self) -> "FollowUpQuerySet":
        """Neither done nor found to be needless."""
        return self.filter(done_at=None)


class FollowUp(ClinicRow):
    """What has to be done after an incident, by whom and by when; or why it need not be: then `none_because` says so and it is done.

    The support of the therapist is one of them, and never holds a word about it: that stays out of the client's record.
    """

    class What(models.TextChoices):
        DAY = "day", "Speak with the client within 24 hours"
        THREE_DAYS = "three_days", "Speak with the client within 72 hours"
        WEEK = "week", "Speak with the client within 7 days"
        MONTH = "month", "Speak with the client within 30 days"
        PLAN = "plan", "Look at the plan together"
        NUMBER = "number", "A number failed: have it checked"
        CASE_REVIEW = "case_review", "Review of the case"
        SUPPORT = "support", "Support for the therapist"
        MISSED = "missed", "Reach the client after a missed session"
        OTHER = "other", "Something else"

    readable = ("what",)

    incident = ClinicKey("emergency.Incident", null=True, related_name="follow_ups")
    session = ClinicKey("emergency.TherapySession", null=True, related_name="follow_ups")
    client = ClinicKey("clients.Client", related_name="follow_ups")
    what = models.CharField(max_length=11, choices=What.choices)
    words = SealedText(privacy="clinical")
    due_at = models.DateTimeField()
    owner = By(null=True)
    none_because = SealedText(privacy="clinical", null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = By()
    done_at = models.DateTimeField(null=True)
    done_by = By(null=True)
    note = SealedText(privacy="clinical", null=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [both_or_neither("done_at", "done_by", name="emergency_follow_up_done_pair")]
        indexes: ClassVar = [
            models.Index(fields=["clinic", "owner", "due_at"], condition=Q(done_at=None), name="emergency_follow_up_due")
        ]

    @property
    def is_of_staff(self) -> bool:
        """About the clinic's own people: never part of the client's record or its papers, and never with a word beside it."""
        return self.what in OF_STAFF

    @property
    def is_overdue(self) -> bool:
        return self.done_at is None and self.due_at < timezone.now()


OF_STAFF = (FollowUp.What.CASE_REVIEW, FollowUp.What.SUPPORT)


class PlanTrouble(ImmutableRow):
    """When the plan did not go to plan: what happened, what was done instead, and what is done about the plan."""

    class What(models.TextChoices):
        NOT_USED = "not_used", "The plan was not used"
        TECHNOLOGY = "technology", "The technology failed"
        NOT_FORESEEN = "not_foreseen", "Something the plan did not foresee"
        DID_NOT_HELP = "did_not_help", "It was used and did not help"
        NOBODY = "nobody", "Nobody could be reached"
        OTHER = "other", "Something else"

    readable = ("what",)

    incident = ClinicKey("emergency.Incident", null=True, related_name="plan_troubles")
    client = ClinicKey("clients.Client", related_name="plan_troubles")
    at = models.DateTimeField(auto_now_add=True)
    by = By()
    what = models.CharField(max_length=12, choices=What.choices)
    words = SealedText(privacy="clinical")
    response = SealedText(privacy="clinical")
    reminded_of_coping = models.BooleanField(null=True)
    plan_adapted = models.BooleanField(null=True)
