"""What serves a place: areas as keys, odd places, and the order in which entries are offered."""

import random
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from clinic.clients.models import Place
from emergency import derived, distance, matching, queries
from emergency.coverage import Spot, areas_of, read_areas
from emergency.models import ClientResource, Coverage, Resource, ResourceWord
from tests import factories
from tests.cast import Cast

NOWHERE = {"street": "", "town": "", "county": "", "region": "", "postcode": ""}


def entry(cast: Cast, name: str, **facts: Any) -> Resource:
    blank = {"county": "", "town": "", "region": "", "postcode": "", "kind": "psap", "phone": "928 555 0101"}
    return factories.resource(cast.ada, name, **{**blank, **facts})


def place(cast: Cast, **facts: str) -> Place:
    return factories.place(cast.rosa, **{**NOWHERE, **facts})


def served(cast: Cast, **facts: str) -> list[str]:
    here = place(cast, **facts)
    return [each.name for each in queries.covering([here], "US")[here.id]]


@pytest.mark.parametrize(
    ("typed", "areas"),
    [
        ("86001, 86004; 86017-1234", ("86001", "86004", "86017-1234")),
        ("Page, AZ", ("Page, AZ",)),
        ("Coconino County, Arizona\nMohave County", ("Coconino County, Arizona", "Mohave County")),
        ("AZ, NM", ("AZ", "NM")),
        ("Page, AZ, Kanab, UT", ("Page, AZ", "Kanab, UT")),
        ("86001, AZ", ("86001", "AZ")),
        ("Page; Page", ("Page",)),
        ("", ()),
    ],
)
def test_areas_as_people_list_them(typed: str, areas: tuple[str, ...]) -> None:
    assert read_areas(typed, "US", "AZ").areas == areas


def test_what_says_no_area_is_given_back() -> None:
    assert read_areas("Page, Atlantis; ---; Yuma", "US", "AZ") == type(read_areas("", "US"))(("Page", "Atlantis", "Yuma"), ("---",))


@pytest.mark.feature("H3")
@pytest.mark.parametrize(
    ("facts", "where"),
    [
        ({"county": "Coconino County", "region": "AZ"}, {"county": "COCONINO", "region": "Arizona"}),
        ({"county": "St. Louis", "region": "MO"}, {"county": "Saint Louis County", "region": "MO"}),
        ({"county": "DE KALB", "region": "GA"}, {"county": "DeKalb", "region": "GA"}),
        ({"county": "Orleans Parish", "region": "LA"}, {"county": "Orleans", "region": "LA"}),
        ({"county": "Doña Ana", "region": "NM"}, {"county": "Dona Ana County", "region": "NM"}),
        ({"county": "Aleutians West", "region": "AK"}, {"postcode": "99546", "region": "AK"}),
        ({"county": "Coconino", "region": "AZ"}, {"town": "Tuba City", "region": "AZ"}),
        ({"town": "Page", "region": "AZ"}, {"town": "PAGE", "county": "Somewhere", "region": "AZ"}),
        ({"county": "Coconino", "region": "AZ"}, {"county": "Coconino"}),
        ({"county": "Coconino"}, {"county": "Coconino", "region": "AZ"}),
        ({"county": "Coconino"}, {"county": "Coconino"}),
        ({"postcode": "86001", "reach": "zip"}, {"postcode": "86001-1234", "county": "Yavapai", "region": "AZ"}),
        ({"county": "Mohave", "region": "AZ", "also_covers": ["86001"]}, {"postcode": "86001", "county": "Coconino", "region": "AZ"}),
        ({"county": "Mohave", "region": "AZ", "also_covers": ["Kane County, UT"]}, {"county": "Kane", "region": "UT"}),
        ({"county": "Mohave", "region": "AZ", "also_covers": ["UT"]}, {"region": "Utah"}),
        ({"region": "GU", "reach": "region"}, {"postcode": "96910", "region": "GU"}),
        ({"country_code": "GU", "reach": "country"}, {"postcode": "96910", "region": "Guam"}),
        ({"region": "GU", "reach": "region"}, {"town": "Hagatna", "country_code": "GU"}),
        ({"country_code": "GB", "postcode": "LS1", "reach": "zip"}, {"country_code": "GB", "postcode": "LS1 4AP"}),
        ({"reach": "country"}, {"town": "No such town"}),
        ({"reach": "country"}, {"postcode": "09001"}),
    ],
)  # fmt: skip
def test_it_serves(cast: Cast, facts: dict[str, Any], where: dict[str, str]) -> None:
    made = entry(cast, "it", **facts)
    assert served(cast, **where) == ["it"]
    assert Spot.of(place(cast, **where), "US").is_served_by(made)


@pytest.mark.feature("H3")
@pytest.mark.parametrize(
    ("facts", "where"),
    [
        ({"county": "Coconino", "region": "AZ"}, {"county": "Coconino", "region": "UT"}),
        ({"county": "Page", "region": "VA"}, {"town": "Page", "region": "VA", "county": "Other"}),
        ({"county": "Coconino", "region": "AZ"}, {"town": "No such town", "region": "AZ"}),
        ({"county": "Baltimore", "region": "MD"}, {"county": "Baltimore City", "region": "MD"}),
        ({"county": "Coconino", "region": "AZ", "postcode": "86001"}, {"county": "Yavapai", "region": "AZ", "postcode": "86001"}),
        ({"reach": "country"}, {"town": "Leeds", "country_code": "GB"}),
        ({"region": "AZ", "reach": "region"}, {"region": "GU"}),
        ({"country_code": "GU", "reach": "country"}, {"region": "AZ"}),
        ({"region": "AE", "reach": "region"}, {"postcode": "09001"}),
        ({"reach": "region"}, {"town": "Page"}),
        ({"reach": "zip"}, {"town": "Page"}),
    ],
)  # fmt: skip
def test_it_does_not_serve(cast: Cast, facts: dict[str, Any], where: dict[str, str]) -> None:
    made = entry(cast, "it", **facts)
    assert served(cast, **where) == []
    assert not Spot.of(place(cast, **where), "US").is_served_by(made)


def test_a_zip_across_a_county_line_finds_both_counties_and_a_named_county_only_its_own(cast: Cast) -> None:
    """86336 lies in Yavapai County and in Coconino County; the list of ZIPs knows the first alone. Houston it knows in several."""
    entry(cast, "Yavapai dispatch", county="Yavapai", region="AZ")
    entry(cast, "Coconino dispatch", county="Coconino", region="AZ", postcode="86336")
    assert sorted(served(cast, postcode="86336")) == ["Coconino dispatch", "Yavapai dispatch"]
    assert served(cast, postcode="86336", county="Coconino", region="AZ") == ["Coconino dispatch"]
    assert served(cast, postcode="86336", county="Yavapai", region="AZ") == ["Yavapai dispatch"]
    for county in ("Harris", "Fort Bend", "Dallas"):
        entry(cast, county, county=county, region="TX")
    assert sorted(served(cast, postcode="77002")) == sorted(served(cast, town="Houston", region="TX")) == ["Fort Bend", "Harris"]
    assert served(cast, postcode="77002", county="Harris", region="TX") == ["Harris"]


def test_areas_and_words_follow_every_change(cast: Cast) -> None:
    from emergency.actions import directory as actions

    facts = {
        "kind": "psap",
        "name": "Elm dispatch",
        "phone": "928 555 0101",
        "county": "Mohave",
        "region": "AZ",
        "country_code": "US",
    }
    made = actions.add_resource(by=cast.ada.actor, facts=facts | {"postcode": "86001", "hours": "Mon-Fri 9 am to 5 pm"})
    assert served(cast, county="Mohave", region="AZ") == ["Elm dispatch"]
    assert made.opening["zone"] == "America/Phoenix"
    assert (made.latitude, made.longitude) == (35.1859, -111.662)
    made = actions.edit_resource(
        by=cast.ada.actor,
        resource=made,
        facts={"county": "Yuma", "postcode": "", "hours": "call first", "name": "Oak"},
        seen_version=1,
    )
    assert served(cast, county="Mohave", region="AZ") == []
    assert served(cast, county="Yuma", region="AZ") == ["Oak"]
    assert (made.opening, made.latitude) == ({}, None)
    assert set(ResourceWord.objects.filter(resource=made).values_list("word", flat=True)) == {
        "oak", "yuma", "9285550101", "5550101", "0101",
    }  # fmt: skip
    assert set(Coverage.objects.filter(resource=made).values_list("area", flat=True)) == areas_of(made)


@pytest.mark.feature("H3")
def test_the_nearest_then_the_checked_then_the_open_one_comes_first(cast: Cast) -> None:
    here = {"county": "Coconino", "region": "AZ", "postcode": "86001"}
    noon = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("America/Phoenix"))
    told: dict[str, dict[str, Any]] = {
        "zip": here | {"reach": "zip"},
        "open": here | {"hours": "Daily 8 am to 10 pm"},
        "hours not known": here | {"hours": ""},
        "closed": here | {"hours": "Daily 8 pm to 10 pm"},
        "never checked": here | {"checked": False},
        "state": {"region": "AZ", "reach": "region"},
        "nation": {"reach": "country"},
        "did not answer": here | {"failed_at": timezone.now()},
    }
    stale = here | {"verified_at": timezone.now() - timedelta(days=99), "next_check_on": date.today() - timedelta(days=9)}
    for name, facts in random.Random(4).sample(sorted((told | {"stale": stale}).items()), k=len(told) + 1):
        entry(cast, name, kind="mobile_crisis", **facts)
    home = place(cast, town="Flagstaff", **here)
    found = queries.covering([home], "US", at=noon)[home.id]
    assert [each.name for each in found] == [
        "zip", "open", "hours not known", "closed", "stale", "never checked", "state", "nation", "did not answer",
    ]  # fmt: skip


def test_kinds_come_in_the_order_of_the_crisis_screen(cast: Cast) -> None:
    for kind in ("hospital", "crisis_line", "psap", "mobile_crisis"):
        entry(cast, kind, kind=kind, county="Coconino", region="AZ")
    assert served(cast, county="Coconino", region="AZ") == ["psap", "mobile_crisis", "crisis_line", "hospital"]


@pytest.mark.feature("H8")
def test_a_client_has_what_it_wants_first_and_never_what_it_does_not(cast: Cast, django_assert_num_queries: Any) -> None:
    made = {name: entry(cast, name, kind="crisis_line", county="Coconino", region="AZ") for name in ("a", "b", "c", "d")}
    far = entry(cast, "far", county="Mohave", region="AZ")
    for name, choice in (("c", "first"), ("a", "never"), ("far", "first"), ("d", "first")):
        ClientResource.objects.create(
            clinic_id=cast.elm.id, client=cast.rosa, resource=far if name == "far" else made[name], choice=choice, reason="x",
            made_by_id=cast.lee.id, **({"ended_at": timezone.now(), "ended_by_id": cast.lee.id} if name == "d" else {}),
        )  # fmt: skip
    home = place(cast, county="Coconino", region="AZ")
    with django_assert_num_queries(1):
        found = queries.covering([home], "US", client=cast.rosa)[home.id]
    assert [each.name for each in found] == ["c", "b", "d"]
    assert [each.name for each in queries.covering([home], "US", client=cast.theo)[home.id]] == ["a", "b", "c", "d"]


def many(cast: Cast, count: int, **facts: Any) -> None:
    known = {
        "clinic_id": cast.elm.id,
        "made_by_id": cast.ada.id,
        "country_code": "US",
        "adopted_at": timezone.now(),
        "kind": "crisis_line",
    }
    made = [derived.fill(Resource(**known, name=f"Line {number:05d}", **facts)) for number in range(count)]
    Resource.objects.bulk_create(made, batch_size=500)
    derived.renew(made)


def test_a_county_with_a_thousand_entries_stays_one_bounded_query(cast: Cast, django_assert_num_queries: Any) -> None:
    many(cast, 1000, county="Coconino", region="AZ")
    dispatch = entry(cast, "dispatch", county="Coconino", region="AZ")
    home, other = (place(cast, county="Coconino", region="AZ") for _ in range(2))
    with django_assert_num_queries(1):
        found = queries.covering([home, other], "US")
    assert found[home.id][0] == found[other.id][0] == dispatch
    assert [len(each) for each in found.values()] == [1 + matching.PER_KIND] * 2


def brute(latitude: float, longitude: float, kinds: set[str], entries: list[Resource]) -> list[float]:
    away = [
        distance.miles_between(latitude, longitude, each.latitude, each.longitude)
        for each in entries
        if each.kind in kinds and each.latitude is not None and each.longitude is not None and each.retired_at is None
    ]
    return sorted(away)[:5]


@pytest.mark.feature("H3")
def test_the_nearest_five_are_those_of_a_search_through_all_of_them(cast: Cast) -> None:
    """200 places: among the entries, over the date line, at the poles, in the middle of nowhere."""
    chance = random.Random(33)
    spots = [(chance.gauss(35, 3), chance.gauss(-111, 4)) for _ in range(300)]
    spots += [(chance.uniform(-20, 60), chance.choice((-1, 1)) * chance.uniform(176, 180)) for _ in range(150)]
    spots += [(chance.choice((-1, 1)) * chance.uniform(86, 90), chance.uniform(-180, 180)) for _ in range(60)]
    spots += [(13.47, 144.75), (51.85, -177.08), (0.0, 180.0), (0.0, -180.0), (90.0, 0.0), (-90.0, 12.0)]
    kinds = [chance.choice(("psap", "emergency_department", "crisis_line")) for _ in spots]
    made = [
        Resource(
            clinic_id=cast.elm.id, made_by_id=cast.ada.id, country_code="US", name=f"Entry {number}", kind=kind, latitude=latitude,
            longitude=longitude, retired_at=timezone.now() if number % 17 == 0 else None, retired_by_id=cast.ada.id if number % 17 == 0 else None,
        )
        for number, ((latitude, longitude), kind) in enumerate(zip(spots, kinds, strict=True))
    ]  # fmt: skip
    Resource.objects.bulk_create(made)
    asked = [(chance.gauss(35, 4), chance.gauss(-111, 6)) for _ in range(80)]
    asked += [(chance.uniform(-30, 70), chance.choice((-1, 1)) * chance.uniform(175, 180)) for _ in range(60)]
    asked += [(chance.choice((-1, 1)) * chance.uniform(80, 90), chance.uniform(-180, 180)) for _ in range(30)]
    asked += [(chance.uniform(-90, 90), chance.uniform(-180, 180)) for _ in range(24)]
    asked += [(90.0, 77.0), (-90.0, 0.0), (0.0, 180.0), (0.0, -180.0), (-40.0, 20.0), (60.0, 90.0)]
    assert len(asked) == 200
    for latitude, longitude in asked:
        for wanted in ({"psap"}, {"psap", "emergency_department"}):
            found = queries.nearest(latitude, longitude, wanted)
            assert [miles for _, miles in found] == pytest.approx(brute(latitude, longitude, wanted, made), abs=1e-6), (
                latitude,
                longitude,
            )
            assert {each.kind for each, _ in found} <= wanted
    assert queries.nearest(35, -111, {"dv"}) == []
    assert len(queries.nearest(35, -111, {"psap"}, limit=1000)) == kinds.count("psap") - sum(
        kind == "psap" and number % 17 == 0 for number, kind in enumerate(kinds)
    )


def test_where_a_place_is_comes_from_its_zip_else_from_its_town(cast: Cast) -> None:
    assert queries.where_is(place(cast, postcode="86001"), "US") == (35.1859, -111.662)
    assert queries.where_is(place(cast, postcode="96910"), "US") == (13.4762, 144.7516)
    # of a town without a ZIP, or with one that says nothing: the middle of its ZIPs, here of 86001, 86004 and 86005
    flagstaff = pytest.approx((35.1887, -111.6384), abs=1e-4)
    assert queries.where_is(place(cast, town="flagstaff ", region="AZ"), "US") == flagstaff
    assert (
        queries.where_is(place(cast, town="Flagstaff", region="AZ", postcode="09001", county="Coconino County"), "US") == flagstaff
    )
    nowhere = (
        {"town": "Flagstaff"},
        {"town": "Flagstaff", "region": "NM"},
        {"town": "Flagstaff", "region": "AZ", "country_code": "GB"},
    )
    without_coordinates = {"postcode": "09905"}  # its list writes zeros, which lie in the Gulf of Guinea
    for unknown in ({"postcode": "09001"}, {"postcode": "86001", "country_code": "GB"}, without_coordinates, *nowhere):
        assert queries.where_is(place(cast, **unknown), "US") is None
