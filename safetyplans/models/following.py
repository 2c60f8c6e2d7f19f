"""Letting the client follow the draft on the phone while it is written together."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from clinic.audit.models import By
from clinic.clients.models import Device
from clinic.db.models import ClinicKey, ClinicRow, both_or_neither


class FollowingQuerySet(models.QuerySet["Following"]):
    def open(self) -> "FollowingQuerySet":
        """What the client may follow at this moment.

        The end of the session, of care or of the plan, and a phone that was signed out since, end it by themselves.
        """
        gone = Device.objects.filter(client=OuterRef("plan__client"), ended_at__gt=OuterRef("made_at"))
        standing = self.filter(~Exists(gone), ended_at=None, until__gt=timezone.now())
        in_session = Q(session=None) | Q(session__ended_at=None)
        return standing.filter(in_session, plan__closed_at=None, plan__client__closed_at=None)


class Following(ClinicRow):
    """The client may see the draft on the phone, until somebody stops it and at the longest until `until`.

    `session`: the one that was under way; it ends with it. `opened_at`: when the client first looked, and no more than that.
    """

    AT_MOST = timedelta(hours=2)

    plan = ClinicKey("safetyplans.Plan", related_name="followings")
    session = ClinicKey("emergency.TherapySession", null=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = By()
    until = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = By(null=True)

    objects = FollowingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan"], condition=Q(ended_at=None), name="safetyplans_one_following"),
            both_or_neither("ended_at", "ended_by", name="safetyplans_following_ended_pair"),
        ]
