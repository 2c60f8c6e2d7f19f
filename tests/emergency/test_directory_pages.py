"""The pages of the directory, by role."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from emergency.actions import directory as actions
from emergency.matching import covering
from emergency.models import ProblemReport, Resource, Verification
from tests import factories
from tests.cast import Cast, browser_of, seen_ahead

FORM = {
    "kind": "mobile_crisis", "name": "Elm crisis team", "phone": "928 555 0101", "reach": "county", "county": "Coconino",
    "region": "arizona", "country_code": "US", "checked": "",
}  # fmt: skip

RIGHT = {"result": "right", "how": "called", "confirmed": ["number"], "seen_version": "1"}


@pytest.fixture
def ada(cast: Cast) -> Browser:
    return browser_of(cast.ada)


@pytest.mark.feature("H1")
def test_an_admin_adds_changes_and_retires_an_entry(ada: Browser) -> None:
    answer = ada.post(
        "/directory/new/", FORM | {"hours": "24 hours", "languages": "en; es", "sms": "741741", "sms_keyword": "HOME"}
    )
    entry = Resource.objects.get()
    assert answer.url == f"/directory/{entry.pk}/"
    assert (entry.region, entry.languages, entry.sms_keyword) == ("AZ", "en; es", "HOME")
    page = ada.get(answer.url).content.decode()
    for words in ("Mobile crisis team", "928", "24 hours", "English, Spanish", "HOME", "Not checked yet", "Added"):
        assert words in page
    ada.post(f"/directory/{entry.pk}/edit/", FORM | {"phone": "928 555 0102", "version": 1})
    assert "928 555 0102" in ada.get(answer.url).content.decode()
    ada.post(f"/directory/{entry.pk}/retire/", {"replaced_by": ""})
    assert "No longer used" in ada.get(answer.url).content.decode()
    assert "Elm crisis team" not in ada.get("/directory/").content.decode()


@pytest.mark.feature("H1")
def test_an_entry_of_another_country_is_read_by_that_country(ada: Browser, cast: Cast) -> None:
    """A client who travels needs the numbers of there; what is dialled and what is an emergency number differs."""
    page = ada.get("/directory/new/?country_code=GB").content.decode()
    offered = re.findall(
        r'<option value="([A-Z]{2})"( selected)?>', page.partition('name="country_code"')[2].partition("</select>")[0]
    )
    assert offered[0] == ("US", ""), "that of the clinic first"
    assert [code for code, chosen in offered if chosen] == ["GB"]
    assert {"NZ", "DE"} < {code for code, _ in offered}
    kent = FORM | {"country_code": "GB", "region": "", "county": "Kent", "phone": "020 7946 0123"}
    assert "Enter a phone number, like" in ada.post("/directory/new/", kent | {"country_code": "US"}).content.decode()
    assert "own full number" in ada.post("/directory/new/", kent | {"kind": "psap", "phone": "999"}).content.decode()
    assert "Choose one of the answers for" in unescape(ada.post("/directory/new/", kent | {"country_code": "XX"}).content.decode())
    assert ada.post("/directory/new/", kent | {"checked": "called"}).status_code == 302
    entry = Resource.objects.get()
    assert (entry.country_code, entry.phone) == ("GB", "020 7946 0123")
    served = covering([factories.place(cast.rosa, country_code="GB", region="", county="Kent", town="Dover", postcode="")], "US")
    assert [each.name for each in next(iter(served.values()))] == ["Elm crisis team"]
    # opened and saved it stays there; with another country its numbers are others, and nobody has checked those
    edit = f"/directory/{entry.pk}/edit/"
    assert '<option value="GB" selected>' in ada.get(edit).content.decode()
    ada.post(edit, kent | {"version": entry.version, "name": "Kent team"})
    entry.refresh_from_db()
    assert (entry.country_code, entry.name, entry.is_checked) == ("GB", "Kent team", True)
    ada.post(edit, kent | {"version": entry.version, "country_code": "IE", "phone": "+44 20 7946 0123"})
    entry.refresh_from_db()
    assert (entry.country_code, entry.is_checked) == ("IE", False)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"phone": ""}, "Enter a phone number"),
        ({"phone": "ask"}, "Enter a phone number, like"),
        ({"name": ""}, "Fill in “Name”"),
        ({"county": ""}, "Enter the county or the town it serves"),
        ({"reach": "region", "region": ""}, "Enter the state or region it serves"),
        ({"kind": "psap", "checked": "called"}, "Never call an emergency line to test it"),
    ],
)
def test_what_is_missing_is_asked_for_in_words(ada: Browser, change: dict[str, str], words: str) -> None:
    page = ada.post("/directory/new/", FORM | change).content.decode()
    assert words in page
    assert "There is a problem" in page
    assert Resource.objects.count() == 0


@pytest.mark.feature("H2")
def test_the_round_of_checks_goes_from_one_to_the_next(ada: Browser, cast: Cast) -> None:
    first, second = (factories.resource(cast.ada, name, checked=False) for name in ("A team", "B team"))
    page = ada.get("/directory/verify/").content.decode()
    assert page.index("A team") < page.index("B team")
    page = ada.get(f"/directory/{first.pk}/verify/").content.decode()
    assert "I am checking your number for a clinic list" in page
    assert "autofocus" in page
    assert f"/directory/{second.pk}/verify/" in page
    assert (
        "Tick “The number” if it was right"
        in ada.post(f"/directory/{first.pk}/verify/", RIGHT | {"confirmed": []}).content.decode()
    )
    answer = ada.post(f"/directory/{first.pk}/verify/?at=1&of=2", RIGHT)
    tried = Verification.objects.get(resource=first)
    assert answer.url == f"/directory/{second.pk}/verify/?at=2&of=2&last={tried.pk}"
    page = ada.get(answer.url).content.decode()
    for words in ("2 of 2 due", "Undo last", "A team: answered, all right"):
        assert words in page
    assert ada.post(f"/directory/checks/{tried.pk}/undo/?at=2&of=2").url == f"/directory/{first.pk}/verify/?at=1&of=2"
    ada.post(f"/directory/{first.pk}/verify/", RIGHT)
    answer = ada.post(f"/directory/{second.pk}/verify/?at=2&of=2", RIGHT | {"result": "no_answer"})
    page = ada.get(answer.url).content.decode()
    assert "last one of this round" in page
    assert "No entry is due" in page


@pytest.mark.feature("H2")
def test_a_therapist_is_the_second_person_of_a_clinic_with_one_admin(ada: Browser, cast: Cast) -> None:
    lee = browser_of(cast.lee)
    facts = FORM | {
        "kind": "psap",
        "name": "Flagstaff 911 center",
        "phone": "928 555 0111",
        "admin_phone": "928 555 0142",
        "checked": "called",
    }
    address = ada.post("/directory/new/", facts).url
    assert "Waits for a second person" in ada.get(address).content.decode()
    assert "You set this number" in ada.get(address + "verify/").content.decode()
    assert "Nothing waits for you." in ada.get("/directory/second-look/").content.decode()
    page = lee.get("/directory/").content.decode()
    assert "/directory/second-look/" in page
    assert address + "verify/" in lee.get("/directory/second-look/").content.decode()
    page = lee.get(address + "verify/").content.decode()
    assert "Somebody else set this number" in page
    assert "something changed" not in page
    answer = lee.post(address + "verify/", RIGHT)
    assert answer.url.startswith("/directory/second-look/")
    assert "Undo last" in lee.get(answer.url).content.decode()
    assert Resource.objects.get().is_checked
    assert lee.get(address + "verify/").status_code == 404


@pytest.mark.feature("H2")
def test_a_check_of_a_number_that_was_changed_meanwhile_confirms_nothing(ada: Browser, cast: Cast) -> None:
    """Ada calls one number while Bea corrects it: what Ada heard says nothing of the new one, which nobody has called."""
    bea = factories.member(cast.elm, "Bea Moss", "admin")
    entry = factories.resource(cast.ada, "Elm team", phone="928 555 0111", checked=False)
    address = f"/directory/{entry.pk}/verify/"
    assert 'name="seen_version" value="1"' in ada.get(address).content.decode()
    actions.edit_resource(by=bea.actor, resource=entry, facts={"phone": "928 555 0188"}, seen_version=1)
    answer = ada.post(address, RIGHT)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "changed this entry while you were checking it, so your check is not saved" in page
    assert "(928) 555-0188" in page
    assert 'name="seen_version" value="2"' in page
    assert re.search(r'value="right"[^>]* checked', page) is None, "a new number is answered anew"
    assert not Verification.objects.exists()
    assert not Resource.objects.get().is_checked
    assert ada.post(address, RIGHT | {"seen_version": "2"}).status_code == 302
    assert Resource.objects.get().is_checked


def test_an_entry_that_was_changed_meanwhile_is_not_saved_and_nothing_typed_is_lost(ada: Browser, cast: Cast) -> None:
    entry = factories.resource(cast.ada, "Elm team")
    actions.edit_resource(by=cast.ada.actor, resource=entry, facts={"note": "Ask for Bea"}, seen_version=1)
    answer = ada.post(f"/directory/{entry.pk}/edit/", FORM | {"hours": "Nights and weekends", "version": "1"})
    assert answer.status_code == 409
    for words in ("Somebody else has changed this entry.", "What you wrote is still on this page.", "Nights and weekends"):
        assert words in answer.content.decode()
    assert Resource.objects.get().note == "Ask for Bea"
    assert Resource.objects.get().hours != "Nights and weekends"


def test_a_clinic_shortens_how_often_it_checks(ada: Browser, cast: Cast) -> None:
    days = {"dispatch": "60", "teams": "90", "others": "180", "national": "365"}
    assert "between 7 and 90 days" in ada.post("/manage/directory/", days | {"teams": "91"}).content.decode()
    assert ada.post("/manage/directory/", days).url == "/manage/directory/?saved=1"
    assert 'value="60"' in ada.get("/manage/directory/?saved=1").content.decode()
    assert browser_of(cast.lee).get("/manage/directory/").status_code == 404


def test_something_that_changed_leads_to_the_form_and_back_into_the_round(ada: Browser, cast: Cast) -> None:
    """The change moves the entry behind those that are overdue; the round goes on where it was all the same."""
    overdue = [date.today() - timedelta(days=days) for days in (30, 20, 10)]
    first, second, third = (factories.resource(cast.ada, f"Line {at}", next_check_on=day) for at, day in enumerate(overdue))
    changed = {"seen_version": "1", "result": "changed", "how": "called"}
    answer = ada.post(f"/directory/{first.pk}/verify/?at=1&of=3", changed)
    assert answer.url == f"/directory/{first.pk}/edit/?at=1&of=3&then={second.pk}"
    onward = f"/directory/{second.pk}/verify/?at=2&of=3"
    page = unescape(ada.get(answer.url).content.decode())
    assert "1 of 3 due" in page
    assert f'href="{onward}"' in page
    assert ada.post(answer.url, FORM | {"name": "", "version": "1"}).status_code == 422
    assert ada.post(answer.url, FORM | {"name": "Line 0, moved", "version": "1"}).url == onward
    assert Resource.objects.get(pk=first.pk).name == "Line 0, moved"
    last = ada.post(f"/directory/{third.pk}/verify/?at=3&of=3", changed | {"note": "moved"}).url
    assert f"then={first.pk}" in last, "what was changed and not checked comes once more"
    assert ada.post(f"/directory/{third.pk}/edit/?at=3&of=3", FORM | {"version": "1"}).url == "/directory/verify/"
    assert ada.post(f"/directory/{third.pk}/verify/", changed | {"seen_version": "2"}).url == f"/directory/{third.pk}/edit/", (
        "no round was begun"
    )
    assert ada.post(f"/directory/{third.pk}/edit/?then=x", FORM | {"version": "2"}).url == f"/directory/{third.pk}/"


def test_a_dispatch_line_shows_its_office_number_for_checking(ada: Browser, cast: Cast) -> None:
    entry = factories.resource(
        cast.ada, "Flagstaff 911 center", kind="psap", phone="928 555 0911", admin_phone="928 555 0142", checked=False
    )
    page = ada.get(f"/directory/{entry.pk}/verify/").content.decode()
    assert "tel:+19285550142" in page
    assert "tel:+19285550911" not in page
    nine = factories.resource(cast.ada, "911", kind="emergency", phone="911", checked=False)
    page = ada.get(f"/directory/{nine.pk}/verify/").content.decode()
    assert "tel:911" not in page
    assert "Never call an emergency line to test it" in page


@pytest.mark.feature("H5")
def test_a_therapist_says_that_a_number_did_not_work(cast: Cast) -> None:
    entry, lee = factories.resource(cast.ada), browser_of(cast.lee)
    page = lee.get(f"/directory/{entry.pk}/").content.decode()
    assert "This number did not work" in page
    assert "Change" not in page
    lee.post(f"/directory/{entry.pk}/problem/", {"problem": "not_in_service", "note": "Dead since noon"})
    assert "Problem reported" in lee.get("/directory/").content.decode()
    ada = browser_of(cast.ada)
    assert "Dead since noon" in ada.get(f"/directory/{entry.pk}/").content.decode()
    ada.post(f"/directory/problems/{ProblemReport.objects.get().pk}/settle/")
    assert "Problem reported" not in ada.get("/directory/").content.decode()


def test_who_may_open_what(cast: Cast) -> None:
    entry = factories.resource(cast.ada)
    readers = {"ada": 200, "lee": 200, "sam": 200, "kay": 404, "dov": 404}
    for name, status in readers.items():
        browser = browser_of(cast.staff[name])
        assert browser.get(f"/directory/{entry.pk}/").status_code == status
        assert browser.get("/directory/").status_code == (404 if name == "kay" else 200)
        for step in ("edit", "retire", "verify"):
            assert browser.get(f"/directory/{entry.pk}/{step}/").status_code == (200 if name == "ada" else 404)
        assert browser.get("/directory/new/").status_code == (200 if name in {"ada", "dov"} else 404)


def test_marks_stand_wherever_an_entry_is_met(ada: Browser, cast: Cast) -> None:
    factories.resource(cast.ada, "Suggested one", checked=False, adopted_at=None)
    factories.resource(cast.ada, "Stale one", next_check_on="2020-01-01")
    page = ada.get("/directory/").content.decode()
    assert "Suggested, not verified" in page
    assert "Check is overdue since" in page


def test_empty_and_filtered_lists_say_so(ada: Browser) -> None:
    assert "The directory is empty." in ada.get("/directory/").content.decode()
    assert "No numbers for this search." in ada.get("/directory/?words=nobody").content.decode()


@pytest.mark.feature("H3")
def test_a_whole_zip_shows_what_stands_nearest(cast: Cast) -> None:
    """SCREENS 3.6 names the miles to an emergency department; they are measured from the middle of the ZIP, and say so."""
    for name, north in (("Far ER", 35.9), ("Near ER", 35.215), ("Next door ER", 35.187)):
        factories.resource(cast.ada, name, kind="emergency_department", county="", postcode="", latitude=north, longitude=-111.662)
    lee = browser_of(cast.lee)

    def nearest(query: str) -> list[tuple[str, str]]:
        page = lee.get(f"/directory/?{query}").content.decode()
        section = page.partition('id="nearest"')[2].partition("</section>")[0]
        return re.findall(r">([\w ]+ ER)</a>.*?<strong[^>]*>([^<]+)<", section, re.DOTALL)

    measured = [("Next door ER", "about 1 mile"), ("Near ER", "about 2 miles"), ("Far ER", "about 49 miles")]
    assert nearest("place=86001") == nearest("place=86001&kind=emergency_department") == measured
    assert nearest("place=860") == nearest("place=Flagstaff") == nearest("place=86001&kind=psap") == nearest("words=ER") == []
    assert nearest("place=99999") == []


@pytest.mark.parametrize(
    "query", ["?page=x", "?page=99", "?kind=nonsense", "?words=%00", "?place=%5C(", "?show=%F0%9F%92%A5", "verify/?last=x"]
)
def test_odd_filters_are_survived(ada: Browser, query: str) -> None:
    assert ada.get("/directory/" + query).status_code == 200


def test_pages_cost_the_same_number_of_queries_however_full(cast: Cast) -> None:
    ada = seen_ahead(browser_of(cast.ada))
    entry = factories.resource(cast.ada, "First")
    ProblemReport.objects.create(clinic_id=cast.elm.id, resource=entry, by_id=cast.lee.id, problem="other")

    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert ada.get(address).status_code == 200
        return len(queries)

    addresses = ["/directory/", f"/directory/{entry.pk}/", "/directory/verify/", f"/directory/{entry.pk}/verify/"]
    few = [cost(address) for address in addresses]
    for at in range(60):
        factories.resource(cast.ada, f"Line {at}", checked=False)
        ProblemReport.objects.create(clinic_id=cast.elm.id, resource=entry, by_id=cast.lee.id, problem="other")
    many = [cost(address) for address in addresses]
    assert many[0] == few[0]
    assert many[1:3] == few[1:3]
    assert many[3] <= few[3] + 1  # the one that follows in the round
