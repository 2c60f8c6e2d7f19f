"""The corpus of the quality helper: real-looking lines and plans, and whether an experienced clinician would ask there.

`open` may be read while a rule is written; `held out` is only ever counted. Eleven rules fell short on the first held-out part;
it was opened for them then, and a second one written by somebody who had seen neither the rules nor the corpus (docs/quality.md).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from safetyplans.quality.facts import LineFacts, PersonFacts, PlaceFacts, PlanFacts, ResourceFacts
from safetyplans.quality.rules import BY_RULE

CORPUS = Path(__file__).parent / "corpus"
PARTS = ("open", "held out")
OPENED = frozenset({
    "chart_words", "needs_somebody", "no_clinician", "no_emergency_department", "no_hours", "no_owner_or_date", "nobody_at_all",
    "promise", "same_person_twice", "substance_treatment", "video_not_agreed",
})  # fmt: skip
RULES = sorted(path.stem for path in CORPUS.glob("*.jsonl"))


@dataclass(frozen=True)
class Case:
    """A line in its step, or a whole plan, as facts; `asks` is what the clinician would do."""

    facts: PlanFacts
    asks: bool
    text: str


@dataclass(frozen=True)
class Measured:
    """How a rule did on a part of the corpus."""

    rule: str
    part: str
    asked_rightly: int
    asked_wrongly: int
    missed: int
    cases: int

    @property
    def precision(self) -> float:
        return self.asked_rightly / ((self.asked_rightly + self.asked_wrongly) or 1)

    @property
    def recall(self) -> float:
        return self.asked_rightly / ((self.asked_rightly + self.missed) or 1)


@cache
def cases(rule: str, part: str) -> tuple[Case, ...]:
    return tuple(_cases(_folder(rule, part) / f"{rule}.jsonl"))


def _folder(rule: str, part: str) -> Path:
    if part == "open":
        return CORPUS
    return CORPUS / ("second_held_out" if rule in OPENED else "held_out")


def _cases(path: Path) -> Iterator[Case]:
    for row in map(json.loads, path.read_text().splitlines()):
        if "plan" in row:
            yield Case(plan_facts(row["plan"]), row["flag"], json.dumps(row["plan"], sort_keys=True))
        else:
            yield Case(
                PlanFacts(
                    lines=(LineFacts("1", row["step"], row["text"], written=_day(row, "written")),), today=_day(row, "today")
                ),
                row["flag"],
                f"{row['step']}: {row['text'].strip().casefold()} {row.get('written', '')}",
            )


def _day(row: dict[str, Any], key: str) -> date | None:
    return date.fromisoformat(row[key]) if key in row else None


def plan_facts(plan: dict[str, Any]) -> PlanFacts:
    """A plan of the corpus as facts; what is left out is empty."""
    lines = [(step, line) for step, written in plan.get("steps", {}).items() for line in written]
    return PlanFacts(
        lines=tuple(_line(str(number), step, line) for number, (step, line) in enumerate(lines, 1)),
        states=plan.get("states", {}),
        nobody_agreed=plan.get("nobody_agreed", False),
        places=tuple(PlaceFacts(place["name"], place["name"]) for place in plan.get("places", [])),
        changed_days_ago=plan.get("changed_days_ago", 0),
    )


def _line(id: str, step: str, line: dict[str, Any]) -> LineFacts:
    person, resource = line.get("person"), line.get("resource")
    return LineFacts(
        id=id,
        step=step,
        text=line.get("text", ""),
        person=_person(person) if person else None,
        resource=_resource(resource) if resource else None,
        on_copy=line.get("on_copy", True),
        night=line.get("night"),
        likely=line.get("likely") or "",
        barriers=line.get("barriers") or "",
    )


def _person(written: dict[str, Any]) -> PersonFacts:
    return PersonFacts(
        id=written["name"],
        name=written["name"],
        relation=written["relation"],
        phone=written["phone"],
        ruled_out=written["do_not_contact"] or written["permission"] == "never",
        willing=written["willing"],
        provider=written["provider"],
    )


def _resource(written: dict[str, Any]) -> ResourceFacts:
    return ResourceFacts(
        id=written["name"],
        name=written["name"],
        kind=written["kind"],
        phone=written["phone"],
        hours=written["hours"],
        local=written["reach"] != "country",
        checked=written["checked"] == "ok",
        places=frozenset({written["place"]} - {""}),
    )


def measure(rule: str, part: str) -> Measured:
    """The rule against every case of this part: counts, never a line."""
    results = [(bool(list(BY_RULE[rule].find(case.facts))), case.asks) for case in cases(rule, part)]
    return Measured(
        rule=rule,
        part=part,
        asked_rightly=results.count((True, True)),
        asked_wrongly=results.count((True, False)),
        missed=results.count((False, True)),
        cases=len(results),
    )
