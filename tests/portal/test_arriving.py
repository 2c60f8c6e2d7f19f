"""The link, the code, the question about the phone: what admits a client and what does not."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone

from clinic.accounts.models import Ticket
from clinic.audit.models import Event, Outcome
from clinic.clients.actions.phones import end_devices
from clinic.clients.models import Client, Device, PageInvitation
from clinic.db.context import clinic_context, set_clinic
from tests import factories
from tests.cast import Cast, browser_of
from tests.portal.visits import (
    PRIVATE,
    SOMETIMES,
    UNSAFE,
    arrive,
    come_back,
    dials,
    invitation,
    no_answer,
    page_cookie,
    phone,
    shared_plan,
)  # fmt: skip


@pytest.fixture
def link(cast: Cast) -> tuple[str, str]:
    shared_plan(cast.lee, cast.rosa)
    return invitation(cast.lee, cast.rosa)


def opens(browser: Browser) -> bool:
    response = browser.get("/my/")
    return response.status_code == 200 and "Walk Luna" in response.content.decode()


def numbers_before(text: str, words: str) -> bool:
    return 0 < text.index('id="lines"') < text.index(words)


@pytest.mark.feature("D1")
def test_a_client_comes_in_by_link_and_code(link: tuple[str, str], cast: Cast) -> None:
    address, code = link
    browser = phone()
    assert "Open your page" in browser.get(address).content.decode()
    assert browser.post(address).headers["Location"] == "/my/code/"
    assert browser.post("/my/code/", {"code": f" {code[:2]} {code[2:]} "}).headers["Location"] == "/my/start/"
    question = browser.get("/my/start/").content.decode()
    assert "Does anyone else use or look at this phone?" in question
    assert "checked" not in question
    assert not Device.objects.exists()
    assert browser.post("/my/start/", {"phone_use": PRIVATE}).headers["Location"] == "/my/"
    assert opens(browser)
    device = Device.objects.get()
    assert (device.client, device.remembered, device.shared, device.family) == (cast.rosa, True, False, "iPhone")


def test_looking_at_the_link_spends_nothing(link: tuple[str, str]) -> None:
    address, code = link
    scanner = phone()
    for _ in range(10):
        scanner.get(address)
        scanner.head(address)
        scanner.options(address)
    ticket = Ticket.objects.get(kind="page")
    assert ticket.used_at is None
    browser = phone()
    browser.post(address)
    assert browser.post("/my/code/", {"code": code}).status_code == 302


def test_the_token_leaves_the_address_and_is_in_no_cookie(link: tuple[str, str]) -> None:
    address, code = link
    token = address.split("/")[2]
    browser = phone()
    browser.post(address)
    browser.post("/my/code/", {"code": code})
    page = browser.get("/my/start/")
    assert token not in page.content.decode()
    assert token not in str(browser.cookies)


def test_a_link_works_once(link: tuple[str, str]) -> None:
    address, code = link
    first, second = phone(), phone()
    for browser in (first, second):
        browser.post(address)
        browser.post("/my/code/", {"code": code})
    assert first.post("/my/start/", {"phone_use": PRIVATE}).status_code == 302
    assert second.post("/my/start/", {"phone_use": PRIVATE}).status_code == 410
    late = phone().get(address)
    assert late.status_code == 410
    assert numbers_before(late.content.decode(), "This link no longer works")
    assert Device.objects.count() == 1


def test_a_used_link_leads_to_the_page_on_the_phone_that_used_it(cast: Cast, link: tuple[str, str]) -> None:
    address, code = link
    browser = phone()
    browser.post(address)
    browser.post("/my/code/", {"code": code})
    browser.post("/my/start/", {"phone_use": PRIVATE})
    assert browser.get(address).headers["Location"] == "/my/"


def test_five_wrong_codes_end_the_invitation(link: tuple[str, str], cast: Cast) -> None:
    address, code = link
    wrong = f"{(int(code) + 1) % 10_000:04d}"
    for number in range(4):  # counted per invitation: a fresh browser each time
        browser = phone()
        browser.post(address)
        answer = browser.post("/my/code/", {"code": wrong})
        assert answer.status_code == 422
        assert numbers_before(answer.content.decode(), "That code is not right")
        told = ["", "", "You have 2 tries left", "You have 1 try left"][number]
        assert told in answer.content.decode()
        assert ("Then the link no longer works, and you need a new one" in answer.content.decode()) is bool(told)
    last = browser.post("/my/code/", {"code": wrong})
    assert last.status_code == 429
    assert numbers_before(last.content.decode(), "Too many tries")
    assert browser.post("/my/code/", {"code": code}).status_code == 410
    assert phone().get(address).status_code == 410
    assert PageInvitation.objects.get().code is None
    refused = Event.objects.filter(action="page.code", outcome=Outcome.DENIED, client_id=cast.rosa.id)
    assert refused.count() == 5


def test_what_is_no_code_is_no_try(link: tuple[str, str]) -> None:
    address, _ = link
    browser = phone()
    browser.post(address)
    for typed in ("", "12", "abcd", "١٢٣٤", "12345"):
        answer = browser.post("/my/code/", {"code": typed})
        assert "Type the 4 numbers of your code" in answer.content.decode()
    assert PageInvitation.objects.get().tries == 0


def test_the_question_is_not_reached_without_the_code(link: tuple[str, str]) -> None:
    address, _ = link
    browser = phone()
    browser.post(address)
    assert browser.get("/my/start/").headers["Location"] == "/my/code/"
    assert browser.post("/my/start/", {"phone_use": PRIVATE}).headers["Location"] == "/my/code/"
    browser.cookies[f"{settings.PAGE_COOKIE_NAME}-start"] = "WyJ4IiwiVVMiLHRydWVd:forged:forged"
    assert "Open your link again" in browser.get("/my/start/").content.decode()


def test_an_expired_link_shows_numbers_first(link: tuple[str, str]) -> None:
    address, _ = link
    with time_machine.travel(timezone.now() + timedelta(hours=73)):
        answer = phone().get(address)
    assert answer.status_code == 410
    assert numbers_before(answer.content.decode(), "This link no longer works")


def test_a_new_invitation_ends_the_one_before(cast: Cast, link: tuple[str, str]) -> None:
    invitation(cast.lee, cast.rosa)
    assert phone().get(link[0]).status_code == 410


@pytest.mark.parametrize("answer", [PRIVATE, SOMETIMES])
@pytest.mark.feature("D1")
def test_a_remembered_phone_still_knows_the_page_the_next_day(cast: Cast, answer: str) -> None:
    shared_plan(cast.lee, cast.rosa)
    browser = arrive(cast.lee, cast.rosa, answer)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        later = come_back(browser)
        came = later.get("/my/")
    assert came.status_code == 200 if answer == PRIVATE else came.headers["Location"] == "/my/open/"


def test_each_visit_starts_the_ninety_days_anew(cast: Cast) -> None:
    shared_plan(cast.lee, cast.rosa)
    browser, start = arrive(cast.lee, cast.rosa), timezone.now()
    for days in (80, 160, 240):
        with time_machine.travel(start + timedelta(days=days)):
            assert opens(browser), days
    assert browser.cookies[settings.PAGE_COOKIE_NAME]["max-age"] == 90 * 86400
    with time_machine.travel(start + timedelta(days=331)):
        assert browser.get("/my/").headers["Location"] == "/my/sign-in/"


def test_nothing_is_kept_where_it_would_not_be_safe(cast: Cast) -> None:
    shared_plan(cast.lee, cast.rosa)
    browser = arrive(cast.lee, cast.rosa, UNSAFE)
    assert opens(browser)
    kept = {name: morsel["max-age"] for name, morsel in browser.cookies.items() if morsel.value}
    assert kept == {settings.PAGE_COOKIE_NAME: "", settings.CSRF_COOKIE_NAME: ""}
    assert not opens(come_back(browser))
    with time_machine.travel(timezone.now() + timedelta(hours=13)):
        assert browser.get("/my/").headers["Location"] == "/my/sign-in/"
    assert Client.objects.get(pk=cast.rosa.pk).phone_use == UNSAFE


def test_what_was_recorded_as_unsafe_stays_so(cast: Cast) -> None:
    cast.rosa.phone_use = UNSAFE
    cast.rosa.save(update_fields=["phone_use"])
    address, code = invitation(cast.lee, cast.rosa)
    browser = phone()
    browser.post(address)
    browser.post("/my/code/", {"code": code})
    assert 'type="radio"' not in browser.get("/my/start/").content.decode()
    assert browser.post("/my/start/", {"phone_use": PRIVATE}).headers["Location"] == "/my/private/"
    assert not Device.objects.get().remembered


def test_an_answer_must_be_given(cast: Cast) -> None:
    address, code = invitation(cast.lee, cast.rosa)
    browser = phone()
    browser.post(address)
    browser.post("/my/code/", {"code": code})
    assert browser.post("/my/start/", {}).status_code == 422
    assert not Device.objects.exists()


def test_forms_of_the_gate_need_their_token(link: tuple[str, str]) -> None:
    strict = Browser(enforce_csrf_checks=True, raise_request_exception=False)
    refused = strict.post(link[0])
    assert refused.status_code == 403
    assert "911" in refused.content.decode()
    assert strict.post("/my/code/", {"code": link[1]}).status_code == 403


def test_the_staff_session_opens_no_page_of_a_client_and_the_reverse(cast: Cast) -> None:
    shared_plan(cast.lee, cast.rosa)
    lee = browser_of(cast.lee)
    assert lee.get("/my/").headers["Location"] == "/my/sign-in/"
    rosa = arrive(cast.lee, cast.rosa)
    assert rosa.get("/clients/").headers["Location"].startswith("/sign-in/")
    both = arrive(cast.lee, cast.rosa, browser=browser_of(cast.ben))
    assert opens(both)
    assert not Event.objects.filter(actor_id=cast.ben.id).exists()


def test_a_cookie_opens_its_own_client_only(cast: Cast) -> None:
    shared_plan(cast.lee, cast.rosa)
    with clinic_context(cast.oak.id):
        eve = arrive(cast.dov, cast.eve)
    theo = arrive(cast.ben, cast.theo)
    for browser in (eve, theo):
        assert not opens(browser)
    for invented in ("x" * 43, "", ".US", "a.b.c", "\x00", page_cookie(theo)[1:]):
        browser = phone()
        browser.cookies[settings.PAGE_COOKIE_NAME] = invented
        assert browser.get("/my/").headers["Location"] == "/my/sign-in/"


def test_a_phone_signed_out_by_the_therapist_shows_numbers_and_the_way_back(cast: Cast) -> None:
    shared_plan(cast.lee, cast.rosa)
    browser = arrive(cast.lee, cast.rosa)
    end_devices(by=cast.lee.actor, client=cast.rosa)
    page = browser.get("/my/", follow=True).content.decode()
    assert numbers_before(page, "ask your therapist for a new link")
    assert "Walk Luna" not in page


@pytest.mark.parametrize("answer", [PRIVATE, UNSAFE])
def test_the_office_is_named_only_on_a_phone_that_was_to_keep_something(cast: Cast, answer: str) -> None:
    browser = arrive(cast.lee, cast.rosa, answer)
    end_devices(by=cast.lee.actor, client=cast.rosa)
    page = browser.get("/my/", follow=True).content.decode()
    assert ("(415) 555-0100" in page) is (answer == PRIVATE)


def test_the_numbers_are_the_right_ones_while_the_database_is_down(cast: Cast) -> None:
    cast.elm.country_code = "GB"
    cast.elm.save(update_fields=["country_code"])
    browser = arrive(cast.lee, cast.rosa)
    with connection.execute_wrapper(no_answer):
        page = browser.get("/my/")
    assert page.status_code == 500
    assert b"999" in page.content
    assert not dials(page, "911")


def test_after_care_has_ended_the_numbers_stay(cast: Cast) -> None:
    shared_plan(cast.lee, cast.rosa)
    browser = arrive(cast.lee, cast.rosa)
    cast.rosa.closed_at, cast.rosa.closed_by_id = timezone.now(), cast.lee.id
    cast.rosa.save(update_fields=["closed_at", "closed_by"])
    page = browser.get("/my/", follow=True).content.decode()
    assert numbers_before(page, "Your work with us has ended")
    assert "Walk Luna" not in page


@pytest.mark.feature("D11")
def test_a_client_of_a_british_clinic_never_meets_american_numbers(db: None) -> None:
    clinic = factories.clinic("Rowan House", country_code="GB", time_zone="Europe/London")
    lee = factories.member(clinic, "Dr. Lee", "therapist")
    set_clinic(clinic.id)
    client = factories.client(lee, "Ruth Hale", phone="01632 960 142")
    shared_plan(lee, client)
    address, code = invitation(lee, client)
    browser, pages = phone(), []
    pages += [browser.get(address), browser.post("/my/nowhere/"), browser.post(address), browser.get("/my/code/")]
    pages += [browser.post("/my/code/", {"code": "99999"}), browser.get("/my/nowhere/")]
    pages += [
        browser.post("/my/code/", {"code": code}),
        browser.get("/my/start/"),
        browser.post("/my/start/", {"phone_use": UNSAFE}),
    ]
    pages += [
        browser.get(f"/my/{name}")
        for name in ("", "numbers/", "print/", "page.pdf", "phone/", "private/", "nowhere/", "page.pdf?paper=x")
    ]
    pages += [phone().get(address), Browser(enforce_csrf_checks=True).post(address)]
    browser.get("/exit/")
    pages += [browser.get("/my/", follow=True), browser.get("/my/nowhere/")]
    for page in pages[2:]:
        if page.status_code != 302:
            assert b"999" in page.content, page.request["PATH_INFO"]
        assert not dials(page, "911"), page.request["PATH_INFO"]
        assert not dials(page, "988"), page.request["PATH_INFO"]
    assert not dials(pages[0], "911")
