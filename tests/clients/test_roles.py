"""Every page around a client, by role: own, of a colleague, of another clinic, missing."""

from uuid import uuid4

import pytest
from django.urls import reverse

from clinic.audit.models import Event
from clinic.clients.models import Client
from clinic.db.context import set_clinic
from tests import factories
from tests.cast import Cast, browser_of

# page: who gets it for Rosa, who is on Lee's caseload
CLINICAL = {"lee", "sam"}
WRITERS = {"lee"}
CARE = {"lee", "sam", "ada"}
PAGES = {
    "client": CLINICAL,
    "client-access": CLINICAL,
    "location-list": CLINICAL,
    "contact-list": CLINICAL,
    "client-contact-safety": WRITERS,
    "location-new": WRITERS,
    "location-edit": WRITERS,
    "location-retire": WRITERS,
    "contact-new": WRITERS,
    "contact-edit": WRITERS,
    "contact-retire": WRITERS,
    "client-phone-end": WRITERS,
    "client-edit": {"lee", "ada"},
    "client-assign": CARE,
    "client-cover": CARE,
    "client-close": CARE,
}
EVERYBODY = ("lee", "ben", "sam", "ada", "kay", "dov")
SECRETS = ("Birch", "Anastasia", "555-0177", "rosa@example.org", "gate code 4411")


def addresses(client: Client) -> dict[str, str]:
    place = factories.place(client, access_notes="gate code 4411").pk
    contact = factories.contact(client, "Anastasia").pk
    more = {"location-edit": {"place": place}, "location-retire": {"place": place}}
    more |= {"contact-edit": {"contact": contact}, "contact-retire": {"contact": contact}}
    return {page: reverse(page, kwargs={"client": client.pk, **more.get(page, {})}) for page in PAGES}


@pytest.mark.feature("M4", "M9")
@pytest.mark.parametrize("who", EVERYBODY)
def test_who_opens_which_page_of_rosa(cast: Cast, who: str) -> None:
    pages, browser = addresses(cast.rosa), browser_of(cast.staff[who])
    got = {page for page, address in pages.items() if browser.get(address).status_code == 200}
    assert got == {page for page, allowed in PAGES.items() if who in allowed}


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_foreign_client_answers_like_a_missing_one(cast: Cast, who: str) -> None:
    """For Oak Hill's only member that is Rosa, for everybody else Eve."""
    foreign = cast.rosa if who == "dov" else cast.eve
    browser = browser_of(cast.staff[who])
    for page in ("client", "client-edit", "location-list", "contact-list", "client-access", "client-assign", "client-close"):
        answers = [browser.get(reverse(page, kwargs={"client": id})) for id in (foreign.pk, uuid4())]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content


def test_an_admin_sees_neither_contacts_nor_places_anywhere(cast: Cast) -> None:
    cast.rosa.email = "rosa@example.org"
    cast.rosa.save(update_fields=["email"])
    pages, browser = addresses(cast.rosa), browser_of(cast.ada)
    bodies = [browser.get(address).content.decode() for address in pages.values()]
    bodies += [browser.get(reverse(page)).content.decode() for page in ("client-list", "client-new")]
    assert "Rosa Alvarez" in "".join(bodies)
    for secret in SECRETS:
        assert secret not in "".join(bodies), secret


def test_a_supervisor_reads_and_finds_nothing_to_change(cast: Cast) -> None:
    pages, browser = addresses(cast.rosa), browser_of(cast.sam)
    for page in ("client", "location-list", "contact-list", "client-access"):
        body = browser.get(pages[page]).content.decode()
        assert "Anastasia" in body or "Birch" in body or page == "client-access"
        for writer in ("client-contact-safety", "location-new", "location-edit", "contact-new", "contact-edit"):
            assert pages[writer] not in body, (page, writer)


@pytest.mark.parametrize("page", ["location-move", "contact-move", "client-invite", "client-reopen"])
@pytest.mark.parametrize("who", ["ben", "kay", "dov"])
def test_posts_of_those_who_do_not_care_for_her_change_nothing(cast: Cast, page: str, who: str) -> None:
    more = {"location-move": {"place": factories.place(cast.rosa).pk}, "contact-move": {"contact": factories.contact(cast.rosa).pk}}
    address = reverse(page, kwargs={"client": cast.rosa.pk, **more.get(page, {})})
    answer = browser_of(cast.staff[who]).post(address, {"way": "shown"})
    set_clinic(cast.elm.id)
    assert answer.status_code == 404
    assert set(Event.objects.filter(client_id=cast.rosa.pk).values_list("outcome", flat=True)) <= {"denied"}


@pytest.mark.feature("M2")
def test_a_refusal_is_an_event_and_so_is_every_page_read(cast: Cast) -> None:
    pages = addresses(cast.rosa)
    browser_of(cast.ben).get(pages["client"])
    browser_of(cast.lee).get(pages["client"])
    events = [
        (event.action, event.outcome, event.actor_id) for event in Event.objects.filter(client_id=cast.rosa.pk).order_by("at")
    ]
    assert events == [("client.read", "denied", cast.ben.pk), ("client.read", "ok", cast.lee.pk)]


def test_names_are_text_and_never_markup(cast: Cast) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    cast.rosa.name = cast.rosa.legal_name = cast.rosa.pronouns = hostile
    cast.rosa.save(update_fields=["name", "legal_name", "pronouns"])
    factories.contact(cast.rosa, hostile, relation=hostile, note=hostile)
    factories.place(cast.rosa, hostile, street=hostile, access_notes=hostile)
    browser, pages = browser_of(cast.lee), addresses(cast.rosa)
    bodies = [browser.get(address) for address in (*pages.values(), reverse("client-list"), reverse("today"))]
    bodies += [browser.post(pages["contact-new"], {"name": hostile}), browser_of(cast.ada).get(pages["client-assign"])]
    assert any("onerror" in answer.content.decode() for answer in bodies)
    for answer in bodies:
        assert "<img src=x" not in answer.content.decode(), answer.wsgi_request.path
