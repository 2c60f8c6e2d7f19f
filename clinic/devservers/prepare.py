"""Brings the database and the static files up to date, in one process; its last line says what went wrong."""

import hashlib
import sys
import traceback
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connections


def prepare() -> int:
    """The exit code: 0, or 1 when something failed."""
    try:
        django.setup()
        call_command("migrate", database="owner", interactive=False, verbosity=0)
        connections["default"].ensure_connection()  # refuses a role that could look past row-level security
        call_command("check_keys")
        _collect_static_files(settings.VAR_DIR / "static-files")
    except Exception as problem:
        traceback.print_exc()
        sys.stderr.write(" ".join(str(problem).split()) + "\n")
        return 1
    return 0


def _collect_static_files(collected: Path) -> None:
    """Compressing them takes seconds, so only when one of them has changed since the last time."""
    now = _static_files()
    if not Path(settings.STATIC_ROOT, "staticfiles.json").exists() or not collected.exists() or collected.read_text() != now:
        call_command("collectstatic", interactive=False, verbosity=0)
        collected.write_text(now)


def _static_files() -> str:
    """A sum that changes with every file that is added, removed or written."""
    sources = ((name, Path(storage.path(name)).stat()) for finder in get_finders() for name, storage in finder.list([]))
    state = sorted((name, stat.st_size, stat.st_mtime_ns) for name, stat in sources)
    return hashlib.sha256(repr(state).encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(prepare())
