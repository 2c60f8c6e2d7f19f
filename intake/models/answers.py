"""What we learn at the start and after: one sealed row per client and question of `intake/sections.py`."""

from typing import ClassVar

from django.db import models

from clinic.audit.models import By
from clinic.db.models import ClinicKey, ClinicRow
from clinic.db.sealed import SealedJSON


class Answer(ClinicRow):
    """An answer as given. No row, or null: not asked. A second writer with an old `version` gets a conflict.

    `wish`: what the client chose instead of answering, on the questions sent by link.
    """

    class Wish(models.TextChoices):
        NONE = "", "None"
        SKIPPED = "skipped", "Skipped"
        TALK = "talk", "Would rather talk about it"

    readable = ("key", "version", "wish")

    client = ClinicKey("clients.Client", related_name="answers")
    key = models.CharField(max_length=40)
    value = SealedJSON(privacy="clinical", null=True)
    wish = models.CharField(max_length=7, choices=Wish.choices, default=Wish.NONE, blank=True)
    version = models.PositiveIntegerField(default=1)
    operation_id = models.UUIDField(null=True)
    changed_at = models.DateTimeField()
    changed_by = By()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["client", "key"], name="intake_answer_once")]

    @property
    def is_from_client(self) -> bool:
        """Whether these are the client's own keystrokes, given from a link, and nobody's since."""
        return self.changed_by_id == self.client_id


class SectionState(ClinicRow):
    """How far a section is: completed or skipped by a person's word; without a row it follows from the answers."""

    class State(models.TextChoices):
        COMPLETED = "completed", "Completed"
        SKIPPED = "skipped", "Skipped for now"

    readable = ("section", "state")

    client = ClinicKey("clients.Client", related_name="section_states")
    section = models.CharField(max_length=24)
    state = models.CharField(max_length=9, choices=State.choices)
    changed_at = models.DateTimeField()
    changed_by = By()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["client", "section"], name="intake_section_once")]
