"""The pages around a client in a browser: fit for everybody at both sizes and themes; names are filtered in the page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from clinic.accounts.models import Membership
from clinic.clients.actions.contact_safety import Said, record_safety
from clinic.clients.models import Todo
from clinic.db.context import clinic_context
from tests import factories
from tests.cast import Cast, browser_of
from tests.journeys.steps import fit_for_everybody

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


@pytest.mark.parametrize("who", ["lee", "ada", "sam"])
def test_pages_around_a_client_fit_and_pass_axe(stage: Cast, visit: Visit, who: str) -> None:
    with clinic_context(stage.elm.id):
        more = {"place": factories.place(stage.rosa).pk, "contact": factories.contact(stage.rosa).pk}
        factories.contact(stage.rosa, "Marco", do_not_contact=True, do_not_contact_reason="He has threatened her")
        factories.resource(stage.ada)
        factories.resource(stage.ada, "Flagstaff Medical Center", checked=False)
        Todo.objects.create(clinic_id=stage.elm.id, client=stage.rosa, kind="tell_client", key="k")
        record_safety(by=stage.lee.actor, client=stage.rosa, said={"text": Said(True, "09:00-17:00"), "email": Said(False)})
    pages = {
        "lee": (
            "client", "client-edit", "client-contact-safety", "location-list", "location-edit", "location-retire", "contact-list",
            "contact-edit", "contact-retire", "client-access", "client-phone-end",
        ),
        "ada": ("client-assign", "client-cover", "client-close"),
        "sam": ("client", "client-assign"),
    }  # fmt: skip
    alone = {
        "lee": ("today", "client-list", "help", "privacy", "accessibility"),
        "ada": ("client-list", "client-new"),
        "sam": ("today",),
    }
    member = stage.staff[who]
    for name in pages[who]:
        own = {key: value for key, value in more.items() if name.startswith(("location-", "contact-")[key == "contact"])}
        kwargs = {"client": stage.rosa.pk} | (own if not name.endswith("-list") else {})
        fit_for_everybody(visit(member, reverse(name, kwargs=kwargs)))
    for name in alone[who]:
        fit_for_everybody(visit(member, reverse(name)))


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
