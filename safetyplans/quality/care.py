"""Rules about the care team: who answers and when, who it is, where to go, what happens when the video drops."""

from collections.abc import Iterator

from safetyplans.quality.facts import PlanFacts, ResourceFacts
from safetyplans.quality.found import Found, about_line, about_step
from safetyplans.quality.languages import words_of
from safetyplans.quality.people import HELP, PROS
from safetyplans.quality.plans import HOSPITAL_KINDS

CRISIS_KINDS = frozenset(
    {"psap", "emergency", "mobile_crisis", "crisis_line", "text_line", "warm_line", "youth", "veterans", "lgbtq"}
)


def no_hours(plan: PlanFacts) -> Iterator[Found]:
    words, lines = words_of(plan.language), [line for line in plan.of(PROS) if line.resource]
    entries = [line.resource for line in lines if line.resource]
    theirs = [line.resource for line in lines if line.resource and not (words and words.test("is_another_service", line))]
    hours = any(each.kind == "other" and _has_hours(each) for each in theirs) or _says(plan, "says_hours", PROS, "boundaries")
    otherwise = any(each.kind in CRISIS_KINDS for each in entries) or _says(plan, "says_who_else", PROS, "boundaries")
    if not (hours and otherwise):
        yield about_step("boundaries")


def _has_hours(resource: ResourceFacts) -> bool:
    return bool(resource.hours) and not resource.hours.startswith("24")


def office_at_night(plan: PlanFacts) -> Iterator[Found]:
    """Someone of the care team is named, or marked as working at night, where the office may be shut."""
    words = words_of(plan.language)
    for line in plan.of(PROS, HELP, "boundaries", "provider_responses"):
        marked = bool(line.night and line.person and line.person.provider)
        if marked or (words and line.text.strip() and words.test("answers_at_all_hours", line)):
            yield about_line(line)


def no_clinician(plan: PlanFacts) -> Iterator[Found]:
    picked = any(line.person and line.person.provider for line in plan.of(PROS))
    if not picked and not _says(plan, "names_a_clinician", PROS):
        yield about_step(PROS)


def no_emergency_department(plan: PlanFacts) -> Iterator[Found]:
    picked = any(line.resource and line.resource.kind in HOSPITAL_KINDS for line in plan.of(PROS))
    if not picked and not _says(plan, "names_a_hospital", PROS):
        yield about_step(PROS)


def video_not_agreed(plan: PlanFacts) -> Iterator[Found]:
    if not _says(plan, "says_who_calls", "telehealth"):
        yield about_step("telehealth")


def _says(plan: PlanFacts, test: str, *steps: str) -> bool:
    """Whether a line of these steps says it. Words in a language without a table may say it: then nothing is asked."""
    lines, words = [line for line in plan.of(*steps) if line.text.strip() or line.person], words_of(plan.language)
    return any(words.test(test, line) for line in lines) if words else any(line.text.strip() for line in lines)
