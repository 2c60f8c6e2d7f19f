"""Leave page, the shared phone's code, and removing the page from a phone."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import InterfaceError, connection
from django.test import Client as Browser
from django.utils import timezone

from clinic.clients.models import Device
from tests.cast import Cast
from tests.portal.visits import SOMETIMES, UNSAFE, arrive, invitation, no_answer, page_cookie, phone, shared_plan

WEATHER = "https://www.weather.gov/"


@pytest.fixture(autouse=True)
def plan(cast: Cast) -> None:
    shared_plan(cast.lee, cast.rosa)


def opens(browser: Browser) -> bool:
    return "Walk Luna" in browser.get("/my/").content.decode()


def code_of(device: Device) -> str:
    return Device.objects.get(pk=device.pk).code or ""


def wrong_for(device: Device) -> str:
    return f"{(int(code_of(device)) + 1) % 10_000:04d}"


def test_the_page_opens_while_nothing_can_be_written(cast: Cast) -> None:
    """A full disk or a standby: the first opening and the day of the visit are not noted, the plan is there."""
    browser = arrive(cast.lee, cast.rosa)
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False), connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")  # the keys of what was written so far are checked by then
        cursor.execute("set transaction read only")
        assert opens(browser)


@pytest.mark.feature("D9")
def test_leaving_a_phone_that_keeps_nothing_signs_it_out(cast: Cast) -> None:
    browser = arrive(cast.lee, cast.rosa, UNSAFE)
    token = page_cookie(browser)
    answer = browser.get("/exit/")
    assert answer.headers["Location"] == WEATHER
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert page_cookie(browser) == ".US"
    browser.cookies[settings.PAGE_COOKIE_NAME] = token
    assert browser.get("/my/").headers["Location"] == "/my/sign-in/"
    assert Device.objects.get().ended_at is not None


def test_leaving_ones_own_phone_keeps_it(cast: Cast) -> None:
    browser = arrive(cast.lee, cast.rosa)
    assert browser.get("/exit/").headers["Location"] == WEATHER
    assert opens(browser)


def test_leaving_a_shared_phone_asks_for_the_code_next_time(cast: Cast) -> None:
    browser = arrive(cast.lee, cast.rosa, SOMETIMES)
    assert opens(browser)
    device = Device.objects.get()
    browser.get("/exit/")
    locked = browser.get("/my/")
    assert locked.headers["Location"] == "/my/open/"
    page = browser.get("/my/open/").content.decode()
    assert page.index('id="lines"') < page.index('name="code"')
    assert "Walk Luna" not in page
    assert browser.post("/my/open/", {"code": wrong_for(device)}).status_code == 422
    assert browser.post("/my/open/", {"code": code_of(device)}).headers["Location"] == "/my/"
    assert opens(browser)
    assert Device.objects.get().tries == 0


def test_a_shared_phone_asks_after_half_an_hour_away(cast: Cast) -> None:
    browser, start = arrive(cast.lee, cast.rosa, SOMETIMES), timezone.now()
    for minutes in (20, 40, 60):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            assert opens(browser), minutes
    with time_machine.travel(start + timedelta(minutes=91)):
        assert browser.get("/my/").headers["Location"] == "/my/open/"
    with time_machine.travel(start + timedelta(days=92)):
        assert browser.get("/my/").headers["Location"] == "/my/sign-in/"


def locked(cast: Cast) -> tuple[Browser, str, str]:
    """A shared phone that asks for its code, a wrong one, and the right one."""
    browser, device = arrive(cast.lee, cast.rosa, SOMETIMES), Device.objects.get()
    browser.get("/exit/")
    return browser, wrong_for(device), code_of(device)


def tries(browser: Browser, code: str, times: int) -> list[int]:
    return [browser.post("/my/open/", {"code": code}).status_code for _ in range(times)]


def test_five_wrong_codes_are_followed_by_ten_minutes_of_waiting(cast: Cast) -> None:
    browser, wrong, right = locked(cast)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert "left" not in browser.post("/my/open/", {"code": wrong}).content.decode()
        assert tries(browser, wrong, 1) == [422]
        for left in ("2 tries left", "1 try left"):
            page = browser.post("/my/open/", {"code": wrong}).content.decode()
            assert f"You have {left}. Then you wait 10 minutes" in page
        assert tries(browser, wrong, 1) == [429]
        clock.shift(timedelta(minutes=9))
        for waiting in (browser.get("/my/open/"), browser.post("/my/open/", {"code": right})):
            page = waiting.content.decode()
            assert waiting.status_code == 429
            assert 'href="tel:988"' in page
            assert "Wait 1 minute." in page
            assert "Walk Luna" not in page
        assert Device.objects.get().tries == 5, "no code is looked at meanwhile"
        clock.shift(timedelta(minutes=1, seconds=1))
        assert browser.get("/my/open/").status_code == 200
        assert browser.post("/my/open/", {"code": right}).headers["Location"] == "/my/"
        assert opens(browser)
        assert Device.objects.get().tries == 0


def test_only_the_third_round_of_wrong_codes_takes_the_page_from_the_phone(cast: Cast) -> None:
    browser, wrong, right = locked(cast)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(2):
            assert tries(browser, wrong, 5) == [422] * 4 + [429]
            clock.shift(timedelta(minutes=11))
        assert tries(browser, wrong, 3) == [422] * 3
        page = browser.post("/my/open/", {"code": wrong}).content.decode()
        assert "You have 1 try left. Then your page is gone from this phone, and you need a new link" in page
        assert tries(browser, wrong, 1) == [429]
        clock.shift(timedelta(minutes=11))
        assert browser.post("/my/open/", {"code": right}, follow=True).request["PATH_INFO"] == "/my/sign-in/"
    assert not opens(browser)
    assert code_of(Device.objects.get()) == ""


def test_wrong_codes_on_the_page_about_the_phone_wait_as_well(cast: Cast) -> None:
    browser = arrive(cast.lee, cast.rosa, SOMETIMES)
    wrong = wrong_for(Device.objects.get())
    answers = [browser.post("/my/phone/", {"shared": "0", "code": wrong}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422] * 4 + [429]
    assert "Wait 10 minutes." in answers[-1].content.decode()
    assert opens(browser), "whoever is in stays in"


def test_the_old_token_of_a_shared_phone_is_worth_nothing_without_the_code(cast: Cast) -> None:
    browser = arrive(cast.lee, cast.rosa, SOMETIMES)
    stolen = page_cookie(browser)
    browser.get("/exit/")
    browser.post("/my/open/", {"code": code_of(Device.objects.get())})
    thief = phone()
    thief.cookies[settings.PAGE_COOKIE_NAME] = stolen
    assert not opens(thief)
    assert opens(browser)


def test_removing_the_page_from_the_phone(cast: Cast) -> None:
    browser = arrive(cast.lee, cast.rosa)
    token = page_cookie(browser)
    assert "/my/phone/remove/" in browser.get("/my/phone/").content.decode()
    asked = browser.get("/my/phone/remove/").content.decode()
    assert asked.index("To come back you need a new link") < asked.index('<form method="post"')
    assert "Go back" in asked
    assert opens(browser)
    answer = browser.post("/my/phone/remove/")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert "Your page is gone from this phone" in browser.get(answer.headers["Location"]).content.decode()
    browser.cookies[settings.PAGE_COOKIE_NAME] = token
    assert not opens(browser)


def test_others_begin_to_use_the_phone_and_stop(cast: Cast) -> None:
    browser = arrive(cast.lee, cast.rosa)
    device = Device.objects.get()
    assert browser.post("/my/phone/", {"shared": "1"}).headers["Location"] == "/my/phone/"
    browser.get("/exit/")
    assert not opens(browser)
    browser.post("/my/open/", {"code": code_of(device)})
    assert browser.post("/my/phone/", {"shared": "0"}).status_code == 422  # whoever holds the phone must know the code
    assert browser.post("/my/phone/", {"shared": "0", "code": code_of(device)}).status_code == 302
    browser.get("/exit/")
    assert opens(browser)


def test_the_pause_holds_on_an_open_page_too_where_the_code_is_taken_off(cast: Cast) -> None:
    browser, device = arrive(cast.lee, cast.rosa, SOMETIMES), Device.objects.get()
    take_off = {"shared": "0", "code": wrong_for(device)}
    assert [browser.post("/my/phone/", take_off).status_code for _ in range(5)] == [422] * 4 + [429]
    assert browser.post("/my/phone/", {"shared": "0", "code": code_of(device)}).status_code == 429, "the right one neither"
    assert Device.objects.get().shared


def test_a_page_left_open_for_days_locks_too_once_it_is_shared(cast: Cast) -> None:
    browser = arrive(cast.lee, cast.rosa)
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False) as clock:
        browser.post("/my/phone/", {"shared": "1"})
        assert opens(browser)
        clock.shift(timedelta(minutes=31))
        assert browser.get("/my/").headers["Location"] == "/my/open/"


def test_leaving_works_with_an_unknown_cookie_without_one_and_without_the_database(cast: Cast) -> None:
    browser = phone()
    assert browser.get("/exit/").headers["Location"] == WEATHER
    browser.cookies[settings.PAGE_COOKIE_NAME] = "unknown.GB"
    assert browser.get("/exit/").headers["Location"] == WEATHER
    rosa = arrive(cast.lee, cast.rosa)
    with connection.execute_wrapper(no_answer):
        assert rosa.get("/exit/").headers["Location"] == WEATHER


def test_leaving_works_when_the_connection_is_cut_on_the_way(cast: Cast) -> None:
    def cut(*args: object) -> None:
        raise InterfaceError("connection already closed")

    browser = arrive(cast.lee, cast.rosa)
    with connection.execute_wrapper(cut):
        assert browser.get("/exit/").headers["Location"] == WEATHER


def test_the_clinic_chooses_where_leaving_leads(cast: Cast) -> None:
    cast.elm.exit_url = "https://www.example.org/recipes"
    cast.elm.save(update_fields=["exit_url"])
    assert arrive(cast.lee, cast.rosa).get("/exit/").headers["Location"] == "https://www.example.org/recipes"


def test_leaving_in_the_middle_of_coming_in(cast: Cast) -> None:
    address, code = invitation(cast.lee, cast.rosa)
    browser = phone()
    browser.post(address)
    browser.post("/my/code/", {"code": code})
    browser.get("/exit/")
    assert browser.get("/my/start/").status_code == 200
    assert "Open your link again" in browser.get("/my/start/").content.decode()
    browser.post(address)
    assert browser.post("/my/code/", {"code": code}).headers["Location"] == "/my/start/"


def test_forms_need_their_token_here_too(cast: Cast) -> None:
    strict = Browser(enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies[settings.PAGE_COOKIE_NAME] = page_cookie(arrive(cast.lee, cast.rosa))
    assert strict.post("/my/phone/remove/").status_code == 403
    assert opens(strict)
