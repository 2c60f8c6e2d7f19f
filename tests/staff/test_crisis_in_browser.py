"""The crisis view in a browser: fit for everybody with much known, its place as text, and its print on one page."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from clinic.db.context import clinic_context
from emergency.actions.check_ins import check_in
from emergency.actions.crisis import Line, write
from emergency.actions.protocols import add_note
from intake.actions.answers import save_answer
from tests import factories
from tests.cast import Cast, browser_of
from tests.fit import fit_for_everybody


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
    with clinic_context(stage.elm.id):
        place = factories.place(stage.rosa, access_notes="Buzzer 3B. " + "Donaudampfschifffahrtsgesellschaftskapitänswitwe" * 2)
        factories.resource(stage.ada, "Flagstaff 911 center", kind="psap", phone="(928) 555-0111")
        factories.resource(stage.ada)
        factories.contact(stage.rosa, "Ana " + "Alvarez" * 12, permission="any", phone="(928) 555-0177")
        factories.contact(stage.rosa, "Marco Dunn", do_not_contact=True, do_not_contact_reason="Safety risk")
        check_in(by=stage.lee.actor, client=stage.rosa, told="place", place=place, is_confirmed=True)
        is_full(stage)
    page = visit("crisis")
    expect(page.locator(".crisis-cols")).to_have_css("display", "grid")  # the policy lets the style inside the page be
    fit_for_everybody(page)
    is_one_page(visit("crisis-print"))


WISHES = {
    "police_wish": "team_first",
    "hospital_wish": "ask_first",
    "hospital_which": "Zqhospital, never the one on Main St",
    "must_not": "No uniforms at the door. Nobody tells my mother. Zqnever",
    "not_involve": "Zqfather, and nobody from work",
    "backup_phone": "(928) 555-0155",
}


def is_full(stage: Cast) -> None:
    """As much as a record has: several numbers of each kind, people allowed and not asked, wishes, a note on the law."""
    for at, kind in enumerate(
        ("psap", "mobile_crisis", "crisis_line", "crisis_line", "emergency_department", "emergency_department")
    ):
        factories.resource(stage.ada, f"Coconino County line {at}", kind=kind, phone=f"(928) 555-018{at}")
    for at, permission in enumerate(("any", "crisis", "", "")):
        factories.contact(stage.rosa, f"Zqperson {at}", permission=permission, phone=f"(928) 555-016{at}")
    for key, value in WISHES.items():
        save_answer(by=stage.lee.actor, client=stage.rosa, key=key, value=value, seen_version=0)
    words = "Zqnote. A clinician may tell what is needed to avert danger. Call Sam first, then the line of the county. " * 3
    add_note(by=stage.ada.actor, country_code="US", region="AZ", words=words, reviewed_on=None)


def is_one_page(sheet: Page) -> None:
    """On both papers, and nothing of it is missing there."""
    for paper in ("Letter", "A4"):
        margins = dict.fromkeys(("top", "right", "bottom", "left"), "0.4in")  # what browsers leave
        pages = PdfReader(BytesIO(sheet.pdf(format=paper, margin=margins))).pages  # type: ignore[arg-type]
        text = " ".join(" ".join(page.extract_text() for page in pages).split())
        wanted = ("418 Birch St", "555-0111", "Zqperson 2", "only if life is in danger", "555-0155", "Zqnever", "Zqfather", "Zqhospital",
                  "Zqnote", "Marco Dunn: do not call", "Hand over and agree")  # fmt: skip
        assert [words for words in wanted if words not in text] == [], paper
        assert len(pages) == 1, paper


@pytest.mark.feature("F5")
def test_an_answer_that_was_on_its_way_unticks_nothing(stage: Cast, visit: Callable[[str], Page]) -> None:
    page, held = visit("crisis"), []
    waiting = page.locator("[data-waiting]")
    expect(waiting).to_have_text("All written down.")
    # given a question to the server that is answered, and whose answer is long on its way
    page.route("**/crisis/state/**", lambda route: held.append((route, route.fetch())), times=1)
    note = Line("note", timezone.now(), uuid4(), words="Sam is on the other line")
    with clinic_context(stage.elm.id):
        write(by=stage.sam.actor, client=stage.rosa, lines=[note])
    before = str(page.locator("[data-crisis]").get_attribute("data-stamp"))
    page.evaluate("dispatchEvent(new Event('online'))")
    while not held:
        page.wait_for_timeout(20)
    step = page.locator("[data-step]").first
    # when a step is ticked and stored meanwhile
    step.check()
    expect(waiting).to_have_text("All written down.")
    ((route, answer),) = held
    route.fulfill(response=answer)
    # then it stays ticked, and the page knows what is new
    expect(page.locator("[data-crisis]")).not_to_have_attribute("data-stamp", before)
    assert step.is_checked()
