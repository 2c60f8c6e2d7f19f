"""What a rule gives back: whom or what its question is about."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from safetyplans.quality.facts import LineFacts, PlanFacts


@dataclass(frozen=True)
class Found:
    """One thing a rule asks about. `subject` names it for as long as it is there; `names` fill the question."""

    step: str
    subject: str
    item: str = ""
    names: dict[str, str] = field(default_factory=dict)


Finding = Callable[[PlanFacts], Iterable[Found]]


def about_step(step: str) -> Found:
    return Found(step, step)


def about_line(line: LineFacts, **names: str) -> Found:
    return Found(line.step, line.id, line.id, names)


def about_plan(subject: str = "plan", **names: str) -> Found:
    return Found("", subject, names=names)
