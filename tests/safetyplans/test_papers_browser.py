"""Papers in Chromium: print in two clicks from the plan page (U18), pick the card, name the numbers; axe on what tests/sweep does not see."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from clinic.audit.actors import system
from clinic.db.context import clinic_context
from safetyplans.actions.documents import make_document
from safetyplans.actions.shares import share
from safetyplans.models import Plan, PlanDocument
from tests import factories
from tests.cast import Cast, browser_of
from tests.fit import LOOKS, fit_for_everybody
from tests.portal.visits import arrive
from tests.safetyplans.test_documents import full_plan


@pytest.fixture
def plan(stage: Cast) -> Plan:
    """In force and shared, its full page made."""
    with clinic_context(stage.elm.id):
        plan = full_plan(stage)
        version = factories.version(plan)
        share(by=stage.lee.actor, plan=plan)
        version.plan.client = stage.rosa
        assert make_document(by=system(stage.elm.id), version=version, style="full", paper="letter")
    return plan


@pytest.fixture
def page(browser: Browser, live_server: Any) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url)
    yield context.new_page()
    context.close()


def enter(page: Page, url: str, name: str, value: str) -> None:
    page.context.add_cookies([{"name": name, "value": value, "url": url}])


@pytest.mark.feature("D7")
def test_print_in_two_clicks_pick_the_card_and_name_the_numbers(stage: Cast, plan: Plan, page: Page, live_server: Any) -> None:
    enter(page, live_server.url, settings.SESSION_COOKIE_NAME, browser_of(stage.lee).cookies[settings.SESSION_COOKIE_NAME].value)
    home = f"/clients/{stage.rosa.pk}/plan/"
    page.goto(home)
    page.locator("summary", has_text="Print").first.click()
    fit_for_everybody(page)
    link = page.get_by_role("link", name="Full page", exact=True)
    answer = page.request.get(link.get_attribute("href") or "")  # the second click; a headless browser shows no PDF
    assert (answer.status, answer.body()[:4]) == (200, b"%PDF")
    for style in ("large", "card", "er", "support", "chart"):
        page.goto(f"{home}1/print/?style={style}")
        fit_for_everybody(page, LOOKS[:1])
    page.goto(f"{home}1.pdf?style=er&paper=a4")
    expect(page.get_by_text("The PDF is being made.")).to_be_visible()
    page.goto(f"{home}card/")
    page.get_by_label("Tío Beto, (928) 555-0113").check()
    page.get_by_label("The pills are with Ana").check()
    page.get_by_role("button", name="Keep for the card").click()
    expect(page.get_by_role("link", name="Choose what stands on the card")).to_be_visible()
    page.goto(f"{home}numbers/")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the file").click()
    assert download.value.suggested_filename == "my-numbers.vcf"


@pytest.mark.feature("D6")
def test_a_client_prints_and_saves_numbers_on_the_phone(stage: Cast, plan: Plan, page: Page, live_server: Any) -> None:
    with clinic_context(stage.elm.id):
        cookie = arrive(stage.lee, stage.rosa).cookies[settings.PAGE_COOKIE_NAME].value
    enter(page, live_server.url, settings.PAGE_COOKIE_NAME, cookie)
    page.goto("/my/")
    page.get_by_role("link", name="Print or save").click()
    answer = page.request.get(page.get_by_role("link", name="Full page", exact=True).get_attribute("href") or "")
    assert (answer.status, answer.headers["content-disposition"]) == (200, 'inline; filename="my-plan.pdf"')
    page.get_by_role("link", name="Numbers for your phone's contacts").click()
    page.get_by_label("Name for (928) 555-0177").fill("Bakery")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the file").click()
    assert "FN:Bakery\r\n" in download.value.path().read_bytes().decode()
    assert PlanDocument.objects.count() == 0  # nothing of a clinic is seen outside its context
