"""W1, the server's part: the crisis page as a whole request, against one raw statement that fetches the same rows."""

import gzip
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clinic.clients.models import Client
from clinic.db.context import clinic_context
from clinic.staff.crisis import EVERYTHING, crisis_of
from clinic.staff.crisis_where import TODAY
from emergency.actions.check_ins import check_in
from emergency.actions.crisis import Line, write
from emergency.models import IncidentEntry
from tests import factories
from tests.benchmarks.rounds import Bench
from tests.cast import Cast, browser_of

TIMES = 40
FRAME = re.compile(r"^(BEGIN|COMMIT|SAVEPOINT|RELEASE|ROLLBACK)")
MOST_BYTES = 14_000


def run(bench: Bench, cast: Cast) -> None:
    with clinic_context(cast.elm.id):
        little, much = (_known(cast, people) for people in (1, 30))
    lee = browser_of(cast.lee)
    page, other = _page(lee, little), _page(lee, much)
    page(), other()
    bench.count(
        "W1b-bytes", "bytes of the crisis page, its style included, compressed", len(gzip.compress(page().content)), MOST_BYTES
    )
    bench.compare(
        "W1d", "the crisis page, sign-in, audit event and all", page, "one raw statement that fetches the same rows",
        _raw(cast, little), 5.0, times=TIMES,
    )  # fmt: skip
    few, many = _statements(page), _statements(other)
    bench.count("W1e", "statements of the crisis page", few, 9, "of them 3 of its own; the rest sign-in, clinic and audit")
    bench.count("W1e", "more statements for 30 people and 40 lines than for one of each", many - few, 0)


def _known(cast: Cast, people: int) -> Client:
    client = factories.client(cast.lee)
    place = factories.place(client)
    factories.resource(cast.ada, "Flagstaff 911 center", kind="psap", phone="(928) 555-0111")
    factories.resource(cast.ada)
    for number in range(people):
        factories.contact(client, f"Person {number}", permission="any", phone="(928) 555-0177")
    check_in(by=cast.lee.actor, client=client, told="place", place=place, is_confirmed=True)
    now = timezone.now()
    lines = [
        Line(IncidentEntry.What.NOTE, now - timedelta(seconds=n), uuid4(), words="Said") for n in range(40 if people > 1 else 1)
    ]
    write(by=cast.lee.actor, client=client, lines=lines)
    return client


def _page(browser: Browser, client: Client) -> Callable[[], HttpResponse]:
    def once() -> HttpResponse:
        answer = browser.get(f"/clients/{client.pk}/crisis/")
        assert answer.status_code == 200, answer.status_code
        return answer

    return once


def _statements(page: Callable[[], HttpResponse]) -> int:
    with CaptureQueriesContext(connection) as queries:
        page()
    return sum(not FRAME.match(query["sql"]) for query in queries)


def _raw(cast: Cast, client: Client) -> Callable[[], object]:
    """All that `crisis_of` reads, as one statement sent by hand."""
    with clinic_context(cast.elm.id):
        with CaptureQueriesContext(connection) as queries:
            crisis_of(cast.lee.actor, client, cast.lee)
        reads = [query["sql"] for query in queries if query["sql"].strip().upper().startswith(("SELECT", "WITH"))]
        gathered: dict[str, QuerySet[Any]] = EVERYTHING.build(
            client=client.pk, by=cast.lee.id, now=timezone.now(), today=timezone.now() - TODAY
        )
        operations: Any = connection.ops
        reads += [operations.compose_sql(*queryset.query.sql_with_params()) for queryset in gathered.values()]
    parts = ", ".join(f"(select json_agg(row_to_json(t{n}))::text from ({sql}) t{n})" for n, sql in enumerate(reads))

    def once() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select set_config('app.clinic_id', %s, true)", [str(cast.elm.id)])
            cursor.execute(f"select {parts}")
            cursor.fetchone()

    return once
