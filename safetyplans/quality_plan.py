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
    return {tokens_of(person.name)[0].plain for person in people if tokens_of(person.name)}


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
        if line.person is not None:
            keys = {tokens_of(line.person.name)[0].plain} if tokens_of(line.person.name) else set()
        else:
            keys = (names_in(line.text, words, known) | relations_in(line.text, words)) if words else set()
        for key in keys:
            found.setdefault(key, line)
    return found


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


# Who answers, and when

_DAY = r"(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:s|days?|nesdays?|sdays?|rsdays?|urdays?)?"
TIMES = re.compile(
    rf"\b{_DAY}\b|\b\d{{1,2}}(?:[:.]\d\d)? ?(?:am|pm|h)?\s*(?:-|–|to|till?|until|and)\s*\d{{1,2}}(?:[:.]\d\d)?|\b(?:till?|until|before|after|by|at|from) (?:\d|noon|dark|supper|lunch|school)|\b(?:week ?days?|work ?days?|workdays|office hours|working hours|business hours|clinic hours|day ?time|by day|"
    r"mornings?|afternoons?|same day|next day|within (?:a|one|two|\d+) (?:\w+ )?(?:days?|hours?)|24 hours|a day|not? (?:answers?|at night|on weekends|after)|does not answer)\b",
    re.IGNORECASE,
)
NOT_HERS = re.compile(
    r"\b(?:group is|group on|last bus|bus|minutes, then|pharmacy|chemist|shop|i don'?t (?:take|answer|pick)|i won'?t|is away|is up|sessions?|appointments?|on time|late|cancel|co-?pay|urgent care|walk-in|church|library|meeting|vacation in|off in|refills?)\b",
    re.IGNORECASE,
)
OTHERWISE = re.compile(
    r"\b(?:oth?e\w*wise|other|else|after(?: that| hours|wards)?|out of hours|nights?|overnight|evenings?|weekends?|later|past that|rest of|holidays?|covers?|on[- ]call|duty|in between|can'?t wait|then|when (?:she|he|they)\b.*?\b(?:not|n't|off|out|away)|away|any time|until then)\b|/",
    re.IGNORECASE,
)
WHO_ELSE = re.compile(
    r"\b(?:988|911|999|811|111|line|hotline|helpline|lifeline|samaritans|crisis|team|clinic|desk|colleague|service|station|dr|doctor|nurse|on[- ]call|duty|chaplain|somebody|someone|hospital|er|a&e|chat|office|captain|night (?:staff|worker|porter)|partner|covers?|front desk|the pager)\b",
    re.IGNORECASE,
)


def no_hours(plan: PlanFacts) -> Iterator[Found]:
    texts = [line.text for line in plan.of(PROS, "boundaries") if line.text]
    offices = [
        line.resource for line in plan.of(PROS) if line.resource and line.resource.kind == "other" and _has_hours(line.resource)
    ]
    lines = [line.resource for line in plan.of(PROS) if line.resource and line.resource.kind in CRISIS_KINDS]
    hours = bool(offices) or any(TIMES.search(text) and not NOT_HERS.search(text) for text in texts)
    otherwise = bool(lines) or any(OTHERWISE.search(text) and WHO_ELSE.search(text) for text in texts)
    if not (hours and otherwise):
        yield about_step("boundaries")


def _has_hours(resource: ResourceFacts) -> bool:
    return bool(resource.hours) and not re.match(r"24", resource.hours)


CLINICIAN = re.compile(
    r"\b(?:(?<!e)therapist|terapeuta|psychiatrist|psychologist|psych|shrink|counsell?(?:or|ing)|tele\w*psych\w*|doctor|doc|dr\b\.?|gp|cpn|lcsw|lic\.|prescriber|consultant|physician|clinician|case ?worker|key ?worker|key nurse|social worker|mental health nurse|psych nurse|health nurse|care coordinator|(?:dbt|cbt|therapy) group|"
    r"nurse practitioner|midwife|team nurse|family medicine|psychotherapist|analyst)\b",
    re.IGNORECASE,
)
NO_CLINICIAN_IN = re.compile(
    r"\b(?:no|not|find|need|get|looking for|look for|any|whoever|without|new|used to|former|ex|old|between|waiting (?:list )?for|until i (?:have|get))\W+(?:\w+\W+)?(?:a |an |my |the )?(?:therapist|psychiatrist|psychologist|doctor|doc|dr|gp|counsell?or|shrink|one)\b|\bthe vet\b|\bvet\b(?! centre| center)|\bdentist|\b(?:psych|psychiatric) (?:ward|unit|hospital|er|ed)\b|"
    r"\bdoctors? (?:drive|street|st|road|hook|who)\b|\bdr\.? [\w.]+ (?:\w+ )?(?:memorial|hospital|clinic building|street|avenue|road|drive|line)|\bany ?more\b|\bretired\b|\bmoved away\b|\bon[- ]call (?:doctor|psychiatrist|shrink)|\bduty doctor|\bdoctor on (?:duty|call)|\bwhoever is on\b|\bout[- ]of[- ]hours (?:doctor|gp)",
    re.IGNORECASE,
)
FIRST_CALL = re.compile(
    r"\b(?:call|ring|text|phone)s? [A-Z][a-z]+\b(?! (?:Line|House|Crisis|Night|Helpline|Team|Hospital|Center|Centre|Text|County|Street))"
)


def no_clinician(plan: PlanFacts) -> Iterator[Found]:
    lines = plan.of(PROS)
    if not any((line.person and line.person.provider) or _names_a_clinician(line) for line in lines):
        yield about_step(PROS)


def _names_a_clinician(line: LineFacts) -> bool:
    if line.person is not None and CLINICIAN.search(line.person.relation):
        return True
    if FIRST_CALL.search(line.text) and not NO_CLINICIAN_IN.search(line.text) and "Samaritans" not in line.text:
        return True
    return bool(CLINICIAN.search(line.text)) and not NO_CLINICIAN_IN.search(line.text)


HOSPITAL = re.compile(
    r"\b(?i:hospitals?|emergency (?:room|dept|department|ward|entrance)|emerg|casualty|a ?& ?e|a and e|accident and emergency|medical (?:cent(?:er|re))|trauma cent(?:er|re)|infirmary|psych(?:iatric)? (?:er|ward|unit)|er|urgences|urgencias|health sciences)\b|\bED\b|\b[A-Z]\w+ emergency\b|"
    r"\b(?i:taxi|cab|drives?|fly|flies|flown|bus|lift|ride|go|walk|taken?)\b[^.;]*\bto (?:the )?(?:[A-Z][\w'.]+)|\b[A-Z]\w+ (?:General|Memorial|Royal|Infirmary)\b"
)
NO_HOSPITAL = re.compile(
    r"\b(?:vet|animal|pet) hospital|\b(?:anything but|never|not|no|instead of|avoid|hate|don'?t go to|anywhere but|except) (?:the |an? |that |go(?:ing)? to the )?(?:er|ed|hospital|a ?& ?e|emergency room|casualty)\b(?!.*\bbut\b)|\bhospital (?:chapel|radio|chaplain|café|cafe|pharmacy|garden|social worker)",
    re.IGNORECASE,
)


def no_emergency_department(plan: PlanFacts) -> Iterator[Found]:
    for line in plan.of(PROS):
        if line.resource is not None and line.resource.kind in HOSPITAL_KINDS:
            return
        if HOSPITAL.search(line.text) and not NO_HOSPITAL.search(line.text):
            return
    yield about_step(PROS)


DROPS = re.compile(
    r"\b(?:drops?|dropped|dropping)\b(?! (?:her|him|them|me|you|a line|in|by|off))|\b(?:cuts?|kicked|goes|cut) (?:out|off|oot|aff)|\bfreez\w*|\bfroze\w*|\bd[ie]sc\w*n\w*ct\w*|\b(?:lose|lost|losing) (?:each other|contact|connection|signal|the (?:picture|video|call|line)|you|her|him|sound)|\bhang(?:s)? up|\b(?:no|bad|signal|lost) (?:signal|wifi|wi-fi|internet|connection|net)\b|"
    r"\b(?:wifi|wi-fi|signal|picture|video|image|screen|laptop|internet|net|link|connection|power|line|battery|app|call|computer|tablet|phone|sound|stream|comms?|data|it)\b[^.;,]{0,25}\b(?:dies?|gone|goes|fails?|stops?|down|doon|drops?|breaks?|crash\w*|quits?|cuts?|bad|lost|ends?|disappear\w*|black|out)\b|\bpower (?:cut|out)|\b(?:shuts?|closes?) the (?:laptop|lid|tablet)|"
    r"\bbackup\b|\blose (?:us|one another)|\bcut off\b|\bget (?:kicked|thrown|cut)|\bbreaks? (?:up|down)|\bcan'?t (?:see|hear) each other|\bglitch\w*|\boutage",
    re.IGNORECASE,
)
CALLS_BACK = re.compile(
    r"\b(?:calls?|calling|rings?|ringing|phones?|telephones?|dials?|tries|try|rejoins?|redials?|texts?|messages?|facetimes?|uses it|reaches|gets me on|go(?:es)? on by phone|by phone|switch to (?:phone|audio)|comes? back on|logs? back|reconnects?|the one to ring)\b",
    re.IGNORECASE,
)
NOT_AGREED = re.compile(
    r"\?\?|\bfigure it out|\bask her\b|\bask him\b|\bworking on it|\bnot sure|\bdon'?t know|\bwe'?ll see|\bno idea|\bto be decided|\btbd\b|\bhate when",
    re.IGNORECASE,
)
NOUN_PHONE = re.compile(
    r"\b(?:my|the|a|his|her|old|cell|mobile|sat|second|spare|other|on|'s) (?:cell ?)?(?:phone|call|ring)\b(?! (?:me|her|him|you))",
    re.IGNORECASE,
)


def video_not_agreed(plan: PlanFacts) -> Iterator[Found]:
    if not any(_says_who_calls(line.text) for line in plan.of("telehealth")):
        yield about_step("telehealth")


def _says_who_calls(text: str) -> bool:
    without_nouns = NOUN_PHONE.sub(" ", text)
    agreed = DROPS.search(text) and CALLS_BACK.search(without_nouns)
    return bool(agreed) and not NOT_AGREED.search(text)


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
