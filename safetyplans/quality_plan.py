"""Rules about a draft as a whole. Each takes the facts and gives what it found: whom or what the question is about."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import phonenumbers

from clinic.web.numbers import read_number
from safetyplans.quality_facts import LineFacts, PlanFacts, ResourceFacts
from safetyplans.quality_names import names_in, relations_in, tokens_of
from safetyplans.quality_words import Words, words_of

AROUND, HELP, PROS, SAFER = "social_distraction", "support_contacts", "professionals", "means_safety"
TO_DO = ("internal_coping", AROUND, HELP)
NOT_EMPTY = ("warning_signs", "internal_coping", AROUND, PROS)
OLD_AFTER_DAYS = 60
CRISIS_KINDS = frozenset(
    {"psap", "emergency", "mobile_crisis", "crisis_line", "text_line", "warm_line", "youth", "veterans", "lgbtq"}
)
HOSPITAL_KINDS = frozenset({"emergency_department", "hospital"})


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


def usable_number(phone: str) -> bool:
    """Whether a person's number can be dialled: seven digits or more before an extension, or an emergency number."""
    before = re.split(r"\b(?:ext|extension|x)\b\.?|x(?=\d)|#", phone, maxsplit=1, flags=re.IGNORECASE)[0]
    return any(len(re.sub(r"\D", "", run)) >= 7 for run in re.findall(r"[\d +().\-–/]+", before))


def _can_be_called(line: LineFacts) -> bool:
    if line.person is not None:
        return usable_number(line.person.phone) and not line.person.ruled_out
    return line.resource is not None and len(re.sub(r"\D", "", line.resource.phone)) >= 3


# Something in each step


def step_empty(plan: PlanFacts) -> Iterator[Found]:
    yield from (about_step(step) for step in NOT_EMPTY if not plan.of(step) and not plan.states.get(step))


def safer_not_discussed(plan: PlanFacts) -> Iterator[Found]:
    if not plan.of(SAFER) and not plan.states.get(SAFER):
        yield about_step(SAFER)


# People


def nobody_to_call(plan: PlanFacts) -> Iterator[Found]:
    if not plan.nobody_agreed and not any(line.on_copy and _can_be_called(line) for line in plan.of(HELP)):
        yield about_step(HELP)


def nobody_at_all(plan: PlanFacts) -> Iterator[Found]:
    words, lines = words_of(plan.language), plan.of(AROUND, HELP)
    known = _known_names(plan)
    if any(line.person and not line.person.provider for line in lines):
        return
    if words is not None and any(_private_person(line.text, words, known) for line in lines):
        return
    yield about_plan()


def _private_person(text: str, words: Words, known: set[str]) -> bool:
    if words.professions.search(text):
        return False
    return bool(relations_in(text, words) or names_in(text, words, known))


def _known_names(plan: PlanFacts) -> set[str]:
    people = (line.person for line in plan.lines if line.person and not line.person.provider)
    return {name for person in people if (name := _called(person.name))}


TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "sgt",
        "sergeant",
        "capt",
        "captain",
        "father",
        "fr",
        "sister",
        "pastor",
        "rev",
        "auntie",
        "aunt",
        "uncle",
        "coach",
        "nana",
        "nan",
        "grandma",
        "grandpa",
        "granny",
        "big",
        "little",
        "old",
        "tío",
        "tía",
        "tio",
        "tia",
        "cousin",
    ]
)


def _called(name: str) -> str:
    """What a person is called by: the first name after a title; empty where there is none."""
    return next((token.plain for token in tokens_of(name) if token.plain not in TITLES), "")


def ruled_out(plan: PlanFacts) -> Iterator[Found]:
    for line in plan.lines:
        if line.person is not None and line.person.ruled_out:
            yield about_line(line, name=line.person.name)


def same_person_twice(plan: PlanFacts) -> Iterator[Found]:
    words = words_of(plan.language)
    around, help_ = _people(plan, AROUND, words), _people(plan, HELP, words)
    for key in sorted(around.keys() & help_.keys()):
        if not _two_of_one_name(around[key], help_[key]):
            person = help_[key].person or around[key].person
            yield about_line(help_[key], name=person.name if person else key.title())


def _people(plan: PlanFacts, step: str, words: Words | None) -> dict[str, LineFacts]:
    """Who stands in a step, by first name or kind of relative; a provider is nobody's company."""
    other = HELP if step == AROUND else AROUND
    known = _known_names(plan) | (_written_names(plan, other, words) if words else set())
    found: dict[str, LineFacts] = {}
    for line in plan.of(step):
        keys = {_called(line.person.name)} if line.person is not None else names_in(line.text, words, known) if words else set()
        if words is not None:
            keys |= _only_one(relations_in(line.person.relation if line.person else line.text, words))
        for key in keys - {""}:
            found.setdefault(key, line)
    return found


def _only_one(relations: set[str]) -> set[str]:
    """Relatives of whom people have one, or name one when they have more."""
    return relations - {"friend", "cousin", "colleague", "neighbour", "children", "child", "nephew", "coach", "grandchild"}


def _written_names(plan: PlanFacts, step: str, words: Words) -> set[str]:
    return {name for line in plan.of(step) if line.person is None for name in names_in(line.text, words)}


def _two_of_one_name(one: LineFacts, other: LineFacts) -> bool:
    """Two picked people who share a first name and nothing more."""
    if one.person is None or other.person is None or one.person.id == other.person.id:
        return False
    return one.person.name.casefold() != other.person.name.casefold()


def willing_not_asked(plan: PlanFacts) -> Iterator[Found]:
    for line in plan.of(HELP):
        if line.person is not None and not line.person.provider and line.person.willing is None:
            yield about_line(line, name=line.person.name)


def no_number(plan: PlanFacts) -> Iterator[Found]:
    for line in plan.of(HELP, PROS):
        if line.person is not None and not usable_number(line.person.phone):
            yield about_line(line, name=line.person.name)


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
