"""What is looked up by key stays looked up by key, however much a clinic has: no page's query reads a big table from end to end."""

import random
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from clinic.clients import queries as clients
from clinic.clients.models import Client
from clinic.db.context import clinic_context
from emergency import queries
from emergency.coverage import Spot, areas_of
from emergency.models import Coverage, Resource, ResourceWord, TherapySession
from emergency.words import words_of
from tests import factories
from tests.benchmarks import generator
from tests.cast import Cast

BIG = (
    "emergency_resource",
    "emergency_coverage",
    "emergency_resourceword",
    "emergency_therapysession",
    "clients_client",
    "safetyplans_planversion",
)


@pytest.fixture
def grown(stage: Cast) -> Cast:
    """1,000 clients, 10,000 sessions and versions, 5,000 entries, with statistics as autovacuum makes them."""
    generator.fill(stage, clients=1_000, resources=5_000)
    generator.analyze()
    return stage


@pytest.mark.feature("H3")
def test_no_page_query_reads_a_big_table_from_end_to_end(grown: Cast) -> None:
    with clinic_context(grown.elm.id):
        entries = random.Random(6).sample(list(Resource.objects.filter(origin="clinic").exclude(name="Template")[:3000]), 20)
        for each in entries:  # the generator's rows are those that Handrail would have made
            assert set(Coverage.objects.filter(resource=each).values_list("area", flat=True)) == areas_of(each)
            assert set(ResourceWord.objects.filter(resource=each).values_list("word", flat=True)) == words_of(each)
        one = next(each for each in entries if each.adopted_at)
        home = factories.place(grown.rosa, town=one.town, county=one.county, region=one.region, postcode=one.postcode)
        asked: dict[str, Callable[[], Any]] = {
            "covering": lambda: queries.covering([home], "US"),
            "covering for a client": lambda: queries.covering([home], "US", client=grown.rosa),
            "serving": lambda: queries.serving([home], "US", client=grown.rosa),
            "nearest": lambda: queries.nearest(35.2, -111.6, ["psap", "poison"]),
            "nearest of what is nowhere": lambda: queries.nearest(35.2, -111.6, ["poison"]),
            "typed near": lambda: queries.as_typed(one.name[:3], [Spot.of(home, "US")]),
            "typed": lambda: queries.as_typed(one.name[:4]),
            "letters": lambda: queries.as_typed(one.name[:2]),
            "number": lambda: queries.as_typed(one.phone[-7:]),
            "search": lambda: list(queries.search(queries.Search(words=one.name), date.today())[:50]),
            "search in a place": lambda: list(queries.search(queries.Search(place=one.postcode), date.today())[:50]),
            "directory": lambda: list(queries.search(queries.Search(), date.today())[:50]),
            "entry": lambda: queries.current([uuid4(), one.pk]),
            "caseload": lambda: list(Client.objects.visible_to(grown.lee.actor)),
            "places": lambda: clients.places(grown.rosa),
            "sessions": lambda: list(TherapySession.objects.filter(client=grown.rosa)[:20]),
        }
        assert {entry.pk for entry in queries.covering([home], "US")[home.id]} >= {one.pk}
        assert one in queries.as_typed(one.name, [Spot.of(home, "US")])
        assert "Seq Scan on emergency_resource" in plans_of(lambda: list(Resource.objects.filter(note__icontains="elm")))
        for name, ask in asked.items():
            plan = plans_of(ask)
            read = [table for table in BIG if f"Seq Scan on {table}" in plan]
            assert not read, (name, read, plan)


def plans_of(ask: Callable[[], Any]) -> str:
    """How the database goes about every statement that is asked meanwhile."""
    statements: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        ask()
    assert statements
    lines: list[str] = []
    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute("explain " + sql, params)
            lines += [row[0] for row in cursor.fetchall()]
    return "\n".join(lines)
