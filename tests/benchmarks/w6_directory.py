"""W6: the directory of 100,000 entries: what serves a place, what is nearest, and every key of a search, against one row by its key."""

import random
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.db import connection

from clinic.db.context import clinic_context
from emergency import directory_queries, distance, matching
from emergency.coverage import Spot
from emergency.models import Resource
from emergency.words import LAST
from tests import factories
from tests.benchmarks.rounds import Bench
from tests.cast import Cast

TIMES = 40
PLACES = 200
KINDS = ("emergency_department", "urgent_care")
Ask = Callable[[], object]


def run(bench: Bench, cast: Cast) -> None:
    chance = random.Random(6)
    with clinic_context(cast.elm.id):
        with connection.cursor() as cursor:
            cursor.execute("set statement_timeout = 0")
        _measure(bench, cast, chance)


def _measure(bench: Bench, cast: Cast, chance: random.Random) -> None:
    entries = list(Resource.objects.filter(adopted_at__isnull=False).order_by("name")[:400])
    homes = [
        factories.place(cast.rosa, town=each.town, county=each.county, region=each.region, postcode=each.postcode)
        for each in chance.sample(entries, 20)
    ]
    rows = _statements([partial(Resource.objects.get, pk=each.pk) for each in entries[:TIMES]], chance)
    serving = [partial(matching.covering, [home], "US") for home in homes]
    nearest = [partial(distance.nearest, *_somewhere(chance), KINDS) for _ in range(TIMES)]
    beginnings = [(home, home.town[: chance.randint(3, 5)]) for home in homes]
    letters = [home.town[: 1 + at % 2] for at, home in enumerate(homes)]
    in_area = [partial(matching.as_typed, said, [Spot.of(home, "US")]) for home, said in beginnings]
    anywhere = [partial(matching.as_typed, said) for _, said in beginnings]
    short = [partial(matching.as_typed, said) for said in letters]
    listed = [partial(_listed, said) for _, said in beginnings]
    scans = _statements([partial(_ilike, said) for _, said in beginnings], chance)

    row, orm = "the statement of one entry by its key", "one entry by its key through the ORM"
    by_key = _any([partial(Resource.objects.get, pk=each.pk) for each in entries], chance)
    statement = _statements(serving, chance)
    bench.compare("W6a", "the statement of what serves a place, best first", statement, row, rows, 5, times=TIMES)
    bench.compare("W6a2", "what serves a place, as sorted entries in Python", _any(serving, chance), orm, by_key, 5, times=TIMES)
    bench.compare(
        "W6b", "the statement of what serves a place", statement, "the same without indexes",
        lambda: _without_indexes(statement), 1 / 15, times=3,
    )  # fmt: skip
    bench.compare("W6c", "the statements of the five that stand nearest", _statements(nearest, chance), row, rows, 5, times=TIMES)
    wrong = sum(_differ(*_everywhere(chance, number)) for number in range(PLACES))
    bench.count(
        "W6d", f"of {PLACES} places (date line, poles and empty oceans too), those where the nearest five are wrong", wrong, 0
    )
    bench.compare("W6e", "the statements of a key that begins in the area", _statements(in_area, chance), row, rows, 5, times=TIMES)
    bench.compare(
        "W6f", "the statement of a key anywhere", _statements(anywhere, chance), "ILIKE on name and town", scans, 0.15, times=5
    )
    bench.compare(
        "W6g", "the statement of the first or second letter", _statements(short, chance), "names that begin so, nothing else",
        _statements([partial(_prefix, said) for said in letters], chance), 1.5, times=5,
    )  # fmt: skip
    bench.compare(
        "W6h", "the statements of a key on the page of the directory, with the number found", _statements(listed, chance),
        "ILIKE on name and town", scans, 0.15, times=5,
    )  # fmt: skip


def _any(ways: Sequence[Ask], chance: random.Random) -> Ask:
    """One of these, another each time."""
    return lambda: chance.choice(ways)()


def _statements(ways: Sequence[Ask], chance: random.Random) -> Ask:
    """What one of these asks of the database, another each time, sent again without anything around it."""
    noted: list[list[tuple[str, Any]]] = []
    for way in ways:
        said: list[tuple[str, Any]] = []

        def note(execute: Any, sql: str, params: Any, many: bool, context: Any, said: Any = said) -> Any:
            said.append((sql, params))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            way()
        noted.append(said)

    def once() -> None:
        with connection.cursor() as cursor:
            for sql, params in chance.choice(noted):
                cursor.execute(sql, params)
                cursor.fetchall()

    return once


def _listed(words: str) -> object:
    """As the page of the directory asks while somebody types."""
    found = directory_queries.found({"words": words}, "US")
    entries, professionals = directory_queries.apart(found, "")
    return list(Paginator(entries, 50).get_page(1)), professionals


def _prefix(words: str) -> object:
    found = Resource.objects.listed().filter(
        adopted_at__isnull=False, name__gte=words.capitalize(), name__lt=words.capitalize() + LAST
    )
    return list(found.order_by("name")[:12])


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
    found = [miles for _, miles in distance.nearest(latitude, longitude, KINDS)]
    return len(found) != len(right) or any(abs(one - other) > 1e-6 for one, other in zip(found, right, strict=True))


def _without_indexes(ask: Callable[[], object]) -> None:
    switches = ("enable_indexscan", "enable_bitmapscan", "enable_indexonlyscan")
    with connection.cursor() as cursor:  # a prepared statement keeps the plan of the other side, unless it is planned for this call
        cursor.execute(
            ";".join(["set local plan_cache_mode = force_custom_plan", *(f"set local {each} = off" for each in switches)])
        )
        ask()
        cursor.execute(";".join(["set local plan_cache_mode = auto", *(f"set local {each} = on" for each in switches)]))


def _ilike(words: str) -> list[Any]:
    found = Resource.objects.listed().filter(name__icontains=words) | Resource.objects.listed().filter(town__icontains=words)
    return list(found.order_by("name")[:12])
