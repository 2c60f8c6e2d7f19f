"""The card to carry: which numbers and lines stand on its two faces, and how long they may be there.

Each face is 85.6 mm by 54 mm, so words are cut to what fits and end in "…" then; numbers never are. Where no choice was
made, the first ones of the plan stand there.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from clinic.accounts.countries import Country
from safetyplans.content import ClientItem, ClientPlan
from safetyplans.models import Item
from safetyplans.reach import Reach, local_reach, reach_of

NUMBERS_AT_MOST, LINES_AT_MOST = 7, 6
NUMBERS_AT_LEAST = 4  # people and lines of the plan that stand before the numbers near a place, where nobody has chosen
NAME_SIGNS, BESIDE_NAME, FIRST_FACE_SIGNS = (60, 40, 18), 20, 40  # of a name, if need be cut shorter; a number counts as 20 signs
FIRST_FACE_LINES = 8  # between the heading and the numbers for danger
LINE_SIGNS, SECOND_FACE_LINES = 28, 9  # beside the square; without the three headings

WHO_FIRST = ("support_contacts", "professionals", "social_distraction")
SIGNS, MATTERS = ("warning_signs", "triggers"), ("reasons_for_living",)
FIRST_LINES = (("warning_signs", 2), ("internal_coping", 2), ("social_distraction", 1), ("reasons_for_living", 1))


@dataclass(frozen=True)
class Card:
    """What stands on the two faces. `tight`: more than fits at the usual size, so it is printed smaller."""

    numbers: tuple[Reach, ...]
    signs: tuple[str, ...]
    can: tuple[str, ...]
    matters: tuple[str, ...]
    tight: bool = False


def card_of(document: dict[str, Any], plan: ClientPlan, pack: Country) -> Card:
    """The card of a version: what the client chose, filled up with the numbers near their places. No queries."""
    chosen = {UUID(item["id"]) for step in document["steps"] for item in step["items"] if item.get("on_card")}
    numbers = _numbers(plan, chosen, pack)
    lines = _lines(plan, chosen)
    texts = dict(zip(lines, _fitted([_words(item) for _, item in lines.values()], LINE_SIGNS, SECOND_FACE_LINES), strict=True))
    named = _named(numbers)
    return Card(
        numbers=named,
        signs=tuple(texts[id] for id, (step, _) in lines.items() if step in SIGNS),
        can=tuple(texts[id] for id, (step, _) in lines.items() if step not in SIGNS + MATTERS),
        matters=tuple(texts[id] for id, (step, _) in lines.items() if step in MATTERS),
        tight=sum(map(_rows, named)) > FIRST_FACE_LINES or sum(_height(text) for text in texts.values()) > SECOND_FACE_LINES,
    )


def is_number(item: ClientItem) -> bool:
    """The line cites somebody or something with a number to call or write to."""
    cited = item.contact or item.resource
    return bool(cited and (cited.phone or (item.resource is not None and item.resource.sms)))


def is_line(item: ClientItem) -> bool:
    """The line is in the client's own words, or a place; the signal and safe word never stand on a card."""
    return item.kind in (Item.Kind.TEXT, Item.Kind.PLACE) and item.purpose in (Item.Purpose.PLAIN, Item.Purpose.REMINDER)


def _numbers(plan: ClientPlan, chosen: set[UUID], pack: Country) -> list[Reach]:
    """Each once: those chosen, or else the first of the plan; then those of the client's places while there is room."""
    found = [item for item in _ordered(plan) if is_number(item)]
    picked = [item for item in found if item.id in chosen]
    local = [local_reach(number, pack) for number in plan.local]
    room = NUMBERS_AT_MOST if picked else max(NUMBERS_AT_MOST - len(local), NUMBERS_AT_LEAST)
    cited = dict.fromkeys(reach for reach in (reach_of(item, pack) for item in picked or found) if reach)
    return [*list(cited)[:room], *local][:NUMBERS_AT_MOST]


def _ordered(plan: ClientPlan) -> Iterator[ClientItem]:
    """Whom the client's first button calls, then people to ask for help, then the others."""
    steps = sorted(plan.in_order, key=lambda step: WHO_FIRST.index(step.key) if step.key in WHO_FIRST else len(WHO_FIRST))
    items = [item for step in steps for item in step.items]
    first = plan.first_contact.id if plan.first_contact else None
    return iter(sorted(items, key=lambda item: not (item.contact and item.contact.id == first)))


def _lines(plan: ClientPlan, chosen: set[UUID]) -> dict[UUID, tuple[str, ClientItem]]:
    """Step and line by id, in the order of the plan: those chosen, or else some of the first."""
    found = {item.id: (step.key, item) for step in plan.in_order for item in step.items if is_line(item)}
    picked = [id for id in found if id in chosen] or list(_first(found))
    return {id: found[id] for id in found if id in picked[:LINES_AT_MOST]}


def _first(found: dict[UUID, tuple[str, ClientItem]]) -> Iterator[UUID]:
    for key, most in FIRST_LINES:
        yield from [id for id, (step, _) in found.items() if step == key][:most]


def _words(item: ClientItem) -> str:
    return " ".join((item.place or item.text).split())


# What fits


def _named(numbers: list[Reach]) -> tuple[Reach, ...]:
    """The entries with as much of their names as there is room for."""
    named: tuple[Reach, ...] = ()
    for signs in NAME_SIGNS:
        named = tuple(replace(reach, name=_cut(reach.name, signs)) for reach in numbers)
        if sum(map(_rows, named)) <= FIRST_FACE_LINES:
            break
    return named


def _rows(reach: Reach) -> int:
    """How many lines an entry takes: more than one for a long name, and for a second way that does not fit beside the first."""
    ways = reach.menu or reach.keyword or (reach.phone and reach.sms and not reach.same_number)
    return -(-(_wide(reach.name) + BESIDE_NAME) // FIRST_FACE_SIGNS) + bool(ways)


def _fitted(texts: list[str], width: int, lines: int) -> list[str]:
    """The texts cut to what `lines` lines of `width` signs hold; the shorter ones keep their words."""
    for most in (4, 3, 2, 1):
        cut = [_cut(text, most * width) for text in texts]
        if sum(_height(text) for text in cut) <= lines:
            return cut
    return cut if texts else []


def _height(text: str) -> int:
    return -(-_wide(text) // LINE_SIGNS) or 1


def _cut(text: str, signs: int) -> str:
    """The text, or its beginning up to whole words and "…"."""
    if _wide(text) <= signs:
        return text
    kept = ""
    for sign in text:
        if _wide(kept + sign) > signs - 1:
            break
        kept += sign
    whole = kept.rsplit(" ", 1)[0]
    return (whole if len(whole) > len(kept) // 2 else kept).rstrip(" ,.;:") + "…"


def _wide(text: Iterable[str]) -> int:
    """Signs, where those of East Asia count double and those that stand on others not at all."""
    return sum(0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


# For the page on which the client chooses


def described(item: ClientItem) -> str:
    """A line as it is offered for the card."""
    cited = item.contact or item.resource
    if cited is None:
        return _words(item)
    return gettext("%(name)s, %(number)s") % {
        "name": cited.name,
        "number": cited.phone or (item.resource.sms if item.resource else ""),
    }
