"""Events that the database could not take: kept as lines in a file of this machine, and brought into the log once.

A line is one event as JSON: ids, names of fields and views, never content. Whoever writes or claims the file holds its lock.
Bringing in inserts by the event's own id and skips what is there, so that a crash between that and the removal of the
file does no harm.
"""

import fcntl
import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError

from clinic.audit.models import Event
from clinic.db.context import clinic_context

log = logging.getLogger("handrail.audit")
FILE, CLAIMED, REJECTED = "audit.jsonl", "audit.*.claimed", "audit.rejected"
COLUMNS = {field.attname: field for field in Event._meta.concrete_fields}
KEYS = ("clinic_id", "actor_id")


def keep(event: Event) -> None:
    """Put an event aside until the database takes it. Never raises: where no file can be written either, the log says so."""
    line = json.dumps({name: getattr(event, name) for name in COLUMNS}, cls=DjangoJSONEncoder)
    try:
        _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        with _locked(_folder() / FILE, os.O_RDWR | os.O_CREAT | os.O_APPEND) as file:
            _append(file, line.encode())
    except OSError:
        log.exception("event %s could not be kept", event.pk)


def is_waiting() -> bool:
    """Whether events wait to be brought in."""
    return any(_files())


def bring_in() -> int:
    """Write what waits into the log, each event once, however often and by however many this is called. How many lines."""
    left = _claimed()  # of a try that failed: as long as nothing can be written, no more files are made
    _claim()
    return left + _claimed()


def _claimed() -> int:
    return sum(_bring_in(file) for file in sorted(_folder().glob(CLAIMED)))


def _folder() -> Path:
    return Path(settings.AUDIT_SPOOL)


def _files() -> Iterator[Path]:
    yield from (path for path in (_folder() / FILE,) if path.exists())
    yield from _folder().glob(CLAIMED)


@contextmanager
def _locked(path: Path, flags: int) -> Iterator[int]:
    """The file of this name, open, with nobody else at it."""
    while True:
        file = os.open(path, flags | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            if path.exists() and os.path.samestat(os.fstat(file), path.stat()):
                yield file
                return
        finally:
            os.close(file)


def _append(file: int, line: bytes) -> None:
    """Whole or not at all, and on the disk when this returns; a torn line of a crash before it is closed first."""
    size = os.fstat(file).st_size
    begun = size and os.pread(file, 1, size - 1) != b"\n"
    text = (b"\n" if begun else b"") + line + b"\n"
    try:
        if os.write(file, text) != len(text):
            raise OSError("the disk is full")
        os.fsync(file)
    except OSError:
        os.ftruncate(file, size)
        raise


def _claim() -> None:
    """From here on others write to a new file."""
    path = _folder() / FILE
    try:
        with _locked(path, os.O_RDWR):
            path.rename(path.with_name(CLAIMED.replace("*", uuid4().hex)))
    except FileNotFoundError:
        return


def _bring_in(file: Path) -> int:
    try:
        lines = file.read_bytes().splitlines()
    except FileNotFoundError:  # another process was faster
        return 0
    rejected = [line for line in lines if line and not _written(line)]
    if rejected:
        log.error("%s lines of the audit spool make no event: see %s", len(rejected), REJECTED)
        with _locked(_folder() / REJECTED, os.O_RDWR | os.O_CREAT | os.O_APPEND) as kept:
            _append(kept, b"\n".join(rejected))
    file.unlink(missing_ok=True)
    return len(lines) - len(rejected)


def _written(line: bytes) -> bool:
    """Whether the log has this event now; False for a line that is none, as the last one before a crash may be."""
    try:
        told: dict[str, Any] = json.loads(line)
        facts = {name: COLUMNS[name].to_python(value) for name, value in told.items() if name in COLUMNS and name not in KEYS}
        event = Event(**facts, **{name: UUID(told[name]) for name in KEYS})
        with clinic_context(event.clinic_id):
            Event.objects.bulk_create([event], ignore_conflicts=True)
    except (ValueError, KeyError, TypeError, ValidationError, IntegrityError):
        return False
    return True
