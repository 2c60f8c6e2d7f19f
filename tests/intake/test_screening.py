"""Questionnaires as data and what their answers come to: wording as published, no total made of parts, no No made of silence."""

import ast
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from intake import instruments
from intake.screening import Outcome, is_positive, said, score, short_words, standing, to_ask, words

SHARED = Path(instruments.FOLDER).parents[2] / "shared" / "data" / "screeners.json"
PINNED = {
    "phq9": "7631e93bf47a5eead2178a252d7a4b2b086aed4af16cce5dac66836ea8ad2e68",
    "gad7": "dbfc8bbb20ccaaf25199ee057c75a82b5220096a82c05f8323d70eddd9f89c6e",
    "asq": "a46efc83ede4f78a50f1bedf4f437c8954efcea72188c6eab33d49fe314419b8",
    "cssrs_screener": "95f4fb90abb955dfdfa6680de131527ac264bb904aed29f5f9bb5d8b0fad0150",
}
MOMENT = "2026-11-03T17:00:00+00:00"


def answers(**given: Any) -> dict[str, list[dict[str, Any]]]:
    """`_1=2` for one answer to item 1, `_9=(2, 0)` for one that was changed."""
    found = {key.lstrip("_").replace("_", "-"): value if isinstance(value, tuple) else (value,) for key, value in given.items()}
    return {item: [{"value": value, "at": MOMENT} for value in values] for item, values in found.items()}


def outcome(id: str, given: dict[str, Any]) -> Outcome:
    return score(instruments.get(id), given)


def all_of(id: str, value: int, **other: Any) -> dict[str, Any]:
    every = {item.id: [{"value": value, "at": MOMENT}] for item in instruments.get(id).items if item.choices and item.scored}
    return {**every, **answers(**other)}


@pytest.mark.parametrize("id", instruments.IDS)
def test_the_wording_is_as_published(id: str) -> None:
    """Against the shared definitions where they lie beside the project, and by fingerprint everywhere."""
    ours = json.loads((instruments.FOLDER / f"{id}.json").read_text())
    canonical = json.dumps(ours, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert sha256(canonical.encode()).hexdigest() == PINNED[id]
    if SHARED.exists():
        shared = json.loads(SHARED.read_text())
        assert ours == next(one for one in [*shared["instruments"], *shared["logic_only"]] if one["id"] == id)


@pytest.mark.parametrize("id", ["phq9", "gad7", "asq"])
def test_what_is_shown_is_the_wording_of_the_file(id: str) -> None:
    data = json.loads((instruments.FOLDER / f"{id}.json").read_text())
    shown = instruments.get(id)
    assert [item.text for item in shown.items if item.id in {str(said["n"]) for said in data["items"]}] == [
        said["text"] for said in data["items"]
    ]
    first = shown.item(1)
    assert [(each.value, each.text) for each in first.choices if not each.is_ours] == [
        (each["value"], each["text"]) for each in data["answers"]
    ]
    assert shown.stem == data.get("stem", "")
    assert shown.licence == data["license"]["text"]
    assert shown.sources
    assert all(address.startswith("http") for address in shown.sources)


def test_no_question_of_the_c_ssrs_is_shipped() -> None:
    """Its items are levels; the licensed sentences all ask “have you”."""
    shown = instruments.get("cssrs_screener")
    assert not shown.wording_included
    assert not shown.by_link
    for item in shown.items:
        assert item.text.startswith(("Level", "Behaviour"))
        assert "?" not in item.text
        assert "you" not in item.text.lower()


@pytest.mark.parametrize(
    ("total", "band"),
    [(0, "minimal or none"), (4, "minimal or none"), (5, "mild"), (10, "moderate"), (14, "moderate"), (15, "moderately severe"), (20, "severe"), (27, "severe")],
)  # fmt: skip
def test_phq9_totals_and_bands(total: int, band: str) -> None:
    values = [3] * (total // 3) + ([total % 3] if total % 3 else [])
    values += [0] * (9 - len(values))
    found = outcome("phq9", answers(**{f"_{place}": value for place, value in enumerate(values, 1)}))
    assert (found.total, found.result) == (total, band)
    assert words(instruments.get("phq9"), found) == f"{total} of 27, {band}"


@pytest.mark.parametrize(("value", "total", "band"), [(0, 0, "minimal"), (1, 7, "mild"), (2, 14, "moderate"), (3, 21, "severe")])
def test_gad7_totals_and_bands(value: int, total: int, band: str) -> None:
    found = outcome("gad7", all_of("gad7", value))
    assert (found.total, found.result, found.positive) == (total, band, ())


@pytest.mark.parametrize("missing", range(1, 10))
def test_no_total_with_an_item_missing(missing: int) -> None:
    given = all_of("phq9", 3)
    del given[str(missing)]
    found = outcome("phq9", given)
    assert (found.complete, found.total, found.result) == (False, None, "")
    assert short_words(instruments.get("phq9"), found) == "incomplete, 8 of 9"


def test_the_question_of_difficulty_is_asked_and_not_counted() -> None:
    given = all_of("phq9", 0, _difficulty=3)
    assert outcome("phq9", given).total == 0
    assert said(instruments.get("phq9"), given)[-1].answer == "Extremely difficult"
    assert outcome("phq9", all_of("phq9", 0)).complete


@pytest.mark.parametrize("value", [1, 2, 3, "1"])
def test_item_9_is_positive_whatever_the_total(value: Any) -> None:
    assert is_positive("phq9", 9, value)
    assert outcome("phq9", all_of("phq9", 0, _9=1)).positive == ("9",)
    assert outcome("phq9", all_of("phq9", 0, _9=1)).total == 1
    assert not is_positive("phq9", "9", 0)
    assert not is_positive("phq9", "8", 3)


def test_a_positive_answer_that_was_changed_is_told_with_both() -> None:
    given = all_of("phq9", 0, _9=(2, 0))
    found = outcome("phq9", given)
    assert (found.total, found.positive) == (0, ("9",))
    line = next(one for one in said(instruments.get("phq9"), given) if one.item.id == "9")
    assert (line.first, line.answer, line.positive) == ("More than half the days", "Not at all", True)


@pytest.mark.parametrize(
    ("given", "result"),
    [
        (answers(_1=0, _2=0, _3=0, _4=0), "negative"),
        (answers(_1=0, _2=0, _3=0), ""),
        (answers(_1=0, _2=0, _3=0, _4=1, _5=0), "non_acute_positive"),
        (answers(_1="refused", _2=0, _3=0, _4=0, _5=0), "non_acute_positive"),
        (answers(_1=1, _2=0, _3=0, _4=0, _5=1), "acute_positive"),
        (answers(_5=1), "acute_positive"),
        (answers(_1=1), "positive"),
        (answers(_1=1, _2=0, _3=0, _4=0, _5="refused"), "positive"),
    ],
)
def test_asq_by_its_rules(given: dict[str, Any], result: str) -> None:
    assert outcome("asq", given).result == result
    assert outcome("asq", given).total is None


def test_asq_asks_question_5_unless_four_times_no() -> None:
    asq = instruments.get("asq")
    assert [item.id for item in to_ask(asq, answers(_1=0, _2=0, _3=0, _4=0))] == ["1", "2", "3", "4"]
    assert [item.id for item in to_ask(asq, answers(_1=0, _2=0, _3=0))] == ["1", "2", "3", "4", "5"]
    assert [item.id for item in to_ask(asq, answers(_4=1))] == ["1", "2", "3", "4", "4-1", "4-2", "5"]
    assert [item.id for item in to_ask(asq, answers(_4=1), alone=True)] == ["1", "2", "3", "4", "5"]
    assert all(is_positive("asq", item, value) for item in range(1, 6) for value in (1, "refused"))


@pytest.mark.parametrize(
    ("given", "tier"),
    [
        (answers(_1=0, _2=0, _lifetime=0), "none"),
        (answers(_1=1, _2=0, _lifetime=0), "low"),
        (answers(_1=1, _2=1, _3=0, _4=0, _5=0, _lifetime=0), "low"),
        (answers(_1=1, _2=1, _3=1, _4=0, _5=0, _lifetime=0), "moderate"),
        (answers(_1=0, _2=0, _lifetime=1, _recent=0), "moderate"),
        (answers(_1=0, _2=0, _lifetime=1, _recent=1), "high"),
        (answers(_4=1), "high"),
        (answers(_5=1), "high"),
        (answers(_1=1, _2=1, _3=1), ""),
        (answers(_1=0, _2=0), ""),
    ],
)
def test_c_ssrs_by_its_levels_and_never_a_sum(given: dict[str, Any], tier: str) -> None:
    found = outcome("cssrs_screener", given)
    assert (found.result, found.total) == (tier, None)


def test_unknown_items_and_answers_are_refused() -> None:
    phq9 = instruments.get("phq9")
    with pytest.raises(KeyError):
        phq9.item("10")
    with pytest.raises(ValueError, match="has no answer"):
        phq9.item("9").read(4)
    with pytest.raises(instruments.UnknownInstrument):
        instruments.get("phq99")
    assert standing({"4-1": [{"value": "pills", "at": MOMENT}, {"value": "", "at": MOMENT}]}) == {}


CONCERNED = [file for file in sorted(instruments.FOLDER.parent.rglob("*screening*.py")) if "models" not in file.parts]


@pytest.mark.parametrize("file", CONCERNED, ids=lambda file: file.name)
def test_a_score_never_sets_the_clinicians_level(file: Path) -> None:
    """Whatever concerns questionnaires knows nothing of the risk formulation."""
    source = file.read_text()
    names = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    imported = {alias.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom) for alias in node.names}
    modules = {node.module or "" for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)}
    assert not {"Formulation", "CareDecision", "formulations", "assessments"} & (names | imported)
    assert not any("assessments" in module for module in modules)
