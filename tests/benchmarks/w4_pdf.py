"""W4: the plan as PDF. The site hands out stored bytes; a worker makes them once, in a process of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from playwright.sync_api import sync_playwright

from clinic.audit.actors import system
from clinic.db.context import clinic_context
from clinic.documents import render, sandbox
from safetyplans import paper
from safetyplans.actions.documents import make_document
from safetyplans.document_queries import stored
from safetyplans.models import PlanDocument, PlanVersion
from tests import factories
from tests.benchmarks.rounds import NO_GOAL, Bench, took
from tests.cast import Cast, browser_of

PORT = 8765
CHROMIUM = next(path for path in ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium") if Path(path).exists())
AT_ONCE, RENDERS = 20, 300
FORM = {"style": "full", "paper": "letter"}


def run(bench: Bench, cast: Cast) -> None:
    with clinic_context(cast.elm.id):
        version = _reference_plan(cast)
        page = paper.page(version, **FORM)
    _against_chromium(bench, page)
    _made_once(bench, cast, version)
    _memory(bench, page)
    _handed_out(bench, cast, version)


def _reference_plan(cast: Cast) -> PlanVersion:
    """22 lines in nine steps, with people, a place and local numbers."""
    plan = factories.plan(cast.rosa)
    factories.place(cast.rosa)
    for step in ("triggers", "warning_signs", "internal_coping", "means_safety", "reasons_for_living", "boundaries"):
        for number in range(3):
            factories.item(plan, step, f"Something that Rosa says about this, line {number + 1}")
    for name in ("Ana Alvarez", "Chris Doe", "Tio Beto"):
        factories.item(plan, "support_contacts", contact=factories.contact(cast.rosa, name))
    factories.item(plan, "professionals", resource=factories.resource(cast.ada))
    return factories.version(plan)


def _against_chromium(bench: Bench, page: paper.Page) -> None:
    def ours() -> bytes:
        return render.pdf(page.html, css=page.css, language=page.language, title=page.title)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_page()
        html = page.html.replace("</head>", f"<style>{page.css}</style></head>")

        def chromium() -> bytes:
            tab.set_content(html)
            return tab.pdf(tagged=True, prefer_css_page_size=True)

        bench.compare(
            "W4a", "a PDF rendered warm", ours, "Chromium printing the same page, warm and tagged", chromium, 2.0, times=5
        )
        bench.count("W4b", "its size, as a part of Chromium's", len(ours()) / len(chromium()), 0.5)
        fresh = took(lambda: sandbox.render(page.html, css=page.css, language=page.language, title=page.title), 3)
        bench.count(
            "W4b2",
            "seconds for a PDF in a fresh process, as the worker does it",
            fresh,
            NO_GOAL,
            "the price of the sandbox; nobody waits for it",
        )
        browser.close()


def _made_once(bench: Bench, cast: Cast, version: PlanVersion) -> None:
    """Twenty who want the same PDF at the same moment."""

    def make(_: int) -> bool:
        try:
            with clinic_context(cast.elm.id):
                return make_document(by=system(cast.elm.id), version=PlanVersion.objects.get(pk=version.pk), **FORM) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as people:
        made = sum(people.map(make, range(AT_ONCE)))
    with clinic_context(cast.elm.id):
        kept = PlanDocument.objects.filter(version=version, **FORM).count()
    bench.count("W4c", f"renders when {AT_ONCE} ask at once", max(made, kept), 1)


def _memory(bench: Bench, page: paper.Page) -> None:
    """One process that renders again and again must not grow."""
    sizes = []
    for number in range(1, RENDERS + 1):
        render.pdf(page.html, css=page.css, language=page.language, title=page.title)
        if number in (10, RENDERS):
            sizes.append(_resident())
    bench.count("W4d", f"memory after {RENDERS} renders, as a multiple of that after 10", sizes[1] / sizes[0], 1.25)


def _resident() -> int:
    return next(int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))


def _handed_out(bench: Bench, cast: Cast, version: PlanVersion) -> None:
    """The stored PDF through the server as shipped, against a static file of the same size through the same server."""
    with clinic_context(cast.elm.id):
        document = stored(version, **FORM)
        assert document is not None
        size = len(document.pdf)
    (Path(settings.STATIC_ROOT) / "same-size.bin").write_bytes(os.urandom(size))
    key = browser_of(cast.lee).cookies[settings.SESSION_COOKIE_NAME].value
    address = f"/clients/{cast.rosa.pk}/plan/{version.number}.pdf?style=full&paper=letter"
    cookie = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={key}"}
    with _server() as ask:
        assert len(ask(address, cookie)) == size == len(ask("/static/same-size.bin", {}))
        plain = f"/clients/{cast.rosa.pk}/same-size.bin"
        assert len(ask(plain, cookie)) == size
        bench.compare(
            "W4e", "a stored PDF over HTTP", lambda: ask(address, cookie),
            "a file of that size over the same server, behind the same sign-in, caseload check and audit event",
            lambda: ask(plain, cookie), 1.5, times=20,
        )  # fmt: skip
        bench.compare(
            "W4g", "a stored PDF over HTTP, sign-in, caseload check and audit event included", lambda: ask(address, cookie),
            "a static file of that size over the same server, which anybody may fetch", lambda: ask("/static/same-size.bin", {}),
            NO_GOAL, times=20,
        )  # fmt: skip

    def read() -> int:
        with clinic_context(cast.elm.id):
            found = stored(version, **FORM)
            return len(found.pdf) if found else 0

    with clinic_context(cast.elm.id):
        page = paper.page(version, **FORM)
    bench.compare(
        "W4f", "reading the stored bytes and opening their seal", read, "rendering them",
        lambda: render.pdf(page.html, css=page.css, language=page.language, title=page.title), 0.02, times=5,
    )  # fmt: skip


@contextmanager
def _server() -> Iterator[Any]:
    command = [sys.executable, "-m", "gunicorn", f"--bind=127.0.0.1:{PORT}", "tests.benchmarks.site:application"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        held = HTTPConnection("127.0.0.1", PORT, timeout=15)

        def ask(address: str, headers: dict[str, str]) -> bytes:
            held.request("GET", address, headers=headers)
            answer = held.getresponse()
            body = answer.read()
            assert answer.status == 200, (address, answer.status)
            return body

        for _ in range(100):
            try:
                ask("/static/same-size.bin", {})
                break
            except OSError:
                held.close()
                time.sleep(0.1)
        try:
            yield ask
        finally:
            held.close()
            server.send_signal(signal.SIGTERM)
