"""Sections and questionnaires a client fills in from a link."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F
from django.utils import timezone

from clinic.audit.models import By
from clinic.db.models import ClinicKey, ClinicRow
from clinic.db.sealed import SealedJSON, SealedText
from intake.models.answers import Answer


class IntakeInvitationQuerySet(models.QuerySet["IntakeInvitation"]):
    def open(self) -> "IntakeInvitationQuerySet":
        """Those from which the client may write now. One from before care was closed stays ended when it is reopened."""
        since = timezone.now() - IntakeInvitation.VALID_FOR
        in_care = self.filter(client__closed_at=None).exclude(client__reopened_at__gt=F("made_at"))
        return in_care.filter(finished_at=None, ended_at=None, made_at__gt=since)


class IntakeInvitation(ClinicRow):
    """A link (ticket of kind "intake") with a code told in the session. `parts`: section slugs and instrument ids, in order.

    `beside`: what the client wrote, by question key, where somebody else had answered meanwhile; neither replaces the other.
    A wish to talk about it stands with the words as {"said": …, "wish": "talk"}.
    """

    class Way(models.TextChoices):
        EMAIL = "email", "Sent by e-mail"
        SHOWN = "shown", "Shown on the call"

    VALID_FOR = timedelta(days=7)

    readable = ("way", "parts", "tries")

    client = ClinicKey("clients.Client", related_name="intake_invitations")
    way = models.CharField(max_length=5, choices=Way.choices)
    parts = ArrayField(models.CharField(max_length=24))
    code = SealedText(privacy="secret", null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = By()
    opened_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    beside = SealedJSON(privacy="clinical", null=True)

    objects = IntakeInvitationQuerySet.as_manager()

    @property
    def works_until(self) -> datetime:
        return self.made_at + self.VALID_FOR

    @property
    def has_run_out(self) -> bool:
        return self.works_until <= timezone.now()

    def has_beside(self, key: str) -> bool:
        """Whether the client answered this question where somebody else had."""
        return key in (self.beside or {})

    def said_beside(self, key: str) -> Any:
        """What the client wrote there; None for nothing."""
        kept = (self.beside or {}).get(key)
        return kept["said"] if isinstance(kept, dict) else kept

    def wish_beside(self, key: str) -> str:
        """What the client chose there instead of answering, or with it."""
        kept = (self.beside or {}).get(key)
        return str(kept["wish"]) if isinstance(kept, dict) else ""

    def keep_beside(self, key: str, said: Any, wish: str) -> None:
        """Set what stands there; nothing at all takes it away. Save the row afterwards."""
        kept = {other: words for other, words in (self.beside or {}).items() if other != key}
        if wish == Answer.Wish.TALK:
            kept[key] = {"said": said, "wish": wish}
        elif said is not None:
            kept[key] = said
        self.beside = kept
