"""The crisis view in a session, in a browser against the real server, also when that is stopped: U1 and U2 of SCREENS 5.2."""

import os
import socket
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from clinic.accounts.models import Membership
from clinic.audit.models import Event
from clinic.clients.models import AccessGrant, Place
from clinic.db.context import clinic_context
from clinic.devservers.processes import Child
from emergency.actions.check_ins import check_in
from emergency.actions.on_call import put_on_call
from emergency.models import CheckIn, Incident, IncidentEntry, TherapySession
from emergency.protocols import SCENARIOS
from tests import factories
from tests.cast import Cast, browser_of
from tests.journeys.steps import Desk
from tests.servers import Mailbox, Processes, eventually, listens

NUMBERS = "[data-numbers]"
# SCREENS 3.7: what is in sight without scrolling. Where there is room, the first lines of every slot.
FIRST_LINES = ("[data-where]", NUMBERS, ".crisis-reach .big", ".crisis-reach .call", ".crisis-say > p", ".crisis-steps .crisis-do",
               ".crisis-log [data-note]", ".crisis-helps li")  # fmt: skip
FIRST_CALLS = ("[data-where]", f"{NUMBERS} .big", f"{NUMBERS} li:nth-child(1) .call", f"{NUMBERS} li:nth-child(2) .call")
FOLDS = {
    (1366, 768): FIRST_LINES,
    (1280, 720): FIRST_LINES,
    (960, 1040): ("[data-where]", NUMBERS, ".crisis-steps"),
    (390, 844): FIRST_CALLS,
}
# in one step, for a newer view takes the place of an older slot by slot
NOT_IN_SIGHT = """(wanted) => wanted.filter((each) => {
  const box = document.querySelector(each)?.getBoundingClientRect();
  return !box?.height || box.top < 0 || box.bottom > innerHeight;
})"""
Record = Callable[[str, object], None]
SHOTS = os.environ.get("CRISIS_SHOTS")


class Site:
    """gunicorn as shipped, which can be stopped and started again at its address."""

    def __init__(self, processes: Processes) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.address = f"http://localhost:{self.port}"
        self._processes = processes
        processes.collectstatic()
        self.start()

    def start(self) -> None:
        self.web: Child = self._processes.start(
            "web", "-m", "gunicorn", f"--bind=127.0.0.1:{self.port}", ready=lambda log: listens(self.port),
            env={"HANDRAIL_BASE_URL": self.address},
        )  # fmt: skip

    def stop(self) -> None:
        self.web.kill()
        eventually(lambda: not listens(self.port), "the server has stopped")


@pytest.fixture
def site(processes: Processes) -> Site:
    return Site(processes)


@pytest.fixture
def session(stage: Cast) -> TherapySession:
    """Lee is in a session with Rosa, at her sister's place, said back a moment ago."""
    now = timezone.now()
    with clinic_context(stage.elm.id):
        place = factories.place(stage.rosa, time_zone="America/Phoenix", access_notes="Buzzer 3B. Dog in home.")
        factories.place(stage.rosa, "Home", street="9 Oak Rd", town="Page", postcode="86040", time_zone="America/Phoenix")
        factories.resource(stage.ada, "Flagstaff 911 center", kind="psap", phone="(928) 555-0111")
        factories.resource(stage.ada)
        factories.resource(stage.ada, "988 Lifeline", kind="crisis_line", phone="988", reach="country")
        factories.contact(stage.rosa)
        factories.contact(
            stage.rosa, "Marco Dunn", do_not_contact=True, do_not_contact_reason="Safety risk", phone="(928) 555-0199"
        )
        plan = factories.plan(stage.rosa)
        factories.item(plan, "internal_coping", "Walk Luna")
        factories.version(plan)
        made = TherapySession.objects.create(
            clinic_id=stage.elm.id, client=stage.rosa, therapist_id=stage.lee.pk, local_date=now.date(), local_time=now.time(),
            time_zone="UTC", starts_at=now, started_at=now, started_by_id=stage.lee.pk, made_by_id=stage.lee.pk,
        )  # fmt: skip
        check_in(by=stage.lee.actor, client=stage.rosa, session=made, told="place", place=place, is_confirmed=True)
    return made


@pytest.fixture
def sits(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """A browser in front of this member of staff."""
    contexts: list[BrowserContext] = []

    def down(member: Membership, width: int = 1366, height: int = 768) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        cookie = browser_of(member).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site.address}])
        context.set_default_timeout(30_000)
        return context.new_page()

    yield down
    for context in contexts:
        context.close()


def shot(page: Page, name: str, **options: Any) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", **options)


def is_locked(page: Page, locked: bool) -> None:
    key = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == settings.SESSION_COOKIE_NAME)
    session = SessionStore(key)
    session["locked"] = locked
    session.save()


def entries(stage: Cast, **wanted: Any) -> list[IncidentEntry]:
    with clinic_context(stage.elm.id):
        return list(IncidentEntry.objects.filter(**wanted).order_by("at"))


def press_crisis(page: Page) -> float:
    """Milliseconds from the press until the view is painted."""
    return float(
        page.evaluate(
            """() => new Promise((done) => {
              const link = document.querySelector("[data-crisis-go]");
              const began = performance.now();
              link.click();
              requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
            })"""
        )
    )


def looks_at_every_size(page: Page, name: str) -> None:
    """What must be in sight at each of the sizes is, whole."""
    for (width, height), wanted in FOLDS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("scrollTo(0, 0)")
        for theme in ("light", "dark") if SHOTS else ():
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            shot(page, f"{name}-{width}-{theme}")
        below = page.evaluate(NOT_IN_SIGHT, [f"[data-crisis] {each}" for each in wanted])
        assert below == [], f"{name} at {width}x{height}"


@pytest.mark.feature("F7")
def test_crisis_is_one_press_away_on_every_page_of_a_session(
    stage: Cast, session: TherapySession, site: Site, sits: Callable[..., Page], record_testsuite_property: Record
) -> None:
    desk = Desk(sits(stage.lee).context, site.address)
    page, took = desk.page, []
    rosa = f"{site.address}/clients/{stage.rosa.pk}/"
    for number, address in enumerate((f"{site.address}/", f"{rosa}plan/edit/alone/", f"{site.address}/directory/")):
        page.goto(address)
        shot(page, f"bar-{number}")
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        took.append(press_crisis(page))
        expect(page.get_by_role("heading", name="Crisis view")).to_be_focused()
        assert [each for each in asked if "/crisis/log/" not in each and "/crisis/state/" not in each] == []
    looks_at_every_size(page, "panel")
    record_testsuite_property("U1", f"1 click, {max(took):.0f} ms until painted")
    assert max(took) <= 800

    eventually(lambda: len(entries(stage, what="opened")) == 1, "the opening is in the log, once")
    page.get_by_role("button", name="Back to the page").click()
    expect(page.get_by_role("heading", name="Directory")).to_be_visible()
    # the goal: from any page of a session, the line that sends help there is dialled
    before = desk.measured()
    dispatch = page.locator(".crisis-over a[href='tel:+19285550111']")
    desk.clicks("Crisis", "[data-session-bar]").clicks_on(dispatch)
    expect(page.locator(".crisis-over [data-log]")).to_contain_text("Tried to call: Flagstaff 911 center")
    dialled = desk.measured() - before
    record_testsuite_property("the local number dialled from any page of a session", dialled)
    assert dialled.clicks == 2
    with clinic_context(stage.elm.id):
        assert Event.objects.filter(action="crisis.ready", object_id=session.pk).count() == 1, "once for the session"

    # its own page shows as much, and waits for nothing but itself
    page.goto(f"{rosa}crisis/")
    expect(page.locator(".crisis-waiting")).to_have_text("All written down.")
    looks_at_every_size(page, "page")
    held_up_by = page.evaluate(
        "performance.getEntriesByType('resource').filter((each) => each.renderBlockingStatus === 'blocking').map((each) => each.name)"
    )
    assert held_up_by == []
    asked = page.evaluate("performance.getEntriesByType('resource').map((each) => each.name)")
    kinds = (f"{site.address}/static/", f"{rosa}crisis/log/", f"{rosa}crisis/state/")
    assert [each for each in asked if not each.startswith(kinds)] == []

    # U5: somewhere else, a town of several counties; the numbers of that place are there
    with clinic_context(stage.elm.id):
        there = {"county": "Multnomah", "town": "", "region": "OR"}
        factories.resource(stage.ada, "Multnomah mobile outreach", phone="(503) 555-0191", **there)
    page.set_viewport_size({"width": 1366, "height": 768})
    before = desk.measured()
    desk.clicks("Different place", "main")
    expect(desk.box("Town")).to_be_focused()
    desk.types("Portland").presses("Tab").types("Oregon").clicks("Client is here now", "main").sees("Portland lies in several")
    began = time.monotonic()
    desk.clicks("Multnomah", "main")
    expect(page.locator(f"{NUMBERS} .big").first).to_have_text("(503) 555-0191")
    moved = desk.measured() - before
    record_testsuite_property("U5", f"{moved}, {time.monotonic() - began:.2f} s after the last click")
    assert moved.clicks <= 3


@pytest.mark.feature("F4", "F6")
def test_nothing_is_lost_while_the_server_is_away(
    stage: Cast, session: TherapySession, site: Site, sits: Callable[..., Page], record_testsuite_property: Record
) -> None:
    # given Lee half-way through a line of the plan
    page = sits(stage.lee)
    page.goto(f"{site.address}/clients/{stage.rosa.pk}/plan/edit/alone/")
    page.set_viewport_size({"width": 1366, "height": 500})
    site.stop()
    page.get_by_label("Add item").last.fill("Zqunsaved words")
    page.evaluate("scrollTo(0, 120)")
    where = page.evaluate("scrollY")

    # when the server dies, Crisis opens all the same, and what is done is kept with its time
    took = press_crisis(page)
    record_testsuite_property("U2", f"1 click, {took:.0f} ms with the server stopped")
    assert took <= 200
    steps = page.locator(".crisis-over [data-scenario]:not([hidden]) [data-step]")
    steps.nth(0).check()
    first = time.time()
    steps.nth(1).check()
    page.get_by_label("Add a note").fill("She is on the balcony, ‘zqnote’.")
    page.keyboard.press("Enter")
    expect(page.locator(".crisis-waiting")).to_have_text("No connection. Still works. 4 notes waiting.")
    page.locator(".crisis-over").get_by_role("link", name="Call dispatch").click()
    page.get_by_role("button", name="Busy or failed").click()
    page.get_by_role("button", name="This number did not work").click()
    expect(page.get_by_text("Did not work: noted.")).to_be_visible()
    expect(page.locator(".crisis-waiting")).to_have_text("No connection. Still works. 7 notes waiting.")
    page.get_by_text("Another kind of emergency").click()
    page.locator(".crisis-over").get_by_role("link", name=SCENARIOS["medical"].title).click()
    expect(page.locator(".crisis-over [data-scenario]:visible")).to_have_attribute("data-scenario", "medical")
    page.locator(".crisis-over").get_by_text("Words that calm").locator("visible=true").click()
    expect(page.get_by_text(SCENARIOS["medical"].prompts[0])).to_be_visible()
    expect(page.locator(".crisis-waiting")).to_have_text("No connection. Still works. 8 notes waiting.")
    expect(page.locator(".crisis-age")).to_contain_text("The place may have changed. Ask now.", timeout=25_000)
    expect(page.get_by_text("The place shown here may be old.")).to_be_visible()
    shot(page, "offline")
    page.locator(".crisis-over").get_by_role("link", name="Different place").click()
    expect(page.locator(".crisis-waiting")).to_have_text(
        "No connection. Still works. That page opens later. Type the new place here: it waits and is sent by itself."
    )
    # a place that is typed waits like everything else; its numbers are not known yet, and those of the other place are not shown as its own
    expect(page.get_by_label("Town", exact=True)).to_be_focused()
    page.keyboard.type("Page")
    page.get_by_label("State or country").fill("Arizona")
    page.get_by_label("Street and number, or what you can see there").fill("1 Kaibab Rd")
    shot(page, "typing-offline", full_page=True)
    page.get_by_role("button", name="Client is here now").click()
    expect(page.locator(".crisis-waiting")).to_have_text("No connection. Still works. 9 notes waiting.")
    expect(page.locator(".crisis-over [data-address]")).to_contain_text("1 Kaibab Rd")
    expect(page.locator("[data-where] .tag:visible")).to_contain_text("numbers are not looked up yet")
    expect(page.locator(".crisis-say").get_by_text("My client is at 1 Kaibab Rd, Page, Arizona.")).to_be_visible()
    numbers = page.locator(".crisis-over [data-numbers]")
    expect(numbers.get_by_text("(928) 555-0111")).to_be_hidden()
    expect(numbers.get_by_text("For a client anywhere in this country: 988 Suicide & Crisis Lifeline, 988.")).to_be_visible()
    expect(page.get_by_label("Town", exact=True)).to_be_hidden()
    shot(page, "typed-offline", full_page=True)
    assert page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0

    # then the server comes back: everything is written once, with the times it happened at
    site.start()
    expect(page.locator(".crisis-waiting")).to_have_text("All written down.", timeout=30_000)
    shot(page, "back")
    log = entries(stage)
    assert [entry.what for entry in log] == [
        "opened",
        "ticked",
        "ticked",
        "note",
        "called",
        "call_result",
        "number_failed",
        "scenario",
        "place",
    ]
    assert log[-1].words == "1 Kaibab Rd, Page, AZ"
    expect(page.locator(".crisis-over [data-address]")).to_contain_text("Page, AZ")
    assert abs(log[1].at.timestamp() - first) < 3  # type: ignore[union-attr]
    assert log[3].words == "She is on the balcony, ‘zqnote’."
    assert all(entry.written_at - entry.at > timedelta(seconds=5) for entry in log[:4] if entry.at)  # type: ignore[operator]
    expect(page.locator(".crisis-over [data-log]")).to_contain_text(f"Kind of emergency: {SCENARIOS['medical'].title}")
    expect(page.locator(".crisis-over [data-scenario]:visible")).to_have_attribute("data-scenario", "medical")
    expect(page.locator(".crisis-over [data-numbers]")).to_contain_text("Problem reported", timeout=20_000)
    expect(page.locator(".crisis-age")).to_contain_text("As of")
    expect(page.locator(".crisis-over [data-old]")).to_be_hidden()
    page.get_by_role("button", name="Back to the page").click()
    expect(page.get_by_label("Item 2", exact=True)).to_have_value("Zqunsaved words", timeout=30_000)
    assert page.evaluate("scrollY") == where


@pytest.mark.feature("F1")
def test_a_place_that_changed_elsewhere_is_never_shown_as_the_present_one(
    stage: Cast, session: TherapySession, site: Site, sits: Callable[..., Page]
) -> None:
    page = sits(stage.lee)
    page.goto(f"{site.address}/")
    press_crisis(page)
    page.get_by_label("Add a note").fill("half a no")
    with clinic_context(stage.elm.id):
        home = next(each for each in Place.objects.filter(client=stage.rosa) if each.name == "Home")
        check_in(by=stage.rosa.actor, client=stage.rosa, session=session, told="place", place=home)
    began = time.monotonic()
    expect(page.locator(".crisis-over [data-address]")).to_contain_text("9 Oak Rd", timeout=20_000)
    assert time.monotonic() - began < 20
    expect(page.get_by_text("The place changed. New since")).to_be_visible()
    expect(page.locator(".crisis-over")).to_contain_text("Not confirmed. Told")
    expect(page.get_by_label("Add a note")).to_have_value("half a no")
    expect(page.locator("[data-bar-place]")).to_contain_text("9 Oak Rd")

    # what the client told is confirmed, or another place, by one press that waits like every line; numbers are never those of another place
    looks_at_every_size(page, "unconfirmed")
    expect(page.get_by_role("button", name="Yes, confirmed")).to_be_in_viewport(ratio=1)
    site.stop()
    numbers, said, waiting = (
        page.locator(".crisis-over [data-numbers]"),
        page.locator(".crisis-say"),
        page.locator(".crisis-waiting"),
    )
    page.get_by_role("button", name="At Sister's place").click()
    expect(waiting).to_contain_text("No connection. Still works.")
    shot(page, "said-offline", full_page=True)
    expect(page.locator(".crisis-over [data-address]")).to_contain_text("418 Birch St")
    expect(page.locator("[data-where] .tag:visible")).to_contain_text("Said back")
    expect(numbers.get_by_text("The numbers for this place come with the next answer.")).to_be_visible()
    expect(numbers.get_by_text("(928) 555-0111")).to_be_hidden()
    expect(said.get_by_text("My client is at 418 Birch St")).to_be_visible()
    expect(said.get_by_text("9 Oak Rd")).to_be_hidden()
    expect(page.locator(".crisis-over").get_by_label("Add a note")).to_have_value("half a no")
    site.start()
    expect(waiting).to_have_text("All written down.", timeout=30_000)
    expect(page.locator("[data-where] .tag:visible")).to_contain_text("Confirmed today", timeout=20_000)
    expect(page.locator(".crisis-over [data-address]")).to_contain_text("418 Birch St")
    expect(numbers.get_by_text("(928) 555-0111")).to_be_visible()
    expect(page.locator("[data-bar-place]")).to_contain_text("418 Birch St")
    with clinic_context(stage.elm.id):
        newest = CheckIn.objects.filter(client=stage.rosa).latest("at")
        assert (newest.is_confirmed, newest.where["name"], newest.session_id) == (True, "Sister's place", session.pk)


@pytest.mark.feature("F5")
def test_two_people_see_one_log_and_tick_the_same_step(
    stage: Cast, session: TherapySession, site: Site, sits: Callable[..., Page], mailbox: Mailbox
) -> None:
    with clinic_context(stage.elm.id):
        now = timezone.now()
        put_on_call(by=stage.sam.actor, member=stage.ben, starts_at=now, ends_at=now + timedelta(hours=8))
    lee, ben = sits(stage.lee), sits(stage.ben)
    lee.goto(f"{site.address}/")
    press_crisis(lee)
    lee.get_by_role("button", name="Ask a colleague to help").click()
    expect(lee.locator(".crisis-over [data-log]")).to_contain_text("Ben Okoro", timeout=15_000)
    call_command("deliver_due", stdout=StringIO())
    mail = mailbox.wait_for(1)[0]
    assert mail["To"] == stage.ben.user.email
    said = f"{mail['Subject']}. {mail.get_content()}"
    assert "A colleague needs help now. Sign in: http://localhost:8000/ or call (415) 555-0100" in said
    assert [word for word in ("Rosa", "Lee", "crisis", "Crisis") if word in said] == []

    ben.goto(f"{site.address}/")
    shot(ben, "asked-on-today")
    ben.get_by_role("link", name="A colleague asks for help in a crisis now: Rosa A.").click()
    expect(ben.get_by_role("heading", name="Crisis view")).to_be_visible()
    ben.wait_for_load_state()  # before that no script hears a tick
    expect(lee.locator(".crisis-over [data-log]")).to_contain_text("Ben Okoro opened this view", timeout=20_000)
    for page in (lee, ben):
        page.locator("[data-scenario]:not([hidden]) [data-step]").nth(2).check()
    ben.get_by_label("Add a note").fill("Ben has dispatch on the line")
    ben.keyboard.press("Enter")
    expect(lee.locator(".crisis-over [data-log]")).to_contain_text("Ben has dispatch on the line", timeout=20_000)
    for page in (lee, ben):
        expect(page.locator(".crisis-waiting")).to_have_text("All written down.")
        expect(page.locator("[data-scenario]:not([hidden]) [data-step]").nth(2)).to_be_checked()
    shot(lee, "two")
    eventually(lambda: len(entries(stage, what="ticked")) == 2, "both ticks are in the log")
    assert len(entries(stage, what="joined")) == 1
    with clinic_context(stage.elm.id):
        assert Incident.objects.count() == 1
        assert AccessGrant.objects.filter(holder_id=stage.ben.pk, client=stage.rosa).count() == 1


@pytest.mark.feature("M6")
def test_the_screen_never_locks_while_the_view_is_open(
    stage: Cast, session: TherapySession, site: Site, sits: Callable[..., Page]
) -> None:
    with clinic_context(stage.elm.id):  # an open session that should have ended long ago keeps nothing open any more
        TherapySession.objects.filter(pk=session.pk).update(starts_at=timezone.now() - timedelta(hours=3))
    page = sits(stage.lee)
    page.clock.install()
    page.goto(f"{site.address}/")
    press_crisis(page)
    expect(page.locator(".crisis-waiting")).to_have_text("All written down.", timeout=20_000)
    is_locked(page, True)  # on the server, as after a long outage: the numbers stay, what is written waits
    page.locator("[data-scenario]:not([hidden]) [data-step]").first.check()
    said = "The screen is locked. Unlock it in another tab: nothing here is lost. 1 note waiting."
    expect(page.locator(".crisis-waiting")).to_have_text(said)
    page.locator(".crisis-over").get_by_role("link", name="Different place").click()
    expect(page.locator(".crisis-waiting")).to_contain_text("The screen is locked. Unlock it in another tab")
    expect(page.locator(".crisis-waiting")).to_contain_text("That page opens later.")
    with page.expect_response(lambda answer: "/crisis/state/" in answer.url):  # else it leads away once it is unlocked
        page.locator(".crisis-over").get_by_role("link", name="Different place").click()
    expect(page.locator(".crisis-waiting")).to_contain_text(
        "Unlock it in another tab: nothing here is lost. That page opens later."
    )
    is_locked(page, False)
    expect(page.locator(".crisis-waiting")).to_have_text("All written down.", timeout=20_000)
    for _ in range(8):
        page.clock.run_for(5 * 60_000)
    expect(page.get_by_role("heading", name="Crisis view")).to_be_visible()
    page.get_by_role("button", name="Back to the page").click()
    page.clock.run_for(15 * 60_000 + 5000)
    expect(page.get_by_role("heading", name="The screen is locked")).to_be_visible()
    assert "555-0111" not in page.content()
