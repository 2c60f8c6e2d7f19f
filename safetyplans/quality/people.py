"""Rules about the people in a plan, picked or in words."""

import re
from collections.abc import Iterable, Iterator

from safetyplans.dialling import is_a_line, usable_number
from safetyplans.quality.alike import alike, called, joined
from safetyplans.quality.facts import LineFacts, PlanFacts
from safetyplans.quality.found import Found, about_line, about_plan, about_step
from safetyplans.quality.languages import words_of
from safetyplans.quality.names import names_in, relations_in, tokens_of
from safetyplans.quality.words import Words

AROUND, HELP, PROS = "social_distraction", "support_contacts", "professionals"


def _can_becalled(line: LineFacts) -> bool:
    if line.person is not None:
        return usable_number(line.person.phone) and not line.person.ruled_out
    return line.resource is not None and is_a_line(line.resource.phone)


def nobody_to_call(plan: PlanFacts) -> Iterator[Found]:
    if not plan.nobody_agreed and not any(line.on_copy and _can_becalled(line) for line in plan.of(HELP)):
        yield about_step(HELP)


def nobody_at_all(plan: PlanFacts) -> Iterator[Found]:
    words, lines = words_of(plan.language), plan.of(AROUND, HELP)
    known = _known_names(plan)
    if any(line.person and not line.person.provider for line in lines):
        return
    if words is not None and any(_private_person(line.text, words, known) for line in lines):
        return
    yield about_plan()


def nobody_around(plan: PlanFacts) -> Iterator[Found]:
    """Places to be, and nobody to be there with. An empty step, and a plan without anybody at all, are asked about as such."""
    words, lines = words_of(plan.language), plan.of(AROUND)
    if words is None or not lines or any(line.person or line.resource for line in lines) or any(nobody_at_all(plan)):
        return
    known = _known_names(plan)
    if not any(words.test("is_company", line) or names_in(line.text, words, known) for line in lines):
        yield about_step(AROUND)


def _private_person(text: str, words: Words, known: set[str]) -> bool:
    if words.professions.search(text):
        return False
    if words.private.search(text):
        return True
    return bool(relations_in(text, words) or relations_in(re.sub(r"\w+['’]s ", "my ", text), words) or names_in(text, words, known))


def _known_names(plan: PlanFacts) -> set[str]:
    people = (line.person for line in plan.lines if line.person and not line.person.provider)
    return {name for person in people if (name := called(person.name))}


def ruled_out(plan: PlanFacts) -> Iterator[Found]:
    for line in plan.lines:
        if line.person is not None and line.person.ruled_out:
            yield about_line(line, name=line.person.name)


def same_person_twice(plan: PlanFacts) -> Iterator[Found]:
    words = words_of(plan.language)
    around, help_ = _people(plan, AROUND, words), _people(plan, HELP, words)
    for key in sorted(around.keys() & help_.keys()):
        if not _two_of_one_name(around[key], help_[key], key, words):
            person = help_[key].person or around[key].person
            yield about_line(help_[key], name=person.name if person else _written(help_[key], key, words))
            return
    if words is not None:
        found = next(_named_in_one_step_only(plan, words), None) or _written_alike(plan, words)
        if found:
            yield found


def _written_alike(plan: PlanFacts, words: Words) -> Found | None:
    known = _known_names(plan)
    for line in plan.of(HELP):
        for other in plan.of(AROUND):
            name = alike(line, other, words, known)
            if name:
                return about_line(line, name=line.person.name if line.person else name.title())
    return None


def _named_in_one_step_only(plan: PlanFacts, words: Words) -> Iterator[Found]:
    """ "My roommate Bo" in one step and "roommate" in the other."""
    for named in (AROUND, HELP):
        around, help_ = (_relations(plan, step, words, named=step == named) for step in (AROUND, HELP))
        for kind in sorted(_unqualified(around, help_) & _unqualified(help_, around)):
            one, other = (
                each.get(kind) or next(line for key, line in each.items() if key.endswith(kind)) for each in (around, help_)
            )
            if _elsewhere(one.text, other.text, kind):
                continue
            yield about_line(other, name=kind.title())
            return


def _people(plan: PlanFacts, step: str, words: Words | None) -> dict[str, LineFacts]:
    """Who stands in a step, by first name or kind of relative; a provider is nobody's company."""
    other = HELP if step == AROUND else AROUND
    known = _known_names(plan) | (_written_names(plan, other, words) if words else set())
    found: dict[str, LineFacts] = {}
    for line in plan.of(step):
        keys = {called(line.person.name)} if line.person is not None else names_in(line.text, words, known) if words else set()
        keys = {joined(key) for key in keys}
        if words is not None:
            keys = {_full(key, words) for key in keys}
            keys |= _only_one(relations_in(f"my {line.person.relation}" if line.person else line.text, words)) | _both_parents(
                line.text
            )
        for key in keys - {""}:
            found.setdefault(key, line)
    return found


def _both_parents(text: str) -> set[str]:
    """ "Mum and dad" are the parents, and whoever names the parents names both."""
    if re.search(r"\b(?:mum|mom|mam|ma) (?:and|&|n) (?:dad|pa|pop)", text, re.IGNORECASE):
        return {"parents"}
    return {"mother", "father"} if re.search(r"\b(?:my|the) (?:parents|folks)\b", text, re.IGNORECASE) else set()


QUALIFIED = frozenset({"big", "little", "older", "younger", "eldest", "oldest", "youngest", "middle", "twin"})


def _unqualified(kinds: Iterable[str], others: Iterable[str]) -> set[str]:
    """ "My big sister" in one step may be "my sister" in the other; "my little sister" is another."""
    plain = set(others)
    return {last if first in QUALIFIED and last in plain else kind for kind in kinds for first, _, last in [kind.partition(" ")]}


def _relations(plan: PlanFacts, step: str, words: Words, *, named: bool) -> dict[str, LineFacts]:
    """Relatives of whom people have one, by kind; `named`: also with a name behind ("my brother Tim")."""
    found: dict[str, LineFacts] = {}
    for line in plan.of(step):
        text = re.sub(r"(?<=[a-z]) (?!Day\b)[A-Z][\w'-]+", "", line.text) if named else line.text
        for kind in _only_one(relations_in(text, words)):
            found.setdefault(kind, line)
    return found


def _only_one(relations: set[str]) -> set[str]:
    """Relatives of whom people have one, or name one when they have more; a twin sister is also the twin."""
    relations |= {"twin" for each in relations if each.startswith("twin ")}
    return relations - {"friend", "cousin", "colleague", "neighbour", "children", "child", "nephew", "coach", "grandchild"}


def _written_names(plan: PlanFacts, step: str, words: Words) -> set[str]:
    return {joined(name) for line in plan.of(step) if line.person is None for name in names_in(line.text, words)}


def _two_of_one_name(one: LineFacts, other: LineFacts, name: str, words: Words | None) -> bool:
    """Two people who share a first name and nothing more: picked both, or told apart by their surnames."""
    if one.person is not None and other.person is not None:
        return one.person.id != other.person.id and one.person.name.casefold() != other.person.name.casefold()
    if words and name in words.relations.values() and _elsewhere(one.text, other.text, name):
        return True
    surnames = [_surname(line, name, words) for line in (one, other)]
    return all(surnames) and surnames[0][0] != surnames[1][0]


def _elsewhere(text: str, other: str, kind: str) -> bool:
    """ "My uncle in Leeds" and "my uncle in Cork" are two."""
    places = [re.search(rf"\b{re.escape(kind)} (?:in|from|at|on|across) (.+)", each.casefold()) for each in (text, other)]
    return bool(places[0] and places[1] and places[0][1] != places[1][1])


def _surname(line: LineFacts, name: str, words: Words | None) -> str:
    """What stands behind the first name with a capital; an initial is enough."""
    text = line.person.name if line.person else line.text
    found = re.match(r" ([A-Z]\w*)", next((token.after for token in tokens_of(text) if _full(token.plain, words) == name), ""))
    return found[1] if found else ""


def _full(name: str, words: Words | None) -> str:
    return words.short_forms.get(name, name) if words else name


def _written(line: LineFacts, name: str, words: Words | None) -> str:
    """The name as it stands in the line."""
    return next((token.written for token in tokens_of(line.text) if _full(token.plain, words) == name), name.title())


def willing_not_asked(plan: PlanFacts) -> Iterator[Found]:
    for line in plan.of(HELP):
        if line.person is not None and not line.person.provider and line.person.willing is None:
            yield about_line(line, name=line.person.name)


def no_number(plan: PlanFacts) -> Iterator[Found]:
    for line in plan.of(HELP, PROS):
        if line.person is not None and not usable_number(line.person.phone):
            yield about_line(line, name=line.person.name)


def no_number_around(plan: PlanFacts) -> Iterator[Found]:
    """Company needs no number, but may have one. Who stands in a later step too is asked about there."""
    asked_there = {line.person.id for line in plan.of(HELP, PROS) if line.person}
    for line in plan.of(AROUND):
        person = line.person
        if person is not None and not usable_number(person.phone) and person.id not in asked_there:
            yield about_line(line, name=person.name)
