"""Who has no cover: counties with gaps first, counts only."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from emergency import derived
from emergency.gaps import coverage_table
from emergency.models import CheckIn, Resource
from tests import factories
from tests.cast import Cast, browser_of


def line(cast: Cast, kind: str, **fields: Any) -> Resource:
    entry = factories.resource(cast.ada, f"{kind} line", kind=kind, **fields)
    derived.renew([entry])
    return entry


def told_elsewhere(cast: Cast, days: int = 0, **where: str) -> CheckIn:
    at = timezone.now() - timedelta(days=days)
    return CheckIn.objects.create(
        clinic_id=cast.elm.id, client=cast.rosa, by_id=cast.lee.id, told="elsewhere", where={"name": "hotel", **where}, at=at
    )


@pytest.mark.feature("H1")
def test_gaps_come_first_and_a_county_is_covered_only_when_each_place_is(cast: Cast) -> None:
    factories.place(cast.rosa), factories.place(cast.theo, county="mohave county", town="Kingman")
    for kind in ("psap", "mobile_crisis", "emergency_department"):
        line(cast, kind)
    table = coverage_table("US")
    assert [(row.county.county, row.gaps, row.how_many) for row in table.rows] == [
        ("mohave county", 3, "1–2"),
        ("Coconino County", 0, "1–2"),
    ]
    assert table.with_gaps == 1
    Resource.objects.filter(kind="psap").update(failed_at=timezone.now())
    assert next(row.gaps for row in coverage_table("US").rows if row.county.county == "Coconino County") == 1
    team = line(cast, "mobile_crisis", reach="zip", postcode="86404", county="", town="")
    factories.place(cast.rosa, county="Mohave", town="Lake Havasu City", postcode="86404")
    mohave = next(row for row in coverage_table("US").rows if row.county.county.startswith(("mohave", "Mohave")))
    assert (mohave.cells[1].entry, mohave.cells[1].partly, mohave.cells[1].is_gap) == (team, True, True)


def test_small_numbers_are_not_counted_out_and_languages_need_three(cast: Cast) -> None:
    line(cast, "mobile_crisis", languages="English")
    for name in ("A B", "C D"):
        factories.place(factories.client(cast.lee, name, language="es"))
    [row] = coverage_table("US").rows
    assert (row.how_many, row.unspoken) == ("1–2", ())
    factories.place(factories.client(cast.lee, "E F"))
    [row] = coverage_table("US").rows
    assert (row.how_many, row.unspoken) == ("3", ("Spanish",))
    Resource.objects.update(languages="English, Spanish")
    assert coverage_table("US").rows[0].unspoken == ()


def test_a_place_without_county_counts_by_its_zip_and_closed_care_does_not(cast: Cast) -> None:
    factories.place(cast.rosa, county="", region="", postcode="86001")
    factories.place(factories.client(cast.lee, "Closed One", closed_at=timezone.now(), closed_by_id=cast.lee.id))
    table = coverage_table("US")
    assert [(row.county.county, row.county.region) for row in table.rows] == [("Coconino County", "AZ")]
    assert table.without_place == 1, "Theo"


def test_places_told_this_week_without_a_match_are_counted(cast: Cast) -> None:
    told_elsewhere(cast, town="Kingman", county="Mohave", region="AZ")
    told_elsewhere(cast, town="Kingman", county="Mohave", region="AZ")
    told_elsewhere(cast, days=8, town="Yuma", county="Yuma", region="AZ")
    told_elsewhere(cast, town="Flagstaff", county="Coconino", region="AZ")
    line(cast, "psap")
    assert [(county.county, clients) for county, clients in coverage_table("US").unmatched] == [("Mohave County", "1–2")]


@pytest.mark.feature("H1")
def test_the_page_names_no_client_and_no_exact_place(cast: Cast) -> None:
    factories.place(
        cast.rosa, name="Zqplanthome", street="9 Zqplant", town="Zqplanttown", access_notes="zqplantgate", county="Mohave"
    )
    told_elsewhere(cast, town="Zqplantother", county="Yuma", region="AZ")
    for who in (cast.ada, cast.sam):
        page = browser_of(who).get("/directory/coverage/").content.decode()
        assert "Mohave County, AZ" in page
        assert "zqplant" not in page.casefold()
        assert "Rosa" not in page
    assert "Add line" not in page, "a supervisor keeps no directory"
    ada = browser_of(cast.ada)
    page = ada.get("/directory/coverage/").content.decode()
    address = page.split('href="/directory/new/?')[1].split('"')[0].replace("&amp;", "&")
    asked = {"kind": ["psap"], "county": ["Mohave County"], "region": ["AZ"], "country_code": ["US"]}
    assert parse_qs(urlsplit("?" + address).query) == asked
    filled = ada.get("/directory/new/?" + address).content.decode()
    assert 'value="Mohave County"' in filled
    assert '<option value="psap" selected>' in filled
    for who in (cast.lee, cast.kay):
        assert browser_of(who).get("/directory/coverage/").status_code == 404
    assert "/directory/coverage/" in ada.get("/directory/").content.decode()


def test_it_costs_the_same_number_of_queries_however_many_places(cast: Cast) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            coverage_table("US")
        return len(queries)

    factories.place(cast.rosa), told_elsewhere(cast)
    few = cost()
    for at in range(20):
        factories.place(cast.theo, county=f"County {at}")
        line(cast, "psap", county=f"County {at}")
        told_elsewhere(cast, county=f"County {at}")
    assert few == cost() == 4
