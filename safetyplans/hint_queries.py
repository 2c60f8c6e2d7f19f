"""Reading the hints of a draft, for the pages of the therapist."""

from dataclasses import dataclass, replace

from safetyplans.models import HandOver, HintAnswer, Plan, PlanVersion
from safetyplans.quality.facts import facts_of
from safetyplans.quality.hints import Given, Hint, hints
from safetyplans.quality.rules import AMBER
from safetyplans.queries import Draft
from safetyplans.steps import BY_KEY, BY_SLUG, Step


@dataclass(frozen=True)
class Hints:
    """Hints for a page. `at` names it: the slug of a step, "check" or "plan"."""

    at: str
    all: tuple[Hint, ...]

    @property
    def in_editor(self) -> bool:
        """Its buttons are buttons of the editor's form."""
        return self.at in BY_SLUG

    @property
    def open(self) -> list[Hint]:
        return [hint for hint in self.all if not hint.answer]

    @property
    def shown(self) -> list[Hint]:
        """Before sharing, by step; the page says of itself that there is nobody to call."""
        return sorted((hint for hint in self.open if hint.rule.level != AMBER), key=_place)

    @property
    def answered(self) -> list[Hint]:
        return [hint for hint in self.all if hint.answer]

    @property
    def of_step(self) -> list[Hint]:
        """Those about the step itself; those about a line stand under it."""
        return [hint for hint in self.open if not hint.item]

    @property
    def has_own(self) -> bool:
        """Whether there is anything to show but what stands under the lines."""
        return bool(self.all) if not self.in_editor else bool(self.of_step or self.answered)

    @property
    def of_lines(self) -> list[Hint]:
        return [hint for hint in self.open if hint.item]

    def of_line(self, id: str) -> list[Hint]:
        return [hint for hint in self.open if hint.item == id]

    def find(self, key: str) -> Hint | None:
        return next((hint for hint in self.all if hint.key == key), None)


def _place(hint: Hint) -> int:
    return list(BY_KEY).index(hint.step) if hint.step else len(BY_KEY)


def all_hints(plan: Plan, draft: Draft) -> Hints:
    """Everything to ask about the draft before it is put in force. Five queries and those of the intake's risk factors."""
    return Hints("check", tuple(hints(facts_of(plan, draft), _answers(plan))))


def step_hints(plan: Plan, draft: Draft, step: Step) -> Hints:
    """What to ask at this step."""
    return Hints(step.slug, tuple(hint for hint in all_hints(plan, draft).all if hint.step == step.key))


def delivery_hints(plan: Plan, draft: Draft) -> Hints:
    """What to ask when a version is in force: whether the client has a copy."""
    handed = HandOver.objects.filter(version__plan=plan, version__number=plan.number).exists()
    facts = replace(facts_of(plan, draft), handed_over=handed)
    return Hints("plan", tuple(hint for hint in hints(facts, _answers(plan)) if hint.rule.key == "not_handed_over"))


def _answers(plan: Plan) -> dict[tuple[str, str], Given]:
    found = HintAnswer.objects.filter(plan=plan)
    return {(each.rule, each.subject): Given(each.answer, each.at) for each in found}


@dataclass(frozen=True)
class Asked:
    """What was asked and answered when a version was made."""

    where: str
    question: str
    answer: str
    source: str


def asked_when_made(version: PlanVersion) -> list[Asked]:
    """The findings kept with a version, for staff; empty for one made before there were any."""
    return [
        Asked(
            where=str(BY_KEY[each["step"]].short) if each["step"] in BY_KEY else "",
            question=each["question"],
            answer=str(HintAnswer.Answer(each["answer"]).label) if each["answer"] else "",
            source=each["source"],
        )
        for each in version.findings or []
    ]
