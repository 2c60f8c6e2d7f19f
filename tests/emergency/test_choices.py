"""What a client wants of the numbers of the directory."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinic.audit.models import Event
from emergency import derived, queries
from emergency.choice_queries import choices_of
from emergency.models import ClientResource, Resource
from tests import factories
from tests.cast import Cast, browser_of, seen_ahead


def line(cast: Cast, name: str, **fields: object) -> Resource:
    entry = factories.resource(cast.ada, name, **fields)
    derived.renew([entry])
    return entry


@pytest.mark.feature("H8")
def test_a_client_wants_one_number_first_and_another_never(cast: Cast) -> None:
    place, lee = factories.place(cast.rosa), browser_of(cast.lee)
    first, second = line(cast, "A team"), line(cast, "B team")
    home = f"/clients/{cast.rosa.pk}/numbers/"
    page = lee.get(home).content.decode()
    assert f"{home}{first.pk}/" in page
    assert "B team" in lee.get(home + "?words=b").content.decode().split("Found in the directory")[1]
    assert lee.get(home + "?words=b%00").status_code == 200
    assert "Fill in “Why?”" in lee.post(f"{home}{first.pk}/", {"choice": "never"}).content.decode()
    assert lee.post(f"{home}{first.pk}/", {"choice": "never", "reason": "They sent the police"}).url == home
    lee.post(f"{home}{second.pk}/", {"choice": "never", "reason": "A slip"})
    lee.post(f"{home}{second.pk}/", {"choice": "first", "reason": "They know me there"})
    assert [(each.resource, each.choice, each.reason) for each in choices_of(cast.rosa)] == [
        (second, "first", "They know me there"),
        (first, "never", "They sent the police"),
    ]
    assert queries.covering([place], "US", client=cast.rosa)[place.pk] == [second]
    assert queries.covering([place], "US")[place.pk] == [first, second]
    record = lee.get(f"/clients/{cast.rosa.pk}/").content.decode()
    for words in ("Try first", "They know me there", "Do not use", "They sent the police"):
        assert words in record
    fragment = lee.get(home, headers={"HX-Request": "true"}).content.decode()
    assert "They know me there" in fragment
    assert "<html" not in fragment
    assert home in lee.get(f"/clients/{cast.rosa.pk}/locations/").content.decode()
    never = ClientResource.objects.get(choice="never", ended_at=None)
    lee.post(f"{home}{never.pk}/end/")
    assert [each.choice for each in choices_of(cast.rosa)] == ["first"]
    events = Event.objects.filter(action__startswith="client_resource.", client_id=cast.rosa.pk)
    assert {each.action for each in events} >= {"client_resource.choose", "client_resource.end", "client_resource.list"}
    assert not any("police" in str(vars(each)) for each in events)


def test_who_may_see_and_change_it(cast: Cast) -> None:
    entry = line(cast, "A team")
    browser_of(cast.lee).post(f"/clients/{cast.rosa.pk}/numbers/{entry.pk}/", {"choice": "first", "reason": "near"})
    [choice] = choices_of(cast.rosa)
    for name, status in {"sam": 200, "ben": 404, "ada": 404, "kay": 404, "dov": 404}.items():
        browser = browser_of(cast.staff[name])
        assert browser.get(f"/clients/{cast.rosa.pk}/numbers/").status_code == status
        assert browser.get(f"/clients/{cast.rosa.pk}/numbers/{entry.pk}/").status_code == 404
        assert browser.post(f"/clients/{cast.rosa.pk}/numbers/{choice.pk}/end/").status_code == 404
    assert browser_of(cast.ben).post(f"/clients/{cast.theo.pk}/numbers/{choice.pk}/end/").status_code == 404
    entry.retired_at, entry.retired_by_id = entry.made_at, cast.ada.pk
    entry.save()
    answer = browser_of(cast.lee).post(f"/clients/{cast.rosa.pk}/numbers/{entry.pk}/", {"choice": "first", "reason": "near"})
    assert answer.status_code == 409


@pytest.mark.feature("H7")
def test_professionals_have_a_heading_of_their_own(cast: Cast) -> None:
    factories.place(cast.rosa)
    line(cast, "A team"), line(cast, "Maria Begay, nurse", kind="professional", comes_to_home=True)
    for address in ("/directory/", f"/clients/{cast.rosa.pk}/"):
        page = browser_of(cast.lee).get(address).content.decode()

        assert page.index("Professionals who can come in person</h") < page.index("Maria Begay, nurse")
    page = browser_of(cast.lee).get("/directory/?kind=professional").content.decode()
    assert "A team" not in page
    assert "Maria Begay, nurse" in page


def test_lines_of_the_whole_country_stand_there_once(cast: Cast) -> None:
    address = f"/clients/{cast.rosa.pk}/numbers/"
    line(cast, "988 Main", kind="crisis_line", reach="country", phone="988"), line(cast, "A team")
    page = browser_of(cast.lee).get(address).content.decode()
    assert page.count("<strong>988 Main</strong>") == 1, "also for a client without a place"
    assert "A team" not in page
    factories.place(cast.rosa), factories.place(cast.rosa, "Home")
    page = browser_of(cast.lee).get(address).content.decode()
    assert page.count("<strong>A team</strong>") == 2
    assert page.count("<strong>988 Main</strong>") == 1
    assert page.index("Lines of the whole country") < page.index("988 Main")


def test_the_page_costs_the_same_however_many_numbers(cast: Cast) -> None:
    factories.place(cast.rosa)
    lee, entry = seen_ahead(browser_of(cast.lee)), line(cast, "A team")
    lee.post(f"/clients/{cast.rosa.pk}/numbers/{entry.pk}/", {"choice": "first", "reason": "near"})

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            lee.get(f"/clients/{cast.rosa.pk}/numbers/?words=team")
        return len(queries)

    few = cost()
    for at in range(8):
        entry = line(cast, f"Team {at}")
        lee.post(f"/clients/{cast.rosa.pk}/numbers/{entry.pk}/", {"choice": "first", "reason": "near"})
    assert cost() == few
