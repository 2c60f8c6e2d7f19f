"""Versions in force, what the client did with them, and opening them to the client."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from clinic.audit.models import Event
from clinic.clients.models import Device, Todo
from clinic.db.models import Immutable
from clinic.notifications.models import Message
from clinic.web.errors import Conflict
from safetyplans.actions import drafts, reviews, shares, versions
from safetyplans.models import Participation, Plan, PlanVersion, Review, StepState, VersionOpening
from safetyplans.queries import plan_of, version_in_force
from safetyplans.steps import BY_KEY
from safetyplans.version_queries import version_list
from tests import factories
from tests.cast import Cast

TOOK_PART = Participation.Answer.TOOK_PART


@pytest.fixture
def plan(cast: Cast) -> Plan:
    made = drafts.start(by=cast.lee.actor, client=cast.rosa)
    factories.item(made, "warning_signs", "I stop answering Ana")
    return made


def finish(cast: Cast, plan: Plan, **more: object) -> PlanVersion:
    review_on = plan.clinic.today + timedelta(days=14)
    return versions.put_in_force(by=cast.lee.actor, plan=plan, **{"answer": TOOK_PART, "review_on": review_on, **more})


def with_ana(cast: Cast, plan: Plan) -> None:
    factories.item(plan, "support_contacts", contact=factories.contact(cast.rosa))


@pytest.mark.feature("B1")
def test_starting_twice_is_one_plan(cast: Cast) -> None:
    first = drafts.start(by=cast.lee.actor, client=cast.rosa)
    assert drafts.start(by=cast.lee.actor, client=cast.rosa).pk == first.pk
    assert Event.objects.filter(action="plan.start").count() == 1


@pytest.mark.feature("C1")
@pytest.mark.feature("B15")
def test_a_version_is_numbered_dated_and_has_what_the_client_did(cast: Cast, plan: Plan) -> None:
    version = finish(cast, plan)
    plan.refresh_from_db()
    assert (plan.number, plan.last_number, version.number) == (1, 1, 1)
    assert version.content["made_on"] == plan.clinic.today.isoformat()
    assert [given.answer for given in version.participations.all()] == ["took_part"]
    review = Review.objects.waiting().get(plan=plan)
    assert review.due_on == plan.clinic.today + timedelta(days=14)
    assert Event.objects.filter(action="plan.put_in_force", version=1, reason="took_part").count() == 1


@pytest.mark.feature("D14")
@pytest.mark.parametrize(
    ("said", "shown"), [(True, "Numbers read together"), (False, "Numbers not read together yet"), (None, "Took part in making it")]
)
def test_whether_the_numbers_were_read_with_the_client_is_kept(cast: Cast, plan: Plan, said: bool | None, shown: str) -> None:
    version = finish(cast, plan, numbers_checked=said)
    assert PlanVersion.objects.get(pk=version.pk).numbers_checked is said
    plan.refresh_from_db()
    assert version_list(cast.rosa)[0].answers[-1] == shown


def test_a_number_no_longer_used_is_not_put_in_force(cast: Cast, plan: Plan) -> None:
    dead = factories.resource(cast.ada, "Old line")
    factories.item(plan, "professionals", resource=dead)
    dead.retired_at, dead.retired_by_id = timezone.now(), cast.ada.id
    dead.save(update_fields=["retired_at", "retired_by"])
    with pytest.raises(Conflict, match="Old line is no longer used"):
        finish(cast, plan)
    dead.replaced_by = factories.resource(cast.ada, "New line")
    dead.save(update_fields=["replaced_by"])
    numbers = [
        item["resource"]["name"] for step in finish(cast, plan).content["steps"] for item in step["items"] if "resource" in item
    ]
    assert numbers == ["New line"]


def test_a_version_never_changes(cast: Cast, plan: Plan) -> None:
    version = finish(cast, plan)
    version.content = {}
    with pytest.raises(Immutable):
        version.save()


@pytest.mark.feature("B15")
def test_the_draft_goes_on_and_the_version_keeps_its_words(cast: Cast, plan: Plan) -> None:
    first = finish(cast, plan)
    item = plan.items.get()
    factories.reworded(cast.lee, item, "Other words", operation_id=item.pk)
    second = finish(cast, plan)
    said = [version.content["steps"][1]["items"][0]["text"] for version in (first, second)]
    assert said == ["I stop answering Ana", "Other words"]
    plan.refresh_from_db()
    in_force = version_in_force(plan)
    assert in_force
    assert in_force.number == 2


def test_empty_lines_and_an_empty_draft(cast: Cast) -> None:
    plan = drafts.start(by=cast.lee.actor, client=cast.rosa)
    factories.item(plan, "warning_signs", "   ")
    with pytest.raises(Conflict, match="Nothing is written"):
        finish(cast, plan)


def test_a_person_ruled_out_since_blocks_the_version(cast: Cast, plan: Plan) -> None:
    with_ana(cast, plan)
    ana = cast.rosa.contacts.get()
    ana.do_not_contact = True
    ana.save()
    with pytest.raises(Conflict, match="Ana Alvarez is marked do not contact"):
        finish(cast, plan)


def test_a_review_in_the_past_is_refused(cast: Cast, plan: Plan) -> None:
    with pytest.raises(Conflict, match="Next review must be today or later"):
        finish(cast, plan, review_on=plan.clinic.today - timedelta(days=1))


def test_a_review_that_would_never_come_due_is_refused(cast: Cast, plan: Plan) -> None:
    """A mistyped year, like 2062 for 2026: nobody would look at the plan again."""
    factories.item(plan, "warning_signs", "I stop answering")
    with pytest.raises(Conflict, match="within a year"):
        finish(cast, plan, review_on=plan.clinic.today + timedelta(days=367))
    finish(cast, plan, review_on=plan.clinic.today + timedelta(days=366))


def test_finishing_twice_from_the_same_page_makes_one_version(cast: Cast, plan: Plan) -> None:
    finish(cast, plan, seen_number=0)
    with pytest.raises(Conflict, match="Version 1 was made"):
        finish(cast, plan, seen_number=0)
    assert plan.versions.count() == 1


def test_a_plan_retired_meanwhile_gets_no_version(cast: Cast, plan: Plan) -> None:
    as_read_before = Plan.objects.select_related("client", "clinic").get(pk=plan.pk)
    version = finish(cast, plan)
    version.plan = as_read_before
    review = Review.objects.waiting().get(plan=plan)
    reviews.record_review(by=cast.lee.actor, review=review, outcome="retired", client_present=True)
    with pytest.raises(Conflict, match="closed"):
        finish(cast, as_read_before)
    with pytest.raises(Conflict, match="closed"):
        versions.withdraw(by=cast.lee.actor, version=version)
    assert PlanVersion.objects.filter(plan=plan).count() == 1


def test_withdrawing_puts_the_one_before_in_force(cast: Cast, plan: Plan) -> None:
    first, second = finish(cast, plan), finish(cast, plan)
    assert versions.withdraw(by=cast.lee.actor, version=second, reason="A wrong number").number == 1
    with pytest.raises(Conflict, match="withdrawn already"):
        versions.withdraw(by=cast.lee.actor, version=second)
    plan.refresh_from_db()
    assert versions.withdraw(by=cast.lee.actor, version=first).number == 0
    plan.refresh_from_db()
    assert version_in_force(plan) is None
    assert finish(cast, plan).number == 3, "numbers are not used again"


@pytest.mark.feature("B21")
def test_a_declined_plan_is_asked_about_again(cast: Cast) -> None:
    plan = drafts.decline_plan(by=cast.lee.actor, client=cast.rosa, reason="Not today")
    assert (plan.declined_reason, plan.number) == ("Not today", 0)
    again = drafts.start(by=cast.lee.actor, client=cast.rosa)
    assert (again.pk, again.declined_at, again.declined_reason) == (plan.pk, None, "")
    told = Event.objects.filter(action__in=["plan.decline", "plan.start"]).order_by("at")
    assert [event.action for event in told] == ["plan.decline", "plan.start"]


@pytest.mark.feature("B21")
def test_a_declined_step_keeps_its_reason_and_is_asked_again(cast: Cast, plan: Plan) -> None:
    step = BY_KEY["means_safety"]
    drafts.mark_step(by=cast.lee.actor, plan=plan, step=step, state=StepState.State.DECLINED, reason="Not yet")
    drafts.mark_step(by=cast.lee.actor, plan=plan, step=step, state=StepState.State.DISCUSSED)
    state = StepState.objects.get(plan=plan)
    assert (state.state, state.reason) == ("discussed", "")
    drafts.ask_step_again(by=cast.lee.actor, plan=plan, step=step)
    assert not StepState.objects.standing().filter(plan=plan).exists()
    drafts.mark_step(by=cast.lee.actor, plan=plan, step=step, state=StepState.State.DECLINED, reason="Still not")
    assert StepState.objects.standing().get(plan=plan).reason == "Still not"


def test_sharing_needs_a_version_and_somebody_to_call(cast: Cast, plan: Plan) -> None:
    with pytest.raises(Conflict, match="Put the plan in force"):
        shares.share(by=cast.lee.actor, plan=plan)
    finish(cast, plan)
    plan.refresh_from_db()
    with pytest.raises(Conflict, match="Nobody to call is in this plan"):
        shares.share(by=cast.lee.actor, plan=plan)
    drafts.discuss_nobody_to_call(by=cast.lee.actor, plan=plan)
    assert shares.share(by=cast.lee.actor, plan=plan).is_shared


def test_a_person_in_the_draft_only_is_not_somebody_to_call(cast: Cast, plan: Plan) -> None:
    finish(cast, plan)
    with_ana(cast, plan)
    plan.refresh_from_db()
    with pytest.raises(Conflict, match="Nobody to call is in this plan"):
        shares.share(by=cast.lee.actor, plan=plan)


def test_sharing_and_ending_it(cast: Cast, plan: Plan) -> None:
    with_ana(cast, plan)
    finish(cast, plan)
    plan.refresh_from_db()
    assert shares.share(by=cast.lee.actor, plan=plan).is_shared
    assert not shares.end_share(by=cast.lee.actor, plan=plan).is_shared
    assert shares.share(by=cast.lee.actor, plan=plan).is_shared
    told = Event.objects.filter(client_id=cast.rosa.pk, action__startswith="plan.").order_by("at")
    assert [event.action for event in told][-3:] == ["plan.share", "plan.end_share", "plan.share"]


@pytest.mark.parametrize("safe", [True, False])
def test_a_client_with_a_phone_is_told_on_a_safe_channel_only(cast: Cast, plan: Plan, safe: bool) -> None:
    cast.rosa.email = "rosa@example.org"
    cast.rosa.save()
    factories.safe_channel(cast.rosa, safe=safe)
    Device.objects.create(clinic_id=cast.elm.id, client=cast.rosa, remembered=True)
    with_ana(cast, plan)
    finish(cast, plan)
    found = plan_of(cast.rosa)
    assert found
    for _ in range(2):
        shares.share(by=cast.lee.actor, plan=found)
    key = f"page-ready:{plan.pk}:1"
    assert Message.objects.filter(key=key).count() == (1 if safe else 0)
    assert Todo.objects.filter(key=key).count() == (0 if safe else 1)


def test_the_first_opening_is_kept_as_a_day_and_nothing_more(cast: Cast, plan: Plan) -> None:
    version = finish(cast, plan)
    before = Event.objects.count()
    for _ in range(2):
        shares.record_opening(by=cast.rosa.actor, version=version)
    assert VersionOpening.objects.filter(version=version).count() == 1
    assert Event.objects.count() == before
    with pytest.raises(Http404):
        shares.record_opening(by=cast.theo.actor, version=version)


@pytest.mark.parametrize("who", ["ada", "ben", "sam", "kay"])
def test_only_who_cares_for_the_client_finishes_and_shares(cast: Cast, plan: Plan, who: str) -> None:
    version = finish(cast, plan)
    actor = cast.staff[who].actor
    review_on = timezone.localdate() + timedelta(days=7)
    for write in (
        lambda: versions.put_in_force(by=actor, plan=plan, answer=TOOK_PART, review_on=review_on),
        lambda: versions.withdraw(by=actor, version=version),
        lambda: shares.share(by=actor, plan=plan),
        lambda: shares.end_share(by=actor, plan=plan),
        lambda: drafts.decline_plan(by=actor, client=cast.rosa),
        lambda: drafts.discuss_nobody_to_call(by=actor, plan=plan),
    ):
        with pytest.raises(Http404):
            write()
