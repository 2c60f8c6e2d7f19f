"""Going back: a new draft made from an old version."""

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.models import Client
from clinic.clients.permissions import check_write
from safetyplans.actions import drafts
from safetyplans.models import Item, Plan, PlanVersion
from safetyplans.permissions import check_edit
from safetyplans.returning import returning


@transaction.atomic
def make_draft_from(*, by: Actor, client: Client, version: PlanVersion) -> Plan:
    """The client's draft says what this version said. The lines that stood in it can be put back for a day.

    People, entries and places come in as such while they can still be used, else as words; who was ruled out stays out.
    """
    check_write(by, client)
    plan = drafts.start(by=by, client=client)
    check_edit(by, plan)
    Plan.objects.select_for_update().get(pk=plan.pk)
    now = timezone.now()
    plan.items.kept().update(removed_at=now, removed_by_id=by.id)
    lines = returning(client, version.content).lines
    made = {"clinic_id": plan.clinic_id, "plan": plan, "made_by_id": by.id, "changed_at": now, "changed_by_id": by.id}
    Item.objects.bulk_create(Item(**made, position=position, **line.fields) for position, line in enumerate(lines))
    record(by=by, action="plan.draft_from", client_id=client.id, on=plan, version=version.number, count=len(lines))
    return plan
