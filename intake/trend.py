"""The line of a questionnaire's totals over time, as coordinates of a small picture. The table beside it holds the same figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from intake.instruments import Instrument

LEFT, RIGHT, TOP, BOTTOM = 26, 258, 16, 222  # the names of the bands stand to the right of their lines
GAP_OF_DATES, GAP_OF_NUMBERS = 62, 18


@dataclass(frozen=True)
class Dot:
    """One total. `dated`: its day stands below; `numbered`: its total stands above."""

    x: int
    y: int
    day: date
    total: int
    dated: bool
    numbered: bool


@dataclass(frozen=True)
class Level:
    """The lower edge of a band, with its name."""

    y: int
    label: str
    least: int


@dataclass(frozen=True)
class Trend:
    """All that the picture shows."""

    dots: list[Dot]
    levels: list[Level]
    top: int

    @property
    def line(self) -> str:
        """The points of the polyline."""
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)


def trend(instrument: Instrument, totals: Sequence[tuple[date, int]]) -> Trend | None:
    """`totals` oldest first; None without any."""
    if not totals:
        return None
    first, last = totals[0][0], totals[-1][0]
    span = (last - first).days
    places = [
        LEFT + 8 + round((RIGHT - LEFT - 20) * (day - first).days / span) if span else (LEFT + RIGHT) // 2 for day, _ in totals
    ]
    dated, numbered = _apart(places, GAP_OF_DATES), _apart(places, GAP_OF_NUMBERS)
    dots = [
        Dot(x, _height(instrument, total), day, total, place in dated, place in numbered)
        for place, (x, (day, total)) in enumerate(zip(places, totals, strict=True))
    ]
    return Trend(dots, _levels(instrument), instrument.top)


def _height(instrument: Instrument, total: int) -> int:
    return BOTTOM - round((BOTTOM - TOP) * total / instrument.top)


def _levels(instrument: Instrument) -> list[Level]:
    edges = [_height(instrument, band.min) for band in instrument.bands]
    return [Level(y, band.label, band.min) for y, band in zip(edges, instrument.bands, strict=True)]


def _apart(places: list[int], gap: int) -> set[int]:
    """Which places may carry words without running into each other; the newest always does."""
    kept = [len(places) - 1]
    for place in range(len(places) - 2, -1, -1):
        if places[kept[-1]] - places[place] >= gap:
            kept.append(place)
    return set(kept)
