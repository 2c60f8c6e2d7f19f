"""W1a: the crisis view that lies ready in a session, opened with the network off, against going to its page on a slow phone network."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, sync_playwright

from clinic.db.context import clinic_context
from emergency.actions.check_ins import check_in
from emergency.models import TherapySession
from tests import factories
from tests.benchmarks.rounds import Bench, Goal
from tests.cast import Cast, browser_of
from tests.conftest import CHROMIUM

PORT = 8763
SITE = f"http://localhost:{PORT}"
SLOW_3G = {"offline": False, "latency": 2000, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
OFF = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
OPENINGS = 100
OPEN = """() => new Promise((done) => {
  const began = performance.now();
  document.querySelector("[data-crisis-go]").click();
  requestAnimationFrame(() => setTimeout(() => done([performance.now() - began, document.querySelector(".crisis-over [data-call]")?.checkVisibility() ?? false])));
})"""
PAINTED = 'performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0'


def run(bench: Bench, cast: Cast) -> None:
    """100 openings without a network, each of which must show a number; then the ratio, in turns."""
    _session(cast)
    home, crisis = f"{SITE}/", f"{SITE}/clients/{cast.rosa.pk}/crisis/"
    with _server(), _chromium(cast) as page:
        network = page.context.new_cdp_session(page)
        network.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        page.goto(home)
        network.send("Network.emulateNetworkConditions", OFF)
        shown = sum(_opened(page)[1] for _ in range(OPENINGS))
        bench.count(
            "W1a-offline", f"openings out of {OPENINGS} with the network off that did not show a number", OPENINGS - shown, 0
        )
        ratios = []
        for _ in range(bench.rounds):
            network.send(
                "Network.emulateNetworkConditions", SLOW_3G | {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
            )
            page.goto(home)
            network.send("Network.emulateNetworkConditions", OFF)
            ours, _ = _opened(page)
            network.send("Network.emulateNetworkConditions", SLOW_3G)
            page.goto(crisis)
            page.wait_for_function(PAINTED)
            ratios.append(ours / float(page.evaluate(PAINTED)))
    bench.add(
        Goal(
            "W1a",
            "pressing Crisis in a session, network off, until it is painted",
            "going to its page on Slow 3G",
            0.05,
            tuple(ratios),
        )
    )


def _opened(page: Page) -> tuple[float, bool]:
    took, is_shown = page.evaluate(OPEN)
    page.evaluate("document.querySelector('[data-crisis-close]').click()")
    return float(took), bool(is_shown)


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


@contextmanager
def _chromium(cast: Cast) -> Iterator[Page]:
    program = next(path for path in (os.environ.get("CHROMIUM"), *CHROMIUM) if path and os.path.exists(path))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"])
        context = browser.new_context(viewport={"width": 390, "height": 844})
        cookie = browser_of(cast.lee).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": SITE}])
        context.set_default_timeout(120_000)
        yield context.new_page()
        browser.close()


@contextmanager
def _server() -> Iterator[None]:
    command = [sys.executable, "-m", "gunicorn", f"--bind=127.0.0.1:{PORT}"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        for _ in range(300):
            with socket.socket() as connection:
                if connection.connect_ex(("127.0.0.1", PORT)) == 0:
                    break
            time.sleep(0.1)
        try:
            yield
        finally:
            server.terminate()
