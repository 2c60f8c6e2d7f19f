"""Versions: the draft put in force, and taken out of force again. What is written in one never changes."""

from datetime import date, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import Max

from clinic.accounts import tickets
from clinic.accounts.models import Ticket
from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.web.errors import Conflict, Http404
from safetyplans.actions.reviews import open_review
from safetyplans.announcing import announce
from safetyplans.content import build, resource_ids, stamp, standing
from safetyplans.following import stop_following
from safetyplans.hint_queries import all_hints
from safetyplans.models import CitedResource, Item, Participation, Plan, PlanVersion, Review, Withdrawal
from safetyplans.permissions import check_edit, check_may_be_in_plan, check_review_day
from safetyplans.quality.hints import findings
from safetyplans.queries import read_draft

OWN_ANSWERS = (Participation.Answer.TOOK_PART, Participation.Answer.RECEIVED_COPY)
COPY_VALID_FOR = timedelta(days=3653)  # a paper in a drawer is asked about years later


@transaction.atomic
def put_in_force(
    *,
    by: Actor,
    plan: Plan,
    answer: Participation.Answer,
    review_on: date,
    numbers_checked: bool | None = None,
    seen_number: int | None = None,
    seen_stamp: str = "",
    reason: str = "",
) -> PlanVersion:
    """Freeze the draft as the next version, with what the client did with it, and open the next review.

    Conflict for an empty draft, a person the client has ruled out, a review date in the past or more than a year ahead, or
    when it is not what was read together: another version than `seen_number` was the last, or the draft no longer has the
    stamp `seen_stamp` (content.py). Documents are made later from the version. Where the plan is shared, the client is told.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("client", "clinic").get(pk=plan.pk)
    check_edit(by, plan)  # as it stands now: a review may just have retired it
    today = plan.clinic.today
    _check_ready(plan, review_on, seen_number)
    number, id = plan.last_number + 1, uuid4()
    content = build(plan, number=number, made_on=today, made_by_id=by.id, review_on=review_on)
    if seen_stamp and seen_stamp != stamp(content):
        raise Conflict("The draft has changed while you had this page open. Read it once more.")
    version = PlanVersion.objects.create(
        id=id,
        clinic_id=plan.clinic_id,
        plan=plan,
        number=number,
        language=plan.language,
        made_by_id=by.id,
        reason=reason,
        numbers_checked=numbers_checked,
        content=content,
        findings=findings(all_hints(plan, read_draft(plan)).all),
        copy_token=tickets.issue(Ticket.Kind.COPY, object_id=id, clinic_id=plan.clinic_id, valid_for=COPY_VALID_FOR),
    )
    Participation.objects.create(clinic_id=plan.clinic_id, version=version, answer=answer, by_id=by.id)
    _cite(version)
    plan.number = plan.last_number = number
    plan.save(update_fields=["number", "last_number"])
    record(by=by, action="plan.put_in_force", client_id=plan.client_id, on=version, version=number, reason=answer)
    open_review(by=by, plan=plan, due_on=review_on, why=Review.Why.INTERVAL)
    if plan.is_shared:  # the client sees it from now on
        stop_following(by=by, plan=plan)
        announce(by=by, plan=plan, number=number)
    return version


def _cite(version: PlanVersion) -> None:
    """Note which entries it names, so that plans are found by a number that changed."""
    named = sorted(resource_ids(version.content))
    CitedResource.objects.bulk_create(CitedResource(clinic_id=version.clinic_id, version=version, resource_id=id) for id in named)


@transaction.atomic
def record_participation(*, by: Actor, version: PlanVersion, answer: Participation.Answer) -> Participation:
    """What the client did with this version later: took part, received a copy, declined. Earlier answers stay."""
    check_edit(by, version.plan)
    given = Participation.objects.create(clinic_id=version.clinic_id, version=version, answer=answer, by_id=by.id)
    record(by=by, action="plan.participation", client_id=version.plan.client_id, on=version, version=version.number, reason=answer)
    return given


@transaction.atomic
def record_own_part(*, by: Actor, version: PlanVersion, answer: Participation.Answer) -> Participation:
    """The client says on their own page that they took part, or have their copy: once for each version, no promise.

    Http404 for a version that is not theirs; Conflict when it is no longer the one they see.
    """
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=version.plan_id)
    if by.id != plan.client_id or answer not in OWN_ANSWERS:
        raise Http404
    if plan.number != version.number or not plan.is_shared:
        raise Conflict("There is a newer copy. Open your page again.")
    known = Participation.objects.filter(version=version, by_id=by.id).first()
    if known is not None:
        return known
    given = Participation.objects.create(clinic_id=version.clinic_id, version=version, answer=answer, by_id=by.id)
    record(by=by, action="plan.participation", client_id=by.id, on=version, version=version.number, reason=answer)
    return given


@transaction.atomic
def withdraw(*, by: Actor, version: PlanVersion, reason: str = "") -> Plan:
    """This version no longer stands; the highest one before it that does is in force, or none."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("client").get(pk=version.plan_id)
    check_edit(by, plan)
    if Withdrawal.objects.filter(version=version).exists():
        raise Conflict(f"Version {version.number} is withdrawn already.")
    Withdrawal.objects.create(clinic_id=plan.clinic_id, version=version, by_id=by.id, reason=reason)
    left = PlanVersion.objects.filter(plan=plan, withdrawals=None).aggregate(number=Max("number"))["number"]
    plan.number = left or 0
    plan.save(update_fields=["number"])
    record(by=by, action="plan.withdraw", client_id=plan.client_id, on=version, version=version.number)
    return plan


def _check_ready(plan: Plan, review_on: date, seen_number: int | None) -> None:
    if seen_number is not None and seen_number != plan.last_number:
        raise Conflict(f"Version {plan.last_number} was made while you had this page open. Look at it first.")
    check_review_day(plan, review_on)
    items = list(plan.items.kept().select_related("contact", "resource__replaced_by"))
    if not any(item.says_something for item in items):
        raise Conflict("Nothing is written in this plan yet.")
    for item in items:
        if item.kind == Item.Kind.CONTACT and item.contact is not None:
            check_may_be_in_plan(item.contact)
        if item.resource is not None and standing(item.resource).retired_at is not None:
            raise Conflict(f"{item.resource.name} is no longer used. Remove it from the plan, or choose another entry.")
