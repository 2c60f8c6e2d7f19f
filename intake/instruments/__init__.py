"""Standard questionnaires as data: one JSON file each, its wording as published and never altered.

The files are copies of `../shared/data/screeners.json`, part by part, and a test pins their words. What is said here in
Python is ours: short names, which answers are positive, and the answer "would not answer" of a clinician's form.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
IDS = ("phq9", "gad7", "asq", "cssrs_screener")  # in the order they are offered
SHORT = {"phq9": "PHQ-9", "gad7": "GAD-7", "asq": "ASQ", "cssrs_screener": "C-SSRS"}
ABOUT = {
    "phq9": "Low mood in the last two weeks, nine questions. Question 9 asks about self-harm.",
    "gad7": "Worry in the last two weeks, seven questions.",
    "asq": "Four short questions about suicide, a fifth when one of them is not a clear No.",
    "cssrs_screener": "Enter the answers of an interview you did with your own licensed form.",
}
REFUSED = "refused"
OWN_FORM = (
    "© Research Foundation for Mental Hygiene. The questions are not in this program: ask them from your clinic's own licensed "
    "form, then enter which levels were answered with Yes."
)
RECENT_VERSION = "recent"
Value = int | str


class UnknownInstrument(LookupError):
    """There is no questionnaire of this id."""


@dataclass(frozen=True)
class Choice:
    """One answer. `is_ours`: not an answer of the published form."""

    value: Value
    text: str
    is_ours: bool = False


@dataclass(frozen=True)
class Item:
    """One question. Without choices it is answered in words. `positive`: answers about self-harm that need somebody at once.

    `follows` is the item that a follow-up question belongs to; those are asked in person only.
    """

    id: str
    text: str
    choices: tuple[Choice, ...] = ()
    positive: frozenset[Value] = frozenset()
    scored: bool = True
    ask_when: str = ""
    follows: str = ""

    def read(self, value: Any) -> Value:
        """The answer as it is kept; ValueError for one that this question does not have."""
        if not self.choices:
            return str(value)
        found = next((choice for choice in self.choices if str(choice.value) == str(value)), None)
        if found is None:
            raise ValueError(f"Item {self.id} has no answer {value!r}.")
        return found.value

    def said(self, value: Value) -> str:
        """An answer in the words of the form."""
        return next((choice.text for choice in self.choices if choice.value == value), str(value))


@dataclass(frozen=True)
class Band:
    """A range of totals and what the instrument calls it."""

    min: int
    max: int
    label: str


@dataclass(frozen=True)
class Instrument:
    """One questionnaire. `method`: "sum" makes a total; "asq" and "levels" have rules and never a total."""

    id: str
    version: str
    name: str
    language: str
    method: str
    items: tuple[Item, ...]
    licence: str
    sources: tuple[str, ...]
    stem: str = ""
    bands: tuple[Band, ...] = ()
    top: int = 0
    validated: str = ""
    wording_included: bool = True

    @property
    def short(self) -> str:
        return SHORT[self.id]

    @property
    def about(self) -> str:
        return ABOUT[self.id]

    @property
    def by_link(self) -> bool:
        """Whether a client may fill it in alone."""
        return self.wording_included

    def number(self, item: Item) -> str:
        """Like “9. ”, where the published form numbers its questions."""
        return f"{item.id}. " if self.wording_included and item.id.isdecimal() else ""

    def item(self, id: object) -> Item:
        """The question of this id; KeyError when there is none."""
        found = next((item for item in self.items if item.id == str(id)), None)
        if found is None:
            raise KeyError(id)
        return found


@cache
def get(id: str) -> Instrument:
    """The questionnaire of this id, or UnknownInstrument."""
    if id not in IDS:
        raise UnknownInstrument(f"There is no questionnaire {id!r}. There are: {', '.join(IDS)}.")
    data = json.loads((FOLDER / f"{id}.json").read_text(encoding="utf-8"))
    return _levels(data) if "fields" in data else _asked(data)


def all_of_them() -> list[Instrument]:
    """Every questionnaire, in the order they are offered."""
    return [get(id) for id in IDS]


def _asked(data: dict[str, Any]) -> Instrument:
    """A questionnaire whose wording may be shown."""
    scoring = data["scoring"]
    rules = scoring["method"] == "rules"
    choices = tuple(Choice(answer["value"], answer["text"]) for answer in data["answers"])
    choices += (Choice(REFUSED, "Would not answer", is_ours=True),) if rules else ()
    items = [item for said in data["items"] for item in _item(said, choices, yes_is_positive=rules)]
    items += [_unscored(said) for said in data.get("unscored_items", [])]
    return Instrument(
        id=data["id"],
        version=data["version"],
        name=data["name"],
        language=data["language"],
        method="asq" if rules else "sum",
        items=tuple(items),
        licence=data["license"]["text"],
        sources=_addresses([*data["license"]["sources"], *data["sources"]]),
        stem=data.get("stem", ""),
        bands=tuple(Band(**band) for band in scoring.get("bands", [])),
        top=scoring.get("range", [0, 0])[1],
        validated=data.get("validated", ""),
    )


def _item(said: dict[str, Any], choices: tuple[Choice, ...], *, yes_is_positive: bool) -> Iterable[Item]:
    """The question, and the ones that follow a Yes."""
    number = str(said["n"])
    least = 1 if yes_is_positive else said.get("critical", {}).get("min_value")
    positive = [choice.value for choice in choices if least is not None and not _is_below(choice.value, least)]
    yield Item(number, said["text"], choices, frozenset(positive), ask_when=said.get("ask_when", ""))
    for place, question in enumerate(said.get("followup_if_yes", []), 1):
        yield Item(f"{number}-{place}", question, scored=False, ask_when=f"{number} is Yes", follows=number)


def _is_below(value: Value, least: int) -> bool:
    return isinstance(value, int) and value < least


def _unscored(said: dict[str, Any]) -> Item:
    return Item(said["id"], said["text"], tuple(Choice(place, text) for place, text in enumerate(said["answers"])), scored=False)


LEVEL_IDS = ("1", "2", "3", "4", "5", "lifetime", "recent")


def _levels(data: dict[str, Any]) -> Instrument:
    """A questionnaire whose answers are entered, because its wording may not be shown."""
    choices = (Choice(0, "No"), Choice(1, "Yes"))
    items = [
        Item(
            id,
            ", ".join(filter(None, [said["label"].capitalize(), said.get("window", "")])),
            choices,
            frozenset({1}),
            ask_when=said.get("ask_when", ""),
        )
        for id, said in zip(LEVEL_IDS, data["fields"], strict=True)
    ]
    return Instrument(
        id=data["id"],
        version=RECENT_VERSION,
        name=data["name"],
        language="en",
        method="levels",
        items=tuple(items),
        licence=OWN_FORM,
        sources=_addresses(data["sources"]),
        wording_included=False,
    )


def _addresses(sources: list[str]) -> tuple[str, ...]:
    """Those that can be looked up, each once."""
    return tuple(dict.fromkeys(source for source in sources if source.startswith("http")))
