"""Whatever a text does, the process that asked for the document lives, and hears in plain words what happened."""

import logging
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from clinic.documents import sandbox
from clinic.documents.sandbox import Limits, RenderFailed

ROOT = Path(__file__).resolve().parents[2]
PAGE = "<!doctype html><html><body><h1>My plan</h1><p>{}</p></body></html>"
HEAVY = PAGE.format("<table><tr><td>" + "some words that take time to lay out " * 200_000 + "</td></tr></table>")


def render(html: str, limits: Limits | None = None) -> bytes:
    return sandbox.render(html, language="en", title="My plan", limits=limits)


def test_it_gives_the_same_bytes_each_time() -> None:
    first = render(PAGE.format("Walk Luna"))
    assert first.startswith(b"%PDF-")
    assert render(PAGE.format("Walk Luna")) == first


def test_too_much_memory_ends_the_child_only() -> None:
    with pytest.raises(RenderFailed, match="too large"):
        render(HEAVY, Limits(memory=200_000_000, cpu_seconds=120, wall_seconds=120))
    assert render(PAGE.format("again"))


def test_too_much_work_ends_the_child_only() -> None:
    with pytest.raises(RenderFailed, match="too long"):
        render(HEAVY, Limits(cpu_seconds=2))
    assert render(PAGE.format("again"))


def test_too_long_a_wait_ends_the_child_only() -> None:
    started = time.monotonic()
    with pytest.raises(RenderFailed, match="too long"):
        render(HEAVY, Limits(wall_seconds=1))
    assert time.monotonic() - started < 5


def children() -> list[int]:
    found = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return [int(pid) for file in found for pid in file.read_text().split()]


def test_a_killed_child_is_no_harm() -> None:
    before = set(children())

    def kill() -> None:
        while not (new := set(children()) - before):
            time.sleep(0.01)
        time.sleep(0.3)
        os.kill(new.pop(), 9)

    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(RenderFailed, match="stopped"):
        render(HEAVY)
    killer.join()
    assert render(PAGE.format("again"))


def test_a_deeply_nested_page_is_refused_in_words(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(RenderFailed) as failed:
        render(PAGE.format("<div>" * 3_000 + "canary-4711"))
    assert "canary" not in str(failed.value) + caplog.text
    assert failed.value.__cause__ is None


@pytest.mark.parametrize("signs", ["a\x00b", "\ud800", "\uffff", "😀" * 500, "\u202e" * 100])
def test_odd_signs_pass_through_the_pipe(signs: str) -> None:
    assert render(PAGE.format(signs)).startswith(b"%PDF-")


def test_the_child_gets_neither_keys_nor_text_on_its_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDRAIL_FIELD_KEYS", "secret-4711")
    seen: list[bytes] = []
    before = set(children())

    def look() -> None:
        while not (new := set(children()) - before):
            time.sleep(0.01)
        child = Path("/proc") / str(new.pop())
        while b"clinic.documents.child" not in (child / "cmdline").read_bytes():  # it is still a copy of us
            time.sleep(0.01)
        seen.extend([(child / "environ").read_bytes(), (child / "cmdline").read_bytes()])

    watcher = threading.Thread(target=look)
    watcher.start()
    with pytest.raises(RenderFailed):
        render(HEAVY.replace("some words", "canary-4711"), Limits(wall_seconds=2))
    watcher.join()
    assert b"clinic.documents.child" in seen[1]
    assert not [part for part in seen if b"4711" in part]


def test_the_site_itself_never_loads_the_printing_library() -> None:
    code = "import sys; import clinic.documents.sandbox; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sandbox, "PROJECT", tmp_path)
    broken = tmp_path / "clinic" / "documents"
    broken.mkdir(parents=True)
    for name in ("child.py", "render.py", "__init__.py"):
        (broken / name).write_text((ROOT / "clinic" / "documents" / name).read_text())
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library pango')")
    with pytest.raises(RenderFailed, match="apt install libpango"):
        render(PAGE.format("x"))
