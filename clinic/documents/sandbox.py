"""Rendering at arm's length: a fresh process with limits, so that no text can take the worker down with it."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from clinic.documents import child

PROJECT = Path(__file__).resolve().parents[2]
HANDED_DOWN = ("PATH", "HOME", "TMPDIR", "FONTCONFIG_PATH", "FONTCONFIG_FILE")

SETUP = (
    "Printing is not set up on this machine. It needs Pango and the DejaVu fonts. On Debian or Ubuntu: "
    "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"
)
TOO_LARGE = "This page is too large to print as one document."
TOO_SLOW = "It took too long to make this document."
UNREADABLE = "This page could not be turned into a document."
STOPPED = "Making this document was stopped before it was done."


class RenderFailed(Exception):
    """No PDF this time. The message is in plain words and holds nothing of the text; trying again is harmless."""


@dataclass(frozen=True)
class Limits:
    """What one document may use."""

    memory: int = 1_500_000_000
    cpu_seconds: int = 20
    wall_seconds: float = 45.0


def render(html: str, *, css: str = "", language: str, title: str, limits: Limits | None = None) -> bytes:
    """The page as PDF (see `render.pdf`), or RenderFailed. The caller survives whatever the text does."""
    limits = limits or Limits()
    request = {
        "html": html,
        "css": css,
        "language": language,
        "title": title,
        "memory": limits.memory,
        "cpu_seconds": limits.cpu_seconds,
    }
    code, made = _run(json.dumps(request).encode("ascii"), limits.wall_seconds)
    if code == 0 and made.startswith(b"%PDF-"):
        return made
    raise RenderFailed(_words(code))


def _run(request: bytes, wall_seconds: float) -> tuple[int, bytes]:
    # The child gets no key, no database address and no password: it sees only the page it prints.
    environment = {name: os.environ[name] for name in HANDED_DOWN if name in os.environ} | {"LANG": "C.UTF-8"}
    with subprocess.Popen(
        [sys.executable, "-m", child.__name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=PROJECT,
        env=environment,
        start_new_session=True,
    ) as process:
        try:
            made, _ = process.communicate(request, timeout=wall_seconds)
        except subprocess.TimeoutExpired:
            return -signal.SIGXCPU, b""
        finally:
            process.kill()
    return process.returncode, made


def _words(code: int) -> str:
    if code == -signal.SIGXCPU:
        return TOO_SLOW
    if code in {child.OUT_OF_MEMORY, -signal.SIGABRT, -signal.SIGTRAP, -signal.SIGSEGV}:
        return TOO_LARGE
    return {child.NOT_INSTALLED: SETUP, child.UNREADABLE: UNREADABLE}.get(code, STOPPED)
