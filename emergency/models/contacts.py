"""People around a client."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from clinic.audit.models import By
from clinic.db.models import ClinicKey, ClinicRow
from clinic.db.sealed import SealedText


class ContactQuerySet(models.QuerySet["Contact"]):
    def kept(self) -> "ContactQuerySet":
        return self.filter(retired_at=None).order_by("position", "made_at")


class Contact(ClinicRow):
    """A person, with what the client allows. No answer is not a yes: permission is empty until asked."""

    class Permission(models.TextChoices):
        NOT_ASKED = "", "Not asked yet"
        ANY = "any", "Any time"
        CRISIS = "crisis", "Only in a crisis"
        NEVER = "never", "Never"

    readable = ("permission", "position")

    client = ClinicKey("clients.Client", related_name="contacts")
    name = SealedText(privacy="identifying")
    relation = SealedText(privacy="identifying")
    phone = SealedText(privacy="identifying")
    other_phone = SealedText(privacy="identifying")
    note = SealedText(privacy="clinical")
    permission = models.CharField(max_length=6, choices=Permission.choices, default=Permission.NOT_ASKED, blank=True)
    can_text = models.BooleanField(null=True)
    may_discuss = models.BooleanField(null=True)
    may_leave_message = models.BooleanField(null=True)
    release_signed_on = models.DateField(null=True)
    do_not_contact = models.BooleanField(default=False)
    do_not_contact_reason = SealedText(privacy="clinical")
    position = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = By()
    retired_at = models.DateTimeField(null=True)
    retired_by = By(null=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(retired_at=None, retired_by=None) | Q(retired_at__isnull=False, retired_by__isnull=False),
                name="emergency_contact_retired_pair",
            )
        ]

    @property
    def may_be_called(self) -> bool:
        return not self.do_not_contact and self.permission in {self.Permission.ANY, self.Permission.CRISIS}

    @property
    def may_be_in_plan(self) -> bool:
        """The client may call whom they like; only a person marked never or do-not-contact stays out of the plan."""
        return not self.do_not_contact and self.permission != self.Permission.NEVER
