"""What the answers of a questionnaire come to. Pure functions; what they give is information from a screen, not a diagnosis.

No total is made while an item is missing, and none at all where the instrument has none. An answer about self-harm is
positive whatever the total, and stays so when it is changed later. A question that was not answered is not a No.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from intake import instruments
from intake.instruments import REFUSED, Instrument, Item, Value

Answers = Mapping[str, list[dict[str, Any]]]
"""As `Screening.answers` keeps them: by item, every different answer given, oldest first, as {"value", "at"}."""

YES = (1, REFUSED)
FIRST_FOUR = ("1", "2", "3", "4")
RESULT_WORDS = {
    "negative": "negative",
    "non_acute_positive": "positive, not acute",
    "acute_positive": "acute positive",
    "positive": "positive; whether it is acute is not known, question 5 has no answer",
    "high": "high",
    "moderate": "moderate",
    "low": "low",
    "none": "no level answered with Yes",
}
WHAT_THEN = {
    "negative": "No further question. Your judgment may say otherwise: write it down below.",
    "non_acute_positive": "A brief suicide safety assessment in the same contact.",
    "positive": "Ask question 5. Until then treat it as acute.",
    "acute_positive": "A full safety evaluation at once. Do not end the contact; open the crisis view.",
}


@dataclass(frozen=True)
class Outcome:
    """`result` is the band, the rule that was met or the level; empty while it is not known. `positive`: ids of items."""

    complete: bool
    answered: int
    of: int
    total: int | None
    result: str
    positive: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "positive": list(self.positive)}


def is_positive(instrument: str, item: object, value: Any) -> bool:
    """Whether this answer is about self-harm and needs somebody at once. KeyError and ValueError for unknown ones."""
    asked = instruments.get(instrument).item(item)
    return asked.read(value) in asked.positive


def standing(answers: Answers) -> dict[str, Value]:
    """The answer that stands, by item; those taken back are not in it."""
    return {item: given[-1]["value"] for item, given in answers.items() if given and given[-1]["value"] != ""}


def to_ask(instrument: Instrument, answers: Answers, *, alone: bool = False) -> list[Item]:
    """The questions that are to be asked as the answers stand, in order. `alone`: by the client from a link."""
    known = standing(answers)
    return [item for item in instrument.items if not (alone and item.follows) and _is_asked(instrument, item, known)]


def _is_asked(instrument: Instrument, item: Item, known: Mapping[str, Value]) -> bool:
    if item.follows:
        return known.get(item.follows) == 1
    if instrument.method == "asq" and item.id == "5":
        return any(known.get(other) != 0 for other in FIRST_FOUR)
    if instrument.method == "levels" and item.id in ("3", "4", "5"):
        return known.get("2") != 0
    if instrument.method == "levels" and item.id == "recent":
        return known.get("lifetime") != 0
    return True


def positives(instrument: Instrument, answers: Answers) -> tuple[str, ...]:
    """Items that were ever answered with a positive answer."""
    return tuple(item.id for item in instrument.items if any(given["value"] in item.positive for given in answers.get(item.id, [])))


def score(instrument: Instrument, answers: Answers) -> Outcome:
    """What the answers come to as they stand now."""
    known = standing(answers)
    scored = [item for item in to_ask(instrument, answers) if item.scored]
    answered = sum(item.id in known for item in scored)
    complete = answered == len(scored)
    total = sum(int(known[item.id]) for item in scored) if complete and instrument.method == "sum" else None
    return Outcome(
        complete, answered, len(scored), total, _result(instrument, known, total, complete), positives(instrument, answers)
    )


def _result(instrument: Instrument, known: Mapping[str, Value], total: int | None, complete: bool) -> str:
    if instrument.method == "asq":
        return _acuity(known)
    if instrument.method == "levels":
        return _level(known, complete)
    return next((band.label for band in instrument.bands if total is not None and band.min <= total <= band.max), "")


def _acuity(known: Mapping[str, Value]) -> str:
    """A Yes to question 5 is acute whatever else is missing."""
    if known.get("5") == 1:
        return "acute_positive"
    if any(known.get(item) in YES for item in FIRST_FOUR):
        return "non_acute_positive" if known.get("5") == 0 else "positive"
    if known.get("5") == REFUSED:
        return "positive"
    return "negative" if all(known.get(item) == 0 for item in FIRST_FOUR) else ""


def _level(known: Mapping[str, Value], complete: bool) -> str:
    """The highest level that was met; a lower one only when nothing is missing that could raise it. Never a sum."""
    if any(known.get(item) == 1 for item in ("4", "5", "recent")):
        return "high"
    if not complete:
        return ""
    if 1 in (known.get("3"), known.get("lifetime")):
        return "moderate"
    return "low" if 1 in (known.get("1"), known.get("2")) else "none"


def short_words(instrument: Instrument, outcome: Outcome) -> str:
    """Like “12”, “positive, not acute”, or “incomplete, 7 of 9”."""
    if outcome.total is not None:
        return str(outcome.total)
    known = RESULT_WORDS.get(outcome.result, "")
    gaps = "" if outcome.complete else f"incomplete, {outcome.answered} of {outcome.of}"
    return "; ".join(filter(None, [known, gaps]))


def words(instrument: Instrument, outcome: Outcome) -> str:
    """The result in a line, like “12 of 27, moderate”."""
    if outcome.total is None:
        return short_words(instrument, outcome)
    return f"{outcome.total} of {instrument.top}, {outcome.result}"


@dataclass(frozen=True)
class Said:
    """One question with its answer in words. `first` is the positive answer that was changed later."""

    item: Item
    answer: str
    positive: bool
    first: str = ""
    first_at: datetime | None = None


def said(instrument: Instrument, answers: Answers) -> list[Said]:
    """Every question and what was answered, in the order of the form; follow-ups only where they were answered."""
    known = standing(answers)
    return [_said(item, answers.get(item.id, []), known) for item in instrument.items if not item.follows or item.id in known]


def _said(item: Item, given: list[dict[str, Any]], known: Mapping[str, Value]) -> Said:
    first = next((one for one in given if one["value"] in item.positive), None)
    now = item.said(known[item.id]) if item.id in known else ""
    if first is None or known.get(item.id) in item.positive:
        return Said(item, now, first is not None)
    return Said(item, now, True, item.said(first["value"]), datetime.fromisoformat(first["at"]))
