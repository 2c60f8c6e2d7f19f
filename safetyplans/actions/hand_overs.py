"""The plan in the client's hands: what they found and said back."""

from django.db import transaction

from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.web.errors import Conflict
from safetyplans.models import HandOver, PlanVersion
from safetyplans.permissions import check_edit


@transaction.atomic
def record_hand_over(
    *, by: Actor, version: PlanVersion, found: HandOver.Found, says_what: str = "", says_whom: str = "", kept_where: str = ""
) -> HandOver:
    """What the client found and said back, in their words. Each talk is a row of its own; earlier ones stay.

    Conflict when the version is no longer in force: the client would have said it of other words.
    """
    check_edit(by, version.plan)
    if version.number != version.plan.number:
        raise Conflict(f"Version {version.number} is no longer in force. Talk about the one that is.")
    talk = HandOver.objects.create(
        clinic_id=version.clinic_id,
        version=version,
        found=found,
        says_what=says_what,
        says_whom=says_whom,
        kept_where=kept_where,
        by_id=by.id,
    )
    record(by=by, action="plan.hand_over", client_id=version.plan.client_id, on=version, version=version.number, reason=found)
    return talk
