"""Letting the client follow the draft on the phone. Nothing is sent: it stands on the client's own page while it is open."""

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.permissions import may_write, require
from clinic.clients.queries import has_a_phone
from clinic.web.errors import Conflict, Http404
from emergency.session_queries import open_session_with
from safetyplans.following import following_of, stop_following
from safetyplans.models import Following, Plan
from safetyplans.permissions import check_edit


@transaction.atomic
def let_follow(*, by: Actor, plan: Plan) -> Following:
    """The client may see this draft on the phone: for two hours, until the session ends, or until somebody stops it.

    Twice is harmless. Conflict while no phone of the client opens the page, and for a plan that was declined.
    """
    check_edit(by, plan)
    plan = Plan.objects.select_for_update(of=("self",)).select_related("client").get(pk=plan.pk)
    known = following_of(plan)
    if known is not None:
        return known
    if plan.declined_at is not None:
        raise Conflict("This plan was declined. Ask again before anybody follows it.")
    if not has_a_phone(plan.client):
        raise Conflict(f"No phone of {plan.client.short_name} opens the page now. Let one in first, under Phone access.")
    stop_following(by=by, plan=plan)  # what has run out
    session = open_session_with(plan.client)
    now = timezone.now()
    made = Following.objects.create(
        clinic_id=plan.clinic_id, plan=plan, session=session, made_at=now, made_by_id=by.id, until=now + Following.AT_MOST
    )
    record(by=by, action="plan.follow", client_id=plan.client_id, on=made)
    return made


@transaction.atomic
def end_following(*, by: Actor, plan: Plan) -> None:
    """The client sees the draft no longer, from the next look on, which is seconds away."""
    require(may_write(by, plan.client))
    if stop_following(by=by, plan=plan):
        record(by=by, action="plan.end_follow", client_id=plan.client_id, on=plan)


@transaction.atomic
def record_following(*, by: Actor, following: Following) -> None:
    """The client looks at the draft: told once, with the first look. Looking again leaves no trace."""
    if by.id != following.plan.client_id:
        raise Http404
    held = Following.objects.select_for_update(of=("self",)).get(pk=following.pk)
    if held.opened_at is None:
        held.opened_at = timezone.now()
        held.save(update_fields=["opened_at"])
        record(by=by, action="plan.followed", client_id=by.id, on=held)
