"""docs/performance.md: the newest row of every goal, whenever it was measured, and what is to be said about it."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from tests.benchmarks.reasons import DIRECTORY, REASONS
from tests.benchmarks.rounds import NO_GOAL, TOO_BUSY, Goal

REPORT = Path(__file__).parents[2] / "docs" / "performance.md"
ROW = re.compile(r"^\| (W(\d+)[^ ]*) \|")

HEAD = """# How fast Handrail is

`python -m tests.benchmarks --write` puts what it measured into this page; rows of parts that were not run stay. What is said about a
row is written in `tests/benchmarks/reasons.py`. Each figure is a ratio of two things measured in turns in the same run (the median,
and in brackets the middle half of the rounds), or something counted. Times of one machine say little on another, ratios do.
PostgreSQL writes through to the disk (fsync on), pages come from gunicorn as shipped, on two processors.

A goal counts as missed when both the median and the better quarter of its rounds lie past the limit. A ratio that was measured
while other work kept the processors busy (load above {busy:g}) is rough: it stands here with its load until somebody measures it again.

| Goal | What | Against | Ratio or number | Limit | | Measured |
|---|---|---|---|---|---|---|
"""


def row(goal: Goal, rounds: int, load: float) -> str:
    """One line of the table."""
    low, high = goal.quartiles
    counted = low == high
    number = f"{goal.ratio:,.0f}" if goal.ratio >= 1000 else f"{goal.ratio:.3g}"
    said = number if counted else f"{goal.ratio:.2f} ({low:.2f} to {high:.2f})"
    how = "" if counted else f", {rounds} rounds, load {load:.0f}"
    rough = "" if counted or load <= TOO_BUSY else ", rough"
    verdict, limit = ("", "none") if goal.limit == NO_GOAL else ("reached" if goal.passed else "missed", f"{goal.limit:g}")
    what = f"{goal.what} ({goal.note})" if goal.note else goal.what
    return f"| {goal.key} | {what} | {goal.against} | {said} | {limit} | {verdict}{verdict and rough} | {date.today():%-d %b %Y}{how} |"


def write(rows: Iterable[str]) -> None:
    """Make the page anew: these rows, the rows of other goals as they stand there, and the reasons."""
    new = list(rows)
    keys = {_key(each) for each in new}
    old = [each for each in REPORT.read_text().splitlines() if ROW.match(each) and _key(each) not in keys]
    table = sorted([*old, *new], key=lambda each: _order(_key(each)))
    known = {_key(each) for each in table}
    said = [f"**{key}.** {words}\n" for key, words in REASONS.items() if key in known]
    REPORT.write_text(HEAD.format(busy=TOO_BUSY) + "\n".join(table) + "\n\n## About single rows\n\n" + "\n".join(said) + DIRECTORY)


def _key(line: str) -> str:
    found = ROW.match(line)
    assert found, line
    return found[1]


def _order(key: str) -> tuple[int, str]:
    part = re.match(r"W(\d+)", key)
    return int(part[1]) if part else 0, key
