"""Versions in Chromium: change one line of a shared plan and share it again, compare, hand over, word a step; axe throughout."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from clinic.accounts import tickets
from clinic.accounts.models import Membership, Ticket
from clinic.db.context import clinic_context
from safetyplans.actions import shares
from safetyplans.models import HandOver, Plan, PlanVersion
from tests import factories
from tests.cast import Cast, browser_of
from tests.fit import fit_for_everybody

WIDE = {"width": 1366, "height": 768}
U10_CLICKS = 5


@pytest.fixture
def plan(stage: Cast) -> Plan:
    """In force and shared, with one version before it."""
    with clinic_context(stage.elm.id):
        plan = factories.plan(stage.rosa)
        factories.item(plan, "triggers", "The week of the anniversary")
        factories.item(plan, "internal_coping", "Walk Luna to the water tower and back")
        factories.item(plan, "support_contacts", contact=factories.contact(stage.rosa))
        factories.item(plan, "professionals", resource=factories.resource(stage.ada))
        factories.version(plan)
        return shares.share(by=stage.lee.actor, plan=plan)


def desk(member: Membership, live_server: Any, browser: Browser, **options: Any) -> Page:
    context = browser.new_context(base_url=live_server.url, **options)
    cookie = browser_of(member).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    return context.new_page()


@pytest.mark.feature("B15", "C8")
def test_one_line_is_changed_shared_again_compared_and_handed_over(
    stage: Cast, plan: Plan, live_server: Any, browser: Browser
) -> None:
    page, clicks = desk(stage.lee, live_server, browser, viewport=WIDE), 0
    page.goto(f"/clients/{plan.client_id}/plan/")
    for name in ("Change the plan", "2 On my own"):
        page.get_by_role("link", name=name).first.click()
        clicks += 1
    page.wait_for_load_state()  # before that the page says of what it came with that it is saved
    line = page.get_by_role("textbox", name="Item 1")
    line.fill("Walk Luna to the old mill and back")
    expect(page.get_by_role("status").first).to_have_text("All changes saved", timeout=15_000)
    page.get_by_role("link", name="Check and share").click()
    page.get_by_label("Took part in making it").check()
    page.get_by_role("button", name="Put in force and share with Rosa A.").click()
    clicks += 3
    expect(page.get_by_role("heading", name="Share the plan with Rosa A.")).to_be_visible()
    assert clicks <= U10_CLICKS
    with clinic_context(stage.elm.id):
        assert PlanVersion.objects.filter(plan=plan).count() == 2
    page.get_by_label("Not tried").check()
    page.get_by_label("And whom will you contact?").fill("Ana, then 988")
    page.get_by_role("button", name="Record it").click()
    expect(page.locator("#hand-over")).to_contain_text("Talked about on")
    fit_for_everybody(page)
    with clinic_context(stage.elm.id):
        assert HandOver.objects.get().says_whom == "Ana, then 988"
    page.goto(f"/clients/{plan.client_id}/plan/compare/?a=1&b=2")
    expect(page.locator("del")).to_have_text("[removed: water tower ]")
    expect(page.locator("ins")).to_have_text("[added: old mill ]")
    fit_for_everybody(page)
    page.goto(f"/clients/{plan.client_id}/plan/versions/1/draft/")
    page.get_by_role("button", name="Make a draft from version 1").click()
    page.goto(f"/clients/{plan.client_id}/plan/edit/alone/")
    expect(page.get_by_role("textbox", name="Item 1")).to_have_value("Walk Luna to the water tower and back")
    page.context.close()


@pytest.mark.feature("B2", "J4")
def test_words_of_a_step_a_printed_copy_and_who_holds_an_entry_fit(
    stage: Cast, plan: Plan, live_server: Any, browser: Browser
) -> None:
    page = desk(stage.ada, live_server, browser, viewport=WIDE)
    page.goto("/manage/clinic/")
    page.get_by_role("link", name="Words of the plan").click()
    page.get_by_role("link", name="Change “Signs it is getting hard”").click()
    page.get_by_label("Title").fill("Identification of individual destabilisation")
    page.get_by_role("button", name="See how it looks").click()
    expect(page.locator(".paper")).to_have_text("1. Identification of individual destabilisation")
    expect(page.locator(".notice.warn")).to_be_visible()
    page.get_by_label("Title").fill("How I notice")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Change “How I notice”").click()
    expect(page.get_by_text("Ada Novak")).to_be_visible()
    fit_for_everybody(page)
    page.goto(f"/directory/{_entry(stage, plan)}/")
    expect(page.get_by_text("No plan in force holds this entry.")).to_be_visible()  # the version was made before entries were noted
    page.goto(f"/v/{_copy(stage, plan)}/")
    page.context.close()


def _entry(stage: Cast, plan: Plan) -> object:
    with clinic_context(stage.elm.id):
        return plan.items.get(step="professionals").resource_id


def _copy(stage: Cast, plan: Plan) -> str:
    with clinic_context(stage.elm.id):
        version = PlanVersion.objects.get(plan=plan)
        return tickets.issue(Ticket.Kind.COPY, object_id=version.pk, clinic_id=stage.elm.id, valid_for=timedelta(days=1))
