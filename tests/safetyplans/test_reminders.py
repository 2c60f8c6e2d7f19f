"""Digests: one per person and day, to whom grants name, however often, late or half it ran."""

from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from clinic.accounts.models import Clinic, Membership
from clinic.audit.actors import system
from clinic.audit.models import Event
from clinic.clients.models import AccessGrant, Client
from clinic.notifications.models import Message
from clinic.web.errors import Http404
from safetyplans.actions.reviews import move_review, record_review, remind_due
from safetyplans.digests import announced, climbed, clinics_to_remind, moment
from safetyplans.models import Plan
from tests import factories
from tests.cast import Cast
from tests.safetyplans.reviewing import day, plan_in_force, review_due

D = date(2026, 11, 21)


def remind(cast: Cast) -> int:
    return remind_due(by=system(cast.elm.id), today=cast.elm.today)


def digests() -> list[tuple[str, str]]:
    return sorted((message.kind, message.address) for message in Message.objects.all())


def yesterday(message: Message) -> None:
    """As if it had been written a day earlier."""
    before = message.made_at - timedelta(days=1)
    key = message.key.replace(message.clinic.today.isoformat(), (message.clinic.today - timedelta(days=1)).isoformat())
    Message.objects.filter(pk=message.pk).update(made_at=before, key=key)


@pytest.mark.parametrize(
    ("due", "day"),
    [(4, None), (3, 0), (2, -1), (1, -2), (0, 0), (-1, -1), (-2, -2), (-3, 0), (-6, -3), (-7, 0), (-30, -23)],
)
def test_the_rhythm_is_three_days_before_the_day_and_days_three_and_seven(due: int, day: int | None) -> None:
    wanted = None if day is None else D + timedelta(day)
    assert announced(D + timedelta(due), D - timedelta(60), D) == wanted


def test_a_review_opened_two_days_ahead_is_announced_on_its_day() -> None:
    assert announced(D + timedelta(2), D, D) is None
    assert announced(D, D - timedelta(2), D) == D


@pytest.mark.parametrize(("due", "day"), [(0, None), (-6, None), (-7, 0), (-13, -6), (-14, 0)])
def test_supervisors_hear_from_day_seven_every_week(due: int, day: int | None) -> None:
    assert climbed(D + timedelta(due), D) == (None if day is None else D + timedelta(day))


@pytest.mark.feature("I1")
def test_a_review_due_today_gives_its_therapist_one_digest(cast: Cast) -> None:
    review_due(cast.rosa)
    assert remind(cast) == 1
    assert digests() == [("staff-digest", cast.lee.user.email)]


@pytest.mark.parametrize(("days", "kind"), [(3, "staff-digest-soon"), (-3, "staff-digest")])
def test_what_a_digest_says_is_true(cast: Cast, days: int, kind: str) -> None:
    review_due(cast.rosa, days)
    remind(cast)
    assert digests() == [(kind, cast.lee.user.email)]


def test_nobody_is_written_to_before(cast: Cast) -> None:
    review_due(cast.rosa, 4)
    assert remind(cast) == 0


def test_several_reviews_make_one_digest(cast: Cast) -> None:
    review_due(cast.rosa)
    review_due(factories.client(cast.lee, "Kim Park"), -3)
    review_due(factories.client(cast.lee, "Jo Lind"), 3)
    assert remind(cast) == 1


def test_twice_makes_one(cast: Cast) -> None:
    review_due(cast.rosa)
    assert [remind(cast), remind(cast), remind(cast)] == [1, 0, 0]
    assert Event.objects.filter(action="review.remind").count() == 1


def test_late_makes_one_and_the_next_day_none(cast: Cast) -> None:
    review_due(cast.rosa, -2)  # nothing ran on the day, nor the day after
    assert remind(cast) == 1
    yesterday(Message.objects.get())
    assert remind(cast) == 0


def test_day_three_brings_a_second_one(cast: Cast) -> None:
    review = review_due(cast.rosa, -2)
    remind(cast)
    yesterday(Message.objects.get())
    review.due_on -= timedelta(1)
    review.save(update_fields=["due_on"])
    assert remind(cast) == 1


@pytest.mark.feature("I2")
def test_on_day_seven_it_climbs_to_the_supervisor(cast: Cast) -> None:
    review_due(cast.rosa, -7)
    remind(cast)
    assert digests() == sorted([("staff-digest", cast.lee.user.email), ("supervisor-digest", cast.sam.user.email)])


def test_before_day_seven_the_supervisor_hears_nothing(cast: Cast) -> None:
    review_due(cast.rosa, -6)
    remind(cast)
    assert digests() == [("staff-digest", cast.lee.user.email)]


def test_a_supervisor_with_clients_of_their_own_gets_one(cast: Cast) -> None:
    both = factories.member(cast.elm, "Noor Haddad", "therapist", "supervisor")
    review_due(factories.client(both, "Kim Park"), -7)
    remind(cast)
    assert [kind for kind, address in digests() if address == both.user.email] == ["supervisor-digest"]


def cover(cast: Cast, **times: Any) -> AccessGrant:
    return AccessGrant.objects.create(
        clinic=cast.elm, client=cast.rosa, holder_id=cast.ben.id, kind="cover", made_by_id=cast.sam.id, **times
    )


def test_who_covers_today_hears_too(cast: Cast) -> None:
    review_due(cast.rosa)
    cover(cast, ends_at=timezone.now() + timedelta(days=2))
    remind(cast)
    assert digests() == sorted([("staff-digest", cast.lee.user.email), ("staff-digest", cast.ben.user.email)])


def test_cover_that_is_over_or_emergency_access_hears_nothing(cast: Cast) -> None:
    review_due(cast.rosa)
    cover(cast, starts_at=timezone.now() - timedelta(days=3), ends_at=timezone.now() - timedelta(days=1))
    AccessGrant.objects.create(clinic=cast.elm, client=cast.rosa, holder_id=cast.ben.id, kind="break_glass", made_by_id=cast.ben.id)
    remind(cast)
    assert digests() == [("staff-digest", cast.lee.user.email)]


def to_ben(cast: Cast) -> None:
    AccessGrant.objects.filter(client=cast.rosa).update(revoked_at=timezone.now(), revoked_by=cast.ada.id)
    AccessGrant.objects.create(clinic=cast.elm, client=cast.rosa, holder_id=cast.ben.id, kind="caseload", made_by_id=cast.ada.id)


def test_after_a_transfer_the_digest_written_for_the_other_is_dropped(cast: Cast) -> None:
    review_due(cast.rosa)
    remind(cast)
    message = Message.objects.get()
    assert moment(message) == message.due_at
    to_ben(cast)
    assert moment(message) is None
    assert remind(cast) == 1, "the new therapist hears of it"


@pytest.mark.parametrize("change", ["ended", "disabled", "address"])
def test_a_digest_leaves_only_for_who_still_works_here_at_that_address(cast: Cast, change: str) -> None:
    review_due(cast.rosa)
    remind(cast)
    message = Message.objects.get()
    if change == "ended":
        Membership.objects.filter(pk=cast.lee.pk).update(ended_at=timezone.now(), ended_by=cast.ada.id)
    user = cast.lee.user
    user.is_active, user.email = change != "disabled", "lee.new@example.org" if change == "address" else user.email
    user.save()
    assert moment(message) is None


def test_a_digest_of_yesterday_never_joins_that_of_today(cast: Cast) -> None:
    review_due(cast.rosa)
    remind(cast)
    yesterday(Message.objects.get())
    old = Message.objects.get()
    assert moment(old) is None
    Message.objects.update(state="dropped")
    assert remind(cast) == 1, "what was dropped unread is written anew"


@pytest.mark.feature("I4")
def test_recording_the_review_ends_its_reminders(cast: Cast) -> None:
    review = review_due(cast.rosa)
    remind(cast)
    record_review(by=cast.lee.actor, review=review, outcome="still_right", client_present=True, next_due_on=day(cast.rosa, 30))
    assert moment(Message.objects.get()) is None
    Message.objects.update(state="dropped")
    assert remind(cast) == 0


def test_moving_the_review_moves_its_reminders(cast: Cast) -> None:
    review = review_due(cast.rosa)
    move_review(by=cast.lee.actor, review=review, due_on=day(cast.rosa, 10), reason="away")
    assert remind(cast) == 0


def test_withdrawn_and_closed_plans_and_ended_care_remind_nobody(cast: Cast) -> None:
    closed = plan_in_force(cast.rosa, closed_at=timezone.now(), closed_by_id=cast.lee.id)
    review_due(cast.rosa, plan=closed)
    withdrawn = factories.client(cast.lee, "Kim Park")
    review_due(withdrawn, plan=Plan.objects.create(clinic=cast.elm, client=withdrawn, made_by_id=cast.lee.id, last_number=1))
    gone = factories.client(cast.lee, "Jo Lind")
    review_due(gone)
    Client.objects.filter(pk=gone.pk).update(closed_at=timezone.now(), closed_by=cast.lee.id)
    assert remind(cast) == 0


def test_only_the_system_reminds(cast: Cast) -> None:
    with pytest.raises(Http404):
        remind_due(by=cast.sam.actor, today=cast.elm.today)


def test_the_number_of_queries_does_not_grow(cast: Cast, django_assert_num_queries: Any) -> None:
    review_due(cast.rosa)
    with django_assert_num_queries(12):
        remind(cast)
    Message.objects.update(made_at=timezone.now() - timedelta(days=90), key="gone")
    for number in range(20):
        member = factories.member(cast.elm, f"Therapist {number}", "therapist")
        review_due(factories.client(member, "Kim Park"))
    with django_assert_num_queries(12):
        assert remind(cast) == 21


def at(clinic: Clinic, monkeypatch: pytest.MonkeyPatch, hour: int, minute: int) -> bool:
    here = datetime(2026, 11, 21, hour, minute, tzinfo=clinic.zone)
    monkeypatch.setattr("django.utils.timezone.now", lambda: here)
    return clinic in clinics_to_remind()


def test_reminders_wait_for_the_reminder_time_on_the_clinics_clock(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.elm.time_zone = "America/Phoenix"
    cast.elm.save()
    assert [at(cast.elm, monkeypatch, 7, 59), at(cast.elm, monkeypatch, 8, 0)] == [False, True]


def test_the_demo_does_not_wait(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.elm.is_demo = True
    cast.elm.save()
    assert at(cast.elm, monkeypatch, 0, 5)


def test_cron_writes_them_without_redis(cast: Cast) -> None:
    cast.elm.is_demo = True
    cast.elm.save()
    review_due(cast.rosa)
    out = StringIO()
    call_command("send_due_reminders", stdout=out)
    assert out.getvalue() == "1 digests written.\n"
    assert digests() == [("staff-digest", cast.lee.user.email)]
