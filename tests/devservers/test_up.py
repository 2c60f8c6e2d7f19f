"""`manage.py up` as a person meets it: one address when it runs, one sentence when it cannot, nothing left when it ends."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.devservers.test_private_servers import children_of, running
from tests.servers import ROOT, eventually

Up = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all tests of this file that really run it: only the first start makes a database."""
    return tmp_path_factory.mktemp("up") / "var"


@pytest.fixture
def up(tmp_path: Path) -> Generator[Up]:
    """Starts `up` in a folder of its own, with none of the settings of this test run."""
    started: list[subprocess.Popen[str]] = []
    ours = ("HANDRAIL_", "DATABASE_", "REDIS_", "EMAIL_", "DJANGO_", "CLIENT_")

    def start(*arguments: str, **env: str) -> subprocess.Popen[str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        command = [sys.executable, "manage.py", "up", *arguments]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=clean | {"HANDRAIL_VAR": str(tmp_path / "var")} | env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.terminate()
        process.communicate(timeout=30)


def refusal(process: subprocess.Popen[str]) -> str:
    """What it says when it does not run: always one line, never a traceback, exit code 1."""
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert len(said.splitlines()) == 1
    assert "Traceback" not in said
    return said


def command_of(pid: int) -> str:
    """Nothing when it has ended meanwhile: a server's own children come and go."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    return ""


def until_it_runs(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("Handrail is running: "):
            return line.split()[-1]
    raise AssertionError(process.stderr.read() if process.stderr else "")


def test_it_serves_pages_at_the_address_it_prints_and_ctrl_c_stops_everything(up: Up, port: int, var: Path) -> None:
    process = up("--port", str(port), HANDRAIL_VAR=str(var))
    assert until_it_runs(process) == f"http://localhost:{port}/"
    connection = http.client.HTTPConnection("localhost", port, timeout=10)
    connection.request("GET", "/")
    answer = connection.getresponse()
    assert answer.status < 500
    assert "Content-Security-Policy" in answer.headers
    connection.close()
    children = children_of(process.pid)
    commands = " ".join(map(command_of, children))
    for part in ("postgres", "redis-server", "gunicorn", "celery -A clinic worker", "celery -A clinic beat"):
        assert part in commands
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (0, "")
    assert not any(running(child) for child in children)


def test_a_second_start_keeps_the_keys_allows_no_other_and_kill_9_leaves_no_orphan(up: Up, port: int, var: Path) -> None:
    if not var.exists():  # this test alone: be the first start, too
        until_it_runs(first := up("--port", str(port), HANDRAIL_VAR=str(var)))
        first.terminate()
        first.wait(30)
    keys = (var / "keys").read_text()
    until_it_runs(second := up("--port", str(port), HANDRAIL_VAR=str(var)))
    assert (var / "keys").read_text() == keys
    kept = {path.name: path.stat().st_mode & 0o777 for path in (var, var / "keys", var / "settings.env", var / "log")}
    assert kept == {"var": 0o700, "keys": 0o600, "settings.env": 0o600, "log": 0o700}
    assert "already running on" in refusal(up("--port", str(port + 1), HANDRAIL_VAR=str(var)))
    assert second.poll() is None
    children = children_of(second.pid)
    assert len(children) > 8
    second.kill()
    eventually(lambda: not any(running(child) for child in children), "all of them gone", 30)


def test_when_one_part_dies_all_stop_with_a_sentence(up: Up, port: int, var: Path) -> None:
    process = up("--port", str(port), HANDRAIL_VAR=str(var))
    until_it_runs(process)
    children = children_of(process.pid)
    os.kill(next(child for child in children if "redis-server" in command_of(child)), signal.SIGKILL)
    assert "The message broker (Redis) stopped by itself" in refusal(process)
    assert not any(running(child) for child in children)


def test_a_port_that_is_taken(up: Up, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        assert f"Port {port} is not free" in refusal(up("--port", str(port)))


@pytest.mark.parametrize(("named", "missing"), [("DATABASE_URL", "DATABASE_OWNER_URL"), ("DATABASE_OWNER_URL", "DATABASE_URL")])
def test_half_a_configuration(up: Up, port: int, named: str, missing: str) -> None:
    assert f"{missing} is missing" in refusal(up("--port", str(port), **{named: "postgresql://db.example.org/handrail"}))


def test_a_secret_file_that_is_not_there(up: Up, port: int) -> None:
    said = refusal(up("--port", str(port), DATABASE_URL_FILE="/nonexistent/url"))
    assert "DATABASE_URL_FILE names a file that cannot be read" in said


def test_a_database_that_does_not_answer(up: Up, port: int, tmp_path: Path) -> None:
    url = f"postgresql://handrail_app@/handrail?host={tmp_path}"
    said = refusal(up("--port", str(port), DATABASE_URL=url, DATABASE_OWNER_URL=url))
    assert "The database is not ready" in said
    assert "No such file or directory" in said


def test_keys_that_are_gone_are_never_made_anew_beside_the_data_they_sealed(up: Up, port: int, tmp_path: Path) -> None:
    (tmp_path / "var" / "postgres").mkdir(parents=True, mode=0o700)
    said = refusal(up("--port", str(port)))
    assert "The keys in" in said
    assert not (tmp_path / "var" / "keys").exists()


def test_a_missing_python_package(tmp_path: Path) -> None:
    """Started with a Python that has none of our packages."""
    done = subprocess.run([sys.executable, "-S", "manage.py", "up"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "The Python package django is not installed here: run bin/setup, or use .venv/bin/python.\n"
