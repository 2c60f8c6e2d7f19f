"""The lock screen in a browser: what is gone while it is locked, and what comes back."""

import contextlib
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from clinic.accounts.access import StaffRequest, staff_page
from clinic.db.context import clinic_context
from clinic.urls import handler400, handler403, handler404, handler500  # noqa: F401 - of the addresses below
from safetyplans.models import Item, Plan
from tests import factories
from tests.accounts.test_signing_in import code
from tests.cast import Cast, browser_of
from tests.fit import fit_for_everybody
from tests.servers import eventually

SOON = 15_000
PLANTED = ("Walk Zqluna to the tower", "Zqunsaved words", "Rosa", "Elm Street")


@staff_page(stays_open=True)
def crisis(request: StaffRequest) -> HttpResponse:
    return render(request, "staff/accessibility.html")


urlpatterns = [path("in-a-crisis/", crisis, name="in-a-crisis"), path("", include("clinic.urls"))]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def plan(stage: Cast) -> Plan:
    with clinic_context(stage.elm.id):
        return factories.plan(stage.rosa)


@pytest.fixture
def site(stage: Cast, live_server: Any, context: BrowserContext) -> str:
    cookie = browser_of(stage.lee).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    context.set_default_timeout(SOON)
    context.clock.install()
    return str(live_server.url)


def at(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    return page


def waits(page: Page, minutes: float) -> None:
    page.clock.run_for(int(minutes * 60_000))


def readable(page: Page) -> str:
    """Text, title, values and names as assistive technology reads them, of the document as it stands."""
    values = page.eval_on_selector_all("input:not([type=hidden]), textarea", "all => all.map(each => each.value).join(' ')")
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    return page.content() + page.title() + str(values) + json.dumps(tree)


def nothing_readable(page: Page) -> None:
    expect(page.get_by_role("heading", name="The screen is locked")).to_be_visible()
    assert page.title() == "Locked"
    assert [words for words in PLANTED if words in readable(page)] == []


def unlock(page: Page, secret: str = factories.PASSWORD) -> int:
    """In as many steps as it returns."""
    page.keyboard.type(secret)
    page.keyboard.press("Enter")
    return 2


def session_of(context: BrowserContext) -> SessionStore:
    return SessionStore(next(each["value"] for each in context.cookies() if each["name"] == settings.SESSION_COOKIE_NAME))


def has_locked_on_the_server(context: BrowserContext) -> None:
    """The page that locked has told it."""
    eventually(lambda: bool(session_of(context).get("locked")), "the server knows that it is locked")


def locks_on_the_server(context: BrowserContext, **facts: object) -> None:
    """As another device, or the clock of the server, would."""
    session = session_of(context)
    session.update(facts or {"locked": True})
    session.save()


def texts(stage: Cast, plan: Plan) -> list[str]:
    with clinic_context(stage.elm.id):
        return [item.text for item in Item.objects.kept().filter(plan=plan)]


def editor(context: BrowserContext, site: str, plan: Plan) -> Page:
    return at(context, f"{site}/clients/{plan.client_id}/plan/edit/alone/")


@pytest.mark.feature("M6")
def test_away_mid_typing_and_back_in_two_steps(
    stage: Cast, plan: Plan, site: str, context: BrowserContext, record_testsuite_property: Callable[[str, object], None]
) -> None:
    page = editor(context, site, plan)
    page.set_viewport_size({"width": 1366, "height": 420})
    page.get_by_label("Add item").fill(PLANTED[0])
    page.keyboard.press("Enter")
    page.keyboard.type(PLANTED[1])
    page.keyboard.press("ArrowLeft")
    page.evaluate("scrollTo(0, 90)")
    where = [page.evaluate("scrollY"), page.evaluate("document.activeElement.selectionStart")]
    second = at(context, f"{site}/clients/")
    second.goto(f"{site}/clients/{plan.client_id}/")
    assert set(PLANTED[:3]) - {words for words in PLANTED if words in readable(page)} == set(), "or their absence would say nothing"

    waits(page, 13.1)
    for tab in (page, second):
        expect(tab.get_by_role("dialog")).to_contain_text("We will lock the screen in 2 minutes. Nothing is lost.")
    fit_for_everybody(second)  # takes seconds of the two minutes, so they begin again
    second.keyboard.press("Escape")
    for tab in (page, second):
        expect(tab.get_by_role("dialog")).to_have_count(0)
        expect(tab.get_by_role("heading", name="The screen is locked")).to_have_count(0)
    waits(page, 13.1)
    for tab in (page, second):
        expect(tab.get_by_role("dialog")).to_contain_text("We will lock the screen in 2 minutes. Nothing is lost.")
    said = second.get_by_role("dialog").get_by_role("status")
    waits(page, 1)
    expect(said).to_have_text("You have been away. We will lock the screen in 1 minute. Nothing is lost.")
    waits(page, 0.6)
    expect(said).to_have_text("You have been away. We will lock the screen in 20 seconds. Nothing is lost.")
    second.get_by_role("button", name="Stay").click()
    for tab in (page, second):
        expect(tab.get_by_role("dialog")).to_have_count(0)
        expect(tab.get_by_role("heading", name="The screen is locked")).to_have_count(0)

    page.bring_to_front()
    waits(page, 15.1)
    for tab in (page, second):
        nothing_readable(tab)
    expect(page.get_by_label("Your password, or the code from your app")).to_be_focused()
    has_locked_on_the_server(context)
    second.go_back()
    nothing_readable(second)
    second.reload()
    nothing_readable(second)
    for tab in (page, second):
        fit_for_everybody(tab)
    page.set_viewport_size({"width": 1366, "height": 420})
    page.get_by_label("Your password, or the code from your app").focus()
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("That is not your password. Try again")

    begun = time.monotonic()
    steps = unlock(page)
    assert steps <= 2
    expect(page.get_by_role("heading", name="Try on my own").or_(page.get_by_role("heading", level=1)).first).to_be_visible()
    expect(page.get_by_role("textbox", name="Item 1", exact=True)).to_have_value(PLANTED[0])
    record_testsuite_property("U25", f"{steps} steps, {time.monotonic() - begun:.2f} s until the words are back")
    assert page.evaluate("document.activeElement.value") == PLANTED[1]
    assert [page.evaluate("scrollY"), page.evaluate("document.activeElement.selectionStart")] == where
    page.keyboard.type("!")
    waits(page, 0.1)
    eventually(lambda: texts(stage, plan) == [PLANTED[0], "Zqunsaved word!s"], "what was typed before and after")
    expect(second.get_by_role("heading", level=1)).to_have_text("Clients")


def test_a_save_that_meets_the_lock_waits_and_is_sent_after_it(stage: Cast, plan: Plan, site: str, context: BrowserContext) -> None:
    page = editor(context, site, plan)
    locks_on_the_server(context)
    page.get_by_label("Add item").fill(PLANTED[1])
    waits(page, 0.05)
    nothing_readable(page)
    assert texts(stage, plan) == []
    unlock(page, code())
    expect(page.get_by_role("status").first).to_have_text("All changes saved")
    assert texts(stage, plan) == [PLANTED[1]]

    page.get_by_text("Account", exact=True).click()
    page.get_by_role("button", name="Lock now").click()
    nothing_readable(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("Words on this page that were not saved yet are lost.")).to_be_visible()
    page.get_by_role("button", name="Go back").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign out and lose them").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_after_twelve_hours_the_page_waits_for_its_own_reader(stage: Cast, plan: Plan, site: str, context: BrowserContext) -> None:
    page = editor(context, site, plan)
    context.route("**/items/**", lambda route: route.abort())
    page.get_by_label("Add item").fill(PLANTED[1])
    waits(page, 15.1)
    has_locked_on_the_server(context)
    locks_on_the_server(context, since=1)
    unlock(page)
    expect(page.get_by_text("Sign in again in another tab")).to_be_visible()
    nothing_readable(page)
    context.unroute("**/items/**")
    for member, value in ((stage.lee, PLANTED[1]), (stage.ben, None)):
        cookie = browser_of(member).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
        at(context, f"{site}/account/").close()
        if value:
            expect(page.locator("[data-text]").first).to_have_value(value)
            eventually(lambda: texts(stage, plan) == [PLANTED[1]], "what waited for the sign-in")
            page.evaluate("dispatchEvent(new Event('handrail:locked'))")
            nothing_readable(page)
        else:
            expect(page.get_by_role("heading", level=1)).not_to_have_text("The screen is locked")
            assert PLANTED[1] not in readable(page), "another member signed in"


def test_it_never_locks_while_a_crisis_page_is_in_sight(stage: Cast, site: str, context: BrowserContext) -> None:
    other = at(context, f"{site}/account/")
    crisis = at(context, f"{site}/in-a-crisis/")
    told: list[str] = []
    crisis.on("request", lambda request: told.append(request.url) if request.url.endswith("/lock/here/") else None)
    crisis.bring_to_front()
    for _ in range(8):
        waits(crisis, 5)
    for tab in (other, crisis):
        expect(tab.get_by_role("dialog")).to_have_count(0)
        expect(tab.get_by_role("heading", name="The screen is locked")).to_have_count(0)
    assert len(told) >= 35, "told the server each minute"
    crisis.goto(f"{site}/account/")
    waits(crisis, 15.1)
    for tab in (other, crisis):
        expect(tab.get_by_role("heading", name="The screen is locked")).to_be_visible()


def test_without_a_script_what_was_sent_can_be_sent_again(stage: Cast, live_server: Any, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    cookie = browser_of(stage.lee).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page = at(context, f"{live_server.url}/account/")
    page.get_by_label("Name", exact=True).fill("Dr. Zqtyped")
    locks_on_the_server(context)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("What you sent was not saved.")).to_be_visible()
    assert "Zqtyped" not in page.content()
    page.get_by_label("Your password, or the code from your app").fill(factories.PASSWORD)
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Dr. Lee")
    with contextlib.suppress(Error):  # Chromium asks first whether to send the form again
        page.go_back()
    page.wait_for_url("chrome-error://**")
    page.reload()
    page.goto(f"{live_server.url}/account/")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Dr. Zqtyped")
    context.close()
