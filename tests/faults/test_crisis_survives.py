"""The crisis view with real processes while what stands around it dies: it answers, and each reading is in the log once in the end.

It needs PostgreSQL to read from, and nothing else.
"""

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from clinic.db.context import clinic_context
from clinic.devservers.redis_server import Redis
from emergency.actions.check_ins import check_in
from tests import factories
from tests.cast import Cast, browser_of
from tests.faults.own_postgres import OwnPostgres
from tests.saving.wire import SECRET
from tests.servers import Processes, celery, eventually, free_port, listens


class Visitor:
    """Lee's browser, at the server under test. Counts the pages that it was shown."""

    def __init__(self, site: str, cookie: str) -> None:
        self.host = urlsplit(site).netloc
        self.headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}; {settings.CSRF_COOKIE_NAME}={SECRET}",
            "X-CSRFToken": SECRET, "Origin": site, "Connection": "close", "Content-Type": "application/json",
        }  # fmt: skip
        self.shown: list[str] = []

    def get(self, path: str) -> tuple[int, str]:
        status, page = self._ask("GET", path)
        if status == 200:
            self.shown.append(path)
        return status, page

    def post(self, path: str, sent: object) -> int:
        return self._ask("POST", path, json.dumps(sent))[0]

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection(self.host, timeout=15)
        try:
            connection.request(method, path, body, self.headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


@pytest.fixture
def known(stage: Cast) -> Cast:
    """Rosa at her sister's, confirmed, with a dispatch line. Lee has been still for a minute, so that a visit would be noted."""
    with clinic_context(stage.elm.id):
        place = factories.place(stage.rosa)
        factories.resource(stage.ada, "Flagstaff 911 center", kind="psap", phone="(928) 555-0111")
        check_in(by=stage.lee.actor, client=stage.rosa, told="place", place=place, is_confirmed=True)
        factories.version(factories.plan(stage.rosa))
    return stage


@pytest.fixture
def lee_cookie(known: Cast) -> str:
    browser = browser_of(known.lee)
    session = browser.session
    session["seen"] -= 60
    session.save()
    return str(browser.cookies[settings.SESSION_COOKIE_NAME].value)


@pytest.fixture
def postgres(lee_cookie: str, tmp_path: Path) -> Iterator[OwnPostgres]:
    own = OwnPostgres(tmp_path / "own")
    yield own
    own.server.stop()


@pytest.fixture
def lee(processes: Processes, postgres: OwnPostgres, lee_cookie: str, tmp_path: Path) -> Visitor:
    """At Handrail under gunicorn as we ship it, on a database of its own and with a mail server that does not answer."""
    port, nobody = free_port(), free_port()
    processes.collectstatic()
    processes.env |= {
        "DATABASE_URL": postgres.url, "HANDRAIL_AUDIT_SPOOL": str(tmp_path / "spool"),
        "HANDRAIL_BASE_URL": f"http://localhost:{port}", "EMAIL_URL": f"smtp://127.0.0.1:{nobody}",
    }  # fmt: skip
    processes.start("web", "-m", "gunicorn", f"--bind=127.0.0.1:{port}", ready=lambda log: listens(port))
    return Visitor(f"http://localhost:{port}", lee_cookie)


@pytest.mark.feature("F6", "M8")
def test_the_crisis_view_needs_nothing_but_a_database_to_read_from(
    known: Cast, lee: Visitor, postgres: OwnPostgres, processes: Processes, redis_server: Redis, tmp_path: Path
) -> None:
    crisis = reverse("crisis", args=[known.rosa.pk])
    log = reverse("crisis-log", args=[known.rosa.pk])
    others = [
        reverse("crisis-pick"), reverse("crisis-print", args=[known.rosa.pk]), reverse("client", args=[known.rosa.pk]),
        reverse("plan", args=[known.rosa.pk]), reverse("today"),
    ]  # fmt: skip

    def shows(when: str) -> None:
        status, page = lee.get(crisis)
        assert status == 200, when
        assert "418 Birch St" in page, when
        assert "(928) 555-0111" in page, when

    def note(words: str) -> int:
        line = {"what": "note", "at": timezone.now().isoformat(), "operation_id": str(uuid4()), "words": words}
        return lee.post(log, {"lines": [line]})

    def notes() -> int:
        return int(postgres.ask("select count(*) from emergency_incidententry where what = 'note'")[0][0])

    def waiting() -> list[str]:
        return [line for file in (tmp_path / "spool").glob("audit.*") for line in file.read_text().splitlines()]

    def nothing_waits() -> bool:
        lee.get(crisis)
        return not waiting()

    # without Redis, without worker and timetable, without a mail server
    arguments = celery("worker", "--beat", "--concurrency=1", "--without-gossip", "--without-mingle", "--loglevel=INFO")
    worker = processes.start("worker", *arguments, ready=lambda log: " ready." in log)
    os.killpg(worker.pid, signal.SIGKILL)
    redis_server.stop()
    shows("without Redis, worker and mail")
    assert note("The first note") == 200
    assert not waiting()

    # the database takes no writes
    postgres.takes_no_writes()
    eventually(lambda: note("lost?") == 503, "a database that takes no writes")
    before, events = notes(), len(waiting())
    for path in others:
        assert lee.get(path)[0] == 200, path
    shows("read-only")
    assert len(waiting()) >= events + 6
    assert notes() == before, "what was answered with 503 is not stored"
    postgres.takes_writes()
    eventually(nothing_waits, "the events of the time without writes in the log")

    # its disk is full
    postgres.disk_is_full()
    shows("disk full")
    for path in others:
        assert lee.get(path)[0] == 200, path
    assert note("lost?") == 503
    assert waiting()
    assert "Birch" not in str(waiting())
    postgres.disk_has_room()
    eventually(nothing_waits, "the events of the time without room in the log")
    assert note("It works again") == 200

    # it goes down without a word and comes back
    postgres.dies()
    assert lee.get(crisis)[0] == 503, "a page that says to try again"
    postgres.server.start()
    shows("restarted")
    for _ in range(6):
        shows("every worker has found the way back")

    rows = postgres.ask("select view from audit_event where outcome = 'ok' and actor_id = %s", str(known.lee.id))
    told = [str(view) for (view,) in rows]
    for path, view in zip([crisis, *others], ["crisis", "crisis-pick", "crisis-print", "client", "plan", "today"], strict=True):
        assert told.count(view) == lee.shown.count(path), f"each reading of {view} is in the log exactly once"


def test_no_page_imports_a_broker(tmp_path: Path) -> None:
    """All views, and what they import, in a process of their own: neither Celery's broker side nor Redis is among it."""
    program = (
        "import django, sys; django.setup(); import clinic.urls, clinic.wsgi\n"
        "print([name for name in ('celery', 'kombu', 'redis', 'amqp') if name in sys.modules])"
    )
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "clinic.settings"}
    done = subprocess.run(
        [sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True, cwd=settings.BASE_DIR
    )
    assert done.stdout.strip() == "[]"
