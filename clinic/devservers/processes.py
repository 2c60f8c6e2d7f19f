"""Child processes that never outlive the process that started them."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from clinic.devservers.errors import CannotStart

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Identity:
    """How a program is started when it refuses to run as root: a command in front of it, or another user."""

    prefix: tuple[str, ...] = ()
    uid: int | None = None
    gid: int | None = None


OURSELVES = Identity()


@dataclass
class Child:
    """A running program with a name people understand and the log it writes."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    stop_signal: int = signal.SIGTERM
    log_began: int = 0  # the log before that is of an earlier run

    @property
    def pid(self) -> int:
        return self.process.pid

    def running(self) -> bool:
        return self.process.poll() is None

    def stop(self, patience: float = 15) -> None:
        """Ask it to stop, wait, and kill it when it does not."""
        self.ask_to_stop()
        self.wait_or_kill(patience)

    def ask_to_stop(self) -> None:
        if self.running():
            self.process.send_signal(self.stop_signal)

    def wait_or_kill(self, patience: float = 15) -> None:
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def last_words(self) -> str:
        """The last line of its log: what to show when it stopped by itself."""
        lines = self.log.read_bytes()[self.log_began :].decode(errors="replace").splitlines()
        return next((line.strip() for line in reversed(lines) if line.strip()), "it wrote nothing")

    def epitaph(self) -> str:
        """One sentence on a child that is no longer running."""
        return f"{self.name} stopped by itself (exit code {self.process.returncode}): {self.last_words()} (more in {self.log})"


def spawn(
    name: str,
    command: Sequence[str | Path],
    log: Path,
    *,
    stop_signal: int = signal.SIGTERM,
    identity: Identity = OURSELVES,
    env: Mapping[str, str] | None = None,
    cwd: Path | str = "/",
) -> Child:
    """Start a program in a session of its own (Ctrl-C reaches only us) that dies when we die."""
    log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with log.open("ab") as output:
        began = output.tell()
        process = subprocess.Popen(
            [*identity.prefix, *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env=env,
            cwd=cwd,
            user=identity.uid,
            group=identity.gid,
            extra_groups=None if identity.uid is None else [],
            preexec_fn=_tie_to_us(stop_signal),
        )
    return Child(name, process, log, stop_signal, began)


def run_to_end(child: Child, what_failed: str) -> None:
    """Wait for a program that does one thing; CannotStart with its last line when it fails."""
    if child.process.wait():
        raise CannotStart(f"{what_failed}: {child.last_words()} (more in {child.log})")


def wait_until(ready: Callable[[], bool], child: Child, patience: float = 30) -> None:
    """Return when the child is ready for work; CannotStart when it stopped or took too long."""
    end = time.monotonic() + patience
    while not ready():
        if not child.running():
            raise CannotStart(child.epitaph())
        if time.monotonic() > end:
            raise CannotStart(f"{child.name} was not ready after {patience:.0f} seconds: see {child.log}")
        time.sleep(0.03)


def _tie_to_us(stop_signal: int) -> Callable[[], None] | None:
    """Linux sends the child this signal when its parent is gone, even after kill -9."""
    libc = _libc
    if libc is None:
        return None
    parent = os.getpid()

    def tie() -> None:
        libc.prctl(PR_SET_PDEATHSIG, stop_signal, 0, 0, 0)
        if os.getppid() != parent:  # we died between fork and prctl
            os._exit(1)

    return tie
