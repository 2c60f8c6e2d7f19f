"""Who has the editor of a plan open. Nothing is locked by it; it says who else is there."""

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor
from safetyplans.models import Plan, Presence
from safetyplans.permissions import check_edit
from safetyplans.steps import Step


@transaction.atomic
def be_seen(*, by: Actor, plan: Plan, step: Step) -> Presence:
    """This member has this step open now. It is asked every few seconds and changes nothing of the plan: no event."""
    check_edit(by, plan)
    seen, _ = Presence.objects.update_or_create(
        plan=plan,
        member_id=by.id,
        defaults={"step": step.key, "seen_at": timezone.now()},
        create_defaults={"clinic_id": plan.clinic_id, "step": step.key, "seen_at": timezone.now()},
    )
    return seen
