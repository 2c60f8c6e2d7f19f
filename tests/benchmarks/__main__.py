"""`python -m tests.benchmarks [W1 W3 W4 W6 W7 W10] [--rounds 9] [--write]`: measure, print, and with --write make docs/performance.md.

W6 and W10 fill a clinic first (tests/benchmarks/generator.py); `python -m tests.benchmarks gen --clients 10000` does that alone
and says how many rows each table has.
"""

import argparse
import logging
import os
import platform
import sys
from datetime import date
from pathlib import Path

from tests.benchmarks.rounds import TOO_BUSY, Bench, Goal, busy
from tests.benchmarks.stage import servers

REPORT = Path(__file__).parents[2] / "docs" / "performance.md"


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    asked.add_argument("parts", nargs="*", default=["W1", "W3", "W4"])
    asked.add_argument("--rounds", type=int, default=9)
    asked.add_argument("--write", action="store_true")
    asked.add_argument(
        "--clients", type=int, default=1000, help="how many clients gen, W6 and W10 make; ten sessions and ten versions each"
    )
    asked.add_argument("--resources", type=int, default=100_000, help="how many entries their directory has")
    wanted = asked.parse_args()
    bench, before = Bench(rounds=wanted.rounds), busy()
    with servers():
        logging.disable(logging.INFO)
        from tests import cast
        from tests.benchmarks import generator, w1_crisis, w3_autosave, w4_pdf, w6_directory, w7_import, w10_growth

        people = cast.people()
        for name, part in (("W1", w1_crisis), ("W3", w3_autosave), ("W4", w4_pdf), ("W7", w7_import)):
            if name in wanted.parts:
                part.run(bench, people)
        if "gen" in wanted.parts:
            print(generator.fill(people, clients=wanted.clients, resources=wanted.resources))
        if "W10" in wanted.parts:
            w10_growth.run(bench, people, clients=wanted.clients, resources=wanted.resources)
        if "W6" in wanted.parts:
            if "W10" not in wanted.parts:
                generator.fill(people, clients=wanted.clients, resources=wanted.resources)
                generator.analyze()
            w6_directory.run(bench, people)
    print("\n".join(row(goal) for goal in bench.goals))
    if before > TOO_BUSY:
        print(f"The machine was busy (load {before:.1f}): no verdict.")
        return 2
    if wanted.write:
        REPORT.write_text(report(bench, before))
    return 0 if all(goal.passed for goal in bench.goals) else 1


def row(goal: Goal) -> str:
    low, high = goal.quartiles
    said = f"{goal.ratio:.3g}" if low == high else f"{goal.ratio:.2f} ({low:.2f} to {high:.2f})"
    verdict = "reached" if goal.passed else "missed"
    limit = "none" if goal.limit == float("inf") else f"{goal.limit:g}"
    return f"| {goal.key} | {goal.what} | {goal.against} | {said} | {limit} | {'' if limit == 'none' else verdict} | {goal.note} |"


def report(bench: Bench, before: float) -> str:
    rows = "\n".join(row(goal) for goal in bench.goals)
    return f"""# How fast Handrail is

Made by `python -m tests.benchmarks --write`; do not edit. Each figure is a ratio of two things measured in turns in the same run
({bench.rounds} rounds; the median, and in brackets the middle half), or something counted. Times of one machine say little on
another, ratios do. PostgreSQL writes through to the disk (fsync on), pages come from gunicorn as shipped.

Measured on {date.today():%-d %B %Y}: Python {platform.python_version()}, {os.cpu_count()} processors, load {before:.1f} before the run.

| Goal | What | Against | Ratio or number | Limit | | Note |
|---|---|---|---|---|---|---|
{rows}

A goal counts as missed when both the median and the better quarter of its rounds lie past the limit.
"""


sys.exit(main())
