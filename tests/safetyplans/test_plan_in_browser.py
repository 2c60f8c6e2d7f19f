"""The pages of a plan in Chromium: axe, sizes and themes, and the whole way without a script."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from clinic.db.context import clinic_context
from safetyplans.actions import items
from safetyplans.models import Plan
from tests import factories
from tests.cast import Cast, browser_of
from tests.fit import violations

WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 360, "height": 740}
ZOOMED = {"width": 320, "height": 256}
LONG = "a-word-of-sixty-letters-that-nobody-can-break-into-two-parts-"


@pytest.fixture
def plan(stage: Cast) -> Plan:
    """A plan with something of every kind in it, in force."""
    with clinic_context(stage.elm.id):
        plan = factories.plan(stage.rosa)
        factories.place(stage.rosa)
        factories.contact(stage.rosa, "Marco D.", do_not_contact=True)
        factories.contact(stage.rosa, "Tío Beto " + LONG)
        factories.item(plan, "internal_coping", "Walk Luna to the water tower")
        factories.item(plan, "internal_coping", LONG * 3)
        factories.item(plan, "support_contacts", contact=factories.contact(stage.rosa))
        factories.item(plan, "professionals", resource=factories.resource(stage.ada, checked=False))
        factories.item(plan, "telehealth", "I touch my left ear", purpose="signal", on_copy=False)
        gone = factories.item(plan, "internal_coping", "Gone")
        items.remove_item(by=stage.lee.actor, item=gone)
        factories.version(plan, review_on=date(2026, 12, 21))
        return plan


@contextmanager
def visiting(stage: Cast, live_server: Any, browser: Browser, **options: Any) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url, **options)
    cookie = browser_of(stage.lee).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    try:
        yield context.new_page()
    finally:
        context.close()


def test_every_step_fits_and_passes_axe(stage: Cast, plan: Plan, live_server: Any, browser: Browser) -> None:
    """Each step, zoomed to 400 percent too; tests/sweep looks at one step and at all other pages."""
    pages = ("edit/alone/", "edit/help/", "edit/pros/", "edit/video/", "edit/matters/", "together/help/")
    with visiting(stage, live_server, browser, viewport=WIDE, color_scheme="light") as page:
        for path in pages:
            page.goto(f"/clients/{plan.client_id}/plan/{path}")
            assert violations(page) == [], path
            for viewport in (ZOOMED, NARROW, WIDE):
                page.set_viewport_size(viewport)
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} scrolls sideways"


@pytest.mark.feature("B1", "B13")
def test_the_whole_way_without_a_script(stage: Cast, live_server: Any, browser: Browser) -> None:
    with clinic_context(stage.elm.id):
        factories.contact(stage.rosa)
    with visiting(stage, live_server, browser, java_script_enabled=False) as page:
        page.goto(f"/clients/{stage.rosa.id}/plan/")
        page.get_by_role("button", name="Start the plan").click()
        page.get_by_label("Add item").fill("The week of the anniversary")
        page.get_by_role("button", name="Save and continue").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Step 1. Signs it is getting hard")
        page.get_by_role("link", name="4 Help").click()
        page.get_by_label("Add item").fill("Somebody from the choir")
        page.get_by_role("button", name="Add Ana Alvarez, sister").click()
        expect(page.get_by_role("textbox", name="Item 1", exact=True)).to_have_value("Somebody from the choir")
        page.get_by_role("button", name="Move item 2 up").click()
        page.get_by_role("link", name="Check and share").click()
        page.get_by_label("Took part in making it").check()
        page.get_by_label("In 14 days").check()
        page.get_by_role("button", name="Put this plan in force").click()
        page.get_by_role("button", name="Share with Rosa A.").click()
        expect(page.get_by_text("Version 1 has not been opened yet.")).to_be_visible()
        page.get_by_role("button", name="Show link and code").click()
        expect(page.get_by_alt_text("The link as a QR code")).to_be_visible()
    with clinic_context(stage.elm.id):
        document = Plan.objects.get(client=stage.rosa).versions.get().content
        steps = {step["key"]: [item["text"] or item["contact"]["name"] for item in step["items"]] for step in document["steps"]}
        assert steps["triggers"] == ["The week of the anniversary"]
        assert steps["support_contacts"] == ["Ana Alvarez", "Somebody from the choir"]


def test_nothing_is_kept_in_the_browser(stage: Cast, plan: Plan, live_server: Any, browser: Browser) -> None:
    with visiting(stage, live_server, browser) as page:
        page.goto(f"/clients/{plan.client_id}/plan/edit/signs/")
        words = f"heron-{uuid4().hex}"
        page.get_by_label("Add item").fill(words)
        expect(page.get_by_role("status").first).to_have_text("All changes saved")
        page.goto(f"/clients/{plan.client_id}/plan/check/")
        expect(page.get_by_text(words)).to_be_visible()
        kept = page.evaluate(
            """async () => JSON.stringify([{...localStorage}, {...sessionStorage}, await indexedDB.databases(),
               await caches.keys(), history.state])"""
        )
        assert words not in kept
        assert kept.startswith("[{},{},[],[],"), kept
