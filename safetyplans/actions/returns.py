"""Going back: a new draft made from an old version."""

from typing import Any

from django.db import transaction
from django.db.models import Case, Value, When
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.models import Client
from clinic.clients.permissions import check_write
from safetyplans.actions import drafts
from safetyplans.echoes import echo_of
from safetyplans.models import Item, Plan, PlanVersion
from safetyplans.permissions import check_edit
from safetyplans.returning import ReturningLine, returning, staying


@transaction.atomic
def make_draft_from(*, by: Actor, client: Client, version: PlanVersion) -> Plan:
    """The client's draft says what this version said. Lines that say it already stay; the others can be put back for a day.

    People, entries and places come in as such while they can still be used, else as words; who was ruled out stays out.
    """
    check_write(by, client)
    plan = drafts.start(by=by, client=client)
    check_edit(by, plan)
    Plan.objects.select_for_update().get(pk=plan.pk)
    now = timezone.now()
    lines = returning(client, version.content).lines
    stay = staying(plan.items.kept(), lines)
    plan.items.kept().exclude(pk__in=[item.pk for item in stay.values()]).update(removed_at=now, removed_by_id=by.id)
    places = [When(pk=item.pk, then=Value(place)) for place, item in stay.items()]
    if places:
        moved = {"position": Case(*places), "changed_at": now, "changed_by_id": by.id}
        plan.items.filter(pk__in=[item.pk for item in stay.values()]).update(**moved)
    made = {"clinic_id": plan.clinic_id, "plan": plan, "made_by_id": by.id, "changed_at": now, "changed_by_id": by.id}
    entering = [(place, line) for place, line in enumerate(lines) if place not in stay]
    Item.objects.bulk_create(_item(made, place, line) for place, line in entering)
    record(by=by, action="plan.draft_from", client_id=client.id, on=plan, version=version.number, count=len(lines))
    return plan


def _item(made: dict[str, Any], place: int, line: ReturningLine) -> Item:
    item = Item(**made, position=place, **line.fields)
    item.echo = echo_of(item.clinic_id, item.step, item.text)
    return item
