"""What the clinic does in each kind of emergency, in its own words, and its own note on the law of a place."""

from datetime import date, timedelta
from typing import ClassVar

from django.db import models

from clinic.audit.models import By
from clinic.db.models import ClinicRow, both_or_neither

LOOKED_AT_EVERY = timedelta(days=365)


class Protocol(ClinicRow):
    """The clinic's steps for one scenario; without a row, those that came with Handrail (emergency/protocols/) stand.

    `steps` is a list of {"text", "prompt", "minutes"}: what to do, words to say, and for ladders after how many minutes.
    """

    readable = ("key", "steps", "prompts", "version")

    key = models.CharField(max_length=20)
    steps = models.JSONField(default=list)
    prompts = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = By()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["clinic", "key"], name="emergency_protocol_once")]


class JurisdictionNote(ClinicRow):
    """What the clinic wants its people to know about the law where a client is. The clinic's words, never Handrail's."""

    readable = ("country_code", "region", "words", "version")

    country_code = models.CharField(max_length=2)
    region = models.CharField(max_length=40)
    words = models.TextField()
    reviewed_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = By()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clinic", "country_code", "region"], name="emergency_jurisdiction_once")
        ]

    def is_overdue(self, today: date) -> bool:
        """Nobody who knows the law has looked at it for a year, or ever."""
        return self.reviewed_on is None or self.reviewed_on < today - LOOKED_AT_EVERY


class OnCall(ClinicRow):
    """Who may be asked for help in a crisis, from when until when."""

    member = By()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = By()
    ended_at = models.DateTimeField(null=True)
    ended_by = By(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="emergency_on_call_order"),
            both_or_neither("ended_at", "ended_by", name="emergency_on_call_ended_pair"),
        ]
        indexes: ClassVar = [models.Index(fields=["clinic", "ends_at"], name="emergency_on_call_now")]
