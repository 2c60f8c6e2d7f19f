"""The one gate to a client: nothing leaves that they have not called safe."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from clinic.clients.actions import clients
from clinic.clients.actions.contact_safety import Said, record_safety
from clinic.clients.actions.notify import notify
from clinic.clients.models import Todo
from clinic.clients.reach import next_safe_moment, window
from clinic.notifications.models import Message
from tests import factories
from tests.cast import Cast

PHOENIX = "America/Phoenix"


def tell(cast: Cast, key: str = "page-ready:1") -> Message | None:
    cast.rosa.refresh_from_db()
    return notify(by=cast.lee.actor, client=cast.rosa, kind="page-ready", key=key, parameters={"link": "/my/"})


def with_email(cast: Cast, address: str = "rosa@example.org") -> None:
    cast.rosa.email = address
    cast.rosa.save(update_fields=["email"])


def test_a_safe_address_gets_exactly_one_message(cast: Cast) -> None:
    with_email(cast)
    factories.safe_channel(cast.rosa)
    first, again = tell(cast), tell(cast)
    assert first is not None
    assert again == first
    assert (first.recipient_id, first.address) == (cast.rosa.id, "rosa@example.org")
    assert Message.objects.count() == 1
    assert not Todo.objects.exists()


@pytest.mark.parametrize(
    "why", ["not asked", "not safe", "no address", "another channel", "words nobody can read", "care has ended"]
)
def test_else_there_is_a_todo_and_nothing_in_the_outbox(cast: Cast, why: str) -> None:
    with_email(cast, "" if why == "no address" else "rosa@example.org")
    if why != "not asked":
        factories.safe_channel(cast.rosa, "text" if why == "another channel" else "email", safe=why != "not safe")
    if why == "words nobody can read":
        record_safety(by=cast.lee.actor, client=cast.rosa, said={"email": Said(True, "when he is at work")})
    if why == "care has ended":
        clients.close(by=cast.lee.actor, client=cast.rosa, why="ended")
    assert tell(cast) is None
    assert tell(cast) is None
    assert Message.objects.count() == 0
    assert Todo.objects.filter(client=cast.rosa, kind="tell_client", key="page-ready:1", done_at=None).count() == 1


def test_a_message_waits_for_the_hours_the_client_named(cast: Cast) -> None:
    with_email(cast)
    record_safety(by=cast.lee.actor, client=cast.rosa, said={"email": Said(True, "00:00-00:01")})
    message = tell(cast)
    assert message is not None
    here = message.due_at.astimezone(ZoneInfo(cast.elm.time_zone))
    assert (here.hour, here.minute) == (0, 0)


@pytest.mark.parametrize(
    ("hours", "now", "expected"),
    [
        ("", "21:00", "21:00"),
        ("09:00-17:00", "09:00", "09:00"),
        ("09:00-17:00", "08:59", "09:00"),
        ("09:00-17:00", "17:00", "09:00 next"),
        ("20:00-06:00", "23:30", "23:30"),
        ("20:00-06:00", "05:59", "05:59"),
        ("20:00-06:00", "06:00", "20:00"),
        ("25:00-26:00", "12:00", None),
        ("9-5", "12:00", None),
    ],
)
def test_hours(hours: str, now: str, expected: str | None) -> None:
    def at(day: int, text: str) -> datetime:
        return datetime(2026, 11, day, int(text[:2]), int(text[3:5]), tzinfo=ZoneInfo(PHOENIX))

    wanted = expected and at(4 if "next" in expected else 3, expected)
    assert next_safe_moment(hours, at(3, now), PHOENIX) == wanted


def test_hours_need_both_ends() -> None:
    noon = datetime(2026, 1, 1, 12).time()
    assert window(noon, None) == ""
    assert window(noon, noon) == "12:00-12:00"
