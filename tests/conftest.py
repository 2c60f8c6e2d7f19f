"""Every run has its own PostgreSQL, Redis and SMTP server; tests use the application's database role.

Everything is set here, before Django reads its settings: pyproject.toml must not name DJANGO_SETTINGS_MODULE.
"""

import base64
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
import psycopg2
import psycopg2.errors
import pytest
from playwright.sync_api import expect

from clinic.devservers.errors import CannotStart
from clinic.devservers.mailsink import MailSink
from clinic.devservers.postgres import OWNER, SUPERUSER, Postgres
from clinic.devservers.redis_server import Redis
from tests.servers import (  # noqa: F401 - fixtures
    beat,
    eventually,
    mail_sink,
    mail_sink_key,
    mailbox,
    processes,
    redis_key,
    redis_server,
    start_beat,
    start_worker,
    web,
    worker,
)

KEPT = ["django_migrations", "django_content_type", "auth_permission"]
CHROMIUM = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser")

servers = pytest.StashKey[ExitStack]()


PATIENCE = 20_000  # milliseconds: what a page waits for comes, but a busy machine may take its time
LONGEST = frozenset({"sweep", "journeys"})
SLOW = frozenset({"page", "context", "web", "worker", "processes", "live_server", "filled"})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, then those with a browser or whole servers: the quick ones fill up the end, and no process waits."""
    slow = {item.path for item in items if SLOW & set(getattr(item, "fixturenames", ()))}
    items.sort(key=lambda item: (item.path.parent.name not in LONGEST, item.path not in slow))


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    stack = config.stash[servers] = ExitStack()
    try:
        _start(config, stack)
    except CannotStart as problem:
        stack.close()
        pytest.exit(str(problem), returncode=3)
    _read_settings()
    django.setup()
    # xdist's processes inherit the environment, and pytest-django would read the settings before they have servers of their own
    del os.environ["DJANGO_SETTINGS_MODULE"]
    expect.set_options(timeout=PATIENCE)
    config.pluginmanager.import_plugin("tests.cast")  # its fixtures need models, and those the environment made above


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[servers].close()


def _start(config: pytest.Config, stack: ExitStack) -> None:
    """PostgreSQL once per run; Redis, mail and files once per process, so that workers do not share a queue."""
    folder = Path(tempfile.mkdtemp(prefix="handrail-tests-"))
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    (folder / "static").mkdir()  # WhiteNoise warns when it is missing
    if config.option.collectonly:  # bin/test does so once, to compile all tests while linters run
        os.environ.update(DATABASE_URL="postgresql:///none", DATABASE_OWNER_URL="postgresql:///none")
    elif not hasattr(config, "workerinput"):
        postgres = Postgres(folder, durable=False)
        stack.callback(postgres.stop)
        postgres.start()
        os.environ.update(DATABASE_URL=postgres.database_url, DATABASE_OWNER_URL=postgres.owner_url)
    redis = config.stash[redis_key] = Redis(folder)
    stack.callback(redis.stop)
    redis.start()
    sink = config.stash[mail_sink_key] = MailSink(folder / "mail")
    stack.callback(sink.stop)
    os.environ.update(
        HANDRAIL_SECRET_KEY="only-for-tests-" + "0" * 40,
        HANDRAIL_FIELD_KEYS="test:" + base64.b64encode(b"k" * 32).decode(),
        HANDRAIL_BASE_URL="http://localhost:8000",
        HANDRAIL_HOSTS="localhost,127.0.0.1,testserver",
        HANDRAIL_HTTPS="0",
        HANDRAIL_DEMO="0",
        HANDRAIL_VAR=str(folder),
        REDIS_URL=redis.url,
        EMAIL_URL=sink.url,
        DJANGO_SETTINGS_MODULE="clinic.settings",
        DJANGO_ALLOW_ASYNC_UNSAFE="true",  # playwright's sync API runs an event loop in the test thread
    )
    for name in ("CLIENT_BASE_URL", "HANDRAIL_FROM_EMAIL", "HANDRAIL_COUNTRY", "HANDRAIL_PROXIES"):
        os.environ.pop(name, None)
    if not hasattr(config, "workerinput") and not config.option.collectonly:
        os.environ["TEST_RUN"] = str(folder)  # what the processes of one run share
        made = [sys.executable, "manage.py", "migrate", "--database", "owner", "--verbosity", "0"]
        making = subprocess.Popen(["sh", "-c", f'{shlex.join(made)}; echo $? > "$TEST_RUN/tables-made"'], cwd=config.rootpath)
        stack.callback(making.wait)


def _read_settings() -> None:
    from django.conf import settings

    # file names without a hash: no collectstatic before a test
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any) -> Generator[None]:
    """Made by the owner, used by the application's role; no MIRROR, it would silently mean the database of `up`.

    A copy of the one that is migrated once per run, while the processes read the tests.
    """
    from django.db import connections
    from django.test import TransactionTestCase

    owner, default = connections["owner"], connections["default"]
    made = Path(os.environ["TEST_RUN"], "tables-made")
    eventually(lambda: made.exists() and made.read_text() != "", "the tables", patience=180)
    assert made.read_text() == "0\n", "migrate failed: see above"
    owner.settings_dict["TEST"]["TEMPLATE"] = owner.settings_dict["NAME"]
    with django_db_blocker.unblock():
        owner.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        default.close()
        default.settings_dict["NAME"] = owner.settings_dict["NAME"]
        owner.close()
        with default.cursor() as cursor:
            cursor.execute(
                "SELECT current_database(), current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
            )
            assert cursor.fetchone() == (default.settings_dict["NAME"], "handrail_app", False, False)
            cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
            assert cursor.fetchone() == (0,), "the application's role owns tables"
        default.close()
    # The application's role cannot empty append-only tables, so the owner does: rows left by one test would be work for
    # the real worker of the next.
    name = owner.settings_dict["NAME"]
    TransactionTestCase._fixture_teardown = lambda self: _empty(name)  # type: ignore[method-assign]
    yield
    # The database goes with the server's folder: dropping it would wait for threads of the live server that still hold it.
    with django_db_blocker.unblock():
        default.close()


@cache
def _superuser(database: str) -> Any:
    """One connection for a whole run: a new one would have to learn about all tables first."""
    return psycopg2.connect(
        urlsplit(os.environ["DATABASE_OWNER_URL"].replace(OWNER, SUPERUSER))._replace(path=f"/{database}").geturl()
    )


def _empty(database: str) -> None:
    """Every table of the test database but Django's own lists, past triggers, keys and policies.

    Most are empty, and emptying one costs the same whether it is: the few with rows are found first. The lock waits for
    pages that are still under way.
    """
    past_all = _superuser(database)
    with past_all, past_all.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND NOT tablename = ANY(%s)", [KEPT])
        tables = [row[0] for row in cursor.fetchall()]
        cursor.execute("SET LOCAL lock_timeout = '20s'; SET LOCAL session_replication_role = replica")
        for tries_left in (2, 1, 0):  # a page that is closing may still have asked something: one of the two gives way
            cursor.execute("SAVEPOINT emptying")
            try:
                cursor.execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE")
                break
            except psycopg2.errors.DeadlockDetected:
                if not tries_left:
                    raise
                cursor.execute("ROLLBACK TO SAVEPOINT emptying")
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables))
        if filled := cursor.fetchall():
            cursor.execute("; ".join(f"DELETE FROM {table}" for (table,) in filled))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium; nothing is downloaded."""
    found = [path for path in (os.environ.get("CHROMIUM"), *CHROMIUM) if path and Path(path).exists()]
    arguments = ["--no-sandbox", "--disable-dev-shm-usage"]  # containers allow no user namespaces and have a small /dev/shm
    return {**browser_type_launch_args, "args": arguments, **({"executable_path": found[0]} if found else {})}
