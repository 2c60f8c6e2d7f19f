"""`python -m tests.benchmarks [W3 w4_pdf …] [--rounds 9] [--write]`: measure, print, and with --write put it into docs/performance.md.

W10 fills three clinics, a hundredth, a tenth and all of --clients and --resources, and W6 asks the largest (tests/benchmarks/generator.py).
`python -m tests.benchmarks gen --clients 10000` fills one alone and says how many rows each table has.
"""

import argparse
import logging
import os
import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from tests.benchmarks import report
from tests.benchmarks.rounds import TOO_BUSY, Bench, busy
from tests.benchmarks.stage import servers

if TYPE_CHECKING:
    from tests.cast import Cast

PARTS = {
    "w1_server": "W1",
    "w1_crisis": "W1",
    "w3_autosave": "W3",
    "w4_pdf": "W4",
    "w7_import": "W7",
    "w10_growth": "W10",  # fills the clinic, so nothing that wants an empty one comes later
    "w6_directory": "W6",
}
USUAL = ("W1", "W3", "W4")
GROWS, FILLED, IMPORTS = "w10_growth", "w6_directory", "w7_import"


def main() -> int:
    wanted = _asked()
    bench, before = Bench(rounds=wanted.rounds), busy()
    with servers():
        logging.disable(logging.INFO)
        from tests import cast

        people = cast.people()
        size = {"clients": wanted.clients, "resources": wanted.resources}
        if "gen" in wanted.parts:
            print(_module("generator").fill(people, **size))
        run = [module for module, goals in PARTS.items() if {module, goals} & set(wanted.parts)]
        for module in run:
            if module == FILLED and GROWS not in run:
                _fill(people, size)
            told = {GROWS: size, IMPORTS: {"rows": min(wanted.resources, 20_000)}}.get(module, {})
            _module(module).run(bench, people, **told)
    load = max(before, busy())
    rows = [report.row(goal, bench.rounds, load) for goal in bench.goals]
    print("\n".join(rows))
    if wanted.write:
        report.write(rows)
    if load > TOO_BUSY:
        print(f"The machine was busy (load {load:.1f}, {os.cpu_count()} processors): no verdict.")
        return 2
    return 0 if all(goal.passed for goal in bench.goals) else 1


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    known = sorted({*PARTS, *PARTS.values(), "gen"})
    asked.add_argument("parts", nargs="*", default=list(USUAL), help=f"of {', '.join(known)}")
    asked.add_argument("--rounds", type=int, default=9)
    asked.add_argument("--write", action="store_true")
    asked.add_argument(
        "--clients", type=int, default=1000, help="how many clients gen, W6 and W10 make; ten sessions and ten versions each"
    )
    asked.add_argument(
        "--resources", type=int, default=100_000, help="how many entries their directory has; W7 imports as many, at most 20,000"
    )
    wanted = asked.parse_args()
    if unknown := set(wanted.parts) - set(known):
        asked.error(f"no such part: {', '.join(sorted(unknown))}")
    return wanted


def _module(name: str) -> ModuleType:
    """Parts import models: only once the servers are there."""
    return import_module(f"tests.benchmarks.{name}")


def _fill(people: "Cast", size: dict[str, int]) -> None:
    generator = _module("generator")
    generator.fill(people, **size)
    generator.analyze()


sys.exit(main())
