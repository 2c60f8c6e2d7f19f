"""The client's choice of what stands on the card."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.audit.log import record
from safetyplans.models import Plan
from safetyplans.permissions import check_edit


@transaction.atomic
def choose_for_card(*, by: Actor, plan: Plan, chosen: Collection[UUID]) -> Plan:
    """These lines of the draft go on the card, and no others. It holds from the next version on."""
    check_edit(by, plan)
    changed = {"changed_at": timezone.now(), "changed_by_id": by.id}
    kept = plan.items.filter(removed_at=None)
    off = kept.filter(on_card=True).exclude(pk__in=chosen).update(on_card=False, **changed)
    on = kept.filter(on_card=False, pk__in=chosen).update(on_card=True, **changed)
    if off or on:
        record(by=by, action="plan.card", client_id=plan.client_id, on=plan)
    return plan
