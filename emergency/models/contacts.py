"""People around a client."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clinic.audit.models import By
from clinic.db.models import ClinicKey, ClinicRow, both_or_neither
from clinic.db.sealed import SealedText


class ContactQuerySet(models.QuerySet["Contact"]):
    def kept(self) -> "ContactQuerySet":
        return self.filter(retired_at=None).order_by("position", "made_at")

    def ruled_out(self) -> "ContactQuerySet":
        """Those for whom `may_be_in_plan` is not true."""
        return self.filter(Q(do_not_contact=True) | Q(permission=Contact.Permission.NEVER))


class Contact(ClinicRow):
    """A person, with what the client allows. No answer is not a yes: permission is empty until asked.

    Of a provider, `relation` is the profession.
    """

    class Role(models.TextChoices):
        PERSON = "", "Somebody in the client's life"
        PROVIDER = "provider", "Another provider"

    class Permission(models.TextChoices):
        NOT_ASKED = "", "Not asked yet"
        ANY = "any", "Any time"
        CRISIS = "crisis", "Only in a crisis"
        NEVER = "never", "Never"

    readable = ("permission", "position", "role", "minutes_away")

    client = ClinicKey("clients.Client", related_name="contacts")
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.PERSON, blank=True)
    name = SealedText(privacy="identifying")
    organisation = SealedText(privacy="identifying", null=True)
    relation = SealedText(privacy="identifying")
    phone = SealedText(privacy="identifying")
    phone_changed_at = models.DateTimeField(null=True)
    other_phone = SealedText(privacy="identifying")
    note = SealedText(privacy="clinical")
    permission = models.CharField(max_length=6, choices=Permission.choices, default=Permission.NOT_ASKED, blank=True)
    can_text = models.BooleanField(null=True)
    may_discuss = models.BooleanField(null=True)
    may_leave_message = models.BooleanField(null=True)
    willing = models.BooleanField(null=True)
    minutes_away = models.PositiveSmallIntegerField(null=True)
    has_key = models.BooleanField(null=True)
    knows_of_therapy = models.BooleanField(null=True)
    release_signed_on = models.DateField(null=True)
    release_ends_on = models.DateField(null=True)
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
            both_or_neither("retired_at", "retired_by", name="emergency_contact_retired_pair"),
            models.CheckConstraint(
                condition=Q(release_ends_on=None)
                | Q(release_signed_on__isnull=False, release_ends_on__gte=models.F("release_signed_on")),
                name="emergency_contact_release_order",
            ),
        ]

    @property
    def is_provider(self) -> bool:
        return self.role == self.Role.PROVIDER

    @property
    def release_has_ended(self) -> bool:
        """By the calendar of the clinic, whose zone is active on its pages."""
        return self.release_ends_on is not None and self.release_ends_on < timezone.localdate()

    @property
    def reach(self) -> list[str]:
        """What is known of whether this person can help, in words for a page."""
        known = {
            "willing": {True: _("willing to help"), False: _("not able to help")},
            "has_key": {True: _("has a key"), False: _("no key")},
            "knows_of_therapy": {True: _("knows about the therapy"), False: _("does not know about the therapy")},
        }
        said = {name: str(words[answer]) for name, words in known.items() if (answer := getattr(self, name)) is not None}
        if self.minutes_away is not None:
            away = ngettext("%(n)d minute away", "%(n)d minutes away", self.minutes_away) % {"n": self.minutes_away}
            minutes = away if self.minutes_away else str(_("in the same home"))
            said = {"willing": said.pop("willing", ""), "minutes": minutes, **said}
        return [words for words in said.values() if words]

    @property
    def may_be_called(self) -> bool:
        return not self.do_not_contact and self.permission in {self.Permission.ANY, self.Permission.CRISIS}

    @property
    def may_be_in_plan(self) -> bool:
        """The client may call whom they like; only a person marked never or do-not-contact stays out of the plan."""
        return not self.do_not_contact and self.permission != self.Permission.NEVER
