"""Reviews: recording, moving, and the pages on them."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.audit.models import Event
from clinic.clients.models import Client
from clinic.web.errors import Conflict, Http404
from safetyplans.actions.reviews import move_review, open_review, record_review
from safetyplans.models import Plan, Review
from tests import factories
from tests.cast import Cast, browser_of, seen_ahead
from tests.safetyplans.reviewing import day, plan_in_force, review_due

ANSWERS = {"looked_at": "Twice", "used": "Walking Luna", "changed": "Nothing"}


def sent(client: Client, **fields: Any) -> dict[str, Any]:
    return {**ANSWERS, "client_present": "yes", "outcome": "still_right", "next_due_on": day(client, 30).isoformat(), **fields}


def address(client: Client) -> str:
    return reverse("plan-review", kwargs={"client": client.pk})


@pytest.mark.feature("I1")
def test_a_plan_has_one_open_review_the_newer_takes_its_place(cast: Cast) -> None:
    plan = plan_in_force(cast.rosa)
    first = open_review(by=cast.lee.actor, plan=plan, due_on=day(cast.rosa, 30))
    second = open_review(by=cast.lee.actor, plan=plan, due_on=day(cast.rosa, 14), why=Review.Why.NUMBER)
    assert Review.objects.waiting().get() == second
    assert Review.objects.get(pk=first.pk).cancelled_by_id == cast.lee.id
    assert second.why == "number"


def test_no_review_without_a_version_in_force(cast: Cast) -> None:
    plan = Plan.objects.create(clinic=cast.elm, client=cast.rosa, made_by_id=cast.lee.id)
    with pytest.raises(Conflict):
        open_review(by=cast.lee.actor, plan=plan, due_on=day(cast.rosa, 30))


@pytest.mark.feature("I4")
@pytest.mark.parametrize("outcome", ["still_right", "changed"])
def test_recording_keeps_the_outcome_and_opens_the_next(cast: Cast, outcome: str) -> None:
    review = review_due(cast.rosa)
    record_review(
        by=cast.lee.actor, review=review, outcome=outcome, client_present=False, next_due_on=day(cast.rosa, 14), **ANSWERS
    )
    done = Review.objects.get(pk=review.pk)
    assert (done.outcome, done.client_present, done.used, done.done_by_id) == (outcome, False, "Walking Luna", cast.lee.id)
    assert Review.objects.waiting().get().due_on == day(cast.rosa, 14)
    [event] = Event.objects.filter(action="review.record")
    assert (event.client_id, event.reason) == (cast.rosa.id, outcome)


@pytest.mark.feature("I4")
def test_retired_closes_the_plan_and_its_share(cast: Cast) -> None:
    plan = plan_in_force(cast.rosa, shared_at=timezone.now(), shared_by_id=cast.lee.id)
    record_review(by=cast.lee.actor, review=review_due(cast.rosa, plan=plan), outcome="retired", client_present=True)
    plan = Plan.objects.get(pk=plan.pk)
    assert plan.closed_at is not None
    assert not plan.is_shared
    assert plan.share_ended_by_id == cast.lee.id
    assert not Review.objects.waiting().exists()


def test_twice_is_a_conflict_and_changes_nothing(cast: Cast) -> None:
    review = review_due(cast.rosa)
    for_real = {"by": cast.lee.actor, "review": review, "client_present": True, "next_due_on": day(cast.rosa, 30)}
    record_review(outcome="still_right", **for_real)
    with pytest.raises(Conflict):
        record_review(outcome="changed", **for_real)
    assert Review.objects.get(pk=review.pk).outcome == "still_right"
    assert Review.objects.waiting().count() == 1


@pytest.mark.parametrize(("days", "words"), [(-1, "today or later"), (367, "within a year")])
def test_a_next_review_in_the_past_or_years_ahead_is_refused(cast: Cast, days: int, words: str) -> None:
    review, due_on = review_due(cast.rosa), day(cast.rosa, days)
    with pytest.raises(Conflict, match=words):
        record_review(by=cast.lee.actor, review=review, outcome="changed", client_present=True, next_due_on=due_on)
    with pytest.raises(Conflict, match=words):
        move_review(by=cast.lee.actor, review=review, due_on=due_on, reason="One of us is away")


@pytest.mark.parametrize("who", ["ben", "sam", "kay", "ada"])
def test_only_who_looks_after_the_client_records_and_moves(cast: Cast, who: str) -> None:
    review, by = review_due(cast.rosa), getattr(cast, who).actor
    with pytest.raises(Http404):
        record_review(by=by, review=review, outcome="still_right", client_present=True, next_due_on=day(cast.rosa, 9))
    with pytest.raises(Http404):
        move_review(by=by, review=review, due_on=day(cast.rosa, 9), reason="One of us is away")
    assert Review.objects.waiting().get() == review


def test_moving_keeps_the_first_date(cast: Cast) -> None:
    review = review_due(cast.rosa)
    for days in (7, 14):
        move_review(by=cast.lee.actor, review=review, due_on=day(cast.rosa, days), reason="One of us is away")
    moved = Review.objects.get(pk=review.pk)
    assert (moved.due_on, moved.moved_from) == (day(cast.rosa, 14), day(cast.rosa, 0))
    assert moved.moved_reason == "One of us is away"


# pages


@pytest.mark.feature("I1")
def test_the_list_says_what_is_overdue_today_and_soon(cast: Cast) -> None:
    review_due(cast.rosa, -2)
    review_due(factories.client(cast.lee, "Kim Park"))
    review_due(factories.client(cast.lee, "Jo Lind"), 14)
    review_due(factories.client(cast.lee, "Far Away"), 15)
    review_due(cast.theo)
    agenda = browser_of(cast.lee).get(reverse("review-list")).context["agenda"]
    assert [line.client for line in agenda.overdue] == [cast.rosa]
    assert [line.client.name for line in agenda.today] == ["Kim Park"]
    assert [line.client.name for line in agenda.soon] == ["Jo Lind"]


@pytest.mark.feature("I2")
def test_a_supervisor_sees_everybodys_with_the_therapist_and_what_has_climbed(cast: Cast) -> None:
    review_due(cast.rosa, -7)
    review_due(cast.theo, -6)
    page = browser_of(cast.sam).get(reverse("review-list"))
    assert [(line.therapist, line.has_climbed, line.mine) for line in page.context["agenda"].overdue] == [
        ("Dr. Lee", True, False), ("Ben Okoro", False, False),
    ]  # fmt: skip


def test_the_list_of_an_empty_fortnight(cast: Cast) -> None:
    assert "Nothing due in the next 14 days." in browser_of(cast.lee).get(reverse("review-list")).content.decode()


@pytest.mark.parametrize("who", ["ada", "kay"])
def test_admin_and_auditor_have_no_reviews(cast: Cast, who: str) -> None:
    review_due(cast.rosa)
    browser = browser_of(getattr(cast, who))
    assert [browser.get(url).status_code for url in (reverse("review-list"), address(cast.rosa))] == [404, 404]


def test_anothers_client_and_another_clinics_are_not_there(cast: Cast) -> None:
    review_due(cast.theo)
    browser = browser_of(cast.lee)
    for client in (cast.theo, cast.eve):
        assert browser.get(address(client)).status_code == 404
        assert browser.post(address(client), sent(cast.rosa)).status_code == 404


def test_the_page_shows_the_plan_beside_three_questions_and_answers_none(cast: Cast) -> None:
    review_due(cast.rosa)
    page = browser_of(cast.lee).get(address(cast.rosa))
    words = page.content.decode()
    for shown in ("Awake after 2 am", "Ana Alvarez", "Talked about, nothing to add", "Did you look at it since last time?"):
        assert shown in words
    assert "checked" not in words, "no answer is given beforehand"
    assert page.context["form"]["next_due_on"].value() == day(cast.rosa, 30)
    [event] = Event.objects.filter(client_id=cast.rosa.id)
    assert event.action == "review.read"


def test_the_next_review_is_proposed_after_as_many_days_as_the_clinic_set(cast: Cast) -> None:
    review_due(cast.rosa)
    cast.elm.review_days = 45
    cast.elm.save()
    page = browser_of(cast.lee).get(address(cast.rosa))
    assert page.context["form"]["next_due_on"].value() == day(cast.rosa, 45)


def test_a_supervisor_reads_and_records_nothing(cast: Cast) -> None:
    review_due(cast.rosa)
    browser = browser_of(cast.sam)
    assert "Record this review" not in browser.get(address(cast.rosa)).content.decode()
    assert browser.post(address(cast.rosa), sent(cast.rosa)).status_code == 404


@pytest.mark.feature("I4")
def test_still_right_by_the_page(cast: Cast) -> None:
    review = review_due(cast.rosa)
    answer = browser_of(cast.lee).post(address(cast.rosa), sent(cast.rosa))
    assert (answer.status_code, answer["Location"]) == (302, reverse("review-list"))
    assert Review.objects.get(pk=review.pk).client_present is True


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ({"used": ""}, "needs all three"),
        ({"client_present": ""}, "Choose whether the client was there"),
        ({"outcome": ""}, "Choose what came of it"),
        ({"next_due_on": ""}, "Choose the day of the next review"),
        ({"next_due_on": "2020-01-01"}, "Next review must be today or later"),
        ({"next_due_on": "2099-01-01"}, "Choose a day within a year"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(cast: Cast, missing: dict[str, str], words: str) -> None:
    review_due(cast.rosa)
    answer = browser_of(cast.lee).post(address(cast.rosa), sent(cast.rosa, **missing))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Twice" in answer.content.decode()
    assert Review.objects.waiting().count() == 1


def test_changed_goes_on_to_the_editor_without_all_three_answers(cast: Cast) -> None:
    review_due(cast.rosa)
    answer = browser_of(cast.lee).post(address(cast.rosa), sent(cast.rosa, outcome="changed", looked_at=""))
    assert answer["Location"] == reverse("plan-edit", kwargs={"client": cast.rosa.pk, "step": "triggers"})


def test_retiring_asks_once_more(cast: Cast) -> None:
    plan = review_due(cast.rosa).plan
    browser, fields = browser_of(cast.lee), sent(cast.rosa, outcome="retired", next_due_on="")
    asked = browser.post(address(cast.rosa), fields)
    assert asked.status_code == 200
    assert Plan.objects.get(pk=plan.pk).closed_at is None
    hidden = {name: asked.context["form"][name].value() for name in fields}
    done = browser.post(address(cast.rosa), {**hidden, "sure": "yes"})
    assert done.status_code == 302
    assert Plan.objects.get(pk=plan.pk).closed_at is not None
    assert Review.objects.get(plan=plan).looked_at == "Twice"


def test_without_a_plan_in_force_the_page_says_so(cast: Cast) -> None:
    browser = browser_of(cast.lee)
    assert "nothing to review" in browser.get(address(cast.rosa)).content.decode()
    assert browser.post(address(cast.rosa), sent(cast.rosa)).status_code == 409


def test_moving_by_the_page_needs_a_reason(cast: Cast) -> None:
    review = review_due(cast.rosa)
    browser, url = browser_of(cast.lee), reverse("review-move", kwargs={"client": cast.rosa.pk})
    assert browser.get(url).status_code == 200
    assert browser.post(url, {"due_on": day(cast.rosa, 5).isoformat()}).status_code == 422
    assert browser.post(url, {"due_on": day(cast.rosa, 5).isoformat(), "reason": "away"}).status_code == 302
    assert Review.objects.get(pk=review.pk).due_on == day(cast.rosa, 5)
    assert browser_of(cast.sam).get(url).status_code == 404


def queries(browser: Any, url: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as made:
        assert browser.get(url).status_code == 200
    return len(made)


def test_the_list_asks_the_same_at_one_and_fifty(cast: Cast) -> None:
    browser = seen_ahead(browser_of(cast.lee))
    review_due(cast.rosa)
    queries(browser, reverse("review-list"))
    one = queries(browser, reverse("review-list"))
    for number in range(49):
        review_due(factories.client(cast.lee, f"Kim {number}"), number % 20 - 10)
    assert queries(browser, reverse("review-list")) == one
