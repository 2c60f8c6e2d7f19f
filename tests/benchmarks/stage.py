"""A clinic on a PostgreSQL of its own that keeps what it acknowledges (fsync on), and Handrail's settings for it."""

import base64
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import django
import psycopg2

from clinic.devservers.postgres import APP, SUPERUSER, Postgres
from clinic.devservers.redis_server import Redis


@contextmanager
def servers() -> Iterator[Path]:
    """PostgreSQL and Redis in a folder that is thrown away, tables made; Django is set up on leaving this line."""
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="handrail-bench-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        postgres, redis = Postgres(folder, durable=True), Redis(folder)
        for server in (postgres, redis):
            stack.callback(server.stop)
            server.start()
        _allow_unchecked_copies(postgres)
        os.environ.update(
            DATABASE_URL=postgres.database_url,
            DATABASE_OWNER_URL=postgres.owner_url,
            REDIS_URL=redis.url,
            HANDRAIL_SECRET_KEY="only-for-benchmarks-" + "0" * 40,
            HANDRAIL_FIELD_KEYS="test:" + base64.b64encode(b"k" * 32).decode(),
            HANDRAIL_BASE_URL="http://localhost:8000",
            HANDRAIL_HOSTS="localhost,127.0.0.1,testserver",
            HANDRAIL_HTTPS="0",
            HANDRAIL_DEMO="0",
            HANDRAIL_VAR=str(folder),
            DJANGO_SETTINGS_MODULE="clinic.settings",
            DJANGO_ALLOW_ASYNC_UNSAFE="true",
        )
        django.setup()
        from django.core.management import call_command

        call_command("migrate", database="owner", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        yield folder


def _allow_unchecked_copies(postgres: Postgres) -> None:
    """Let the generator copy sound rows without a look at each of their keys, which takes longer than writing them."""
    held = psycopg2.connect(host=str(postgres.sockets), user=SUPERUSER, dbname="postgres")
    held.autocommit = True
    with closing(held), held.cursor() as cursor:
        cursor.execute(f"grant set on parameter session_replication_role to {APP}")
