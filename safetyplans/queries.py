"""Reads about plans that have a name."""

from uuid import UUID

from django.http import Http404

from clinic.audit.actors import Actor
from clinic.clients.models import Client
from safetyplans.models import Item, Plan, PlanVersion


def plan_of(client: Client) -> Plan | None:
    """The client's open plan; None before the first."""
    return Plan.objects.open().filter(client=client).select_related("client", "clinic").first()


def version_in_force(plan: Plan) -> PlanVersion | None:
    """The highest version that is not withdrawn; None while there is none."""
    if not plan.number:
        return None
    return PlanVersion.objects.filter(plan=plan, number=plan.number).first()


def visible_item(by: Actor, client: Client, item_id: UUID) -> Item:
    """An item of this client's open plan, removed ones too; Http404 otherwise."""
    found = Item.objects.filter(pk=item_id, plan__client=client, plan__closed_at=None)
    item = found.select_related("plan__client", "contact", "resource", "place").first()
    if item is None:
        raise Http404
    return item


def version_numbered(plan: Plan, number: int) -> PlanVersion:
    """A version of this plan, withdrawn ones too; Http404 otherwise."""
    found = PlanVersion.objects.filter(plan=plan, number=number).first()
    if found is None:
        raise Http404
    return found
