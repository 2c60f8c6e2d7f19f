"""What the clinician sees and judges, dated. None of it is computed; a correction is a new row that names the old one."""

from django.db import models

from clinic.audit.models import By
from clinic.db.models import ClinicKey, ImmutableRow
from clinic.db.sealed import SealedJSON, SealedText
from intake.assessments import DECISIONS, FORMULATION, LEVELS, OBSERVED, SOURCES, SUITS
from intake.questions import Choices, Question


class Formulation(ImmutableRow):
    """A dated risk formulation in the clinician's own words: answers by key of `intake.assessments.FORMULATION`.

    `level` is what the clinician says, or empty; no score sets it (CLINICAL 3).
    """

    client = ClinicKey("clients.Client", related_name="formulations")
    words = SealedJSON(privacy="clinical")
    level = SealedText(privacy="clinical")
    at = models.DateTimeField(auto_now_add=True)
    by = By()

    @property
    def level_words(self) -> str:
        return _words(LEVELS, self.level)

    @property
    def lines(self) -> list[tuple[Question, str]]:
        """Every question of the table with what was said to it, or ""."""
        return [(question, self.words.get(question.key, "")) for question in FORMULATION]


class Observation(ImmutableRow):
    """Something that was noticed: what (a key of `intake.assessments.OBSERVED`), by whom or where from, and on which day."""

    client = ClinicKey("clients.Client", related_name="observations")
    what = SealedText(privacy="clinical")
    words = SealedText(privacy="clinical")
    source = SealedText(privacy="clinical")
    seen_on = models.DateField()
    corrects = ClinicKey("intake.Observation", null=True, related_name="corrections")
    at = models.DateTimeField(auto_now_add=True)
    by = By()

    @property
    def what_words(self) -> str:
        return _words(OBSERVED, self.what)

    @property
    def source_words(self) -> str:
        return _words(SOURCES, self.source)


class CareDecision(ImmutableRow):
    """Whether teletherapy suits this client now, and why; the newest stands."""

    client = ClinicKey("clients.Client", related_name="care_decisions")
    decision = SealedText(privacy="clinical")
    reason = SealedText(privacy="clinical")
    at = models.DateTimeField(auto_now_add=True)
    by = By()

    @property
    def decision_words(self) -> str:
        return _words(DECISIONS, self.decision)

    @property
    def suits(self) -> bool:
        return bool(self.decision == SUITS)


def _words(table: Choices, key: str) -> str:
    return str(dict(table).get(key, key))
