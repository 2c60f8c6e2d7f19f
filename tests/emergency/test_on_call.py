"""Who is on call, and what happens when a colleague is asked for help in a crisis."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.accounts.models import Membership
from clinic.audit.models import Event
from clinic.clients.models import AccessGrant, Client, Todo
from clinic.notifications.kinds import subject, text
from clinic.notifications.models import Message
from clinic.web.errors import Conflict, Http404
from emergency import on_call_queries
from emergency.actions.crisis import end_crisis, open_crisis
from emergency.actions.on_call import ask_colleague, end_on_call, put_on_call
from emergency.models import Incident, IncidentEntry, OnCall
from emergency.on_call_queries import on_call_now
from tests.cast import Cast, browser_of


def turn(cast: Cast, member: Membership, begins: timedelta = -timedelta(hours=1), ends: timedelta = timedelta(hours=8)) -> OnCall:
    now = timezone.now()
    return put_on_call(by=cast.ada.actor, member=member, starts_at=now + begins, ends_at=now + ends)


def test_who_is_asked_now(cast: Cast) -> None:
    assert on_call_now() == cast.sam, "nobody is on call: a supervisor"
    ended = turn(cast, cast.lee)
    turn(cast, cast.ben, begins=timedelta(hours=2))
    assert on_call_now() == cast.lee, "a turn to come does not count yet"
    assert on_call_now(besides=cast.lee.pk) == cast.sam, "nobody asks themselves"
    turn(cast, cast.sam, begins=-timedelta(minutes=5))
    assert on_call_now() == cast.sam, "of two, the one who began later"
    for row in OnCall.objects.exclude(member_id=cast.ben.pk):
        end_on_call(by=cast.sam.actor, on_call=row)
    end_on_call(by=cast.sam.actor, on_call=ended)
    Membership.objects.filter(pk=cast.sam.pk).update(ended_at=timezone.now(), ended_by_id=cast.ada.pk)
    assert on_call_now() is None


def test_a_turn_is_refused_where_it_makes_no_sense(cast: Cast) -> None:
    for begins, ends, words in ((-2, -1, "in the past"), (2, 1, "after it begins"), (0, 24 * 32, "31 days")):
        with pytest.raises(Conflict, match=words):
            turn(cast, cast.lee, timedelta(hours=begins), timedelta(hours=ends))
    turn(cast, cast.lee)
    with pytest.raises(Conflict, match="already"):
        turn(cast, cast.lee, begins=timedelta(hours=7), ends=timedelta(hours=9))
    with pytest.raises(Conflict, match="therapist or supervisor"):
        turn(cast, cast.kay)
    with pytest.raises(Http404):
        put_on_call(by=cast.lee.actor, member=cast.lee, starts_at=timezone.now(), ends_at=timezone.now() + timedelta(hours=1))


def test_the_schedule_is_kept_on_its_page(cast: Cast) -> None:
    ada, day = browser_of(cast.ada), timezone.now().astimezone(cast.elm.zone).date()
    sent = {
        "member": str(cast.ben.pk),
        "first_day": day,
        "first_time": "00:00",
        "last_day": day + timedelta(days=1),
        "last_time": "08:00",
    }
    refused = ada.post(reverse("oncall"), {**sent, "last_day": day - timedelta(days=1)})
    assert (refused.status_code, b"The end must come after the beginning" in refused.content) == (422, True)
    assert ada.post(reverse("oncall"), sent).status_code == 302
    page = ada.get(reverse("oncall")).content.decode()
    assert 'Asked now: <strong>Ben Okoro</strong>, <span class="nowrap">(415) 555-0111</span>' in page
    row = OnCall.objects.get()
    assert row.starts_at.astimezone(cast.elm.zone).hour == 0
    assert browser_of(cast.sam).post(reverse("oncall-end", kwargs={"on_call": row.pk})).status_code == 302
    assert "Asked now: <strong>Sam Reyes</strong>" in ada.get(reverse("oncall")).content.decode()
    assert browser_of(cast.lee).get(reverse("oncall")).status_code == 404


@pytest.mark.feature("F5")
def test_asking_a_colleague_names_nobody_and_lets_them_in(cast: Cast) -> None:
    turn(cast, cast.ben)
    operation = uuid4()
    for _ in range(2):  # sent again after a lost answer
        assert ask_colleague(by=cast.lee.actor, client=cast.rosa, operation_id=operation) == cast.ben
    message = Message.objects.get(kind="staff-help")
    assert text(message) == "A colleague needs help now. Sign in: http://localhost:8000/ or call (415) 555-0100"
    assert (subject(message), message.address) == ("A colleague needs help now. Sign in", cast.ben.user.email)
    grant = AccessGrant.objects.get(holder_id=cast.ben.pk, client=cast.rosa)
    assert timedelta(hours=3, minutes=59) < grant.ends_at - timezone.now() <= timedelta(hours=4)  # type: ignore[operator]
    assert cast.rosa in Client.objects.visible_to(cast.ben.actor)
    assert Event.objects.filter(action="crisis.ask").count() == 1
    assert IncidentEntry.objects.get(what="asked").words == "Ben Okoro"

    on_today = "A colleague asks for help in a crisis now: Rosa A."
    assert on_today in browser_of(cast.ben).get(reverse("today")).content.decode()
    assert on_today not in browser_of(cast.lee).get(reverse("today")).content.decode(), "who asked is not asked"
    assert on_call_queries.moment(message) == message.due_at
    for _ in range(2):
        open_crisis(by=cast.ben.actor, client=cast.rosa, operation_id=uuid4())
    assert IncidentEntry.objects.get(what="joined").by_id == cast.ben.pk, "one line per person"
    assert on_today not in browser_of(cast.ben).get(reverse("today")).content.decode()
    assert on_call_queries.moment(message) is None, "they are there: no mail any more"

    ask_colleague(by=cast.lee.actor, client=cast.rosa)
    assert Todo.objects.get(kind="help_asked").done_at is None, "asked once more"
    assert Message.objects.filter(kind="staff-help").count() == 2
    Message.objects.update(made_at=timezone.now() - timedelta(hours=2))
    assert [on_call_queries.moment(each) for each in Message.objects.all()] == [None, None], "now meant then"
    end_crisis(by=cast.lee.actor, incident=Incident.objects.get(), outcome="at_home")
    assert Todo.objects.get(kind="help_asked").done_at is not None
    late = timezone.now() - timedelta(minutes=20)
    with pytest.raises(Conflict, match="ended meanwhile"):
        ask_colleague(by=cast.lee.actor, client=cast.rosa, at=late)


def test_a_supervisor_needs_no_grant_and_nobody_is_told_so(cast: Cast) -> None:
    assert ask_colleague(by=cast.lee.actor, client=cast.rosa) == cast.sam
    assert not AccessGrant.objects.filter(holder_id=cast.sam.pk).exists()
    for outsider in (cast.ada, cast.ben):
        with pytest.raises(Http404):
            ask_colleague(by=outsider.actor, client=cast.rosa)
    Membership.objects.filter(pk=cast.sam.pk).update(ended_at=timezone.now(), ended_by_id=cast.ada.pk)
    with pytest.raises(Conflict, match="Nobody is on call"):
        ask_colleague(by=cast.lee.actor, client=cast.rosa)


def test_from_the_page_with_and_without_script(cast: Cast) -> None:
    lee, address = browser_of(cast.lee), reverse("crisis-ask", kwargs={"client": cast.rosa.pk})
    asked = {"lines": [{"at": timezone.now().isoformat(), "operation_id": str(uuid4())}]}
    for _ in range(2):
        said = lee.post(address, asked, content_type="application/json").json()["said"]
        assert said == "A mail to Sam Reyes is written, and it stands on their Today. They may see it late: call them as well."
    assert lee.post(address).url == reverse("crisis", kwargs={"client": cast.rosa.pk})  # type: ignore[attr-defined]
    assert Message.objects.filter(kind="staff-help").count() == 2
    for nothing in ([], {"lines": []}):
        assert lee.post(address, nothing, content_type="application/json").status_code == 422
    Membership.objects.filter(pk=cast.sam.pk).update(ended_at=timezone.now(), ended_by_id=cast.ada.pk)
    asked["lines"][0]["operation_id"] = str(uuid4())
    answer = lee.post(address, asked, content_type="application/json")
    assert (answer.status_code, "Nobody is on call" in answer.json()["problem"]) == (200, True), "it is told, and not sent for ever"
