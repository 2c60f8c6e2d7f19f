"""A phone on a slow network: Chromium with a quarter of this machine's speed, in front of gunicorn as shipped."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from tests.cast import Cast, browser_of
from tests.conftest import CHROMIUM

PORT = 8763
SITE = f"http://localhost:{PORT}"
SLOW_3G: dict[str, object] = {"offline": False, "latency": 2000, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
ON: dict[str, object] = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
OFF: dict[str, object] = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}


@contextmanager
def chromium() -> Iterator[Browser]:
    program = next(path for path in (os.environ.get("CHROMIUM"), *CHROMIUM) if path and os.path.exists(path))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


def cookie_of(cast: Cast) -> str:
    return str(browser_of(cast.lee).cookies[settings.SESSION_COOKIE_NAME].value)


@contextmanager
def phone(browser: Browser, cookie: str) -> Iterator[tuple[Page, CDPSession]]:
    """A phone that has been nowhere yet, signed in; the session sets its network."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": SITE}])
    context.set_default_timeout(120_000)
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    yield page, device
    context.close()


@contextmanager
def server() -> Iterator[None]:
    """Handrail with the pages of tests/benchmarks/rivals.py beside its own."""
    command = [sys.executable, "-m", "gunicorn", f"--bind=127.0.0.1:{PORT}", "tests.benchmarks.site:application"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as running:
        for _ in range(300):
            with socket.socket() as connection:
                if connection.connect_ex(("127.0.0.1", PORT)) == 0:
                    break
            time.sleep(0.1)
        try:
            yield
        finally:
            running.terminate()
