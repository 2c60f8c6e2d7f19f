"""What a ZIP code tells of a place: a suggestion, offline, that never writes over what is typed."""

import subprocess
import sys
from typing import Any

import pytest
import zipcodes
from django.urls import reverse

from clinic.audit.models import Event
from clinic.clients import postcodes
from clinic.clients.models import Place
from clinic.clients.postcodes import look_up, zone_told_by
from tests.cast import Cast, browser_of
from tests.clients.test_records import SISTER
from tests.web.pages import tree, with_class, words

EMPTY = dict.fromkeys(SISTER, "") | {"country_code": "US", "time_zone": ""}


def asked(cast: Cast, **typed: str) -> str:
    address = reverse("location-zip", kwargs={"client": cast.rosa.pk})
    return str(browser_of(cast.lee).post(address, {**EMPTY, **typed}).content.decode())


def on_the_page(cast: Cast, **typed: str) -> Any:
    """The form without script, after a button of the look-up."""
    answer = browser_of(cast.lee).post(reverse("location-new", kwargs={"client": cast.rosa.pk}), {**EMPTY, **typed})
    assert answer.status_code == 200
    return tree(answer.content.decode())


def values(page: Any) -> dict[str, str]:
    boxes = {box.get("name"): box.get("value", "") for box in page.iter("input")}
    chosen = {
        box.get("name"): next((each.get("value") for each in box.iter("option") if each.get("selected") is not None), "")
        for box in page.iter("select")
    }
    return {name: value for name, value in {**boxes, **chosen}.items() if name in EMPTY}


@pytest.mark.parametrize(
    ("postcode", "parts"),
    [
        ("86001", {"town": "Flagstaff", "county": "Coconino", "region": "AZ", "time_zone": "America/Phoenix"}),
        (" 86001-1234 ", {"town": "Flagstaff", "county": "Coconino", "region": "AZ", "time_zone": "America/Phoenix"}),
        ("70112", {"town": "New Orleans", "county": "Orleans Parish", "region": "LA", "time_zone": "America/Chicago"}),
        ("00601", {"town": "Adjuntas", "county": "Adjuntas Municipio", "region": "PR", "time_zone": "America/Puerto_Rico"}),
        ("96799", {"town": "Pago Pago", "region": "AS", "time_zone": "Pacific/Pago_Pago"}),
    ],
)
def test_a_zip_tells_town_county_state_and_time_zone(postcode: str, parts: dict[str, str]) -> None:
    found = look_up(postcode)
    assert found is not None
    assert found.parts == parts


@pytest.mark.parametrize(
    "postcode", ["", "8600", "860011", "00000", "09001", "\N{ARABIC-INDIC DIGIT EIGHT}6001", "LS1 4AP", "9" * 10_000, "\x00"]
)
def test_what_is_no_known_zip_tells_nothing(postcode: str) -> None:
    assert look_up(postcode) is None


@pytest.mark.parametrize(
    ("address", "zone"),
    [
        ({"postcode": "86001"}, "America/Phoenix"),
        ({"county": "Apache County", "region": "AZ", "town": "Nowhere"}, ""),  # the Navajo part changes its clocks
        ({"county": "Multnomah County", "region": "or"}, "America/Los_Angeles"),
        ({"town": "Chicago", "region": "IL"}, "America/Chicago"),
        ({"region": "TX"}, ""),
        ({"region": "OR", "town": "Portland"}, "America/Los_Angeles"),
        ({}, ""),
    ],
)
def test_an_address_tells_its_time_zone_where_all_of_it_keeps_one(address: dict[str, str], zone: str) -> None:
    assert zone_told_by("US", **address) == zone
    assert zone_told_by("DE", **address) == "Europe/Berlin"
    assert zone_told_by("AU", **address) == ""


@pytest.mark.parametrize(
    ("county", "country", "said"),
    [("Coconino", "US", "Coconino County"), ("Orleans Parish", "US", "Orleans Parish"), ("Leeds", "GB", "Leeds"), ("", "US", "")],
)
def test_a_county_is_said_with_its_word(county: str, country: str, said: str) -> None:
    assert Place(county=county, country_code=country).county_in_words == said


@pytest.mark.feature("A1")
def test_the_look_up_offers_what_a_zip_tells_and_says_that_it_may_be_wrong(cast: Cast) -> None:
    said = words(tree(asked(cast, postcode="86001")))
    assert "86001: Flagstaff, Coconino County, Arizona Time zone America/Phoenix, now" in said
    assert "A ZIP can cross county lines: ask." in said
    assert "Take this over" in said
    event = Event.objects.get(action="place.zip")
    assert "86001" not in str(event.__dict__)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"postcode": "860"}, "Type the five digits"),
        ({"postcode": "00000"}, "This ZIP code is not known here"),
        ({"postcode": "LS1 4AP", "country_code": "GB"}, "There is no look-up for this country"),
        ({"postcode": "86001", "country_code": "XX"}, "There is no look-up for this country"),
        ({"postcode": "96799"}, "The county is not known: ask."),
        ({"postcode": "96799"}, "This ZIP has post boxes only"),
    ],
)
def test_where_there_is_nothing_to_offer_it_says_so(cast: Cast, typed: dict[str, str], said: str) -> None:
    assert said in asked(cast, **typed)


def test_without_script_the_buttons_look_up_and_take_over_and_nothing_is_saved(cast: Cast) -> None:
    looked = on_the_page(cast, name="home", postcode="86001", look_up="1")
    assert (values(looked)["name"], values(looked)["town"]) == ("home", "")
    assert "86001: Flagstaff" in words(with_class(looked, "zip-box")[0])
    assert with_class(looked, "field--error") == [], "what is being filled in is not judged"
    taken = values(on_the_page(cast, name="home", postcode="86001", take="1"))
    assert [taken[name] for name in ("town", "county", "region", "time_zone")] == ["Flagstaff", "Coconino", "AZ", "America/Phoenix"]
    assert not Place.objects.exists()


def test_what_is_typed_is_never_written_over(cast: Cast) -> None:
    page = on_the_page(cast, postcode="86001", town="Page", county="coconino county", region="arizona", take="1")
    filled = values(page)
    assert [filled[name] for name in ("town", "county", "region")] == ["Page", "coconino county", "arizona"]
    assert filled["time_zone"] == "America/Phoenix"
    assert "What you typed stays: “Page”" in words(page)
    assert "coconino county”" not in words(with_class(page, "zip-box")[0]), "the same in other letters is no difference"


def test_enter_saves_the_place_and_looks_nothing_up(cast: Cast) -> None:
    """Enter presses the first button of a form."""
    page = tree(browser_of(cast.lee).get(reverse("location-new", kwargs={"client": cast.rosa.pk})).content.decode())
    form = next(each for each in page.iter("form") if each.find(".//input[@name='postcode']") is not None)
    first = next(each for each in form.iter("button"))
    assert (first.get("type"), first.get("name")) == ("submit", None)


def test_the_time_zone_is_kept_and_the_time_there_is_shown(cast: Cast) -> None:
    browser = browser_of(cast.lee)
    browser.post(reverse("location-new", kwargs={"client": cast.rosa.pk}), {**SISTER, "time_zone": "America/Phoenix"})
    place = Place.objects.get()
    assert place.time_zone == "America/Phoenix"
    for page in ("location-list", "client"):
        assert "there" in words(tree(browser.get(reverse(page, kwargs={"client": cast.rosa.pk})).content.decode())), page
    kept = {"client": cast.rosa.pk, "place": place.pk}
    assert browser.post(reverse("location-edit", kwargs=kept), {**SISTER, "time_zone": "Moon/Base"}).status_code == 422


def test_a_place_of_before_the_time_zone_can_be_changed(cast: Cast) -> None:
    old = Place.objects.create(
        clinic_id=cast.elm.id,
        client=cast.rosa,
        name="home",
        town="Page",
        region="AZ",
        country_code="US",
        time_zone=None,
        made_by_id=cast.lee.pk,
    )
    browser, address = browser_of(cast.lee), reverse("location-edit", kwargs={"client": cast.rosa.pk, "place": old.pk})
    assert values(tree(browser.get(address).content.decode()))["time_zone"] == ""
    assert browser.post(address, SISTER).status_code == 302


def test_the_data_takes_no_memory_before_the_first_look_up() -> None:
    script = "import resource as r; f=lambda: r.getrusage(r.RUSAGE_SELF).ru_maxrss; a=f(); import zipcodes; print(f()-a)"
    grown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert int(grown) < 8_000, "kilobytes"


def test_the_whole_list_is_gone_through_once_for_a_state(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of addresses names thousands of counties; a search for each took a minute of an import."""
    searched: list[str] = []
    search = zipcodes.filter_by

    def counted(**wanted: str) -> list[dict[str, str]]:
        searched.append(wanted["state"])
        return list(search(**wanted))  # type: ignore[no-untyped-call]

    monkeypatch.setattr(zipcodes, "filter_by", counted)
    postcodes._in_state.cache_clear()
    postcodes._zones_in.cache_clear()
    assert postcodes.zone_of_county("Pima County", "AZ") == "America/Phoenix"
    assert postcodes.zone_of_county("Malheur", "or") == "America/Boise"
    for number in range(20):
        assert postcodes.zone_of_county(f"County {number}", "AZ") == ""
        assert postcodes.look_up_town(f"Town {number}", "AZ") == []
    assert searched == ["AZ", "OR"]
