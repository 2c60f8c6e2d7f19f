"""The auditor's page and its export."""

import csv
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.urls import reverse

from clinic.audit.log import record
from clinic.audit.models import Event, Outcome
from tests.cast import Cast, browser_of, seen_ahead


@pytest.fixture
def log(cast: Cast) -> list[Event]:
    return [
        record(by=cast.lee.actor, action="client.read", client_id=cast.rosa.id, on=cast.rosa),
        record(by=cast.ben.actor, action="client.read", client_id=cast.rosa.id, outcome=Outcome.DENIED),
        record(by=cast.ada.actor, action="resource.verify", fields=["phone"]),
    ]


@pytest.mark.feature("M2")
def test_the_auditor_sees_who_did_what_by_pseudonym(cast: Cast, log: list[Event]) -> None:
    page = browser_of(cast.kay).get(reverse("audit")).content.decode()
    assert "Dr. Lee" in page
    assert cast.rosa.pseudonym in page
    assert "Denied" in page
    assert "Rosa" not in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("what=client.read", 2),
        ("outcome=denied", 1),
        ("who={lee}", 1),
        ("client={rosa}", 2),
        ("until=2020-01-01", 0),
        ("who=nobody", 3),
    ],
)
def test_the_filters_narrow(cast: Cast, log: list[Event], query: str, shown: int) -> None:
    page = browser_of(cast.kay).get(reverse("audit-export") + "?" + query.format(lee=cast.lee.id, rosa=cast.rosa.id))
    assert len(list(csv.DictReader(StringIO(page.content.decode())))) == shown


@pytest.mark.parametrize("query", ["until=9999-12-31", "since=9999-12-31", "since=0001-01-01"])
@pytest.mark.parametrize("page", ["audit", "audit-export"])
def test_a_day_at_the_end_of_the_calendar_is_no_filter(cast: Cast, log: list[Event], page: str, query: str) -> None:
    answer = browser_of(cast.kay).get(f"{reverse(page)}?{query}")
    assert answer.status_code == 200
    assert cast.rosa.pseudonym in answer.content.decode()


def test_dates_are_those_of_the_clinic(cast: Cast, time_machine: object) -> None:
    """21:00 in New York on the 5th is already the 6th in UTC."""
    time_machine.move_to(datetime(2026, 11, 6, 2, 0, tzinfo=UTC))  # type: ignore[attr-defined]
    record(by=cast.lee.actor, action="client.read", client_id=cast.rosa.id)
    time_machine.move_to(datetime(2026, 11, 6, 15, 0, tzinfo=UTC))  # type: ignore[attr-defined]
    export = browser_of(cast.kay).get(reverse("audit-export") + "?since=2026-11-05&until=2026-11-05").content.decode()
    assert [row["When"] for row in csv.DictReader(StringIO(export))] == ["2026-11-05T21:00:00-05:00"]


def test_the_export_is_itself_an_event(cast: Cast, log: list[Event]) -> None:
    browser_of(cast.kay).get(reverse("audit-export"))
    assert Event.objects.filter(action="audit.export", actor_id=cast.kay.id).count() == 1


@pytest.mark.parametrize("name", ["ada", "lee", "sam"])
def test_others_find_no_such_page(cast: Cast, name: str) -> None:
    assert browser_of(cast.staff[name]).get(reverse("audit")).status_code == 404


def test_another_clinic_has_its_own_log(cast: Cast, log: list[Event]) -> None:
    cast.dov.roles = ["auditor"]
    from clinic.db.context import clinic_context

    with clinic_context(cast.oak.id):
        cast.dov.save(update_fields=["roles"])
    page = browser_of(cast.dov).get(reverse("audit")).content.decode()
    assert "Dr. Lee" not in page


def test_the_page_needs_as_many_queries_for_fifty_events_as_for_one(cast: Cast, django_assert_num_queries: object) -> None:
    browser = seen_ahead(browser_of(cast.kay))
    counts = []
    for more in (1, 50):
        for _ in range(more):
            record(by=cast.lee.actor, action="client.read", client_id=cast.rosa.id)
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse("audit"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
