"""W6: the directory of 100,000 entries: what serves a place, what is nearest, and every key of a search, against one row by its key."""

import random
from collections.abc import Callable
from typing import Any

from django.db import connection

from clinic.db.context import clinic_context
from emergency import matching
from emergency.coverage import Spot
from emergency.models import Resource
from tests import factories
from tests.benchmarks.rounds import Bench
from tests.cast import Cast

TIMES = 40
PLACES = 200
KINDS = ("emergency_department", "urgent_care")


def run(bench: Bench, cast: Cast) -> None:
    chance = random.Random(6)
    with clinic_context(cast.elm.id):
        entries = list(Resource.objects.filter(adopted_at__isnull=False).order_by("name")[:400])
        homes = [
            factories.place(cast.rosa, town=each.town, county=each.county, region=each.region, postcode=each.postcode)
            for each in chance.sample(entries, 20)
        ]
        with connection.cursor() as cursor:
            cursor.execute("set statement_timeout = 0")

        def row() -> Resource:
            return Resource.objects.get(pk=chance.choice(entries).pk)

        def covering() -> object:
            return matching.covering([chance.choice(homes)], "US")

        def near() -> object:
            return matching.nearest(*_somewhere(chance), KINDS)

        def key(*, in_area: bool) -> object:
            home = chance.choice(homes)
            return matching.as_typed(home.town[: chance.randint(2, 5)], Spot.of(home, "US") if in_area else None)

        against = "one entry by its key, through the ORM"
        bench.compare("W6a", "what serves a place, best first", covering, against, row, 5, times=TIMES)
        bench.compare(
            "W6b", "the statement that finds what serves a place", covering, "the same without indexes",
            lambda: _without_indexes(covering), 1 / 15, times=3,
        )  # fmt: skip
        bench.compare("W6c", "the five that stand nearest", near, against, row, 5, times=TIMES)
        wrong = sum(_differ(*_everywhere(chance, number)) for number in range(PLACES))
        bench.count(
            "W6d", f"of {PLACES} places (date line, poles and empty oceans too), those where the nearest five are wrong", wrong, 0
        )
        bench.compare("W6e", "a key of a search that begins in the area", lambda: key(in_area=True), against, row, 5, times=TIMES)
        bench.compare(
            "W6f", "a key of a search in the whole directory", lambda: key(in_area=False), "the same words with ILIKE",
            lambda: _ilike(chance.choice(homes).town[:4]), 0.15, times=3,
        )  # fmt: skip


def _somewhere(chance: random.Random) -> tuple[float, float]:
    return chance.uniform(26, 48), chance.uniform(-123, -68)


def _everywhere(chance: random.Random, number: int) -> tuple[float, float]:
    if number % 4 == 0:
        return chance.uniform(-90, 90), chance.choice((-180.0, 180.0, -179.9, 179.9))
    if number % 4 == 1:
        return chance.choice((-90.0, 90.0, -89.9, 89.9)), chance.uniform(-180, 180)
    return (chance.uniform(-90, 90), chance.uniform(-180, 180)) if number % 4 == 2 else _somewhere(chance)


def _differ(latitude: float, longitude: float) -> bool:
    """Whether a search through all of them finds others."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select 2 * 3958.7613 * asin(least(1, sqrt(sin(radians(latitude - %s) / 2) ^ 2 + cos(radians(latitude)) * cos(radians(%s))"
            " * sin(radians(longitude - %s) / 2) ^ 2))) as miles from emergency_resource"
            " where retired_at is null and latitude is not null and kind = any(%s) order by miles limit 5",
            [latitude, latitude, longitude, list(KINDS)],
        )
        right = [float(row[0]) for row in cursor.fetchall()]
    found = [miles for _, miles in matching.nearest(latitude, longitude, KINDS)]
    return len(found) != len(right) or any(abs(one - other) > 1e-6 for one, other in zip(found, right, strict=True))


def _without_indexes(ask: Callable[[], object]) -> None:
    switches = ("enable_indexscan", "enable_bitmapscan", "enable_indexonlyscan")
    with connection.cursor() as cursor:
        cursor.execute(";".join(f"set local {each} = off" for each in switches))
        ask()
        cursor.execute(";".join(f"set local {each} = on" for each in switches))


def _ilike(words: str) -> list[Any]:
    found = Resource.objects.listed().filter(name__icontains=words) | Resource.objects.listed().filter(town__icontains=words)
    return list(found.order_by("name")[:12])
