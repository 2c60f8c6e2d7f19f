"""Words from the intake that fit a step. The client picks; nothing enters the plan by itself."""

from collections.abc import Iterable
from dataclasses import dataclass

from clinic.clients.models import Client
from intake.suggestions import suggestions
from safetyplans.models import Item
from safetyplans.steps import Step


@dataclass(frozen=True)
class Suggested:
    """A line to pick; `ref` names it for as long as the answer stays as it is."""

    ref: str
    text: str
    purpose: str


def for_step(client: Client, step: Step, lines: Iterable[Item]) -> list[Suggested]:
    """What the intake offers for this step and the step does not say yet. One query."""
    said = {line.text.strip().casefold() for line in lines}
    offered = [
        Suggested(f"{number}-{each.key}", each.text, each.purpose)
        for number, each in enumerate(each for each in suggestions(client) if each.step == step.key)
    ]
    return [each for each in offered if each.text.strip().casefold() not in said]
