"""The person in care."""

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef

from clinic.audit.actors import Actor, Kind
from clinic.audit.models import By
from clinic.clients.models.access import AccessGrant
from clinic.db.models import ClinicRow, both_or_neither
from clinic.db.sealed import SealedText


class ClientQuerySet(models.QuerySet["Client"]):
    def visible_to(self, by: Actor, at: "datetime | models.Expression | None" = None) -> "ClientQuerySet":
        """The clients whose record this actor may read: by a grant active now (or `at`), or as supervisor of the clinic."""
        if by.kind is Kind.SYSTEM:
            return self
        if by.kind is Kind.CLIENT:
            return self.filter(pk=by.id)
        if by.has("supervisor"):
            return self
        if not by.has("therapist"):
            return self.none()
        return self.filter(Exists(AccessGrant.objects.active(at).filter(client_id=OuterRef("pk"), holder_id=by.id)))

    def in_directory_of(self, by: Actor) -> "ClientQuerySet":
        """The clients whose name and phone this actor may see: admins all of the clinic, others those they may read."""
        return self if by.has("admin") else self.visible_to(by)

    def in_care(self) -> "ClientQuerySet":
        return self.filter(closed_at=None)


class Client(ClinicRow):
    """Identity, and what this client chose for the copies of the plan."""

    class PhoneUse(models.TextChoices):
        """Does anyone else use or look at the client's phone?"""

        NOT_ASKED = "", "Not asked"
        PRIVATE = "private", "No"
        SOMETIMES = "sometimes", "Sometimes"
        UNSAFE = "unsafe", "Yes, and it would not be safe"

    class Why(models.TextChoices):
        """Why care ended."""

        ENDED = "ended", "We finished as planned"
        STOPPED = "stopped", "The client stopped coming"
        MOVED = "moved", "The client went on with somebody else"
        DIED = "died", "The client has died"

    readable = ("language", "phone_use", "closed_why")

    name = SealedText(privacy="identifying")
    legal_name = SealedText(privacy="identifying")
    phone = SealedText(privacy="identifying")
    email = SealedText(privacy="identifying")
    pronouns = SealedText(privacy="identifying")
    born_on = SealedText(privacy="identifying")
    language = models.CharField(max_length=8, default="en")
    phone_use = models.CharField(max_length=9, choices=PhoneUse.choices, default=PhoneUse.NOT_ASKED, blank=True)
    names_on_copies = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = By()
    closed_at = models.DateTimeField(null=True)
    reopened_at = models.DateTimeField(null=True)
    closed_by = By(null=True)
    closed_why = models.CharField(max_length=7, choices=Why.choices, default="", blank=True)

    objects = ClientQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [both_or_neither("closed_at", "closed_by", name="clients_client_closed_pair")]

    @property
    def actor(self) -> Actor:
        return Actor(Kind.CLIENT, self.id, self.clinic_id)

    @property
    def short_name(self) -> str:
        """First name and initial, for pages that may be seen on a shared screen."""
        first, *rest = self.name.split() or ["?"]
        return f"{first} {rest[-1][0]}." if rest else first

    @property
    def born(self) -> date | None:
        """The day of birth, where it is known."""
        try:
            return date.fromisoformat(self.born_on)
        except ValueError:
            return None

    def age_on(self, day: date) -> int | None:
        """In whole years; None where the day of birth is not known."""
        born = self.born
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day)) if born else None

    @property
    def pseudonym(self) -> str:
        """How an auditor sees this client."""
        return pseudonym(self.id)


def pseudonym(client_id: object) -> str:
    return "Client " + str(client_id)[:8]
