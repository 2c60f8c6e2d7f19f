"""The pages around a client in a browser: the link shown on the call and the errors of a form fit for everybody; names are filtered in the page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from clinic.accounts.models import Membership
from clinic.db.context import clinic_context
from emergency.actions.check_ins import check_in
from tests import factories
from tests.cast import Cast, browser_of
from tests.fit import fit_for_everybody

Visit = Callable[[Membership, str], Page]


@pytest.fixture
def visit(stage: Cast, live_server: Any, context: BrowserContext) -> Visit:
    def open_it(member: Membership, address: str) -> Page:
        cookie = browser_of(member).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = context.pages[0] if context.pages else context.new_page()
        page.goto(live_server.url + address)
        return page

    return open_it


def test_the_link_shown_on_the_call_and_the_errors_of_a_form_pass_axe(stage: Cast, visit: Visit) -> None:
    page = visit(stage.lee, reverse("client-access", kwargs={"client": stage.rosa.pk}))
    page.get_by_role("button", name="Show link and QR code").click()
    expect(page.get_by_role("img", name="The link as a QR code")).to_be_visible()
    fit_for_everybody(page)
    page = visit(stage.lee, reverse("contact-new", kwargs={"client": stage.rosa.pk}))
    page.get_by_label("Name", exact=True).fill("Ana")
    page.get_by_role("button", name="Save person").click()
    expect(page.get_by_role("link", name="Choose when we may call Ana")).to_be_visible()
    fit_for_everybody(page)


def test_typing_a_name_narrows_the_list_and_the_address_stays_clean(stage: Cast, visit: Visit) -> None:
    page = visit(stage.ada, reverse("client-list"))
    box = page.get_by_label("Name or phone")
    rows = page.locator("#names tbody tr:visible")
    expect(rows).to_have_count(2)
    box.press_sequentially("alv")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Rosa Alvarez")
    expect(page.locator("#names-count")).to_have_text("1 shown")
    box.fill("theo")
    box.press("Enter")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Theo Brandt")
    assert page.url.endswith(reverse("client-list"))
    page.get_by_role("link", name="Show all").click()
    expect(rows).to_have_count(2)


@pytest.mark.feature("E8")
@pytest.mark.parametrize(("width", "words"), [(910, "Call back"), (960, "Call back"), (1366, "If video drops: you call")])
def test_the_number_to_call_back_stays_in_the_bar_beside_a_video_call(stage: Cast, visit: Visit, width: int, words: str) -> None:
    with clinic_context(stage.elm.id):
        place = factories.place(stage.rosa, street="12418 East Old Territorial Highway, Building 12, Apartment 30B")
        session = factories.session(stage.lee, stage.rosa, started=True)
        check_in(
            by=stage.lee.actor, client=stage.rosa, session=session, told="place", place=place, adult="house", is_confirmed=True
        )
    page = visit(stage.lee, reverse("account"))
    page.set_viewport_size({"width": width, "height": 1040})
    bar = page.locator("[data-session-bar]")
    number = bar.get_by_text("(928) 555-0142")
    expect(number).to_be_in_viewport(ratio=1)
    expect(bar.locator(".session-drop")).to_contain_text(words, use_inner_text=True)
    expect(bar.get_by_role("button", name="Crisis")).to_be_in_viewport(ratio=1)
    state, where = (bar.locator(each).bounding_box() for each in ("[data-bar-state]", ".session-where"))
    assert state is not None
    assert where is not None
    assert state["x"] + state["width"] <= where["x"] + where["width"], "an address is cut, never whether it is confirmed"
    assert (bar.bounding_box() or {})["height"] < 60, "one row"
    fit_for_everybody(page)
