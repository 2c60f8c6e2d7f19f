"""The draft: starting a plan, and what is said about whole steps. Its lines are in `items`."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.models import Client
from clinic.clients.permissions import check_write
from safetyplans.following import stop_following
from safetyplans.models import Plan, StepState
from safetyplans.permissions import check_edit
from safetyplans.queries import plan_of
from safetyplans.steps import Step


@transaction.atomic
def start(*, by: Actor, client: Client) -> Plan:
    """The client's open plan, made empty when there is none; a plan that was declined is asked about again."""
    check_write(by, client)
    plan = plan_of(client)
    if plan is not None and plan.declined_at is None:
        return plan
    if plan is None:
        plan = _open(by, client)
    else:
        plan.declined_at = plan.declined_by = None
        plan.declined_reason = ""
        plan.save(update_fields=["declined_at", "declined_by", "declined_reason"])
    record(by=by, action="plan.start", client_id=client.id, on=plan)
    return plan


@transaction.atomic
def decline_plan(*, by: Actor, client: Client, reason: str = "") -> Plan:
    """The client does not want a plan for now. What is written stays, and `start` asks again."""
    check_write(by, client)
    plan = plan_of(client) or _open(by, client)
    plan.declined_at, plan.declined_by_id, plan.declined_reason = timezone.now(), by.id, reason
    plan.save(update_fields=["declined_at", "declined_by", "declined_reason"])
    stop_following(by=by, plan=plan)
    record(by=by, action="plan.decline", client_id=client.id, on=plan)
    return plan


@transaction.atomic
def mark_step(*, by: Actor, plan: Plan, step: Step, state: StepState.State, reason: str = "") -> StepState:
    """A whole step is not wanted for now (with the reason), or was talked about with nothing to add."""
    check_edit(by, plan)
    marked, _ = StepState.objects.update_or_create(
        plan=plan,
        step=step.key,
        defaults={"state": state, "reason": reason, "changed_at": timezone.now(), "changed_by_id": by.id},
        create_defaults={
            "clinic_id": plan.clinic_id,
            "state": state,
            "reason": reason,
            "changed_at": timezone.now(),
            "changed_by_id": by.id,
        },
    )
    record(by=by, action=f"step.{state}", client_id=plan.client_id, on=marked, fields=[step.key])
    return marked


@transaction.atomic
def ask_step_again(*, by: Actor, plan: Plan, step: Step) -> None:
    """The step is open again; the log keeps that it was not."""
    check_edit(by, plan)
    state = StepState.objects.standing().filter(plan=plan, step=step.key).first()
    if state is not None:
        state.state, state.reason = StepState.State.AGAIN, ""
        state.changed_at, state.changed_by_id = timezone.now(), by.id
        state.save(update_fields=["state", "reason", "changed_at", "changed_by"])
        record(by=by, action="step.ask_again", client_id=plan.client_id, on=state, fields=[step.key])


@transaction.atomic
def discuss_nobody_to_call(*, by: Actor, plan: Plan) -> Plan:
    """It was talked about that there is nobody to call: the plan may be shared without a person."""
    check_edit(by, plan)
    plan.nobody_to_call_at, plan.nobody_to_call_by_id = timezone.now(), by.id
    plan.save(update_fields=["nobody_to_call_at", "nobody_to_call_by"])
    record(by=by, action="plan.nobody_to_call", client_id=plan.client_id, on=plan)
    return plan


def _open(by: Actor, client: Client) -> Plan:
    """Versions are counted on through all plans of a client: two papers never carry the same number."""
    last = Plan.objects.filter(client=client).aggregate(last=Max("last_number"))["last"] or 0
    return Plan.objects.create(clinic_id=by.clinic_id, client=client, language=client.language, made_by_id=by.id, last_number=last)
