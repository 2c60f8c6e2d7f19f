"""What one event asks of several apps."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from clinic.audit.actors import Actor, system
from clinic.clients.models import AccessGrant, Client
from clinic.clients.permissions import may_write
from emergency.actions.crisis import end_crisis
from emergency.actions.follow_ups import open_follow_ups
from emergency.actions.incidents import record_incident
from emergency.models import Incident
from safetyplans.actions.reviews import open_review
from safetyplans.models import Plan, Review

PLAN_WITHIN = timedelta(days=3)


@transaction.atomic
def end_and_follow_up(*, by: Actor, incident: Incident, **facts: Any) -> Incident:
    """End a crisis view, and open what follows an incident: contacts, reviews, the plan. Nothing follows a mistake."""
    incident = end_crisis(by=by, incident=incident, **facts)
    if incident.number:
        holder = AccessGrant.objects.active().caseload().filter(client=incident.client_id).first()
        open_follow_ups(by=by, incident=incident, owner_id=holder.holder_id if holder else incident.lead_id)
        review_plan_after(by=by, incident=incident)
    return incident


@transaction.atomic
def record_past_incident(*, by: Actor, client: Client, **facts: Any) -> Incident:
    """A crisis that had no crisis view: the incident with all that follows it, and the review of the plan."""
    incident = record_incident(by=by, client=client, **facts)
    review_plan_after(by=by, incident=incident)
    return incident


@transaction.atomic
def review_plan_after(*, by: Actor, incident: Incident) -> Review | None:
    """Open the review of the client's plan that every incident asks for; one that is due sooner keeps its day.

    It is the clinic's rule: where `by` may not write in the record it is done as the system. None without a plan in force.
    """
    plan = Plan.objects.open().filter(client_id=incident.client_id).select_related("client", "clinic").first()
    if plan is None or not plan.number or plan.client.closed_at is not None:
        return None
    waiting = Review.objects.waiting().filter(plan=plan).first()
    soon = plan.clinic.today + PLAN_WITHIN
    due_on = max(plan.clinic.today, min(soon, waiting.due_on)) if waiting else soon
    opener = by if may_write(by, plan.client) else system(incident.clinic_id)
    return open_review(by=opener, plan=plan, due_on=due_on, why=Review.Why.INCIDENT)
