"""A clinic of any size by set-based SQL: clients with grants, plans, versions, reviews and sessions, and a directory with areas and words.

Every row is a copy of one that Handrail made itself, with other keys and open fields. Sealed fields are copied as they are:
of the right length, and unreadable, since a seal is bound to its row. What a benchmark reads is made by Handrail (tests/cast.py).
"""

from collections.abc import Mapping
from contextlib import closing
from datetime import date, time
from typing import Any

import psycopg2
from django.db import connection, connections, models
from django.utils import timezone

from clinic.clients.models import AccessGrant, Client
from clinic.db.context import clinic_context
from emergency.models import Resource, TherapySession
from safetyplans.models import PlanVersion, Review
from tests import factories
from tests.cast import Cast

PER_THERAPIST, SESSIONS, VERSIONS = 60, 10, 10
STATES = ("AZ", "CA", "CO", "FL", "GA", "IL", "MA", "MI", "NC", "NV", "NY", "OH", "OR", "PA", "TX", "UT", "VA", "WA", "WI", "WY")
# numbers as letters, so that a made-up word has no digits and is one word
LETTERS = "translate(to_hex({}), '0123456789abcdef', 'bcdfghjklmnprstv')"
COUNTIES = 3000
KINDS = (
    "psap",
    "mobile_crisis",
    "crisis_line",
    "emergency_department",
    "hospital",
    "police",
    "urgent_care",
    "dv",
    "poison",
    "other",
)


def fill(cast: Cast, *, clients: int, resources: int) -> dict[str, int]:
    """Fill Elm Street and have the planner know it; how many rows each table has now."""
    with clinic_context(cast.elm.id):
        _run("set local statement_timeout = 0")
        _run("drop table if exists bench_client, bench_holder, bench_entry")
        _copy_unchecked()
        _people(cast, clients)
        _directory(cast, resources)
    counted = {}
    with clinic_context(cast.elm.id), connection.cursor() as cursor:
        for model in (Client, TherapySession, PlanVersion, Resource):
            cursor.execute(f"select count(*) from {model._meta.db_table}")
            counted[model._meta.verbose_name_plural or ""] = int((cursor.fetchone() or [0])[0])
    return {str(name): count for name, count in counted.items()}


def _copy_unchecked() -> None:
    """Where the stage allows it: copies of sound rows are sound, and their keys need no look."""
    with connection.cursor() as cursor:
        cursor.execute("select has_parameter_privilege('session_replication_role', 'set')")
        if (cursor.fetchone() or [False])[0]:
            cursor.execute("set local session_replication_role = replica")


def analyze() -> None:
    """Statistics as autovacuum makes them, by the owner of the tables; the application may not."""
    owner = connections["owner"].settings_dict
    held = psycopg2.connect(
        dbname=connection.settings_dict["NAME"], user=owner["USER"], host=owner["HOST"], port=owner["PORT"] or None
    )
    held.autocommit = True
    with closing(held), held.cursor() as cursor:
        cursor.execute("vacuum analyze")


def _people(cast: Cast, clients: int) -> None:
    lee, clinic = cast.lee, {"clinic_id": cast.elm.id, "made_by_id": cast.lee.id}
    client = factories.client(lee, "Template Person")
    plan = factories.plan(client, number=1, last_number=1)
    version = factories.version(plan)
    review = Review.objects.create(clinic_id=cast.elm.id, plan=plan, due_on=date(2026, 1, 5), opened_by_id=lee.id)
    session = TherapySession.objects.create(
        **clinic, client=client, therapist_id=lee.id, local_date=date(2026, 1, 5), local_time=time(10), time_zone="America/New_York",
        starts_at=timezone.now(), note="We talked about the week.",
    )  # fmt: skip
    grant = AccessGrant.objects.get(client=client)
    _run(
        "create temporary table bench_client as select gen_random_uuid() id, gen_random_uuid() plan, n, (n - 1) / %s holder from generate_series(1, %s) n",
        [PER_THERAPIST, clients],
    )
    _run(
        "create temporary table bench_holder as select holder, gen_random_uuid() id from (select distinct holder from bench_client) h"
    )
    _run("insert into audit_actor (id, clinic_id, kind) select id, %s, 'client' from bench_client", [cast.elm.id])
    _run("insert into audit_actor (id, clinic_id, kind) select id, %s, 'staff' from bench_holder", [cast.elm.id])
    _copy(client, "bench_client b", {"id": "b.id"})
    _copy(
        grant,
        "bench_client b join bench_holder h using (holder)",
        {"id": "gen_random_uuid()", "client_id": "b.id", "holder_id": "h.id"},
    )
    _copy(plan, "bench_client b", {"id": "b.plan", "client_id": "b.id", "number": str(VERSIONS), "last_number": str(VERSIONS)})
    _copy(
        version,
        f"bench_client b cross join generate_series(1, {VERSIONS}) v",
        {"id": "gen_random_uuid()", "plan_id": "b.plan", "number": "v"},
    )
    _copy(
        review,
        "bench_client b",
        {
            "id": "gen_random_uuid()",
            "plan_id": "b.plan",
            "due_on": "current_date + 4 + (b.n %% 86)::int",
        },  # none to be announced today
    )
    _copy(
        session,
        f"bench_client b join bench_holder h using (holder) cross join generate_series(1, {SESSIONS}) s",
        {
            "id": "gen_random_uuid()", "client_id": "b.id", "therapist_id": "h.id", "local_date": "date '2026-01-05' + 7 * s + (b.n %% 5)::int",
            "starts_at": "timestamptz '2026-01-05 15:00+00' + make_interval(weeks => s, days => (b.n %% 5)::int)",
        },
    )  # fmt: skip


def _directory(cast: Cast, count: int) -> None:
    template = factories.resource(cast.ada, "Template", town="", county="", postcode="", phone="", kind="other")
    _run(
        f"""create temporary table bench_entry as select gen_random_uuid() id, n, n %% {COUNTIES} county_number,
            (array[{_texts(STATES)}])[1 + (n %% {COUNTIES}) %% {len(STATES)}] state, (array[{_texts(KINDS)}])[1 + n / {COUNTIES} %% {len(KINDS)}] kind,
            initcap({LETTERS.format("(n * 7919) %% 100003")}) one, initcap({LETTERS.format("n %% 499")}) || 'wood' two,
            initcap({LETTERS.format("n %% 30011")}) || 'ton' town, initcap({LETTERS.format(f"n %% {COUNTIES}")}) || 'land' county,
            (10000 + n %% 33000)::text zip, '2' || lpad((n / 10000 %% 100)::text, 2, '0') || '555' || lpad((n %% 10000)::text, 4, '0') digits,
            25 + 24 * random() latitude, -124 + 57 * random() longitude
            from generate_series(1, {int(count)}) n""",
        [],
    )
    _copy(
        template,
        "bench_entry b",
        {
            "id": "b.id", "name": "b.one || ' ' || b.two", "town": "b.town", "county": "b.county", "region": "b.state", "postcode": "b.zip",
            "phone": "b.digits", "kind": "b.kind", "latitude": "b.latitude", "longitude": "b.longitude",
            "adopted_at": "case when b.n %% 5 = 0 then t.adopted_at end", "verified_at": "case when b.n %% 5 = 0 then t.verified_at end",
            "verified_by_id": "case when b.n %% 5 = 0 then t.verified_by_id end",
        },
    )  # fmt: skip
    near = "'us|' || lower({0}) || '|{1}:' || lower({2})"
    areas = [
        near.format(state, sort, name)
        for state in ("b.state", "'*'")
        for sort, name in (("county", "b.county"), ("town", "b.town"))
    ]
    _keys("emergency_coverage", "area", [*areas, "'us|at:' || b.zip"], cast)
    words = ["lower(b.one)", "lower(b.two)", "lower(b.one || b.two)", "lower(b.town)", "lower(b.county)", "b.zip", "b.digits"]
    _keys("emergency_resourceword", "word", [*words, "right(b.digits, 7)", "right(b.digits, 4)"], cast)


def _keys(table: str, column: str, made: list[str], cast: Cast) -> None:
    _run(
        f"insert into {table} (id, clinic_id, resource_id, {column}) "
        f"select gen_random_uuid(), %s, b.id, made from bench_entry b cross join lateral (select distinct made from unnest(array[{', '.join(made)}]) made) m",
        [cast.elm.id],
    )


def _copy(row: models.Model, rows: str, other: Mapping[str, str]) -> None:
    """One row many times, with other values for some columns."""
    table = row._meta.db_table
    columns = [field.column for field in row._meta.concrete_fields]
    values = ", ".join(other.get(column, f"t.{column}") for column in columns)
    _run(f"insert into {table} ({', '.join(columns)}) select {values} from {table} t cross join {rows} where t.id = %s", [row.pk])


def _texts(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _run(statement: str, said: list[Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [] if said is None else said)
