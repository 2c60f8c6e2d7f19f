"""The real processes a test can use, and kill: web, worker, beat, Redis and an SMTP server."""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from clinic.devservers.mailsink import MailSink, mails_in
from clinic.devservers.processes import Child, run_to_end, spawn, wait_until
from clinic.devservers.redis_server import Redis

ROOT = Path(__file__).resolve().parent.parent
redis_key = pytest.StashKey[Redis]()
mail_sink_key = pytest.StashKey[MailSink]()


class Mailbox:
    """What arrived at the SMTP server since the test began."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._before = len(mails_in(folder))

    def mails(self) -> list[EmailMessage]:
        return mails_in(self.folder)[self._before :]

    def wait_for(self, number: int, patience: float = 20) -> list[EmailMessage]:
        """The mails, once there are this many of them."""
        eventually(lambda: len(self.mails()) >= number, f"{number} mails", patience)
        return self.mails()


def eventually(true: Callable[[], bool], what: str, patience: float = 60) -> None:
    """Wait until it is true; fail, naming what was expected, when it does not come true."""
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, f"not within {patience:.0f} seconds: {what}"
        time.sleep(0.05)


@pytest.fixture(scope="session")
def mail_sink(request: pytest.FixtureRequest) -> MailSink:
    """The SMTP server of this run, taking mail; its port was in EMAIL_URL from the start."""
    sink = request.config.stash[mail_sink_key]
    sink.start()
    return sink


@pytest.fixture
def mailbox(mail_sink: MailSink, settings: Any) -> Mailbox:
    """Mail goes the real way, from this process too; read here what arrived."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    return Mailbox(mail_sink.folder)


@pytest.fixture
def redis_server(request: pytest.FixtureRequest) -> Generator[Redis]:
    """The Redis of this process, at the address in the settings; stop() and start() it as you like."""
    redis = request.config.stash[redis_key]
    yield redis
    if redis.child is None or not redis.child.running():
        redis.start()


@pytest.fixture
def start_worker(processes: "Processes") -> Callable[[], Child]:
    """Starts one more Celery worker on the test database, ready when this returns."""
    arguments = celery("worker", "--concurrency=1", "--without-gossip", "--without-mingle", "--loglevel=INFO")
    return lambda: processes.start("worker", *arguments, ready=lambda log: " ready." in log)


@pytest.fixture
def start_beat(processes: "Processes") -> Callable[[], Child]:
    """Starts one more timetable."""
    return lambda: processes.start(
        "beat", *celery("beat", "--pidfile=", "--loglevel=INFO"), ready=lambda log: "beat: Starting" in log
    )


@pytest.fixture
def worker(start_worker: Callable[[], Child]) -> Child:
    return start_worker()


@pytest.fixture
def beat(start_beat: Callable[[], Child]) -> Child:
    return start_beat()


@pytest.fixture
def web(processes: "Processes", settings: Any) -> str:
    """Handrail under gunicorn as we ship it, on the test database: its address."""
    port = free_port()
    address = f"http://localhost:{port}"
    processes.collectstatic()
    bind = f"--bind=127.0.0.1:{port}"
    processes.start("web", "-m", "gunicorn", bind, ready=lambda log: listens(port), env={"HANDRAIL_BASE_URL": address})
    return address


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def listens(port: int) -> bool:
    with socket.socket() as connection:
        return connection.connect_ex(("127.0.0.1", port)) == 0


def celery(*arguments: str) -> tuple[str, ...]:
    return ("-m", "celery", "-A", "clinic", *arguments)


@pytest.fixture
def processes(tmp_path: Path, transactional_db: None, mail_sink: MailSink) -> Iterator["Processes"]:
    with running_processes(tmp_path) as started:
        yield started


class Processes:
    """Starts programs with the environment of this test: its database, its Redis, its SMTP server."""

    def __init__(self, folder: Path) -> None:
        from django.db import connections

        name = connections["default"].settings_dict["NAME"]
        self.folder = folder
        self.env = {**os.environ, "PYTHONUNBUFFERED": "1"}
        self.env["DATABASE_URL"] = urlsplit(self.env["DATABASE_URL"])._replace(path=f"/{name}").geturl()
        del self.env["DATABASE_OWNER_URL"]  # as in production, where only migrations have it
        self.started: list[Child] = []

    def start(self, name: str, *arguments: str, ready: Callable[[str], bool], env: dict[str, str] | None = None) -> Child:
        log = self.folder / f"{name}-{len(self.started)}.log"
        child = spawn(name, [sys.executable, *arguments], log, env=self.env | (env or {}), cwd=ROOT)
        self.started.append(child)
        wait_until(lambda: ready(log.read_text(errors="replace")), child)
        return child

    def collectstatic(self) -> None:
        if (Path(self.env["HANDRAIL_VAR"]) / "static" / "staticfiles.json").exists():
            return  # once per process is enough
        command = [sys.executable, "manage.py", "collectstatic", "--noinput"]
        run_to_end(spawn("collectstatic", command, self.folder / "static.log", env=self.env, cwd=ROOT), "no static files")

    def stop(self) -> None:
        for child in reversed(self.started):
            if child.running():
                child.process.send_signal(signal.SIGQUIT)  # celery and gunicorn: at once
                child.wait_or_kill(5)


@contextmanager
def running_processes(folder: Path) -> Iterator[Processes]:
    started = Processes(folder)
    try:
        yield started
    finally:
        started.stop()
