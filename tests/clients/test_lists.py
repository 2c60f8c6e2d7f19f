"""The list of clients: whose, how it is searched, how many queries it takes."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clinic.audit.models import Event
from clinic.clients.actions import clients
from clinic.clients.views.lists import PER_PAGE
from tests import factories
from tests.cast import Cast, browser_of, seen_ahead


def names(cast: Cast, who: str, page: str = "client-list", words: str = "") -> list[str]:
    browser = browser_of(cast.staff[who])
    answer = browser.post(reverse(page), {"words": words}) if words else browser.get(reverse(page))
    assert answer.status_code == 200
    return [line.client.name for line in answer.context["page"].object_list]


@pytest.mark.parametrize(
    ("who", "seen"),
    [("lee", ["Rosa Alvarez"]), ("ben", ["Theo Brandt"]), ("sam", ["Rosa Alvarez", "Theo Brandt"]), ("ada", ["Rosa Alvarez", "Theo Brandt"]), ("dov", ["Eve Castellan"])],
)  # fmt: skip
def test_everybody_finds_their_own_and_admins_the_whole_clinic(cast: Cast, who: str, seen: list[str]) -> None:
    assert names(cast, who) == seen


def test_an_auditor_has_no_list_of_clients(cast: Cast) -> None:
    assert browser_of(cast.kay).get(reverse("client-list")).status_code == 404


def test_names_lead_to_the_record_where_it_may_be_read_and_to_care_otherwise(cast: Cast) -> None:
    record, care = (reverse(page, kwargs={"client": cast.rosa.pk}) for page in ("client", "client-assign"))
    assert f'href="{record}"' in browser_of(cast.lee).get(reverse("client-list")).content.decode()
    admins = browser_of(cast.ada).get(reverse("client-list")).content.decode()
    assert f'href="{record}"' not in admins
    assert f'href="{care}"' in admins
    assert "Dr. Lee" in admins
    assert "(928) 555-0142" in admins


@pytest.mark.parametrize(
    ("words", "found"),
    [("ros", ["Rosa Alvarez"]), ("ALV ro", ["Rosa Alvarez"]), ("lvarez", []), ("555-0142", ["Rosa Alvarez", "Theo Brandt"]), ("zz", [])],
)  # fmt: skip
def test_search_goes_by_post_and_finds_beginnings_of_names_and_digits(cast: Cast, words: str, found: list[str]) -> None:
    assert names(cast, "ada", words=words) == found


def test_names_never_travel_in_an_address(cast: Cast) -> None:
    browser = browser_of(cast.ada)
    body = browser.get(reverse("client-list") + "?words=Rosa").content.decode()
    assert "Theo Brandt" in body, "a name in the address narrows nothing"
    form = body[body.index('<form class="filters"') :]
    assert 'method="post"' in form[: form.index(">")]


def test_closed_clients_stand_on_their_own_list(cast: Cast) -> None:
    clients.close(by=cast.lee.actor, client=cast.rosa, why="moved")
    assert names(cast, "lee") == []
    assert names(cast, "lee", "client-list-closed") == ["Rosa Alvarez"]
    assert "No clients yet" in browser_of(cast.lee).get(reverse("client-list")).content.decode()


def test_long_lists_have_pages_and_the_search_looks_through_all_of_them(cast: Cast) -> None:
    for number in range(PER_PAGE):
        factories.client(cast.lee, f"Client {number:03d}")
    browser = browser_of(cast.lee)
    assert len(browser.get(reverse("client-list")).context["page"].object_list) == PER_PAGE
    assert [line.client.name for line in browser.get(reverse("client-list"), {"page": 2}).context["page"]] == ["Rosa Alvarez"]
    assert names(cast, "lee", words="rosa") == ["Rosa Alvarez"]


def test_reading_the_list_is_one_event(cast: Cast) -> None:
    names(cast, "lee")
    assert list(Event.objects.values_list("action", flat=True)) == ["client.list"]


@pytest.mark.parametrize("who", ["lee", "ada"])
def test_queries_do_not_grow_with_the_list(cast: Cast, who: str, django_assert_num_queries: Any) -> None:
    browser = seen_ahead(browser_of(cast.staff[who]))
    with CaptureQueriesContext(connection) as one:
        browser.get(reverse("client-list"))
    for number in range(49):
        factories.client(cast.lee, f"Client {number}")
    with django_assert_num_queries(len(one)):
        assert len(browser.get(reverse("client-list")).context["page"].object_list) >= 50
    assert len(one) == LIST_QUERIES[who], "\n".join(query["sql"] for query in one.captured_queries)


LIST_QUERIES = {"lee": 16, "ada": 15}  # 3 of the page itself, the others are session, clinic and audit
