"""Opening a record that is not one's own: four hours, told, explained, and never an admin's."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from clinic.audit.models import Event
from clinic.clients.actions.break_glass import SAY_MORE, give_reason, open_record
from clinic.clients.actions.clients import close
from clinic.clients.models import AccessGrant, Client, Todo
from clinic.clients.queries import names_for_crisis
from clinic.notifications.models import Message
from clinic.web.errors import Conflict
from tests.cast import Cast, browser_of

WORDS = "Lee is away and Rosa's sister called."


def later(grant: AccessGrant, hours: float) -> None:
    """The grant as it is that many hours after it was made."""
    AccessGrant.objects.filter(pk=grant.pk).update(
        starts_at=grant.starts_at - timedelta(hours=hours), ends_at=grant.ends_at - timedelta(hours=hours)
    )


@pytest.mark.feature("M3")
def test_a_colleague_opens_the_record_for_four_hours_and_those_who_look_after_it_are_told(cast: Cast) -> None:
    ben = browser_of(cast.ben)
    record = f"/clients/{cast.rosa.pk}/"
    assert ben.get(record).status_code == 404

    grant = open_record(by=cast.ben.actor, client=cast.rosa)
    assert (grant.kind, grant.ends_at - grant.starts_at) == ("break_glass", timedelta(hours=4))
    assert open_record(by=cast.ben.actor, client=cast.rosa) == grant, "twice is once"
    assert ben.get(record).status_code == 200
    read = Event.objects.filter(action="client.read", outcome="ok").latest("at")
    assert (read.actor_id, read.grant_id) == (cast.ben.id, grant.pk), "what was read says by which grant"

    told = Todo.objects.get(kind="record_opened")
    assert told.told_id == cast.lee.id
    assert {message.recipient_id for message in Message.objects.filter(kind="needs-you")} == {cast.lee.id, cast.sam.id}
    asked = Todo.objects.get(kind="give_reason")
    assert (asked.told_id, asked.due_at) == (cast.ben.id, grant.starts_at + timedelta(hours=24))

    later(grant, 4)
    assert ben.get(record).status_code == 404, "after four hours it is closed again"
    again = open_record(by=cast.ben.actor, client=cast.rosa)
    assert again.pk != grant.pk


def test_the_reason_is_said_once_by_who_opened_it_also_when_the_four_hours_are_over(cast: Cast) -> None:
    grant = open_record(by=cast.ben.actor, client=cast.rosa)
    later(grant, 5)
    with pytest.raises(Conflict, match=SAY_MORE):
        give_reason(by=cast.ben.actor, grant=grant, why="cover", reason="too short")
    with pytest.raises(Conflict, match=SAY_MORE):
        give_reason(by=cast.ben.actor, grant=grant, why="", reason=WORDS)
    with pytest.raises(Http404):
        give_reason(by=cast.sam.actor, grant=grant, why="cover", reason=WORDS)
    said = give_reason(by=cast.ben.actor, grant=grant, why="called", reason=WORDS)
    assert (said.why, said.reason) == ("called", WORDS)
    assert Todo.objects.get(kind="give_reason").done_by_id == cast.ben.id
    event = Event.objects.get(action="break_glass.reason")
    assert (event.reason, event.grant_id) == ("called", grant.pk)
    assert WORDS not in str(event.__dict__)
    with pytest.raises(Conflict):
        give_reason(by=cast.ben.actor, grant=grant, why="cover", reason="Something else altogether.")


def test_a_reason_given_at_once_asks_for_nothing_more(cast: Cast) -> None:
    grant = open_record(by=cast.ben.actor, client=cast.rosa, why="cover", reason=WORDS)
    assert grant.reasoned_at is not None
    assert not Todo.objects.filter(kind="give_reason").exists()


def test_only_clinicians_of_the_clinic_open_and_only_who_is_in_care(cast: Cast) -> None:
    for member in (cast.ada, cast.kay):
        with pytest.raises(Http404):
            open_record(by=member.actor, client=cast.rosa)
    with pytest.raises(Client.DoesNotExist):
        open_record(by=cast.lee.actor, client=cast.eve)
    own = AccessGrant.objects.get(client=cast.rosa)
    assert open_record(by=cast.lee.actor, client=cast.rosa) == own
    assert not Message.objects.exists()
    assert not Todo.objects.exists()
    assert not names_for_crisis(cast.ada.actor)
    assert [(each.name, each.is_own) for each in names_for_crisis(cast.ben.actor)] == [
        ("Theo Brandt", True),
        ("Rosa Alvarez", False),
    ]
    close(by=cast.lee.actor, client=cast.rosa, why="ended")
    assert [each.name for each in names_for_crisis(cast.ben.actor)] == ["Theo Brandt"]
    with pytest.raises(Conflict, match="Care has ended"):
        open_record(by=cast.ben.actor, client=cast.rosa)


def test_a_supervisor_who_reads_everything_still_needs_a_grant_to_write_and_is_not_told_of_it(cast: Cast) -> None:
    grant = open_record(by=cast.sam.actor, client=cast.rosa)
    assert grant.holder_id == cast.sam.id
    assert {message.recipient_id for message in Message.objects.all()} == {cast.lee.id}
    assert grant.ends_at > timezone.now()
