"""Who may see whom: time-bounded grants. Roles alone open no record, except a supervisor's."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from clinic.audit.models import By
from clinic.db.models import ClinicKey, ClinicRow, both_or_neither
from clinic.db.sealed import SealedText


class GrantQuerySet(models.QuerySet["AccessGrant"]):
    def active(self, at: "datetime | models.Expression | None" = None) -> "GrantQuerySet":
        """Those that hold at this moment, now unless another is named."""
        now = timezone.now() if at is None else at
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=now), starts_at__lte=now, revoked_at=None)

    def caseload(self) -> "GrantQuerySet":
        return self.filter(kind=AccessGrant.Kind.CASELOAD)


class AccessGrant(ClinicRow):
    """`holder` may read and write this client's record from `starts_at` until `ends_at` or revocation."""

    class Kind(models.TextChoices):
        CASELOAD = "caseload", "Caseload"
        COVER = "cover", "Cover"
        BREAK_GLASS = "break_glass", "Emergency access"

    class Why(models.TextChoices):
        """Why somebody opened a record that is not theirs."""

        NOT_SAID = "", "Not said yet"
        CRISIS = "crisis", "The client is in danger"
        COVER = "cover", "I cover for the therapist"
        CALLED = "called", "The client or a relative called"
        OTHER = "other", "Something else"

    readable = ("kind", "why")

    client = ClinicKey("clients.Client", related_name="grants")
    holder = By()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = By()
    why = models.CharField(max_length=6, choices=Why.choices, default=Why.NOT_SAID, blank=True)
    reason = SealedText(privacy="clinical", null=True)
    reasoned_at = models.DateTimeField(null=True)
    handover_note = SealedText(privacy="clinical", null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = By(null=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(kind="caseload", revoked_at=None, ends_at=None), name="clients_one_caseload"
            ),
            models.CheckConstraint(condition=Q(ends_at=None) | Q(ends_at__gt=models.F("starts_at")), name="clients_grant_order"),
            both_or_neither("revoked_at", "revoked_by", name="clients_grant_revoked_pair"),
        ]
        indexes: ClassVar = [models.Index(fields=["clinic", "holder", "client"], name="clients_grant_holder")]

    @property
    def last_moment(self) -> datetime | None:
        """For saying the last day: a grant until midnight ends the day before."""
        return self.ends_at - timedelta(seconds=1) if self.ends_at else None
