"""The quality helper against the corpus: precision and recall of every rule, on what was read and on what was held out.

Nothing here prints a line of the held-out part: a failure names the rule and its counts.
"""

import time

import pytest

from safetyplans.quality.rules import BY_RULE
from tests.safetyplans.quality_corpus import OPENED, PARTS, RULES, cases, measure
from tests.safetyplans.quality_report import BEFORE, ENOUGH, ON_FACTS, REPORT, report

LEAST = 40


@pytest.mark.feature("B14")
@pytest.mark.parametrize("rule", RULES)
def test_a_rule_asks_where_a_clinician_would(rule: str) -> None:
    read = measure(rule, "open")
    assert read.precision > ENOUGH, read
    assert read.recall > ENOUGH, read
    held = measure(rule, "held out")
    assert held.precision > ENOUGH, held
    assert held.recall > ENOUGH, held


def test_every_rule_has_a_corpus_or_only_looks_at_facts() -> None:
    assert len(RULES) == 29
    assert set(BEFORE) == OPENED
    assert set(RULES) | set(ON_FACTS) == set(BY_RULE)
    assert not set(RULES) & set(ON_FACTS)


@pytest.mark.parametrize("rule", RULES)
def test_the_corpus_holds_enough_on_both_sides_a_third_of_it_held_out(rule: str) -> None:
    counted = {(part, side): sum(case.asks is side for case in cases(rule, part)) for part in PARTS for side in (True, False)}
    for side in (True, False):
        together, held = counted["open", side] + counted["held out", side], counted["held out", side]
        assert together >= LEAST
        assert held >= 14
        assert 0.3 <= held / together <= 0.4


@pytest.mark.parametrize("rule", RULES)
def test_no_case_stands_in_both_parts(rule: str) -> None:
    read, held = ({case.text for case in cases(rule, part)} for part in PARTS)
    assert len(read & held) == 0  # counts only: a failure shows no case
    assert len(read) == len(cases(rule, "open"))


def test_the_report_is_fresh() -> None:
    fresh = REPORT.read_text() == report()
    assert fresh, "docs/quality.md is stale: tests/safetyplans/quality_report.py says how to write it"


def test_rules_are_quick_enough_for_a_page() -> None:
    plans = [case.facts for case in cases("no_hours", "open")]
    start = time.thread_time()
    for facts in plans:
        for rule in BY_RULE.values():
            list(rule.find(facts))
    assert (time.thread_time() - start) / len(plans) < 0.05
