"""A PostgreSQL of a test's own, with the rows of the test's database, so that it can be broken while others use theirs."""

import os
import signal
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg2
from django.db import connections

from clinic.devservers.folders import private_folder
from clinic.devservers.postgres import SUPERUSER, Postgres

NO_WRITES = """
create function no_room() returns trigger language plpgsql as
  $$ begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$;
do $$ declare t text; begin
  for t in select tablename from pg_tables where schemaname = 'public' loop
    execute format('create trigger no_room before insert or update or delete on %I for each statement execute function no_room()', t);
  end loop; end $$;
"""


class OwnPostgres:
    """A copy of the running cluster, made with PostgreSQL's own backup functions, and what can be done to it."""

    def __init__(self, folder: Path) -> None:
        self.name = str(connections["default"].settings_dict["NAME"])
        self.server = Postgres(folder)  # durable: what was committed survives its immediate end
        there = parse_qs(urlsplit(os.environ["DATABASE_URL"]).query)["host"][0]
        self._copy(there)
        self.server.start()

    @property
    def url(self) -> str:
        return urlsplit(self.server.database_url)._replace(path=f"/{self.name}").geturl()

    def ask(self, sql: str, *values: Any) -> list[Any]:
        """As the superuser, whom neither policies nor a read-only database stop."""
        with closing(psycopg2.connect(host=str(self.server.sockets), user=SUPERUSER, dbname=self.name)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("set default_transaction_read_only = off")
                cursor.execute(sql, values or None)
                return cursor.fetchall() if cursor.description else []

    def takes_no_writes(self) -> None:
        """Read-only for every transaction that begins from now on, in connections that stand as well."""
        self.ask("alter system set default_transaction_read_only = on")
        self.ask("select pg_reload_conf()")

    def takes_writes(self) -> None:
        self.ask("alter system reset default_transaction_read_only")
        self.ask("select pg_reload_conf()")

    def disk_is_full(self) -> None:
        """Every write is answered as PostgreSQL does when a file cannot grow; it reads on, as it does then.

        It is not the disk itself that is full: that takes a file system of its own, which a test may not mount.
        """
        self.ask(NO_WRITES)

    def disk_has_room(self) -> None:
        self.ask("drop function no_room() cascade")

    def dies(self) -> None:
        """Immediate shutdown: no checkpoint, every connection cut."""
        assert self.server.child is not None
        os.killpg(self.server.child.pid, signal.SIGQUIT)
        self.server.child.process.wait(10)

    def _copy(self, there: str) -> None:
        with closing(psycopg2.connect(host=there, user=SUPERUSER, dbname=self.name)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("select current_setting('data_directory')")
                source = Path(cursor.fetchone()[0])  # type: ignore[index]
                cursor.execute("select pg_backup_start('a copy to break', true)")
                private_folder(self.server.folder, self.server.identity)
                subprocess.run(["cp", "-a", source, self.server.data], capture_output=True, check=False)  # files come and go
                cursor.execute("select labelfile from pg_backup_stop(false)")
                (self.server.data / "backup_label").write_text(cursor.fetchone()[0])  # type: ignore[index]
                subprocess.run(["cp", "-a", f"{source}/pg_wal/.", self.server.data / "pg_wal"], capture_output=True, check=False)
        for left in ("postmaster.pid", "postmaster.opts"):
            (self.server.data / left).unlink(missing_ok=True)
