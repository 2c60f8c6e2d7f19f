"""The clinic's directory of emergency resources: open data, never encrypted, searchable."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone

from clinic.audit.models import By
from clinic.db.models import ClinicKey, ClinicRow, both_or_neither
from clinic.db.sealed import SealedText
from clinic.web.numbers import is_short_code
from emergency import hours
from emergency.spoken import named

# Checked by the person who set the number, and by nobody else: how it was done is known, that it counts is not.
WAITS_FOR_SECOND = Q(verified_at=None, adopted_at__isnull=False) & ~Q(how_verified="")


def due_for_check(today: date) -> Q:
    """Entries of the clinic's own that were never checked, or whose next check has come. Suggestions join no queue until adopted."""
    return Q(adopted_at__isnull=False) & (Q(next_check_on=None) | Q(next_check_on__lte=today))


class ResourceQuerySet(models.QuerySet["Resource"]):
    def listed(self) -> "ResourceQuerySet":
        return self.filter(retired_at=None)

    def due_for_check(self, today: date) -> "ResourceQuerySet":
        return self.listed().filter(due_for_check(today))

    def waiting_for_second(self) -> "ResourceQuerySet":
        """Dispatch lines that only the person who set the number has checked."""
        return self.listed().filter(WAITS_FOR_SECOND)


class Resource(ClinicRow):
    """A number that sends or gives help. Short codes stay as dialled (988 is never +1988); menu digits stand apart.

    `opening` is `hours` as the machine reads them (emergency/hours.py); empty: not known. `also_covers` are areas besides
    that of the address (emergency/coverage.py). `number_by` is who set the number that is dialled: of a dispatch line
    somebody else has to confirm it, and until then `how_verified` is set without `verified_at`. `may_dispatch` and
    `comes_to_home` are empty until somebody asked.
    """

    class Kind(models.TextChoices):
        PSAP = "psap", "Direct 911 or dispatch line"
        EMERGENCY = "emergency", "Emergency number"
        MOBILE_CRISIS = "mobile_crisis", "Mobile crisis team"
        CRISIS_LINE = "crisis_line", "Crisis line"
        TEXT_LINE = "text_line", "Text line"
        EMERGENCY_DEPARTMENT = "emergency_department", "Emergency department"
        HOSPITAL = "hospital", "Hospital"
        URGENT_CARE = "urgent_care", "Urgent mental health care"
        POLICE = "police", "Police, non-emergency"
        DV = "dv", "Domestic or sexual violence line"
        POISON = "poison", "Poison line"
        YOUTH = "youth", "Line for young people"
        VETERANS = "veterans", "Line for veterans"
        LGBTQ = "lgbtq", "Line for LGBTQ+ people"
        SUBSTANCE = "substance", "Substance use line"
        WARM_LINE = "warm_line", "Warm line"
        PROFESSIONAL = "professional", "Professional who can come in person"
        OTHER = "other", "Other"

    class Origin(models.TextChoices):
        CLINIC = "clinic", "Added by the clinic"
        STARTER = "starter", "Came with Handrail"
        IMPORT = "import", "From an imported file"

    class Reach(models.TextChoices):
        """How wide it serves: the narrower, the earlier it is offered for a place."""

        ZIP = "zip", "A ZIP or postcode"
        COUNTY = "county", "A county or town"
        REGION = "region", "A state or region"
        COUNTRY = "country", "The whole country"

    readable = (
        "kind", "name", "phone", "phone_menu", "admin_phone", "sms", "sms_keyword", "chat_url", "street", "town", "county", "region", "postcode",
        "country_code", "reach", "hours", "opening", "time_zone", "languages", "tty", "relay", "eligibility", "also_covers", "latitude",
        "longitude", "note", "source", "source_id", "source_url", "origin", "version", "how_verified",
    )  # fmt: skip

    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=160)
    phone = models.CharField(max_length=40, default="", blank=True)
    phone_menu = models.CharField(max_length=40, default="", blank=True)
    admin_phone = models.CharField(max_length=40, default="", blank=True)
    sms = models.CharField(max_length=40, default="", blank=True)
    sms_keyword = models.CharField(max_length=120, default="", blank=True)
    tty = models.CharField(max_length=40, default="", blank=True)
    relay = models.CharField(max_length=120, default="", blank=True)
    chat_url = models.URLField(max_length=300, default="", blank=True)
    street = models.CharField(max_length=160, default="", blank=True)
    town = models.CharField(max_length=80, default="", blank=True)
    county = models.CharField(max_length=80, default="", blank=True)
    region = models.CharField(max_length=40, default="", blank=True)
    postcode = models.CharField(max_length=16, default="", blank=True)
    country_code = models.CharField(max_length=2)
    reach = models.CharField(max_length=7, choices=Reach.choices, default=Reach.COUNTY)
    also_covers = models.JSONField(default=list)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    hours = models.CharField(max_length=120, default="", blank=True)
    opening = models.JSONField(default=dict)
    time_zone = models.CharField(max_length=64, default="", blank=True)
    languages = models.CharField(max_length=160, default="", blank=True)
    may_dispatch = models.BooleanField(null=True)
    comes_to_home = models.BooleanField(null=True)
    eligibility = models.CharField(max_length=200, default="", blank=True)
    note = models.CharField(max_length=400, default="", blank=True)
    source = models.CharField(max_length=80, default="", blank=True)
    source_id = models.CharField(max_length=60, default="", blank=True)
    source_url = models.CharField(max_length=300, default="", blank=True)
    origin = models.CharField(max_length=7, choices=Origin.choices, default=Origin.CLINIC)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = By()
    number_by = By(null=True)
    adopted_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    verified_by = By(null=True)
    how_verified = models.CharField(max_length=14, default="", blank=True)
    failed_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    next_check_on = models.DateField(null=True)
    retired_at = models.DateTimeField(null=True)
    retired_by = By(null=True)
    replaced_by = ClinicKey("emergency.Resource", null=True)

    # Of an entry that was looked up for one place, and for one client: how far, whether it serves there, their language, their wish.
    miles: float | None = None
    serves_place: bool = True
    in_language: str = ""
    is_chosen: bool = False

    objects = ResourceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["clinic", "source", "source_id"],
                condition=~Q(source_id="") & Q(retired_at=None),
                name="emergency_resource_source_once",
            ),
            both_or_neither("verified_at", "verified_by", name="emergency_resource_verified_pair"),
            both_or_neither("retired_at", "retired_by", name="emergency_resource_retired_pair"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["clinic", "country_code", "region", "county"], condition=Q(retired_at=None), name="emergency_resource_area"
            ),
            models.Index(fields=["clinic", "name"], condition=Q(retired_at=None), name="emergency_resource_name"),
            models.Index(
                fields=["clinic", "name"], condition=Q(retired_at=None, adopted_at__isnull=False), name="emergency_resource_own"
            ),
            models.Index(fields=["source", "source_id"], name="emergency_resource_in_source"),
            models.Index(fields=["clinic", "next_check_on"], condition=Q(retired_at=None), name="emergency_resource_checks"),
            models.Index(
                fields=["clinic", "kind", "latitude", "longitude"],
                condition=Q(retired_at=None, latitude__isnull=False),
                name="emergency_resource_spots",
            ),
        ]

    class Check(models.TextChoices):
        """What is known of the entry, in the order in which it matters."""

        RETIRED = "retired", "No longer used"
        REPORTED = "reported", "Problem reported"
        FAILED = "failed", "Not confirmed at the last try"
        SUGGESTED = "suggested", "Suggested, not verified"
        SECOND = "second", "Waits for a second person"
        NEVER = "never", "Not checked yet"
        STALE = "stale", "Check is overdue"
        CHECKED = "checked", "Checked"

    @property
    def languages_said(self) -> str:
        """With the names of languages where a list of lines gave their codes."""
        return named(self.languages)

    @property
    def check_state(self) -> "Resource.Check":
        if self.retired_at:
            return self.Check.RETIRED
        if self.reported_at:
            return self.Check.REPORTED
        if self.failed_at:
            return self.Check.FAILED
        if not self.verified_at:
            if not self.adopted_at:
                return self.Check.SUGGESTED
            return self.Check.SECOND if self.how_verified else self.Check.NEVER
        overdue = self.next_check_on is not None and self.next_check_on <= timezone.localdate()
        return self.Check.STALE if overdue else self.Check.CHECKED

    @property
    def is_checked(self) -> bool:
        return self.check_state is self.Check.CHECKED

    @property
    def is_another_way(self) -> bool:
        """A menu or a long number of a line for the whole country: the short number itself comes before both."""
        return self.reach == self.Reach.COUNTRY and (bool(self.phone_menu) or not is_short_code(self.phone or self.sms))

    def open_now(self, at: datetime) -> bool | None:
        """Whether it is open at a moment; None when nobody can say."""
        return hours.is_open(self.opening, at)

    @property
    def needs_two(self) -> bool:
        """Whether the number counts as checked only when somebody else than who set it has confirmed it."""
        return self.kind in NEED_TWO

    @property
    def set_by_id(self) -> UUID:
        """Who set the number that is dialled."""
        return self.number_by_id or self.made_by_id


NEED_TWO = frozenset({Resource.Kind.PSAP, Resource.Kind.EMERGENCY})


class Coverage(ClinicRow):
    """One area that an entry serves, as a key that a place is looked up by (emergency/coverage.py). Made from the entry."""

    readable = ("area",)

    resource = ClinicKey("emergency.Resource", related_name="areas", db_index=False)  # the constraint begins with it
    area = models.CharField(max_length=160, db_collation="C")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["resource", "area"], name="emergency_coverage_once")]
        indexes: ClassVar = [models.Index(fields=["clinic", "area", "resource"], name="emergency_coverage_area")]


class ResourceWord(ClinicRow):
    """One word that an entry is found by while somebody types: of its name, town, county, or its digits. Made from the entry."""

    readable = ("word",)

    resource = ClinicKey("emergency.Resource", related_name="words", db_index=False)  # the constraint begins with it
    word = models.CharField(max_length=40, db_collation="C")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["resource", "word"], name="emergency_word_once")]
        indexes: ClassVar = [models.Index(fields=["clinic", "word", "resource"], name="emergency_word_prefix")]


class ClientResource(ClinicRow):
    """What a client wants of an entry: it comes first for this client, or is never offered."""

    class Choice(models.TextChoices):
        FIRST = "first", "Try this one first"
        NEVER = "never", "Do not use this one"

    readable = ("choice",)

    client = ClinicKey("clients.Client", related_name="chosen_resources")
    resource = ClinicKey("emergency.Resource", related_name="+")
    choice = models.CharField(max_length=5, choices=Choice.choices)
    reason = SealedText(privacy="clinical")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = By()
    ended_at = models.DateTimeField(null=True)
    ended_by = By(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "resource"], condition=Q(ended_at=None), name="emergency_choice_once"),
            both_or_neither("ended_at", "ended_by", name="emergency_choice_ended_pair"),
        ]


class NotifyEntry(ClinicRow):
    """Whom the clinic tells of an emergency: a director, the insurer, a lawyer. Shown on the crisis screen, called by a person."""

    readable = ("position",)

    name = SealedText(privacy="identifying")
    role = SealedText(privacy="identifying")
    phone = SealedText(privacy="identifying")
    tell_when = SealedText(privacy="identifying")
    position = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = By()
    retired_at = models.DateTimeField(null=True)
    retired_by = By(null=True)

    class Meta:
        constraints: ClassVar = [both_or_neither("retired_at", "retired_by", name="emergency_notify_retired_pair")]
