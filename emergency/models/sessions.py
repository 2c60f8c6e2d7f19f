"""Therapy sessions: when they are, where the client is in each, and what happened to the connection."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from clinic.audit.models import By
from clinic.db.models import ClinicKey, ClinicRow, ImmutableRow, both_or_neither
from clinic.db.sealed import SealedJSON, SealedText
from emergency.models.guardians import Guardianship

MAY_COME_WITHIN = timedelta(hours=24)
NOTE_UNTIL = timedelta(hours=24)


class Platform(ClinicRow):
    """A way to meet by video, with what the clinic agreed with its provider and tells clients about it."""

    readable = ("name", "told")

    name = models.CharField(max_length=60)
    agreement_on = models.DateField(null=True)
    told = models.CharField(max_length=300, default="", blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = By()
    retired_at = models.DateTimeField(null=True)
    retired_by = By(null=True)

    class Meta:
        constraints: ClassVar = [both_or_neither("retired_at", "retired_by", name="emergency_platform_retired_pair")]


class SessionQuerySet(models.QuerySet["TherapySession"]):
    def open(self) -> "SessionQuerySet":
        return self.filter(started_at__isnull=False, ended_at=None)

    def standing(self) -> "SessionQuerySet":
        """Neither cancelled nor missed."""
        return self.filter(cancelled_at=None, missed_at=None)


class TherapySession(ClinicRow):
    """One appointment. The date and time it was agreed for, in their zone, are what counts; `starts_at` follows from them.

    `series` is shared by the dates of a weekly appointment. What is asked at the end has no preset answer: empty is not asked.
    """

    class Modality(models.TextChoices):
        VIDEO = "video", "Video"
        PHONE = "phone", "Phone"
        IN_PERSON = "in_person", "In person"

    class Unsafe(models.TextChoices):
        NOT_ASKED = "", "Not asked"
        NO = "no", "Asked: nothing unsafe"
        YES = "yes", "Yes, something was unsafe"

    class Touched(models.TextChoices):
        NOT_SAID = "", "Not said"
        NO = "no", "Plan not looked at"
        READ = "read", "Looked at together"
        CHANGED = "changed", "Changed together"

    readable = ("local_time", "time_zone", "minutes", "modality", "unsafe", "plan_touched", "note_version")

    client = ClinicKey("clients.Client", related_name="therapy_sessions")
    therapist = By()
    series = models.UUIDField(null=True)
    local_date = models.DateField()
    local_time = models.TimeField()
    time_zone = models.CharField(max_length=64)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=50)
    modality = models.CharField(max_length=9, choices=Modality.choices, default=Modality.VIDEO)
    platform = ClinicKey("emergency.Platform", null=True)
    backup_platform = ClinicKey("emergency.Platform", null=True)
    video_link = SealedText(privacy="identifying")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = By()
    started_at = models.DateTimeField(null=True)
    started_by = By(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = By(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = By(null=True)
    missed_at = models.DateTimeField(null=True)
    missed_by = By(null=True)
    unsafe = models.CharField(max_length=3, choices=Unsafe.choices, default=Unsafe.NOT_ASKED, blank=True)
    plan_touched = models.CharField(max_length=7, choices=Touched.choices, default=Touched.NOT_SAID, blank=True)
    note = SealedText(privacy="clinical")
    note_version = models.PositiveIntegerField(default=0)
    note_operation_id = models.UUIDField(null=True)
    note_at = models.DateTimeField(null=True)
    note_by = By(null=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["started_by"], condition=Q(started_at__isnull=False, ended_at=None), name="emergency_one_open_session"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(started_at__isnull=False, ended_at__gte=models.F("started_at")),
                name="emergency_session_order",
            ),
            models.CheckConstraint(
                condition=Q(started_at=None) | Q(cancelled_at=None, missed_at=None), name="emergency_session_one_end"
            ),
            both_or_neither("note_at", "note_by", name="emergency_session_note_pair"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["clinic", "therapist", "starts_at"], name="emergency_session_of"),
            models.Index(fields=["clinic", "client", "-starts_at"], name="emergency_session_client"),
        ]

    @property
    def is_open(self) -> bool:
        return self.started_at is not None and self.ended_at is None

    @property
    def note_is_open(self) -> bool:
        """Its note can be written: while it is open, and for a day after."""
        return self.started_at is not None and (self.ended_at is None or timezone.now() <= self.ended_at + NOTE_UNTIL)

    @property
    def is_planned(self) -> bool:
        return self.started_at is None and self.cancelled_at is None and self.missed_at is None

    @property
    def may_still_begin(self) -> bool:
        """It was missed, and the client may yet come."""
        return self.missed_at is not None and timezone.now() < self.starts_at + MAY_COME_WITHIN


class CheckIn(ImmutableRow):
    """Where the client was said to be at one moment, and who could hear. Nothing overwrites it: what is true now is the newest row.

    `place` is one of the kept places, where it is one; `where` is its address as it was at that moment (keys as the words of
    a Place). Only a row that `is_confirmed` was said back to the client by a clinician. `adult`: where the adult of a minor is.
    """

    class Told(models.TextChoices):
        PLACE = "place", "At one of the known places"
        ELSEWHERE = "elsewhere", "Somewhere else"
        LATER = "later", "Will say it on the call"
        NOT_TOLD = "not_told", "Asked, and not told"
        NOT_ASKED = "not_asked", "Not asked yet"

    class Company(models.TextChoices):
        NOT_ASKED = "", "Not asked"
        ALONE = "alone", "Alone"
        DEAF = "cannot_hear", "Someone is here, cannot hear"
        MAY_HEAR = "may_hear", "Someone may hear"
        LATER = "later", "Will say it on the call"

    readable = ("told", "company", "adult")

    session = ClinicKey("emergency.TherapySession", null=True, related_name="check_ins")
    client = ClinicKey("clients.Client", related_name="check_ins")
    at = models.DateTimeField(default=timezone.now)
    by = By()
    told = models.CharField(max_length=9, choices=Told.choices)
    place = ClinicKey("clients.Place", null=True)
    where = SealedJSON(privacy="identifying", default=dict)
    company = models.CharField(max_length=11, choices=Company.choices, default=Company.NOT_ASKED, blank=True)
    call_back = SealedText(privacy="identifying")
    is_confirmed = models.BooleanField(default=False)
    adult = models.CharField(max_length=5, choices=Guardianship.During.choices, default=Guardianship.During.NOT_ASKED, blank=True)
    adult_phone = SealedText(privacy="identifying", null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "client", "-at"], name="emergency_check_in_newest")]


class SessionEntry(ImmutableRow):
    """One thing that happened in a session, as it was written down: started, the video dropped, a try and what came of it."""

    class What(models.TextChoices):
        STARTED = "started", "Session started"
        MEANS_SAME = "means_same", "Asked about means: nothing new"
        MEANS_CHANGED = "means_changed", "Asked about means: changed"
        SIGNAL = "signal", "The client gave the privacy signal"
        DROPPED = "dropped", "The connection dropped"
        TRIED = "tried", "Tried"
        BACK = "back", "Back on video"
        PHONE = "phone", "Went on by phone"
        LOST = "lost", "Could not reach the client"
        MISSED = "missed", "The client did not come"
        REACHED = "reached", "Reached the client"
        CAME = "came", "The client came after all"
        ENDED = "ended", "Session ended"

    readable = ("what", "rung")

    session = ClinicKey("emergency.TherapySession", related_name="entries")
    at = models.DateTimeField(default=timezone.now)
    written_at = models.DateTimeField(auto_now_add=True)
    by = By()
    what = models.CharField(max_length=13, choices=What.choices)
    rung = models.PositiveSmallIntegerField(null=True)
    words = SealedText(privacy="clinical")
    operation_id = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["clinic", "operation_id"], condition=Q(operation_id__isnull=False), name="emergency_session_entry_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["clinic", "session", "at"], name="emergency_session_entries")]
