"""Rules about a draft as a whole: what is empty, old, unlikely, unchecked or open."""

import re
from collections.abc import Iterator

import phonenumbers

from clinic.web.numbers import read_number
from safetyplans.dialling import usable_number
from safetyplans.quality.facts import PersonFacts, PlanFacts, ResourceFacts
from safetyplans.quality.found import Found, about_line, about_plan, about_step
from safetyplans.quality.languages import words_of
from safetyplans.quality.people import AROUND, HELP, PROS

SAFER = "means_safety"
TO_DO = ("internal_coping", AROUND, HELP)
NOT_EMPTY = ("warning_signs", "internal_coping", AROUND, PROS)
OLD_AFTER_DAYS = 60
MEANS = frozenset({"firearm", "medicines"})  # risk factors that are things within reach
HOSPITAL_KINDS = frozenset({"emergency_department", "hospital"})

# Something in each step


def step_empty(plan: PlanFacts) -> Iterator[Found]:
    yield from (about_step(step) for step in NOT_EMPTY if not plan.of(step) and not plan.states.get(step))


def safer_not_discussed(plan: PlanFacts) -> Iterator[Found]:
    if not plan.of(SAFER) and not plan.states.get(SAFER):
        yield about_step(SAFER)


# Nights, likelihood, age


def nothing_at_night(plan: PlanFacts) -> Iterator[Found]:
    lines = plan.of(*TO_DO)
    if lines and not any(line.night for line in lines):
        yield about_plan()


def not_asked_how_likely(plan: PlanFacts) -> Iterator[Found]:
    lines = plan.of(*TO_DO)
    if lines and not any(line.likely for line in lines):
        yield about_plan()


def not_likely(plan: PlanFacts) -> Iterator[Found]:
    yield from (about_line(line) for line in plan.lines if line.likely == "not_likely" and not line.barriers.strip())


def not_touched(plan: PlanFacts) -> Iterator[Found]:
    if plan.changed_days_ago > OLD_AFTER_DAYS:
        yield about_plan()


# Numbers and lines


def read_number_back(plan: PlanFacts) -> Iterator[Found]:
    """A number that can be dialled, but is not written as numbers of this country are."""
    for line in plan.of(*TO_DO, PROS):
        person = line.person
        if person is None or not usable_number(person.phone) or not plan.country:
            continue
        number = read_number(person.phone, plan.country)
        if number is None or not phonenumbers.is_valid_number(number):
            yield about_line(line, name=person.name)


def no_night_line(plan: PlanFacts) -> Iterator[Found]:
    at_night = [line.resource for line in plan.of(PROS) if line.resource and _answers_at_night(line.resource)]
    for place in plan.places:
        if not any(place.id in resource.places for resource in at_night):
            yield Found(PROS, place.id, names={"place": place.name})


def _answers_at_night(resource: ResourceFacts) -> bool:
    round_the_clock = re.search(
        r"\b24 ?(?:h|hours?|hrs?|/ ?7)\b|24/7|always|round the clock|day and night", resource.hours, re.IGNORECASE
    )
    return resource.local and resource.kind not in HOSPITAL_KINDS and bool(resource.phone and round_the_clock)


def unchecked_number(plan: PlanFacts) -> Iterator[Found]:
    for line in plan.lines:
        if line.on_copy and line.resource is not None and not line.resource.checked:
            yield about_line(line, name=line.resource.name)


def numbers_not_read(plan: PlanFacts) -> Iterator[Found]:
    """Numbers of people that came or changed after the numbers were last read through with the client: once for a step."""
    for step in (HELP, PROS):
        people = [line.person for line in plan.of(step) if line.on_copy and line.person and usable_number(line.person.phone)]
        names = [each.name for each in people if not _was_read(each, plan)]
        if names:
            yield Found(step, step, names={"names": ", ".join(dict.fromkeys(names))})


def _was_read(person: PersonFacts, plan: PlanFacts) -> bool:
    read = plan.numbers_read_at
    return read is not None and (person.phone_since is None or person.phone_since <= read)


# Making the place safer


def past_date(plan: PlanFacts) -> Iterator[Found]:
    """A day that was set when the line was written has gone by, and nothing says that it was done."""
    words = words_of(plan.language)
    if words is None or words.day_named is None or plan.today is None:
        return
    for line in plan.of(SAFER):
        day = words.day_named(line.text, line.written) if line.written and line.text.strip() else None
        if day and line.written and line.written <= day < plan.today and not words.test("says_it_is_done", line):
            yield about_line(line)


def means_without_action(plan: PlanFacts) -> Iterator[Found]:
    """The intake knows of something within reach, yet the step holds nothing, though it was said to be talked about."""
    if plan.states.get(SAFER) == "discussed" and not plan.of(SAFER):
        yield from (Found(SAFER, key, names={"label": label}) for key, label in plan.risk_factors if key in MEANS)


# What the intake and the hand-over leave open


def risk_factors(plan: PlanFacts) -> Iterator[Found]:
    yield from (about_plan(key, label=str(label)) for key, label in plan.risk_factors)


def no_reminder(plan: PlanFacts) -> Iterator[Found]:
    lines = plan.of("reasons_for_living")
    if lines and not any(line.purpose == "reminder" for line in lines):
        yield about_step("reasons_for_living")


def not_handed_over(plan: PlanFacts) -> Iterator[Found]:
    if plan.handed_over is False:
        yield about_plan()
