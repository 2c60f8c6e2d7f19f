"""W1a to W1c: the crisis page in a browser on a slow phone network.

W1a: the view that lies ready in a session, opened with the network off, against going to its page.
W1b: going to its page, against a page with nothing but a number. W1c: the same content as others would build it, against ours.
"""

import tempfile
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Browser, Page

from clinic.db.context import clinic_context
from emergency.actions.check_ins import check_in
from emergency.models import TherapySession
from tests import factories
from tests.benchmarks import rivals
from tests.benchmarks.phone import OFF, ON, SITE, SLOW_3G, chromium, cookie_of, phone, server
from tests.benchmarks.rounds import Bench, Goal
from tests.cast import Cast

OPENINGS = 100
OPEN = """() => new Promise((done) => {
  const began = performance.now();
  document.querySelector("[data-crisis-go]").click();
  requestAnimationFrame(() => setTimeout(() => done([performance.now() - began, document.querySelector(".crisis-over [data-call]")?.checkVisibility() ?? false])));
})"""
PAINTED = 'performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0'
# when a number can be pressed: it is laid out, and the frame that shows it is painted
NUMBER = """(() => {
  const look = () => {
    const link = document.querySelector("[data-numbers] a[href^='tel:'], body > a[href^='tel:']");
    if (link?.checkVisibility() && link.getBoundingClientRect().height) requestAnimationFrame(() => setTimeout(() => { window.usableAt = performance.now(); }));
    else requestAnimationFrame(look);
  };
  look();
})()"""


def run(bench: Bench, cast: Cast) -> None:
    _session(cast)
    with tempfile.TemporaryDirectory() as folder:
        has_rivals = rivals.fetch(Path(folder))
    cookie = cookie_of(cast)
    with server(), chromium() as browser:
        _in_a_session(bench, browser, cookie, f"{SITE}/clients/{cast.rosa.pk}/crisis/")
        _by_navigation(bench, browser, cookie, str(cast.rosa.pk), has_rivals)


def _in_a_session(bench: Bench, browser: Browser, cookie: str, crisis: str) -> None:
    """100 openings without a network, each of which must show a number; then the ratio, in turns."""
    with phone(browser, cookie) as (page, device):
        page.goto(f"{SITE}/")
        device.send("Network.emulateNetworkConditions", OFF)
        shown = sum(_opened(page)[1] for _ in range(OPENINGS))
        bench.count(
            "W1a-offline", f"openings out of {OPENINGS} with the network off that did not show a number", OPENINGS - shown, 0
        )
        ratios = []
        for _ in range(bench.rounds):
            device.send("Network.emulateNetworkConditions", ON)
            page.goto(f"{SITE}/")
            device.send("Network.emulateNetworkConditions", OFF)
            ours, _ = _opened(page)
            device.send("Network.emulateNetworkConditions", SLOW_3G)
            page.goto(crisis)
            page.wait_for_function(PAINTED)
            ratios.append(ours / float(page.evaluate(PAINTED)))
    what, against = "pressing Crisis in a session, network off, until it is painted", "going to its page on Slow 3G"
    bench.add(Goal("W1a", what, against, 0.05, tuple(ratios)))


def _opened(page: Page) -> tuple[float, bool]:
    took, is_shown = page.evaluate(OPEN)
    page.evaluate("document.querySelector('[data-crisis-close]').click()")
    return float(took), bool(is_shown)


def _by_navigation(bench: Bench, browser: Browser, cookie: str, client: str, has_rivals: bool) -> None:
    """Each time on a phone that has nothing of the site yet."""
    ways = {"ours": f"clients/{client}/crisis/", "number": "rivals/number/"}
    if has_rivals:
        ways |= {"bootstrap": f"rivals/{client}/bootstrap/", "react": f"rivals/{client}/react/"}
    for way in ways.values():  # nobody is timed cold
        _usable(browser, cookie, f"{SITE}/{way}", ON)
    took = [{name: _usable(browser, cookie, f"{SITE}/{way}") for name, way in ways.items()} for _ in range(bench.rounds)]
    ours, usable = "going to the crisis page on Slow 3G until a number can be pressed", "the same content until then"
    number = "a page with nothing but a number, from the same server"
    bench.add(Goal("W1b", ours, number, 1.15, tuple(each["ours"] / each["number"] for each in took)))
    if has_rivals:
        for key, name, against, times in (("W1c", "bootstrap", "Bootstrap and htmx", 2.0), ("W1c2", "react", "React", 2.8)):
            ratios = tuple(each["ours"] / each[name] for each in took)
            bench.add(Goal(key, ours, f"{usable}, with {against} that the phone has not got yet", 1 / times, ratios))


def _usable(browser: Browser, cookie: str, address: str, network: dict[str, object] = SLOW_3G) -> float:
    with phone(browser, cookie) as (page, device):
        page.add_init_script(NUMBER)
        device.send("Network.emulateNetworkConditions", network)
        page.goto(address, wait_until="commit")
        page.wait_for_function("() => window.usableAt", polling=200)
        return float(page.evaluate(f"Math.max(window.usableAt, {PAINTED})"))


def _session(cast: Cast) -> None:
    now = timezone.now()
    with clinic_context(cast.elm.id):
        place = factories.place(cast.rosa)
        factories.resource(cast.ada, "Flagstaff 911 center", kind="psap", phone="(928) 555-0111")
        factories.resource(cast.ada)
        for number in range(4):
            factories.contact(cast.rosa, f"Person {number}")
        made = TherapySession.objects.create(
            clinic_id=cast.elm.id, client=cast.rosa, therapist_id=cast.lee.pk, local_date=now.date(), local_time=now.time(),
            time_zone="UTC", starts_at=now, started_at=now, started_by_id=cast.lee.pk, made_by_id=cast.lee.pk,
        )  # fmt: skip
        check_in(by=cast.lee.actor, client=cast.rosa, session=made, told="place", place=place, is_confirmed=True)
