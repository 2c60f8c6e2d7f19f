"""What differs between two documents, word by word: pure functions over format 1 (content.py), without a query.

The other way round gives the same differences with "added" and "removed" exchanged.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from safetyplans.content import first_person
from safetyplans.models import Item

Written = dict[str, Any]

WORD = re.compile(r"\s+|[^\s]+")
MOST_PAIRS = 10_000  # of equal words to hold against each other: above, the whole text counts as reworded
ALIKE = 0.3  # below, single words in common would only confuse
CITES = ("contact", "resource", "place")
FACTS: tuple[tuple[str, Promise], ...] = (
    ("relation", _("Relation")),
    ("phone", _("Phone")),
    ("phone_menu", _("After dialling")),
    ("sms", _("Text number")),
    ("sms_keyword", _("Text the word")),
    ("hours", _("Hours")),
    ("place", _("Place")),
)


class Kind(Enum):
    """What became of words or of a line."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"
    CHANGED = "changed"


@dataclass(frozen=True)
class Piece:
    """Words that stand in both texts, only in the first (removed), or only in the second (added)."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Fact:
    """Something about a line that was `before` and is `after`; either may be empty."""

    label: Promise | str
    before: str
    after: str


@dataclass(frozen=True)
class LineChange:
    """A line of a step in both documents, or in one of them."""

    kind: Kind
    name: tuple[Piece, ...] = ()
    words: tuple[Piece, ...] = ()
    facts: tuple[Fact, ...] = ()
    moved: bool = False

    @property
    def differs(self) -> bool:
        return self.moved or self.kind is not Kind.SAME


@dataclass(frozen=True)
class StepChange:
    """A step in both documents."""

    key: str
    number: int | None
    title: tuple[Piece, ...]
    lines: tuple[LineChange, ...]
    facts: tuple[Fact, ...] = ()

    @property
    def changed_lines(self) -> list[LineChange]:
        return [line for line in self.lines if line.differs]

    @property
    def same_lines(self) -> list[LineChange]:
        return [line for line in self.lines if not line.differs]

    @property
    def differs(self) -> bool:
        return bool(self.changed_lines or self.facts) or any(piece.kind is not Kind.SAME for piece in self.title)


@dataclass(frozen=True)
class Comparison:
    """Two documents side by side, in the order of the second."""

    steps: tuple[StepChange, ...]
    facts: tuple[Fact, ...]

    @property
    def changed_steps(self) -> list[StepChange]:
        return [step for step in self.steps if step.differs]

    @property
    def differs(self) -> bool:
        return bool(self.facts or self.changed_steps)


# Words


def words(a: str, b: str) -> tuple[Piece, ...]:
    """`a` turned into `b`: without the added words it reads `a`, without the removed ones `b`."""
    first, second = WORD.findall(a), WORD.findall(b)
    runs = _mirrored(_runs(second, first)) if second < first else _runs(first, second)
    return tuple(_pieces(_joined(runs)))


Run = tuple[bool, list[str], list[str]]  # whether equal, what stands in the first, what stands in the second


def _runs(a: list[str], b: list[str]) -> list[Run]:
    before, after = _common(a, b), 0
    after = _common(a[before:][::-1], b[before:][::-1])
    middle_a, middle_b = a[before : len(a) - after], b[before : len(b) - after]
    start, end = a[:before], a[len(a) - after :]
    return [(True, start, start), *_middle(middle_a, middle_b), (True, end, end)]


def _middle(a: list[str], b: list[str]) -> list[Run]:
    often = Counter(b)
    if sum(often[word] for word in a if not word.isspace()) > MOST_PAIRS:
        return [(False, a, b)]
    found = SequenceMatcher(str.isspace, a, b, autojunk=False)
    if found.ratio() < ALIKE:
        return [(False, a, b)]
    return [(tag == "equal", a[a1:a2], b[b1:b2]) for tag, a1, a2, b1, b2 in found.get_opcodes()]


def _common(a: Sequence[str], b: Sequence[str]) -> int:
    return next((at for at, (one, other) in enumerate(zip(a, b, strict=False)) if one != other), min(len(a), len(b)))


def _mirrored(runs: list[Run]) -> list[Run]:
    return [(equal, b, a) for equal, a, b in runs]


def _joined(runs: list[Run]) -> list[Run]:
    """Runs that differ and have only a space between them are one: a changed phrase is read as a phrase."""
    joined: list[Run] = []
    filled = [run for run in runs if run[1] or run[2]]
    for at, (equal, a, b) in enumerate(filled):
        between = equal and 0 < at < len(filled) - 1 and not "".join(a).strip()
        if joined and not joined[-1][0] and (not equal or between):
            _, before_a, before_b = joined.pop()
            joined.append((False, before_a + a, before_b + b))
        else:
            joined.append((equal, a, b))
    return joined


def _pieces(runs: Iterable[Run]) -> Iterable[Piece]:
    for equal, a, b in runs:
        if equal:
            yield Piece(Kind.SAME, "".join(a))
        else:
            yield from (Piece(kind, "".join(side)) for kind, side in ((Kind.REMOVED, a), (Kind.ADDED, b)) if side)


# Documents


def compare(a: Written, b: Written) -> Comparison:
    """What changed from document `a` to document `b`, step by step and line by line."""
    before, after = {step["key"]: step for step in a["steps"]}, {step["key"]: step for step in b["steps"]}
    keys = [*after, *(key for key in before if key not in after)]
    steps = [_step(key, before.get(key), after.get(key)) for key in keys]
    return Comparison(steps=(*steps, *_local(a, b)), facts=tuple(_said_of_plan(a, b)))


def _step(key: str, a: Written | None, b: Written | None) -> StepChange:
    one = b or a or {}
    titles = words((a or one)["title"], (b or one)["title"])
    state = _fact(_("Said of this step"), _state(a), _state(b))
    lines = _lines(a["items"] if a else [], b["items"] if b else [])
    return StepChange(key=key, number=one["number"], title=titles, lines=lines, facts=tuple(state))


def _state(step: Written | None) -> str:
    said = {"declined": _("Not for now"), "discussed": _("Talked about, nothing to add")}
    return str(said.get(step["state"], "")) if step else ""


def _local(a: Written, b: Written) -> list[StepChange]:
    """The numbers of the client's places: they stand in no step of their own."""
    sides = [
        [{"id": number["id"], "kind": "resource", "resource": number, "text": ""} for number in doc["local"]] for doc in (a, b)
    ]
    title = (Piece(Kind.SAME, str(_("Help near my places"))),)
    return [StepChange(key="local", number=None, title=title, lines=_lines(*sides))] if any(sides) else []


def _said_of_plan(a: Written, b: Written) -> Iterable[Fact]:
    yield from _fact(_("The first person to call"), first_person(a), first_person(b))
    if a["review_on"] and b["review_on"]:  # a draft has no date yet
        yield from _fact(_("Look at it again on"), a["review_on"], b["review_on"])


def _lines(a: list[Written], b: list[Written]) -> tuple[LineChange, ...]:
    """All lines in the order of `b`; a removed one stands where it stood in `a`."""
    pairs = _matched(a, b)
    moved, partner = _moved(a, b, pairs), {there: here for here, there in pairs}
    waiting = sorted(set(range(len(a))) - set(partner.values()))
    shown: list[LineChange] = []
    for there, item in enumerate(b):
        here = partner.get(there)
        if here is None:
            shown.append(_added(item))
            continue
        is_moved = (here, there) in moved
        while waiting and waiting[0] < here and not is_moved:
            shown.append(_removed(a[waiting.pop(0)]))
        shown.append(_both(a[here], item, moved=is_moved))
    return (*shown, *(_removed(a[at]) for at in waiting))


Pair = tuple[int, int]  # the place of a line in the first, and in the second


def _matched(a: list[Written], b: list[Written]) -> list[Pair]:
    """Which line of `a` is which of `b`, by place: by id, else by whom or what they name, else by the same words."""
    left_a, left_b = dict(enumerate(a)), dict(enumerate(b))
    pairs: list[Pair] = []
    marks: tuple[Callable[[Written], Hashable], ...] = (lambda item: item["id"], _cited, lambda item: item["text"].strip() or None)
    for mark in marks:
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for at, item in left_b.items():
            waiting[mark(item)].append(at)
        for at, item in list(left_a.items()):
            if mark(item) is not None and waiting[mark(item)]:
                there = waiting[mark(item)].pop(0)
                pairs.append((at, there))
                del left_a[at], left_b[there]
    return pairs


def _cited(item: Written) -> Hashable:
    return next(((name, item[name]["id"]) for name in CITES if name in item), None)


def _moved(a: list[Written], b: list[Written], pairs: Sequence[Pair]) -> set[Pair]:
    """The fewest pairs that must have changed places; the same ones whichever document comes first."""
    names = {pair: sorted((a[pair[0]]["id"], b[pair[1]]["id"])) for pair in pairs}
    by_a, by_b = sorted(pairs), sorted(pairs, key=lambda pair: pair[1])
    if [names[pair] for pair in by_b] < [names[pair] for pair in by_a]:
        turned = [(there, here) for here, there in by_b]
        return {(here, there) for there, here in _out_of_line(turned)}
    return set(_out_of_line(by_a))


def _out_of_line(pairs: list[Pair]) -> list[Pair]:
    """Those outside the longest row that rises on both sides. They come in the order of their first number."""
    rows: list[list[Pair]] = [[]]
    for pair in pairs:
        best: list[Pair] = max((row for row in rows if not row or row[-1][1] < pair[1]), key=len)
        rows.append([*best, pair])
    longest: list[Pair] = max(rows, key=len)
    return [pair for pair in pairs if pair not in longest]


def _removed(item: Written) -> LineChange:
    return LineChange(Kind.REMOVED, name=_whole(Kind.REMOVED, _name(item)), words=_whole(Kind.REMOVED, item["text"]))


def _added(item: Written) -> LineChange:
    facts = tuple(fact for fact in _facts({}, item) if fact.after)
    return LineChange(Kind.ADDED, name=_whole(Kind.ADDED, _name(item)), words=_whole(Kind.ADDED, item["text"]), facts=facts)


def _both(a: Written, b: Written, *, moved: bool) -> LineChange:
    name, said, facts = words(_name(a), _name(b)), words(a["text"], b["text"]), tuple(_facts(a, b))
    changed = bool(facts) or any(piece.kind is not Kind.SAME for piece in (*name, *said))
    return LineChange(Kind.CHANGED if changed else Kind.SAME, name=name, words=said, facts=facts, moved=moved)


def _whole(kind: Kind, text: str) -> tuple[Piece, ...]:
    return (Piece(kind, text),) if text else ()


def _entry(item: Written) -> Written:
    return next((item[name] for name in CITES if name in item), {})


def _name(item: Written) -> str:
    return str(_entry(item).get("name", ""))


def _facts(a: Written, b: Written) -> Iterable[Fact]:
    """What is known of the entry a line names, and where the line goes."""
    before, after = _entry(a), _entry(b)
    for name, label in FACTS:
        yield from _fact(label, str(before.get(name, "")), str(after.get(name, "")))
    yield from _fact(_("Text messages"), _texts(before), _texts(after))
    yield from _fact(_("What it is"), _purpose(a), _purpose(b))
    yield from _fact(_("Where it goes"), _goes(a), _goes(b))


def _fact(label: Promise, before: str, after: str) -> Iterable[Fact]:
    if before != after:
        yield Fact(label, before, after)


def _texts(entry: Written) -> str:
    return "" if "can_text" not in entry else str(_("can be texted") if entry["can_text"] else _("cannot be texted"))


def _purpose(item: Written) -> str:
    return str(Item.Purpose(item["purpose"]).label) if item.get("purpose") else ""


def _goes(item: Written) -> str:
    return "" if item.get("on_copy", True) else str(_("Not on the client's phone or paper"))
