"""The steps in the words of the clinic: its own where it has written some, Handrail's where it has not."""

from collections.abc import Iterable
from dataclasses import replace

from safetyplans.models import StepWording
from safetyplans.steps import STEPS, Step


def newest(language: str) -> dict[str, StepWording]:
    """What stands of the clinic's own words, by step key. One query."""
    found = StepWording.objects.filter(language=language).order_by("step", "-at", "-id").distinct("step")
    return {wording.step: wording for wording in found}


def steps_in(language: str) -> tuple[Step, ...]:
    """All steps in their order as the clinic of the moment words them in this language. One query."""
    own = newest(language)
    return tuple(_worded(step, own.get(step.key)) for step in STEPS)


def step_called(slug: str, language: str) -> Step | None:
    """The step of this slug as the clinic words it; None for an unknown one."""
    return next((step for step in steps_in(language) if step.slug == slug), None)


def history(key: str, language: str) -> list[StepWording]:
    """Every wording of a step that the clinic has had, newest first."""
    return list(StepWording.objects.filter(step=key, language=language).order_by("-at", "-id"))


def worded(step: Step, *, title: str = "", ask: str = "", prompts: Iterable[str] = ()) -> Step:
    """The step in these words; Handrail's own where there are none."""
    return replace(step, title=title or step.title, ask=ask or step.ask, prompts=tuple(prompts) or step.prompts)


def _worded(step: Step, own: StepWording | None) -> Step:
    if own is None:
        return step
    return worded(step, title=own.title, ask=own.ask, prompts=[line for line in own.prompts.splitlines() if line.strip()])
