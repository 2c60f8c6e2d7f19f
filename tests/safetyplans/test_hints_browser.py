"""The quality helper in the editor: it asks while one writes, in place, and never takes the focus."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect

from clinic.db.context import clinic_context
from safetyplans.models import HintAnswer, Plan
from tests import factories
from tests.cast import Cast, browser_of

Open = Callable[[str], Page]
SOON = 6000


@pytest.fixture
def plan(stage: Cast) -> Plan:
    with clinic_context(stage.elm.id):
        plan = factories.plan(stage.rosa)
        factories.item(plan, "internal_coping", "Call my sister Ana")
        return plan


@pytest.fixture
def open_page(stage: Cast, plan: Plan, live_server: Any, context: BrowserContext) -> Open:
    cookie = browser_of(stage.lee).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])

    def open_it(where: str) -> Page:
        page = context.new_page()
        page.goto(f"{live_server.url}/clients/{plan.client_id}/plan/{where}")
        return page

    return open_it


@pytest.mark.feature("B14")
def test_it_asks_while_one_writes_and_is_answered_in_place(stage: Cast, plan: Plan, open_page: Open) -> None:
    page = open_page("edit/alone/")
    page.get_by_label("Add item").fill("music")
    page.keyboard.press("Enter")
    page.keyboard.type("The tape my dad made")
    question = page.get_by_text("Which one, where, when?", exact=True)
    expect(question).to_be_visible(timeout=SOON)
    expect(page.get_by_role("textbox", name="Item 3", exact=True)).to_be_focused()
    expect(page.locator("[data-hints-said]")).to_have_text("2 questions to ask")
    page.get_by_role("button", name="Talked about it: Which one, where, when?").click()
    expect(question).not_to_be_visible()
    expect(page.get_by_role("textbox", name="Item 2", exact=True)).to_be_focused()
    with clinic_context(stage.elm.id):
        assert HintAnswer.objects.get(plan=plan).answer == "talked"
    page.get_by_text("Show answered ones").click()
    page.get_by_role("button", name="Ask again: Which one, where, when?").click()
    expect(question).to_be_visible()


@pytest.mark.feature("B14")
def test_before_sharing_everything_open_stands_together(plan: Plan, open_page: Open) -> None:
    page = open_page("check/")
    box = page.get_by_role("region", name="Before you share (optional)")
    expect(box.locator("p", has_text="Does this need somebody else?")).to_be_visible()
    box.get_by_role("button", name="Not now: At 2 am none of these may work. Ask about one.").click()
    expect(box.get_by_text("At 2 am none of these may work. Ask about one.", exact=True)).not_to_be_visible()
    expect(page.get_by_role("heading", name="Before you share (optional)")).to_be_focused()
