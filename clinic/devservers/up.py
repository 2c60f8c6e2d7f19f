"""`manage.py up`: the servers, the database brought up to date, web, worker and timetable; Ctrl-C stops all."""

import argparse
import ctypes
import fcntl
import http.client
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import FrameType

from clinic.devservers.configuration import PROJECT, complete, var_folder
from clinic.devservers.errors import CannotStart
from clinic.devservers.mailsink import MailSink
from clinic.devservers.processes import Child, run_to_end, spawn, wait_until

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
WITHOUT_OWNER = {"DATABASE_OWNER_URL": ""}  # what serves people cannot change tables


def up(arguments: Sequence[str]) -> int:
    """Run until Ctrl-C: exit code 0. When it cannot start or go on: one sentence on stderr and 1."""
    options = _options(arguments)
    for number in STOPPING:
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:  # nohup stays nohup
            signal.signal(number, _interrupt)
    try:
        with ExitStack() as running:
            _run(running, port=options.port, demo=options.demo)
    except CannotStart as problem:
        sys.stderr.write(f"Handrail cannot run. {problem}\n")
        return 1
    except KeyboardInterrupt:
        sys.stdout.write("\nHandrail has stopped.\n")
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="manage.py up", description="Run all of Handrail on this machine until Ctrl-C.")
    parser.add_argument("--port", type=int, default=8000, help="of the web server, on this machine only (default 8000)")
    parser.add_argument("--demo", action=argparse.BooleanOptionalAction, default=False, help="with a made-up clinic")
    return parser.parse_args(arguments)


def _run(running: ExitStack, *, port: int, demo: bool) -> None:
    var = var_folder()
    running.enter_context(_only_one(var))
    _port_is_free(port)
    sink = MailSink(var / "mail") if demo else None
    if sink:
        running.callback(sink.stop)
    _check_pdf(var)
    sys.stdout.write("Handrail is starting; the first time takes a little longer.\n")
    sys.stdout.flush()
    configuration = complete(var, running, port=port, demo_mail=sink.url if sink else None)
    environment = {**os.environ, **configuration.settings, "DJANGO_SETTINGS_MODULE": "clinic.settings"}
    run_to_end(_start("Preparing", ["-m", "clinic.devservers.prepare"], var, environment), "The database is not ready")
    links = _demo(var, environment) if demo else ""
    children = _serve(running, var, port, environment | WITHOUT_OWNER)
    if sink:
        sink.start()  # a thread, so only now: nothing is forked after it
    wait_until(lambda: _answers(port), children[0], patience=60)
    sys.stdout.write(f"\nHandrail is running: http://localhost:{port}/\n{links}Ctrl-C stops it. Logs: {var / 'log'}\n")
    sys.stdout.flush()
    _watch([*configuration.servers, *children])


def _serve(running: ExitStack, var: Path, port: int, environment: Mapping[str, str]) -> list[Child]:
    """What stays up, first the web server. All are asked to stop at once, then waited for."""
    celery = ["-m", "celery", "-A", "clinic"]
    worker = ["worker", "--concurrency=2", "--without-gossip", "--without-mingle", "--loglevel=WARNING"]
    children: list[Child] = []
    running.callback(_stop, children)
    for name, command in (
        ("The web server", ["-m", "gunicorn", f"--bind=127.0.0.1:{port}"]),
        ("The worker", [*celery, *worker]),
        ("The timetable", [*celery, "beat", "--pidfile=", "--loglevel=WARNING"]),
    ):
        children.append(_start(name, command, var, environment))
    return children


def _stop(children: Sequence[Child]) -> None:
    """All at once: together they take as long as the slowest."""
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.wait_or_kill()


def _start(name: str, arguments: Sequence[str], var: Path, environment: Mapping[str, str]) -> Child:
    log = var / "log" / f"{name.removeprefix('The ').replace(' ', '-').lower()}.log"
    return spawn(name, [sys.executable, *arguments], log, env=environment, cwd=PROJECT)


def _demo(var: Path, environment: Mapping[str, str]) -> str:
    """Make the made-up clinic when it is not there; the sign-in links, for the terminal only and no log."""
    links = var / "demo-links"
    links.unlink(missing_ok=True)
    links.touch(mode=0o600)
    child = spawn("The demo", [sys.executable, "manage.py", "demo"], links, env=environment, cwd=PROJECT)
    run_to_end(child, "The demo could not be made")
    text = links.read_text()
    links.unlink()
    return text


def _watch(children: Sequence[Child]) -> None:
    while all(child.running() for child in children):
        time.sleep(0.3)
    raise CannotStart(next(child.epitaph() for child in children if not child.running()))


@contextmanager
def _only_one(var: Path) -> Iterator[None]:
    """Two at a time on one folder would tear at the same database."""
    with (var / "up.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CannotStart(f"It is already running on {var} (process {lock.read().strip()}).") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def _port_is_free(port: int) -> None:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except (OSError, OverflowError):
        other = 8001 if port == 8000 else 8000
        raise CannotStart(
            f"Port {port} is not free: stop the program that uses it, or choose another, for example --port {other}."
        ) from None


def _check_pdf(var: Path) -> None:
    """Pango is a system library: pip cannot bring it."""
    with suppress(OSError):
        ctypes.CDLL("libpangoft2-1.0.so.0")
        return
    child = _start("The PDF library", ["-c", "import weasyprint"], var, os.environ)  # knows its name on other systems
    if child.process.wait():
        raise CannotStart(
            "A system library for PDFs is missing: run bin/setup, or install Pango"
            f" (Debian: apt install libpangoft2-1.0-0 libharfbuzz-subset0). It said: {child.last_words()}"
        )


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": "localhost"})
        status = connection.getresponse().status
    except OSError:
        return False
    finally:
        connection.close()
    if status >= 500:
        raise CannotStart(f"Its first page fails (HTTP status {status}).")
    return True


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Leave the `with` block, once; while it takes everything down a second Ctrl-C changes nothing."""
    for stopping in STOPPING:
        signal.signal(stopping, lambda number, frame: None)
    raise KeyboardInterrupt
