"""Questionnaires with a client: no answer is lost, and an answer about self-harm always reaches somebody, once."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import Http404
from django.utils import timezone

from clinic.audit.models import Event
from clinic.clients.actions import clients, todos
from clinic.clients.models import AccessGrant, Client, Todo
from clinic.clients.queries import may_read
from clinic.notifications.kinds import text
from clinic.notifications.models import Message
from clinic.web.errors import Conflict
from clinic.web.templatetags.deadlines import deadline
from intake import instruments
from intake.actions import screenings
from intake.models import Formulation, IntakeInvitation, Screening, ScreeningWatch
from intake.screening_queries import check_may_send, shown, todo_of, watch
from tests.cast import Cast


def in_session(cast: Cast, instrument: str = "phq9") -> Screening:
    way = "session" if instruments.get(instrument).wording_included else "result"
    return screenings.begin(by=cast.lee.actor, client=cast.rosa, instrument=instrument, way=way)


def watched(cast: Cast, who: str = "ben", minutes: int = 120) -> ScreeningWatch:
    return screenings.set_watch(by=cast.ada.actor, told=cast.staff[who], within_minutes=minutes)


def invited(cast: Cast, *parts: str, client: Client | None = None) -> IntakeInvitation:
    return IntakeInvitation.objects.create(
        clinic_id=cast.elm.id, client=client or cast.rosa, way="shown", parts=list(parts or ("phq9",)), made_by_id=cast.lee.pk
    )


def by_link(cast: Cast, instrument: str = "phq9", invitation: IntakeInvitation | None = None) -> Screening:
    return screenings.begin(
        by=cast.rosa.actor, client=cast.rosa, instrument=instrument, way="link", invitation=invitation or invited(cast, instrument)
    )


def give(cast: Cast, screening: Screening, by: Any = None, **answers: Any) -> Screening:
    for item, value in answers.items():
        screening = screenings.answer(by=by or cast.lee.actor, screening=screening, item=item.lstrip("_"), value=value)
    return screening


def test_every_answer_is_stored_when_it_is_given(cast: Cast) -> None:
    screening = give(cast, in_session(cast), _1="2", _2=3)
    row = Screening.objects.get(pk=screening.pk)
    assert {item: given[-1]["value"] for item, given in row.answers.items()} == {"1": 2, "2": 3}
    assert row.finished_at is None
    assert shown(row).short_words == "incomplete, 2 of 9"


def test_the_same_answer_again_changes_nothing(cast: Cast) -> None:
    screening = give(cast, in_session(cast), _1=2)
    before = Screening.objects.get(pk=screening.pk)
    give(cast, screening, _1="2")
    assert Screening.objects.get(pk=screening.pk).answers == before.answers
    assert Screening.objects.get(pk=screening.pk).changed_at == before.changed_at


def test_an_unfinished_one_has_no_result_and_a_complete_one_has(cast: Cast) -> None:
    short = give(cast, in_session(cast), _1=3)
    assert screenings.finish(by=cast.lee.actor, screening=short).result is None
    whole = give(cast, in_session(cast), **{f"_{n}": 1 for n in range(1, 9)}, _9=0)
    done = screenings.finish(by=cast.lee.actor, screening=whole)
    assert done.result == {"complete": True, "answered": 9, "of": 9, "total": 8, "result": "mild", "positive": []}
    assert screenings.finish(by=cast.lee.actor, screening=whole).finished_at == done.finished_at


def test_after_the_end_answers_stand(cast: Cast) -> None:
    screening = give(cast, in_session(cast), _1=3)
    screenings.finish(by=cast.lee.actor, screening=screening)
    give(cast, screening, _1=3)  # a repeat over a bad network
    with pytest.raises(Conflict, match="finished"):
        give(cast, screening, _1=0)


def test_two_clicks_start_one(cast: Cast) -> None:
    first = in_session(cast)
    assert in_session(cast) == first
    give(cast, first, _1=0)
    assert in_session(cast) != first


@pytest.mark.feature("A9")
def test_a_positive_answer_of_an_abandoned_form_is_kept_and_opens_one_timed_todo(cast: Cast) -> None:
    screening = give(cast, in_session(cast), _9=1)
    give(cast, screening, _9=2)
    give(cast, screening, _9=0)
    row = Screening.objects.get(pk=screening.pk)
    assert row.positive_at is not None
    assert [given["value"] for given in row.answers["9"]] == [1, 2, 0]
    todo = Todo.objects.get(kind="positive_answer")
    assert (todo.client_id, todo.told_id) == (cast.rosa.pk, cast.lee.pk)
    assert todo.due_at is not None
    assert timedelta() < todo.due_at - timezone.now() <= timedelta(hours=1)
    assert todo_of(row) == todo
    assert not Message.objects.exists(), "who asked is there"


@pytest.mark.parametrize(("instrument", "item", "value"), [("asq", 2, "refused"), ("asq", 4, 1), ("cssrs_screener", 1, 1)])
def test_other_instruments_open_one_too(cast: Cast, instrument: str, item: int, value: Any) -> None:
    give(cast, in_session(cast, instrument), **{f"_{item}": value})
    assert Todo.objects.filter(kind="positive_answer").count() == 1


def test_high_answers_elsewhere_open_none(cast: Cast) -> None:
    give(cast, in_session(cast), **{f"_{n}": 3 for n in range(1, 9)}, _9=0, _difficulty=3)
    give(cast, in_session(cast, "gad7"), **{f"_{n}": 3 for n in range(1, 8)})
    assert not Todo.objects.exists()


def test_by_link_whom_the_clinic_named_is_told_in_neutral_words_and_let_in(cast: Cast) -> None:
    watched(cast, "ben", 120)
    assert not may_read(cast.ben.actor, cast.rosa)
    screening = give(cast, by_link(cast), by=cast.rosa.actor, _1=0, _9=2)
    give(cast, screening, by=cast.rosa.actor, _9=3)
    todo = Todo.objects.get()
    assert todo.told_id == cast.ben.pk
    assert todo.due_at is not None
    assert timedelta(minutes=119) < todo.due_at - timezone.now() <= timedelta(minutes=120)
    message = Message.objects.get()
    assert (message.recipient_id, message.address) == (cast.ben.pk, cast.ben.user.email)
    assert text(message) == "Something needs you today. Sign in: http://localhost:8000/"
    assert may_read(cast.ben.actor, cast.rosa)
    assert AccessGrant.objects.filter(client=cast.rosa, holder_id=cast.ben.pk, kind="cover").count() == 1


def test_without_a_watch_nothing_goes_by_link(cast: Cast) -> None:
    with pytest.raises(Conflict, match="named who is told"):
        check_may_send()
    with pytest.raises(Conflict, match="closed for now"):
        by_link(cast)
    watched(cast)
    assert check_may_send().member == cast.ben
    assert by_link(cast).way == "link"


def test_a_watch_ended_meanwhile_leaves_the_therapist_told(cast: Cast) -> None:
    watched(cast)
    screening = by_link(cast)
    screenings.end_watch(by=cast.sam.actor)
    give(cast, screening, by=cast.rosa.actor, _9=1)
    assert Todo.objects.get().told_id == cast.lee.pk
    assert Message.objects.get().recipient_id == cast.lee.pk


def test_somebody_who_left_watches_nothing(cast: Cast) -> None:
    watched(cast)
    cast.ben.ended_at, cast.ben.ended_by_id = timezone.now(), cast.ada.pk
    cast.ben.save(update_fields=["ended_at", "ended_by"])
    assert watch() is None


def test_one_watch_at_a_time_set_and_ended_by_admins_and_supervisors(cast: Cast) -> None:
    watched(cast, "ben", 45)
    watched(cast, "lee", 60)
    found = watch()
    assert found is not None
    assert (found.member, found.within) == (cast.lee, "1 hour")
    assert ScreeningWatch.objects.count() == 2
    with pytest.raises(Http404):
        screenings.set_watch(by=cast.lee.actor, told=cast.lee, within_minutes=5)
    with pytest.raises(Http404):
        screenings.end_watch(by=cast.lee.actor)
    with pytest.raises(Conflict, match="therapist or supervisor"):
        watched(cast, "kay")
    screenings.end_watch(by=cast.sam.actor)
    screenings.end_watch(by=cast.sam.actor)
    assert watch() is None


def test_a_client_answers_only_their_own_from_their_link(cast: Cast) -> None:
    watched(cast)
    invitation = invited(cast, "gad7")
    own = by_link(cast, "gad7", invitation)
    assert by_link(cast, "gad7", invitation) == own
    with pytest.raises(Http404):
        by_link(cast, "phq9", invitation)
    with pytest.raises(Http404):
        screenings.begin(by=cast.theo.actor, client=cast.rosa, instrument="gad7", way="link", invitation=invitation)
    with pytest.raises(Http404):
        by_link(cast, "gad7", invited(cast, "gad7", client=cast.theo))
    with pytest.raises(Http404):
        by_link(cast, "cssrs_screener", invited(cast, "cssrs_screener"))
    with pytest.raises(Http404):
        give(cast, own, by=cast.theo.actor, _1=0)
    with pytest.raises(Http404):
        give(cast, in_session(cast), by=cast.rosa.actor, _1=0)
    with pytest.raises(Conflict, match="from a link"):
        give(cast, own, _1=0)


def test_strangers_and_ended_care(cast: Cast) -> None:
    screening = in_session(cast)
    for who in ("ben", "ada", "kay", "dov"):
        with pytest.raises(Http404):
            give(cast, screening, by=cast.staff[who].actor, _1=0)
    clients.close(by=cast.lee.actor, client=cast.rosa, why="ended")
    cast.rosa.refresh_from_db()
    screening.client = cast.rosa
    with pytest.raises(Conflict, match="Care has ended"):
        give(cast, screening, _1=0)


def test_it_is_settled_once_and_with_words_of_what_was_done(cast: Cast) -> None:
    give(cast, in_session(cast), _9=3)
    todo = Todo.objects.get()
    with pytest.raises(Conflict, match="Write down"):
        todos.done(by=cast.lee.actor, todo=todo)
    with pytest.raises(Http404):
        todos.done(by=cast.ben.actor, todo=todo, note="Called")
    todos.done(by=cast.sam.actor, todo=todo, note="Spoke with her, plan opened together")
    todos.done(by=cast.lee.actor, todo=todo, note="Again")
    todo.refresh_from_db()
    assert (todo.note, todo.done_by_id) == ("Spoke with her, plan opened together", cast.sam.pk)


@pytest.mark.parametrize(("why", "waits"), [("ended", True), ("died", False)])
def test_the_end_of_care_does_not_settle_it(cast: Cast, why: str, waits: bool) -> None:
    give(cast, in_session(cast), _9=3)
    clients.close(by=cast.lee.actor, client=cast.rosa, why=why)
    assert Todo.objects.waiting().filter(kind="positive_answer").exists() is waits


def test_events_tell_that_and_never_what(cast: Cast) -> None:
    screening = give(cast, in_session(cast), _1=2, _9=3)
    screenings.finish(by=cast.lee.actor, screening=screening)
    screenings.judge(by=cast.lee.actor, screening=screening, note="She says it was last week")
    found = Event.objects.filter(client_id=cast.rosa.pk)
    assert {event.action for event in found} == {"screening.begin", "screening.answer", "screening.finish", "screening.note"}
    assert all(event.fields == [] and event.reason == "" for event in found)


def test_a_score_leaves_the_clinicians_own_level_alone(cast: Cast) -> None:
    before = Formulation.objects.create(clinic_id=cast.elm.id, client=cast.rosa, words={"level": "low"}, by_id=cast.lee.pk)
    screening = give(cast, in_session(cast), **{f"_{n}": 3 for n in range(1, 10)})
    screenings.finish(by=cast.lee.actor, screening=screening)
    assert list(Formulation.objects.all()) == [before]
    assert Formulation.objects.get().words == {"level": "low"}


def test_an_answer_about_self_harm_after_the_first_was_settled_calls_again(cast: Cast) -> None:
    """The named person has spoken about question 1; later the client says Yes to “right now”."""
    watched(cast)
    screening = give(cast, by_link(cast, "asq"), by=cast.rosa.actor, _1="1")
    todo = todo_of(screening)
    assert todo is not None
    todo.client = cast.rosa
    todos.done(by=cast.ben.actor, todo=todo, note="Spoke at 3 pm")
    give(cast, screening, by=cast.rosa.actor, _5="1")
    again = todo_of(screening)
    assert again is not None
    assert again.done_at is None
    assert again.due_at is not None
    assert again.due_at > timezone.now()
    assert Message.objects.filter(kind="needs-you").count() == 2
    again.client = cast.rosa
    todos.done(by=cast.ben.actor, todo=again, note="Spoke again at 4 pm")
    assert Todo.objects.get(pk=todo.pk).note == "Spoke at 3 pm\nSpoke again at 4 pm"


def test_cover_that_ends_sooner_is_prolonged_for_who_is_called(cast: Cast) -> None:
    watched(cast)
    soon = timezone.now() + timedelta(minutes=30)
    cover = {"clinic_id": cast.elm.id, "client": cast.rosa, "holder_id": cast.ben.id, "kind": "cover", "made_by_id": cast.ada.id}
    AccessGrant.objects.create(**cover, ends_at=soon)
    give(cast, by_link(cast), by=cast.rosa.actor, _9=1)
    last = AccessGrant.objects.active().filter(client=cast.rosa, holder_id=cast.ben.id).order_by("-ends_at").first()
    assert last is not None
    assert last.ends_at is not None
    assert last.ends_at > soon + timedelta(hours=20)


def test_an_answer_that_comes_again_late_does_not_undo_a_newer_one(cast: Cast) -> None:
    asked, first = in_session(cast), uuid4()
    for value, name in ((1, first), (2, uuid4()), (1, first)):
        asked = screenings.answer(by=cast.lee.actor, screening=asked, item=1, value=value, operation_id=name)
    assert [each["value"] for each in asked.answers["1"]] == [1, 2]
    assert [each["value"] for each in give(cast, asked, _1=1).answers["1"]] == [1, 2, 1], "whoever changes it back is heard"


def test_a_deadline_of_this_minute_is_due_now() -> None:
    now = timezone.now()
    assert deadline(now, "UTC").startswith("due now, ")
    assert deadline(now - timedelta(minutes=5), "UTC").startswith("5 minutes overdue, since ")
