"""Who stands for a minor or for somebody who cannot decide alone, and what this person may be told."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from clinic.audit.models import By
from clinic.db.models import ClinicKey, ClinicRow, both_or_neither


class GuardianshipQuerySet(models.QuerySet["Guardianship"]):
    def kept(self) -> "GuardianshipQuerySet":
        """Those that nobody ended, of people who are still kept; the last day of some may be over."""
        return self.filter(ended_at=None, contact__retired_at=None).select_related("contact").order_by("made_at")


class Guardianship(ClinicRow):
    """That a person is the client's guardian, how that was verified, and the access agreed on.

    `access` is what was agreed; `access_now` is what holds. Nothing is told to somebody who is not verified, and
    do-not-contact stands above every access.
    """

    class Access(models.TextChoices):
        NONE = "none", "Is told nothing"
        CRISIS = "crisis", "Is told in a crisis"
        PLAN = "plan", "May read the plan"

    class Proof(models.TextChoices):
        """How we know; empty: we do not."""

        NOT_YET = "", "Not verified yet"
        COURT = "court", "Saw the court's paper"
        BIRTH = "birth", "Saw the birth certificate"
        IDENTITY = "identity", "Saw an identity card and asked the client"
        AGENCY = "agency", "Confirmed by a school or an agency"

    class During(models.TextChoices):
        """Where the adult is while the client is in a session."""

        NOT_ASKED = "", "Not asked"
        ROOM = "room", "In the same room"
        HOUSE = "house", "In the house, not in the room"
        AWAY = "away", "Somewhere else"

    readable = ("access", "proof", "during_sessions")

    client = ClinicKey("clients.Client", related_name="guardianships")
    contact = ClinicKey("emergency.Contact", related_name="guardianships")
    access = models.CharField(max_length=6, choices=Access.choices)
    proof = models.CharField(max_length=8, choices=Proof.choices, default=Proof.NOT_YET, blank=True)
    verified_on = models.DateField(null=True)
    verified_by = By(null=True)
    during_sessions = models.CharField(max_length=5, choices=During.choices, default=During.NOT_ASKED, blank=True)
    until = models.DateField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = By()
    ended_at = models.DateTimeField(null=True)
    ended_by = By(null=True)

    objects = GuardianshipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contact"], condition=Q(ended_at=None), name="emergency_one_guardianship"),
            models.CheckConstraint(
                condition=Q(proof="", verified_on=None, verified_by=None)
                | (~Q(proof="") & Q(verified_on__isnull=False, verified_by__isnull=False)),
                name="emergency_guardianship_verified",
            ),
            both_or_neither("ended_at", "ended_by", name="emergency_guardianship_ended_pair"),
        ]

    @property
    def is_verified(self) -> bool:
        return bool(self.proof)

    @property
    def has_run_out(self) -> bool:
        """The last day is over, by the calendar of the clinic."""
        return self.until is not None and self.until < timezone.localdate()

    @property
    def stands(self) -> bool:
        return self.ended_at is None and not self.has_run_out

    @property
    def access_now(self) -> str:
        """What this person may be told today: the access agreed on, unless something stands above it."""
        ruled_out = self.contact.do_not_contact or self.contact.retired_at is not None
        if ruled_out or not self.stands or not self.is_verified:
            return self.Access.NONE
        return self.access
