"""Looking at the plan again, on a date."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from clinic.audit.actors import Actor
from clinic.audit.models import By
from clinic.clients.models import Client
from clinic.db.models import ClinicKey, ClinicRow, both_or_neither
from clinic.db.sealed import SealedText


class ReviewQuerySet(models.QuerySet["Review"]):
    def waiting(self) -> "ReviewQuerySet":
        return self.filter(done_at=None, cancelled_at=None)

    def due(self, today: date) -> "ReviewQuerySet":
        return self.waiting().filter(due_on__lte=today)

    def overdue(self, today: date) -> "ReviewQuerySet":
        return self.waiting().filter(due_on__lt=today)

    def live(self) -> "ReviewQuerySet":
        """Waiting, of plans in force whose client is in care: the others remind nobody."""
        return self.waiting().filter(plan__closed_at=None, plan__number__gt=0, plan__client__closed_at=None)

    def visible_to(self, by: Actor) -> "ReviewQuerySet":
        return self.filter(plan__client__in=Client.objects.visible_to(by))


class Review(ClinicRow):
    """One open review per plan. Due is computed from `due_on` in the clinic's zone, not stored."""

    class Why(models.TextChoices):
        INTERVAL = "interval", "The planned time has come"
        NUMBER = "number", "A number in the plan changed"
        STEP_DOWN = "step_down", "Care has ended"
        INCIDENT = "incident", "After an incident"

    class Outcome(models.TextChoices):
        STILL_RIGHT = "still_right", "Still right"
        CHANGED = "changed", "Changed"
        RETIRED = "retired", "Retired"

    readable = ("why", "outcome")

    plan = ClinicKey("safetyplans.Plan", related_name="reviews")
    due_on = models.DateField()
    why = models.CharField(max_length=9, choices=Why.choices, default=Why.INTERVAL)
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = By()
    moved_from = models.DateField(null=True)
    moved_reason = SealedText(privacy="clinical")
    done_at = models.DateTimeField(null=True)
    done_by = By(null=True)
    outcome = models.CharField(max_length=11, choices=Outcome.choices, default="", blank=True)
    client_present = models.BooleanField(null=True)
    looked_at = SealedText(privacy="clinical")
    used = SealedText(privacy="clinical")
    changed = SealedText(privacy="clinical")
    next_due_on = models.DateField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = By(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan"], condition=Q(done_at=None, cancelled_at=None), name="safetyplans_one_open_review"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, outcome="")
                | Q(done_at__isnull=False, done_by__isnull=False) & ~Q(outcome=""),
                name="safetyplans_review_done_pair",
            ),
            both_or_neither("cancelled_at", "cancelled_by", name="safetyplans_review_cancelled_pair"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["clinic", "due_on"], condition=Q(done_at=None, cancelled_at=None), name="safetyplans_review_due")
        ]
