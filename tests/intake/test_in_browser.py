"""The intake in a browser: ticks, radios and days save as they are chosen, and every page is fit for everybody."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from clinic.db.context import clinic_context
from intake.actions.answers import save_answer
from intake.queries import answers
from tests.cast import Cast, browser_of
from tests.fit import LOOKS, fit_for_everybody
from tests.intake.scene import fill

Visit = Callable[..., Page]


@pytest.fixture
def visit(stage: Cast, live_server: Any, context: BrowserContext) -> Visit:
    cookie = browser_of(stage.lee).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page = context.new_page()

    def open_it(name: str, **more: Any) -> Page:
        page.goto(live_server.url + reverse(name, kwargs={"client": stage.rosa.pk, **more}))
        return page

    return open_it


def saved(page: Page) -> None:
    expect(page.locator("#save-state [role=status]")).to_have_text("All changes saved")


def test_what_is_chosen_is_stored_and_two_who_tick_keep_both(stage: Cast, visit: Visit) -> None:
    page = visit("intake-section", section="factors")
    page.get_by_label("Sleeps badly").check()
    page.get_by_label("An animal").check()
    page.get_by_label("What keeps the client going?").fill("Luna")
    saved(page)
    with clinic_context(stage.elm.id):
        assert answers(stage.rosa) == {"risk_factors": ["sleep"], "protective_factors": ["animal"], "protective": "Luna"}
        save_answer(by=stage.lee.actor, client=stage.rosa, key="risk_factors", value=["firearm"], seen_version=1)
    page.get_by_label("A loss or a separation").check()
    expect(page.get_by_text("A firearm at home or within reach").nth(1)).to_be_visible()  # what somebody else ticked
    page.get_by_role("button", name="Keep both").click()
    saved(page)
    page.get_by_role("button", name="Completed, next section").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Other needs")
    page = visit("intake-section", section="rehearsal")
    page.get_by_label("When was it tried?").fill("2026-11-20")
    page.get_by_role("group", name="Sound").get_by_label("It did not").check()
    saved(page)
    page.get_by_role("group", name="Sound").get_by_label("Not asked yet").check()
    saved(page)
    with clinic_context(stage.elm.id):
        given = answers(stage.rosa)
        assert (sorted(given["risk_factors"]), given["rehearsed_on"]) == (["firearm", "loss", "sleep"], "2026-11-20")
        assert "sound" not in given


def test_none_of_these_with_another_is_refused_at_its_place(stage: Cast, visit: Visit) -> None:
    page = visit("intake-section", section="factors")
    none = page.get_by_role("group", name="What makes it harder?").get_by_label("Asked: none of these")
    none.check()
    saved(page)
    page.get_by_label("Sleeps badly").check()
    expect(page.locator("[data-said]").first).to_contain_text("Tick “none of these” alone, or take it away")
    expect(page.locator("#save-state [role=status]")).not_to_have_text("All changes saved")

    # what is not stored is not left behind: the browser asks, and whoever stays has their words
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    back = page.get_by_role("link", name="Back to all sections")
    here = page.url
    back.click()
    expect(page.locator("[data-answer]").first.locator("input:focus")).to_have_count(1)  # a link stays, and shows where it is
    with page.expect_event("dialog"):
        page.evaluate("() => { setTimeout(() => location.assign('/')) }")
    assert (asked, page.url) == (["beforeunload"], here)
    none.uncheck()
    saved(page)
    page.context.set_offline(True)
    words = page.get_by_label("What keeps the client going?")
    words.fill("Zqluna")
    back.click()
    expect(page.locator("#save-state [role=status]")).to_contain_text("No connection.")
    assert page.url == here
    page.context.set_offline(False)
    saved(page)
    words.fill("Zqluna and the choir")
    back.click()  # at once: the words go first
    expect(page.get_by_role("heading", level=1)).to_have_text("Intake")
    assert asked == ["beforeunload"]
    with clinic_context(stage.elm.id):
        assert answers(stage.rosa) == {"risk_factors": ["sleep"], "protective": "Zqluna and the choir"}


def test_sections_and_errors_fit_for_everybody(stage: Cast, visit: Visit) -> None:
    """What tests/sweep does not see: it looks at one section, and at no form of these in error."""
    with clinic_context(stage.elm.id):
        fill(stage)
    for slug in ("wishes", "factors", "rehearsal"):
        fit_for_everybody(visit("intake-section", section=slug), LOOKS[:1])
    for name in ("intake-formulation-new", "intake-consent-renew"):
        page = visit(name)
        page.locator("main form input[type=submit], main form button[type=submit]").last.click()
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        fit_for_everybody(page, LOOKS[:1])
