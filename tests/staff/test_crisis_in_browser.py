"""The crisis view in a browser: fit for everybody, with much and with nothing known, and its pages of place, end and print."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from clinic.db.context import clinic_context
from emergency.actions.check_ins import check_in
from tests import factories
from tests.cast import Cast, browser_of
from tests.journeys.steps import fit_for_everybody


@pytest.fixture
def visit(stage: Cast, live_server: Any, context: BrowserContext) -> Callable[[str], Page]:
    cookie = browser_of(stage.lee).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page = context.new_page()

    def open_it(name: str) -> Page:
        page.goto(live_server.url + reverse(name, args=[stage.rosa.pk]))
        return page

    return open_it


@pytest.mark.feature("F1")
def test_the_crisis_view_is_fit_for_everybody(stage: Cast, visit: Callable[[str], Page]) -> None:
    fit_for_everybody(visit("crisis"))
    with clinic_context(stage.elm.id):
        place = factories.place(stage.rosa, access_notes="Buzzer 3B. " + "Donaudampfschifffahrtsgesellschaftskapitänswitwe" * 2)
        factories.resource(stage.ada, "Flagstaff 911 center", kind="psap", phone="(928) 555-0111")
        factories.resource(stage.ada)
        factories.contact(stage.rosa, "Ana " + "Alvarez" * 12, permission="any", phone="(928) 555-0177")
        factories.contact(stage.rosa, "Marco Dunn", do_not_contact=True, do_not_contact_reason="Safety risk")
        check_in(by=stage.lee.actor, client=stage.rosa, told="place", place=place, is_confirmed=True)
    for name in ("crisis", "crisis-place", "crisis-end", "crisis-print"):
        fit_for_everybody(visit(name))
