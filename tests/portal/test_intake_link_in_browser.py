"""A client on a small phone fills a section and a questionnaire; the therapist finds the answers and the task."""

from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from clinic.db.context import clinic_context
from intake.actions import screenings
from intake.actions.invitations import invite
from intake.models import IntakeInvitation, Screening
from intake.queries import answer_rows
from tests import factories
from tests.cast import Cast, browser_of
from tests.fit import COLOURS, RULES, TOO_LOW, TOO_SMALL, fit_for_everybody, violations


def desk_of(stage: Cast, site: str, browser: Browser) -> Page:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    cookie = browser_of(stage.lee).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
    return context.new_page()


class Phone:
    """A browser in the client's hand, 360 points wide; it counts what is tapped."""

    def __init__(self, browser: Browser, site: str, *, script: bool = True) -> None:
        context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=script)
        self.page, self.site, self.taps = context.new_page(), site, 0

    def tap(self, words: str) -> "Phone":
        here = self.page.locator("main")
        here.get_by_role("button", name=words).or_(here.get_by_role("link", name=words)).first.click()
        self.taps += 1
        return self

    def choose(self, words: str) -> "Phone":
        self.page.get_by_label(words, exact=True).check()
        self.taps += 1
        return self

    def is_on(self, heading: str) -> "Phone":
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        return self

    def fits(self) -> "Phone":
        self.page.wait_for_load_state()
        for width, theme, rules in ((320, "dark", COLOURS), (360, "light", RULES)):
            self.page.set_viewport_size({"width": width, "height": 740})
            self.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            assert violations(self.page, rules) == [], (self.page.url, theme)
            assert self.page.evaluate("document.documentElement.scrollWidth") <= width
        assert self.page.evaluate(TOO_LOW) == self.page.evaluate(TOO_SMALL) == []
        return self


@pytest.mark.feature("A17")
@pytest.mark.feature("A9")
def test_questions_from_the_therapist_to_the_phone_and_back(stage: Cast, live_server: Any, browser: Browser) -> None:
    with clinic_context(stage.elm.id):
        factories.contact(stage.rosa)
        screenings.set_watch(by=stage.ada.actor, told=stage.ben, within_minutes=90)
    site = live_server.url
    desk = desk_of(stage, site, browser)
    desk.goto(f"{site}/clients/{stage.rosa.pk}/intake/")
    desk.get_by_role("link", name="Send questions").click()
    expect(desk.get_by_label("PHQ-9")).to_be_visible()
    fit_for_everybody(desk)
    desk.get_by_label("Stress now").check()
    desk.get_by_label("PHQ-9").check()
    desk.get_by_role("button", name="Show link and QR code").click()
    code = desk.locator(".big").inner_text()
    address = desk.get_by_text("/l/").inner_text().partition("/l/")[2]
    phone = Phone(browser, site)
    phone.page.goto(f"{site}/l/{address}")
    phone.tap("Open your page").page.get_by_label("Your code").fill(code)
    phone.tap("Go on").is_on("Some questions for you").fits()
    phone.tap("Start").is_on("Stress now").fits()
    phone.page.get_by_label("What is hard for you at the moment?").fill("The night shifts")
    phone.tap("Continue").tap("Skip").tap("Talk about it instead").is_on("How you have been").fits()
    phone.tap("Back").is_on("Stress now").tap("Back").tap("Back")
    expect(phone.page.get_by_label("What is hard for you at the moment?")).to_have_value("The night shifts")
    phone.tap("Skip").tap("Skip").tap("Continue")
    for answer in ("Several days", *["Not at all"] * 7, "Several days"):
        phone.choose(answer).tap("Continue")
    phone.is_on("Thank you for saying that").fits()
    expect(phone.page.get_by_role("link", name="Call Ana Alvarez")).to_be_visible()
    expect(phone.page.get_by_role("link", name="Call 911")).to_be_in_viewport()
    expect(phone.page.get_by_role("link", name="988 call or text")).to_be_in_viewport()
    assert phone.page.evaluate("JSON.stringify([Object.keys(localStorage), Object.keys(sessionStorage)])") == "[[],[]]"
    phone.tap("Go on")
    phone.choose("Somewhat difficult").tap("Continue").is_on("That was the last one").fits()
    phone.tap("I am done").is_on("Thank you").fits()
    assert phone.taps <= 36, phone.taps  # 13 pages, one tap each and one for each choice, three back and three on
    _the_therapist_finds_it(desk, site, stage)


def _the_therapist_finds_it(desk: Page, site: str, stage: Cast) -> None:
    desk.goto(site)
    expect(desk.get_by_role("link", name="Rosa A.: An answer about self-harm")).to_be_visible()
    desk.get_by_role("link", name="Rosa A.: The client has answered questions from the intake").click()
    expect(desk.get_by_text("Rosa A. wrote one answer")).to_be_visible()
    expect(desk.get_by_text("Ask first")).to_be_visible()
    desk.get_by_role("link", name="Stress now").click()
    expect(desk.get_by_label("What is hard at the moment?")).to_have_value("The night shifts")
    with clinic_context(stage.elm.id):
        assert IntakeInvitation.objects.get().finished_at
        assert Screening.objects.get().result["total"] == 2


def test_without_script_a_question_is_answered_too(stage: Cast, live_server: Any, browser: Browser) -> None:
    with clinic_context(stage.elm.id):
        _, token, code = invite(by=stage.lee.actor, client=stage.rosa, parts=["needs"], way="shown")
    phone = Phone(browser, live_server.url, script=False)
    phone.page.goto(f"{live_server.url}/l/{token}/")
    phone.tap("Open your page").page.get_by_label("Your code").fill(code)
    phone.tap("Go on").tap("Start").page.get_by_label("Which language is best for you?").fill("Spanish")
    phone.tap("Continue")
    phone.page.get_by_role("link", name="Leave page").last.click(no_wait_after=True)
    with clinic_context(stage.elm.id):
        assert answer_rows(stage.rosa)["language"].value == "Spanish"
