"""`python -m tests.benchmarks [W3 w4_pdf …] [--rounds 9] [--write]`: measure, print, and with --write put it into docs/performance.md."""

import argparse
import logging
import os
import sys
from importlib import import_module

from tests.benchmarks import report
from tests.benchmarks.rounds import TOO_BUSY, Bench, busy
from tests.benchmarks.stage import servers

PARTS = {
    "w1_server": "W1",
    "w1_crisis": "W1",
    "w3_autosave": "W3",
    "w4_pdf": "W4",
}


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    asked.add_argument("parts", nargs="*", default=list(PARTS), choices=[*PARTS, *PARTS.values()], metavar="part")
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

        people = cast.people()
        for module, goals in PARTS.items():
            if {module, goals} & set(wanted.parts):
                import_module(f"tests.benchmarks.{module}").run(bench, people)
    rows = [report.row(goal, bench.rounds, max(before, busy())) for goal in bench.goals]
    print("\n".join(rows))
    if wanted.write:
        report.write(rows)
    if before > TOO_BUSY:
        print(f"The machine was busy (load {before:.1f}, {os.cpu_count()} processors): no verdict.")
        return 2
    return 0 if all(goal.passed for goal in bench.goals) else 1


if __name__ == "__main__":
    sys.exit(main())
