"""The hints of a draft: what the rules found, in words, with what was answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext

from safetyplans.quality.facts import LineFacts, PlanFacts
from safetyplans.quality.found import Found
from safetyplans.quality.rules import AMBER, RULES, Answer, Rule
from safetyplans.steps import BY_KEY

OF_A_STEP_WITH_LINES = frozenset({"no_clinician", "no_emergency_department"})  # an empty step is asked about once


@dataclass(frozen=True)
class Given:
    """What was answered to a hint, and when."""

    answer: str
    at: datetime


Answered = Mapping[tuple[str, str], Given]


@dataclass(frozen=True)
class Hint:
    """A question to ask, about the line `item` that says `said`, or about a step or the plan as a whole.

    `answer` is what was answered, as long as it stands: then the hint is quiet.
    """

    rule: Rule
    step: str
    subject: str
    item: str
    question: str
    said: str = ""
    answer: str = ""

    @property
    def key(self) -> str:
        return f"{self.rule.key}~{self.subject}"

    @property
    def is_amber(self) -> bool:
        return self.rule.level == AMBER

    @property
    def where(self) -> Promise | str:
        """The short name of its step; empty for the plan as a whole."""
        return BY_KEY[self.step].short if self.step else ""

    @property
    def slug(self) -> str:
        return BY_KEY[self.step].slug if self.step else ""

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(value, str(Answer(value).label)) for value in self.rule.answers]

    @property
    def changes_the_step(self) -> bool:
        """An answer is said of the step as well: the whole page is to be shown again."""
        return Answer.NOTHING in self.rule.answers

    @property
    def answer_words(self) -> str:
        return str(Answer(self.answer).label) if self.answer else ""


def hints(facts: PlanFacts, answered: Answered) -> list[Hint]:
    """All that may be asked about the draft in the order of the table, those that were answered with their answer.

    An answer stands until the hint's step changes; of the plan as a whole, until anything does. No queries.
    """
    found: dict[str, Hint] = {}
    for rule in RULES:
        for each in rule.find(facts):
            hint = _hint(rule, each, facts)
            found.setdefault(hint.key, replace(hint, answer=_standing(hint, facts, answered)))
    return [hint for hint in found.values() if hint.rule.key not in OF_A_STEP_WITH_LINES or f"step_empty~{hint.step}" not in found]


def _hint(rule: Rule, found: Found, facts: PlanFacts) -> Hint:
    names = {"client": facts.client_name or gettext("the client"), **found.names}
    said = next((_words(line) for line in facts.lines if line.id == found.item), "") if found.item else ""
    return Hint(rule, found.step, found.subject, found.item, str(rule.question) % names, said)


def _words(line: LineFacts) -> str:
    cited = line.person or line.resource
    return line.text.strip() or (cited.name if cited else line.place)


def _standing(hint: Hint, facts: PlanFacts, answered: Answered) -> str:
    given = answered.get((hint.rule.key, hint.subject))
    if given is None or given.answer not in hint.rule.answers:
        return ""
    changed = facts.at_step.get(hint.step) if hint.step else facts.at_all
    return given.answer if changed is None or given.at >= changed else ""


def findings(found: Iterable[Hint]) -> list[dict[str, Any]]:
    """What was asked, as it is kept with a version: by value, so that a later rule changes nothing of it."""
    return [
        {
            "rule": hint.rule.key,
            "step": hint.step,
            "subject": hint.subject,
            "question": hint.question,
            "answer": hint.answer,
            "source": hint.rule.source,
        }
        for hint in found
    ]
