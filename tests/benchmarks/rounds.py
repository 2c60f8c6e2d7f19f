"""Interleaved rounds: both sides in turn, so that a busy moment hits both, and the ratio of their medians."""

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

ROUNDS = 9
NO_GOAL = float("inf")
TOO_BUSY = 6.0  # load average at which no verdict is given


@dataclass(frozen=True)
class Goal:
    """One line of the report. `limit` is what must not be passed; `ratio` is the median of the rounds."""

    key: str
    what: str
    against: str
    limit: float
    ratios: tuple[float, ...]
    note: str = ""

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)

    @property
    def quartiles(self) -> tuple[float, float]:
        if len(self.ratios) < 2:
            return self.ratio, self.ratio
        low, _, high = statistics.quantiles(self.ratios, n=4, method="inclusive")
        return low, high

    @property
    def passed(self) -> bool:
        """A goal is missed only when the median and the better quarter of the rounds are both past the limit."""
        return self.ratio <= self.limit or self.quartiles[0] <= self.limit


@dataclass
class Bench:
    """Collects goals."""

    rounds: int = ROUNDS
    goals: list[Goal] = field(default_factory=list)

    def compare(
        self,
        key: str,
        what: str,
        ours: Callable[[], object],
        against: str,
        floor: Callable[[], object],
        limit: float,
        **more: object,
    ) -> Goal:
        """Time `ours` against `floor` in turns; each call of either is one round. `times=` repeats a call within a round."""
        times = int(str(more.pop("times", 1)))
        note = str(more.pop("note", ""))
        side_by_side(ours, floor, times)  # nobody is timed cold
        ratios = tuple(side_by_side(ours, floor, times) for _ in range(self.rounds))
        return self.add(Goal(key, what, against, limit, ratios, note))

    def count(self, key: str, what: str, value: float, limit: float, note: str = "") -> Goal:
        """A number without a clock."""
        return self.add(Goal(key, what, "counted", limit, (float(value),), note))

    def add(self, goal: Goal) -> Goal:
        self.goals.append(goal)
        return goal


def side_by_side(ours: Callable[[], object], floor: Callable[[], object], times: int) -> float:
    """How many times as long `ours` takes, call by call in turns: of each, the middle one."""
    spent = [(took(ours), took(floor)) for _ in range(times)]
    return statistics.median(one for one, _ in spent) / statistics.median(other for _, other in spent)


def took(work: Callable[[], object], times: int = 1) -> float:
    """Seconds for one of `times` runs, the middle one."""
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        spent.append(time.perf_counter() - began)
    return statistics.median(spent)


def busy() -> float:
    return os.getloadavg()[0]
