"""The servers start anywhere, keep what they are given and leave nothing behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest

from clinic.devservers.errors import CannotStart
from clinic.devservers.postgres import Postgres
from clinic.devservers.redis_server import Redis
from clinic.devservers.servers import private_servers
from tests.servers import ROOT, eventually

WAIT = """
import sys, time
from pathlib import Path
from clinic.devservers.servers import private_servers
with private_servers(Path(sys.argv[1]), durable=False) as servers:
    print(servers.postgres.child.pid, servers.redis.child.pid, flush=True)
    time.sleep(60)
"""


def running(pid: int) -> bool:
    """Alive, and not only waiting to be buried."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def children_of(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False).stdout
    found = [int(line) for line in listed.split()]
    return found + [grandchild for child in found for grandchild in children_of(child)]


def test_data_is_there_after_a_second_start(tmp_path: Path) -> None:
    for expected in (1, 2):
        with private_servers(tmp_path, durable=False) as servers, psycopg2.connect(servers.owner_url) as connection:
            cursor = connection.cursor()
            cursor.execute("CREATE TABLE IF NOT EXISTS kept (id int); INSERT INTO kept VALUES (1)")
            cursor.execute("SELECT count(*) FROM kept")
            assert cursor.fetchone() == (expected,)
            connection.commit()


def test_the_roles_are_the_three_of_the_design(tmp_path: Path) -> None:
    with private_servers(tmp_path, durable=False) as servers:
        connection = psycopg2.connect(servers.database_url)
        cursor = connection.cursor()
        cursor.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname LIKE 'handrail%' ORDER BY 1"
        )
        assert cursor.fetchall() == [
            ("handrail_app", False, False, False),
            ("handrail_owner", False, False, True),
            ("handrail_superuser", True, True, True),
        ]
        cursor.execute("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'handrail'")
        assert cursor.fetchone() == ("handrail_owner",)
        connection.close()


def test_nothing_listens_on_the_network_and_the_folders_are_private(tmp_path: Path) -> None:
    with private_servers(tmp_path, durable=False) as servers:
        connection = psycopg2.connect(servers.database_url)
        cursor = connection.cursor()
        cursor.execute("SHOW listen_addresses")
        assert cursor.fetchone() == ("",)
        connection.close()
        folders = (servers.postgres.data, servers.postgres.sockets, servers.redis.sockets)
        assert {folder.stat().st_mode & 0o777 for folder in folders} == {0o700}


def test_a_path_too_long_for_a_socket_and_with_a_blank_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "a folder with blanks" / ("x" * 120)
    folder.mkdir(parents=True)
    with private_servers(folder, durable=False) as servers:
        psycopg2.connect(servers.database_url).close()
        assert servers.postgres.data.is_relative_to(folder)
        assert len(str(servers.redis.socket)) < 100


def test_what_a_crash_left_is_no_obstacle(tmp_path: Path) -> None:
    """A pid file that names a living process which is no PostgreSQL: numbers come again after a restart."""
    with private_servers(tmp_path, durable=False) as servers:
        postgres, redis = servers.postgres, servers.redis
        left = (postgres.data / "postmaster.pid").read_text()
    stale = [str(os.getpid()), *left.splitlines()[1:]]
    (postgres.data / "postmaster.pid").write_text("\n".join(stale) + "\n")
    (postgres.sockets / ".s.PGSQL.5432").touch()
    (postgres.sockets / ".s.PGSQL.5432.lock").write_text("\n".join(stale) + "\n")
    redis.socket.touch()
    with private_servers(tmp_path, durable=False) as servers:
        psycopg2.connect(servers.database_url).close()


def test_kill_9_of_the_supervisor_leaves_no_orphan_and_the_next_start_works(tmp_path: Path) -> None:
    supervisor = subprocess.Popen([sys.executable, "-c", WAIT, tmp_path], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert supervisor.stdout is not None
    servers = [int(pid) for pid in supervisor.stdout.readline().split()]
    everyone = [*servers, *(child for server in servers for child in children_of(server))]
    assert len(everyone) > 4
    assert all(running(pid) for pid in servers)  # a server's own children come and go
    supervisor.send_signal(signal.SIGKILL)
    supervisor.wait()
    supervisor.stdout.close()
    with private_servers(tmp_path, durable=False) as again:
        psycopg2.connect(again.database_url).close()
    eventually(lambda: not any(running(pid) for pid in everyone), "all servers gone", 10)


def test_a_cluster_whose_making_was_interrupted_is_made_again(tmp_path: Path) -> None:
    unfinished = tmp_path / "postgres.unfinished"
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("15\n")
    postgres = Postgres(tmp_path, durable=False)
    try:
        postgres.start()
        psycopg2.connect(postgres.owner_url).close()
    finally:
        postgres.stop()


def test_data_of_a_version_that_is_not_installed_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir(mode=0o700)
    (tmp_path / "postgres" / "PG_VERSION").write_text("9\n")
    with pytest.raises(CannotStart, match="made by PostgreSQL 9, which is not installed"):
        Postgres(tmp_path).start()


def test_redis_comes_back_at_the_same_address(tmp_path: Path) -> None:
    redis = Redis(tmp_path)
    try:
        before, first = redis.url, redis.start()
        first.kill()
        assert redis.start().pid != first.pid
        assert redis.url == before
    finally:
        redis.stop()
