"""A place as it is told, in a session and in a crisis alike: a ZIP over a county line, another country, a town nobody knows."""

import re
from html import unescape

import pytest
from django.test import Client as Browser
from django.urls import reverse

from clinic.clients.models import Place
from emergency.models import CheckIn
from tests import factories
from tests.cast import Cast, browser_of

HELPLINE, DISPATCH = "988 Lifeline", "Coconino dispatch"


def words(response: object, status: int = 200) -> str:
    assert response.status_code == status, response.status_code  # type: ignore[attr-defined]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())  # type: ignore[attr-defined]


class Page:
    """One of the two pages, from the address as it was told to the numbers that are shown for it afterwards."""

    def __init__(self, cast: Cast, kind: str) -> None:
        self.browser: Browser = browser_of(cast.lee)
        self.kind = kind
        session = factories.session(cast.lee, cast.rosa, started=True)
        self.form = (
            reverse("session-place", args=[session.pk]) if kind == "session" else reverse("crisis-place", args=[cast.rosa.pk])
        )
        self.shown = reverse("session", args=[session.pk]) if kind == "session" else reverse("crisis", args=[cast.rosa.pk])

    def tell(self, **told: str) -> str:
        """As many presses as the page asks for; what stands there then."""
        response = self.browser.post(self.form, {**told, "look": "1"})
        if self.kind == "session":
            seen = re.search(r'name="seen" value="([^"]+)"', response.content.decode())
            assert seen, told
            response = self.browser.post(self.form, {**told, "seen": unescape(seen[1]), "save": "1"})
        assert response.status_code == 302, told
        return words(self.browser.get(self.shown))


@pytest.fixture(params=["session", "crisis"])
def page(request: pytest.FixtureRequest, cast: Cast) -> Page:
    factories.resource(cast.ada, HELPLINE, kind="crisis_line", phone="988", county="", town="", region="", reach="country")
    factories.resource(cast.ada, DISPATCH, kind="psap", phone="(928) 555-0111", postcode="86336")
    factories.resource(cast.ada, "Yavapai dispatch", kind="psap", phone="(928) 555-0112", county="Yavapai")
    return Page(cast, request.param)


@pytest.mark.feature("E4")
@pytest.mark.parametrize("town", [{}, {"town": "Sedona", "region": "AZ"}], ids=["zip", "zip and town"])
def test_a_zip_over_a_county_line_keeps_the_lines_of_both_counties(page: Page, town: dict[str, str]) -> None:
    """86336 lies in Coconino County and in Yavapai County. The list of ZIPs knows one; nobody has named either."""
    told = town if town or page.kind == "crisis" else {"town": "Sedona", "region": "AZ"}
    shown = page.tell(postcode="86336", **told)
    assert CheckIn.objects.get().where["county"] == ""
    assert (CheckIn.objects.get().where["town"], CheckIn.objects.get().where["time_zone"]) == ("Sedona", "America/Phoenix")
    for said in (DISPATCH, "Yavapai dispatch", "The county is not known: Coconino County or Yavapai County. Ask the client"):
        assert said in shown, said
    shown = page.tell(postcode="86336", town="Sedona", region="AZ", county="Yavapai")
    assert ("Yavapai dispatch" in shown, DISPATCH in shown, "county is not known" in shown) == (True, False, False)


@pytest.mark.feature("E3", "E4")
def test_a_client_in_another_country_is_never_shown_the_numbers_of_the_clinic_s(page: Page, cast: Cast) -> None:
    cast.lee.licensed_in = ["US-AZ"]
    cast.lee.save(update_fields=["licensed_in"])
    shown = page.tell(town="Nogales", abroad="méxico")
    assert CheckIn.objects.get().where["country_code"] == "MX"
    assert [name for name in (HELPLINE, DISPATCH) if name in shown] == []
    for said in ("Nogales, Mexico", "your 911 can not send help there", "The directory holds no number for Mexico"):
        assert said in shown, said
    assert "Please connect me" not in shown, "no 911 connects to another country"
    if page.kind == "session":
        assert "Mexico is not among the places where you are recorded as licensed (Arizona)" in shown
    factories.resource(
        cast.ada,
        "Línea de la Vida",
        kind="crisis_line",
        phone="+52 55 5555 0101",
        country_code="MX",
        region="",
        county="",
        town="",
        reach="country",
    )
    shown = words(page.browser.get(page.shown))
    assert ("Línea de la Vida" in shown, "The directory holds no number" in shown) == (True, False)


TOLD = [
    ({"town": "Hagåtña", "abroad": "Guam"}, ("US", "GU"), HELPLINE),
    ({"town": "Hagåtña", "region": "GU"}, ("US", "GU"), HELPLINE),
    ({"town": "Page", "abroad": "arizona"}, ("US", "AZ"), DISPATCH),
    ({"town": "Toronto", "region": "CA-ON"}, ("CA", "ON"), "to call 911: their call reaches help there"),
    ({"town": "Leeds", "region": "GB-"}, ("GB", ""), "to call 999: their call reaches help there"),
    ({"town": "Zzyzx Wells", "region": "AZ"}, ("US", "AZ"), "dispatch"),
    ({"town": "Bree", "abroad": "Middle-earth"}, ("ZZ", ""), "Bree, Middle-earth, another country"),
    ({"town": "Tbilisi", "abroad": "Republic of Georgia"}, ("GE", ""), "The directory holds no number for Georgia"),
]
CONTRADICTIONS = [
    ({"town": "Nogales", "region": "AZ", "abroad": "Mexico"}, "You chose Arizona and wrote Mexico. Empty the one that is wrong"),
    ({"town": "Hagåtña", "region": "AZ", "abroad": "Guam"}, "You chose Arizona and wrote Guam"),
    ({"town": "Atlanta", "abroad": "georgia"}, "“georgia” is in the list above"),
    ({"town": "Page", "region": "XX"}, "Choose one of the answers"),
]


def test_where_the_client_is_is_kept_as_it_was_told(page: Page) -> None:
    for told, kept, said in TOLD:
        shown = page.tell(**told)
        where = CheckIn.objects.latest("at").where
        assert (where["country_code"], where["region"]) == kept, told
        assert said in shown, told
        assert (HELPLINE in shown) is (kept[0] == "US"), told
        assert (DISPATCH in shown) is (told["town"] == "Page"), told


def test_what_can_not_both_be_true_is_asked_and_not_guessed(page: Page) -> None:
    for told, said in CONTRADICTIONS:
        assert said in words(page.browser.post(page.form, {**told, "look": "1"}), 422), told
    assert not CheckIn.objects.exists()


def test_a_kept_place_abroad_can_be_changed_and_stays_abroad(cast: Cast) -> None:
    page = Page(cast, "session")
    page.tell(town="Nogales", abroad="Mexico", name="Grandmother")
    place = Place.objects.get()
    address = reverse("location-edit", args=[cast.rosa.pk, place.pk])
    assert '<option value="MX" selected>Mexico</option>' in page.browser.get(address).content.decode()
    changed = {"name": "Grandmother", "town": "Agua Prieta", "country_code": "MX", "region": ""}
    assert page.browser.post(address, changed).status_code == 302
    place.refresh_from_db()
    assert (place.country_code, place.lines) == ("MX", ["Agua Prieta", "Mexico"])
