"""Whether the client may open the plan on the phone. How they get in is clinic.clients.actions.phones."""

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.web.errors import Conflict, Http404
from safetyplans.announcing import announce
from safetyplans.following import stop_following
from safetyplans.models import Plan, PlanVersion, VersionOpening
from safetyplans.permissions import check_edit
from safetyplans.queries import version_in_force
from safetyplans.version_queries import somebody_to_call


@transaction.atomic
def share(*, by: Actor, plan: Plan) -> Plan:
    """Let the client open the plan: the version in force now, and later ones.

    Conflict without a version in force, and without anybody to call unless that was talked about. A client who has a
    phone that opens the page is told that there is something new; others are told with their invitation.
    """
    check_edit(by, plan)
    version = version_in_force(plan)
    if version is None:
        raise Conflict("Put the plan in force before you share it.")
    if not somebody_to_call(version) and plan.nobody_to_call_at is None:
        raise Conflict(
            "Nobody to call is in this plan. Add a person, a helpline or a group with a number, or mark “Discussed: nobody” on the check page."
        )
    if not plan.is_shared:
        plan.shared_at, plan.shared_by_id = timezone.now(), by.id
        plan.share_ended_at = plan.share_ended_by = None
        plan.save(update_fields=["shared_at", "shared_by", "share_ended_at", "share_ended_by"])
    stop_following(by=by, plan=plan)
    record(by=by, action="plan.share", client_id=plan.client_id, on=plan, version=version.number)
    announce(by=by, plan=plan, number=version.number)
    return plan


@transaction.atomic
def end_share(*, by: Actor, plan: Plan) -> Plan:
    """The client can no longer open the plan; their phones still show the help numbers."""
    check_edit(by, plan)
    if plan.is_shared:
        plan.share_ended_at, plan.share_ended_by_id = timezone.now(), by.id
        plan.save(update_fields=["share_ended_at", "share_ended_by"])
        stop_following(by=by, plan=plan)
        record(by=by, action="plan.end_share", client_id=plan.client_id, on=plan)
    return plan


@transaction.atomic
def record_opening(*, by: Actor, version: PlanVersion) -> None:
    """Keep the day on which the client first opened this version: no event, no count (a client's reads are not audited)."""
    if by.id != version.plan.client_id:
        raise Http404
    VersionOpening.objects.get_or_create(
        clinic_id=version.clinic_id,
        version=version,
        defaults={"opened_on": lambda: version.plan.clinic.today},  # type: ignore[misc]
    )
