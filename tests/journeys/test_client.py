"""Journey (b): a client from invitation to tapping a number, again the next day, and with a used-up link."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from clinic.accounts import tickets
from clinic.accounts.models import Ticket
from clinic.clients.models import Device
from clinic.db.context import clinic_context
from safetyplans.models import VersionOpening
from tests import factories
from tests.cast import Cast
from tests.fit import COLOURS, RULES, TOO_LOW, TOO_SMALL, violations
from tests.portal.visits import invitation, shared_plan

SIZES = [(1366, 768), (360, 740)]
NEUTRAL = "/healthz/"  # stands for the neutral site: nothing outside is reached from tests
OWN_WORDS = r"Walk Luna|stop answering|\bAna\b|Rosa\b|\b555\b|55501"  # whole: in a random token any three letters may stand


class Phone:
    """A browser in the client's hand."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.context, self.site = context, site
        self.page: Page = context.new_page()

    def opens(self, address: str) -> "Phone":
        self.page.goto(f"{self.site}{address}")
        return self

    def taps(self, words: str) -> "Phone":
        self.page.get_by_role("button", name=words).or_(self.page.get_by_role("link", name=words)).first.click()
        return self

    def sees(self, *words: str) -> "Phone":
        for each in words:
            expect(self.page.locator("body")).to_contain_text(each)
        return self

    def never_sees(self, *words: str) -> "Phone":
        html = self.page.content()
        assert [each for each in words if each in html] == []
        return self

    def the_page_is_fit_for_everybody(self) -> "Phone":
        self.page.wait_for_load_state()
        for width, height in SIZES:
            for theme in ("light", "dark"):
                self.page.set_viewport_size({"width": width, "height": height})
                self.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
                assert self.page.evaluate("document.documentElement.scrollWidth") <= width, (self.page.url, width)
                rules = RULES if (width, theme) == (360, "dark") else COLOURS
                assert violations(self.page, rules) == [], (self.page.url, width, theme)
                assert self.page.evaluate(TOO_LOW) == self.page.evaluate(TOO_SMALL) == [], (self.page.url, width)
        for width in (320, 360):
            self.page.set_viewport_size({"width": width, "height": 740})
            assert self.page.evaluate("document.documentElement.scrollWidth") <= width, (self.page.url, width)
        assert self.page.title() == "My page"
        return self

    def keeps_no_words(self) -> "Phone":
        kept = self.page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
        kept += str([(cookie["name"], cookie["value"]) for cookie in self.context.cookies()])
        assert re.findall(OWN_WORDS, kept) == []
        return self


@pytest.fixture
def a_phone(browser: Browser, live_server: Any) -> Callable[..., Phone]:
    """A phone nobody has used yet; with `state` the same phone another day."""

    def take(state: Any = None, **more: Any) -> Phone:
        context = browser.new_context(viewport={"width": 360, "height": 740}, storage_state=state, **more)
        return Phone(context, live_server.url)

    return take


def leaving_leads_to(stage: Cast, live_server: Any) -> None:
    stage.elm.exit_url = live_server.url + NEUTRAL
    stage.elm.save(update_fields=["exit_url"])


@pytest.mark.feature("D1", "D2", "D9", "D11")
def test_rosa_opens_her_page_and_reaches_a_person(stage: Cast, a_phone: Callable[..., Phone], live_server: Any) -> None:
    # given a plan in force that Rosa may open, and a link with a code told on the call
    with clinic_context(stage.elm.id):
        leaving_leads_to(stage, live_server)
        factories.place(stage.rosa)
        team = factories.resource(stage.lee)
        shared_plan(stage.lee, stage.rosa, professionals={"resource": team}, reasons_for_living={"text": "Luna. Nursing school."})
        address, code = invitation(stage.lee, stage.rosa)

    # when a program that reads mails follows the link, and then Rosa opens it
    a_phone().opens(address).sees("Open your page")
    rosa = a_phone()
    rosa.opens(address).sees("Open your page").the_page_is_fit_for_everybody()
    rosa.taps("Open your page").sees("Type your code").the_page_is_fit_for_everybody()
    assert address.strip("/").split("/")[-1] not in rosa.page.url

    # then a mistyped code shows help numbers first, and the right one the question about the phone
    rosa.page.fill("#id_code", f"{(int(code) + 1) % 10_000:04d}")
    rosa.taps("Go on").sees("That code is not right", "988")
    rosa.page.fill("#id_code", code)
    rosa.taps("Go on").sees("Does anyone else use or look at this phone?").the_page_is_fit_for_everybody()
    assert rosa.page.locator("input[type=radio]:checked").count() == 0
    with clinic_context(stage.elm.id):
        assert not Device.objects.exists()

    # when she says that nobody else does
    rosa.page.get_by_text("No. Let this phone open my page").click()
    rosa.taps("Open my page").sees("Start here.", "1. Signs it is getting hard", "Walk Luna to the water tower")
    rosa.the_page_is_fit_for_everybody().keeps_no_words()

    # then one tap calls Ana, the crisis line is one tap away, and nothing names her or the clinic
    expect(rosa.page.locator(".bar .call")).to_have_attribute("href", "tel:+19285550177")
    expect(rosa.page.locator(".bar .call")).to_be_in_viewport()
    rosa.page.locator(".bar a[href='#lines']").click()
    expect(rosa.page.locator("#lines a[href='tel:988']")).to_be_in_viewport()
    rosa.never_sees("Elm Street", "Dr. Lee", "Alvarez, Rosa")
    with clinic_context(stage.elm.id):
        assert VersionOpening.objects.get().opened_on == stage.elm.today

    # and the other pages are as good
    for name in ("numbers/", "print/", "phone/", "phone/remove/", "private/", f"numbers/{team.id}/problem/"):
        rosa.opens(f"/my/{name}").the_page_is_fit_for_everybody()

    # when she comes back the next day, with the browser closed in between
    state = rosa.context.storage_state()
    state["cookies"] = [cookie for cookie in state["cookies"] if cookie["expires"] > 0]
    rosa.context.close()
    next_day = a_phone(state)
    next_day.opens("/my/").sees("Walk Luna to the water tower")

    # then Leave page hides the words at once, and Back shows none of them
    next_day.page.locator("#leave").click()
    next_day.page.wait_for_url(f"**{NEUTRAL}")
    next_day.page.go_back()
    next_day.sees("This page was closed.").never_sees("Walk Luna").keeps_no_words()

    # and the used-up link leads this phone to the page, another phone to help numbers and the way back
    next_day.opens(address).sees("Walk Luna to the water tower")
    other = a_phone()
    other.opens(address).sees("This link no longer works", "988", "911").never_sees("Walk Luna")
    other.the_page_is_fit_for_everybody()
    lines, words = other.page.locator("#lines").bounding_box(), other.page.get_by_text("This link no longer works").bounding_box()
    assert lines is not None
    assert words is not None
    assert lines["y"] < words["y"]


@pytest.mark.feature("D9")
def test_mia_keeps_nothing_on_a_phone_that_is_looked_at(stage: Cast, a_phone: Callable[..., Phone], live_server: Any) -> None:
    # given Mia's partner checks her phone
    with clinic_context(stage.elm.id):
        leaving_leads_to(stage, live_server)
        shared_plan(stage.lee, stage.rosa)
        address, code = invitation(stage.lee, stage.rosa)

    # when she opens her page without scripts and says that it would not be safe to keep anything
    mia = a_phone(java_script_enabled=False)
    mia.opens(address).taps("Open your page")
    mia.page.fill("#id_code", code)
    mia.taps("Go on")
    mia.page.get_by_text("Yes, and it would not be safe").click()
    mia.taps("Open my page").sees("It does not clear your history", "Leave page")
    mia.taps("Open my page").sees("Walk Luna to the water tower")

    # then no cookie outlives the browser, and Leave page signs her out
    assert [cookie["name"] for cookie in mia.context.cookies() if cookie["expires"] > 0] == []
    mia.page.locator("#leave").click()
    mia.opens("/my/").sees("988", "ask your therapist for a new link").never_sees("Walk Luna")


def test_a_shared_phone_asks_for_the_code_in_the_browser(stage: Cast, a_phone: Callable[..., Phone], live_server: Any) -> None:
    # given a phone that others look at too
    with clinic_context(stage.elm.id):
        leaving_leads_to(stage, live_server)
        shared_plan(stage.lee, stage.rosa)
        address, code = invitation(stage.lee, stage.rosa)
    rosa = a_phone()
    rosa.opens(address).taps("Open your page")
    rosa.page.fill("#id_code", code)
    rosa.taps("Go on")
    rosa.page.get_by_text("Sometimes.").click()
    rosa.taps("Open my page")

    # when she leaves and comes back
    rosa.page.locator("#leave").click()
    rosa.page.wait_for_url(f"**{NEUTRAL}")
    rosa.opens("/my/").sees("988", "Type your code").never_sees("Walk Luna").the_page_is_fit_for_everybody()

    # then her code opens it
    rosa.page.fill("#id_code", code)
    rosa.taps("Go on").sees("Walk Luna to the water tower")

    # and a page that nobody touches for ten minutes is covered: numbers and the first button stay
    rosa.page.clock.install()
    rosa.opens("/my/").sees("Walk Luna to the water tower")
    rosa.page.clock.fast_forward("09:00")
    rosa.page.keyboard.press("Tab")
    rosa.page.clock.fast_forward("09:00")
    rosa.sees("Walk Luna to the water tower")
    rosa.page.clock.fast_forward("01:30")
    rosa.sees("Tap to show", "988").never_sees("Walk Luna").the_page_is_fit_for_everybody()
    expect(rosa.page.locator(".bar .call")).to_have_attribute("href", "tel:+19285550177")
    rosa.taps("Tap to show").sees("Walk Luna to the water tower")

    # what the browser keeps of a page that is left is covered, and shown when the server lets it
    kept = "kind => dispatchEvent(new PageTransitionEvent(kind, {persisted: true}))"
    rosa.page.evaluate(kept, "pagehide")
    rosa.sees("Tap to show").never_sees("Walk Luna")
    rosa.page.evaluate(kept, "pageshow")
    rosa.sees("Walk Luna to the water tower")

    # words that were typed come back with it
    rosa.opens("/my/numbers/file/").page.locator("main input[type=text]").first.fill("Aunt")
    rosa.page.clock.fast_forward("10:30")
    rosa.sees("What you typed comes back too").never_sees("Name for")
    rosa.taps("Tap to show")
    expect(rosa.page.locator("main input[type=text]").first).to_have_value("Aunt")

    # and when the phone has locked meanwhile, the tap asks for the code
    rosa.opens("/my/")
    with clinic_context(stage.elm.id):
        tickets.revoke(Ticket.Kind.DEVICE, Device.objects.get().pk)
    rosa.page.clock.fast_forward("10:30")
    rosa.taps("Tap to show").sees("Type your code", "988").never_sees("Walk Luna")


def test_a_phone_of_ones_own_is_never_covered(stage: Cast, a_phone: Callable[..., Phone]) -> None:
    with clinic_context(stage.elm.id):
        shared_plan(stage.lee, stage.rosa)
        address, code = invitation(stage.lee, stage.rosa)
    rosa = a_phone()
    rosa.page.clock.install()
    rosa.opens(address).taps("Open your page")
    rosa.page.fill("#id_code", code)
    rosa.taps("Go on")
    rosa.page.get_by_text("No. Let this phone open my page").click()
    rosa.taps("Open my page").sees("Walk Luna to the water tower")
    rosa.page.clock.fast_forward("40:00")
    rosa.sees("Walk Luna to the water tower").never_sees("Tap to show")
