"""Reviews: looking at a plan again on a date, and reminding of it."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from clinic.accounts.models import Clinic
from clinic.audit.actors import Actor, Kind
from clinic.audit.log import record
from clinic.audit.models import ActorRow
from clinic.clients.permissions import require
from clinic.notifications.outbox import post_all
from clinic.web.errors import Conflict
from safetyplans.digests import owed
from safetyplans.models import Plan, Review
from safetyplans.permissions import check_edit, check_review_day


@transaction.atomic
def open_review(*, by: Actor, plan: Plan, due_on: date, why: str = Review.Why.INTERVAL) -> Review:
    """The plan's next review. It takes the place of the one that is open. Conflict without a version in force."""
    check_edit(by, plan)
    _check_in_force(plan)
    review = _open(by, plan, due_on, why)
    record(by=by, action="review.open", client_id=plan.client_id, on=review)
    return review


@transaction.atomic
def record_review(
    *,
    by: Actor,
    review: Review,
    outcome: str,
    client_present: bool,
    next_due_on: date | None = None,
    looked_at: str = "",
    used: str = "",
    changed: str = "",
) -> Review:
    """What came of it. This ends its reminders and opens the next review on `next_due_on`.

    Retired closes the plan: no next review, and the client can no longer open it. Conflict when it is recorded already.
    """
    review = _locked(by, review)
    review.outcome, review.client_present = outcome, client_present
    review.looked_at, review.used, review.changed = looked_at, used, changed
    review.done_at, review.done_by_id = timezone.now(), by.id
    if outcome == Review.Outcome.RETIRED:
        _close(by, review.plan)
    else:
        review.next_due_on = _fitting(review.plan, next_due_on)
    fields = ["outcome", "client_present", "looked_at", "used", "changed", "done_at", "done_by", "next_due_on"]
    review.save(update_fields=fields)
    if review.next_due_on:
        _open(by, review.plan, review.next_due_on, Review.Why.INTERVAL)
    record(by=by, action="review.record", client_id=review.plan.client_id, on=review, fields=fields, reason=outcome)
    return review


@transaction.atomic
def move_review(*, by: Actor, review: Review, due_on: date, reason: str) -> Review:
    """Due on another day, for a reason. The first date stays beside it."""
    review = _locked(by, review)
    moved_from = review.moved_from or review.due_on
    review.due_on, review.moved_from, review.moved_reason = _fitting(review.plan, due_on), moved_from, reason
    review.save(update_fields=["due_on", "moved_from", "moved_reason"])
    record(by=by, action="review.move", client_id=review.plan.client_id, on=review, fields=["due_on", "moved_reason"])
    return review


@transaction.atomic
def remind_due(*, by: Actor, today: date) -> int:
    """Post today's digests of the clinic, one per person. How many; however often it runs, nobody gets a second one."""
    require(by.kind is Kind.SYSTEM)
    ActorRow.objects.select_for_update().get(pk=by.id)  # one run at a time, so that what is posted is counted once
    messages = owed(Clinic.objects.get(pk=by.clinic_id), today)
    if messages:
        post_all(by=by, messages=messages)
        record(by=by, action="review.remind", count=len(messages))
    return len(messages)


def _locked(by: Actor, review: Review) -> Review:
    """The review as it stands, held until the transaction ends; Conflict when there is nothing to do about it any more."""
    now = Review.objects.select_for_update(of=("self", "plan")).select_related("plan__client", "plan__clinic").get(pk=review.pk)
    check_edit(by, now.plan)
    _check_in_force(now.plan)
    if now.done_at is not None or now.cancelled_at is not None:
        raise Conflict("This review is recorded already, or a newer one took its place. Nothing was changed.")
    return now


def _check_in_force(plan: Plan) -> None:
    if not plan.number:
        raise Conflict("No version of this plan is in force. Put one in force first.")


def _fitting(plan: Plan, day: date | None) -> date:
    if day is None:
        raise Conflict("Choose the day of the next review.")
    check_review_day(plan, day)
    return day


def _open(by: Actor, plan: Plan, due_on: date, why: str) -> Review:
    Review.objects.waiting().filter(plan=plan).update(cancelled_at=timezone.now(), cancelled_by_id=by.id)
    return Review.objects.create(clinic_id=plan.clinic_id, plan=plan, due_on=due_on, why=why, opened_by_id=by.id)


def _close(by: Actor, plan: Plan) -> None:
    now = timezone.now()
    plan.closed_at, plan.closed_by_id = now, by.id
    if plan.shared_at and not plan.share_ended_at:
        plan.share_ended_at, plan.share_ended_by_id = now, by.id
    plan.save(update_fields=["closed_at", "closed_by", "share_ended_at", "share_ended_by"])
