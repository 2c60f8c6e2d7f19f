"""Answers to the questions of the quality helper. An answer keeps a question quiet until its step changes."""

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.audit.log import record, record_once
from clinic.web.errors import Conflict
from safetyplans.actions.drafts import mark_step
from safetyplans.models import HintAnswer, Plan, StepState
from safetyplans.permissions import check_edit
from safetyplans.quality.hints import Hint
from safetyplans.steps import BY_KEY

OF_THE_STEP = {
    HintAnswer.Answer.NOTHING.value: StepState.State.DISCUSSED,
    HintAnswer.Answer.DECLINED.value: StepState.State.DECLINED,
}


@transaction.atomic
def tell_reading(*, by: Actor, plan: Plan) -> None:
    """The questions beside a step were read: they quote lines, and are read again after every save. One event per visit."""
    check_edit(by, plan)
    record_once(by=by, action="plan.hints.read", client_id=plan.client_id, on=plan)


@transaction.atomic
def answer_hint(*, by: Actor, plan: Plan, hint: Hint, answer: str) -> HintAnswer:
    """Note what came of the question. The same answer again changes nothing while it stands; Conflict for one it does not offer.

    An answer about the whole step ("nothing to change", "does not want to") is said of the step as well.
    """
    check_edit(by, plan)
    if answer not in hint.rule.answers:
        raise Conflict("This question is answered by changing the plan.")
    known = HintAnswer.objects.filter(plan=plan, rule=hint.rule.key, subject=hint.subject).first()
    if known is not None and hint.answer == answer:
        return known
    if answer in OF_THE_STEP:
        mark_step(by=by, plan=plan, step=BY_KEY[hint.step], state=OF_THE_STEP[answer])
    said = {"step": hint.step, "answer": answer, "at": timezone.now(), "by_id": by.id}
    given, _ = HintAnswer.objects.update_or_create(
        plan=plan, rule=hint.rule.key, subject=hint.subject, defaults=said, create_defaults={**said, "clinic_id": plan.clinic_id}
    )
    record(by=by, action="hint.answer", client_id=plan.client_id, on=given, fields=[hint.rule.key], reason=answer)
    return given


@transaction.atomic
def ask_hint_again(*, by: Actor, plan: Plan, hint: Hint) -> None:
    """Take the answer back: the row stays without one, and the question is open again. The log keeps what was answered."""
    check_edit(by, plan)
    known = HintAnswer.objects.filter(plan=plan, rule=hint.rule.key, subject=hint.subject).exclude(answer="").first()
    if known is not None:
        known.answer, known.at, known.by_id = "", timezone.now(), by.id
        known.save(update_fields=["answer", "at", "by"])
        record(by=by, action="hint.ask_again", client_id=plan.client_id, on=known, fields=[hint.rule.key])
