"""Events that the database could not take lie in a file, and come into the log exactly once."""

import json
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import InternalError, connection, transaction

from clinic.audit import spool
from clinic.audit.log import Surroundings, record, record_once, surroundings
from clinic.audit.models import Event
from clinic.clients.models import Todo
from tests.cast import Cast, browser_of


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.AUDIT_SPOOL = tmp_path / "spool"
    return tmp_path / "spool"


@contextmanager
def read_only() -> Iterator[None]:
    """The rest of the transaction takes no writes, as when the whole database does not."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL transaction_read_only = on")
        yield
        transaction.set_rollback(True)  # the savepoint remembers that it could be written to


def kept(folder: Path) -> list[dict[str, Any]]:
    lines = [json.loads(line) for file in folder.iterdir() for line in file.read_text().splitlines()]
    return sorted(lines, key=lambda line: str(line["at"]))


def event_of(cast: Cast, **fields: Any) -> Event:
    fields = {"action": "client.read", "client_id": cast.rosa.pk, "fields": ["name"], "roles": ["therapist"], **fields}
    return Event(clinic_id=cast.elm.id, actor_id=cast.lee.id, **fields)


@pytest.mark.feature("F6")
def test_pages_that_stand_on_reads_answer_while_nothing_can_be_written(cast: Cast, folder: Path) -> None:
    lee = browser_of(cast.lee)
    session = lee.session
    session["seen"] -= 60  # so that this visit would be noted
    session.save()
    before = Event.objects.count()
    with read_only():
        for page in ("", f"clients/{cast.rosa.pk}/", f"clients/{cast.rosa.pk}/plan/"):
            assert lee.get(f"/{page}").status_code == 200, page
        assert lee.get(f"/clients/{cast.theo.pk}/").status_code == 404
        assert lee.post(f"/crisis/{cast.rosa.pk}/open/")["Location"] == f"/clients/{cast.rosa.pk}/crisis/"
        assert lee.get(f"/clients/{cast.rosa.pk}/crisis/").status_code == 200
        assert lee.post(f"/crisis/{cast.theo.pk}/open/").status_code == 503, "a grant has to be written"
        assert lee.get("/clients/").status_code == 503, "a page that makes no such promise says that it cannot"
        refused = lee.post(f"/clients/{cast.rosa.pk}/edit/", {"name": "Rosa"})
        assert (refused.status_code, b"If you just sent something, go back and send it again." in refused.content) == (503, True)
    assert Event.objects.count() == before
    lines = kept(folder)
    told = [(line["action"], line["outcome"]) for line in lines]
    assert told[:4] == [("today.read", "ok"), ("client.read", "ok"), ("plan.read", "ok"), ("client.read", "denied")]
    assert "Rosa" not in str(lines)
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(list(folder.iterdir())) == 2, "tries that fail leave one file claimed, not one each"

    assert browser_of(cast.lee).get("/").status_code == 200
    assert not spool.is_waiting(), "brought in with the next answer"
    stored = {str(event.pk): event for event in Event.objects.all()}
    assert all(stored[line["id"]].at.isoformat()[:19] == line["at"][:19] for line in lines), "each with its own time"
    assert stored[lines[1]["id"]].client_id == cast.rosa.pk


def test_brought_in_twice_by_two_ways_is_once_and_a_torn_line_stops_nobody(cast: Cast, folder: Path) -> None:
    first, second, third = (event_of(cast) for _ in range(3))
    spool.keep(first)
    whole = (folder / "audit.jsonl").read_bytes()
    with (folder / "audit.jsonl").open("ab") as file:
        file.write(b'{"id": "torn')  # the process died here
    spool.keep(second)
    out = StringIO()
    call_command("import_audit_spool", stdout=out)
    assert "2 events" in out.getvalue()
    assert Event.objects.filter(pk__in=[first.pk, second.pk]).count() == 2
    assert (folder / "audit.rejected").read_bytes() == b'{"id": "torn\n'

    (folder / "audit.jsonl").write_bytes(whole)  # as after a crash between the insert and the removal of the file
    spool.keep(third)
    spool.bring_in()
    spool.bring_in()
    assert Event.objects.filter(pk__in=[first.pk, second.pk, third.pk]).count() == 3
    assert not spool.is_waiting()


def test_without_a_disk_for_the_spool_the_page_still_stands_and_the_log_names_the_event(
    cast: Cast, settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    settings.AUDIT_SPOOL = tmp_path / "file" / "spool"
    event = event_of(cast)
    spool.keep(event)
    assert str(event.pk) in caplog.text


def test_once_per_visit_breaks_no_page_and_an_action_is_never_put_aside(cast: Cast) -> None:
    todo = Todo.objects.create(clinic_id=cast.elm.id, client=cast.rosa, kind="assign", key="k")
    once = {"by": cast.lee.actor, "action": "crisis.ready", "on": todo, "client_id": cast.rosa.pk}
    with read_only(), surroundings(Surroundings(session="visit", reads_alone=True)):
        assert record_once(**once) is not None
    assert spool.bring_in() == 1
    with read_only(), pytest.raises(InternalError), surroundings(Surroundings()):
        record(by=cast.lee.actor, action="item.save", client_id=cast.rosa.pk)
    assert not spool.is_waiting()
