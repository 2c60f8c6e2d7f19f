"""When the plan did not go to plan."""

from django.db import transaction

from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.models import Client
from clinic.clients.permissions import require
from emergency.models import Incident, PlanTrouble
from emergency.permissions import may_write_about


@transaction.atomic
def record_trouble(
    *,
    by: Actor,
    client: Client,
    incident: Incident | None = None,
    what: str,
    words: str,
    response: str,
    reminded_of_coping: bool | None,
    plan_adapted: bool | None,
) -> PlanTrouble:
    """Write down what happened with the plan and what was done about it. What was not asked stays open (None)."""
    require(may_write_about(by, client, incident))
    made: PlanTrouble = PlanTrouble.objects.create(
        clinic_id=by.clinic_id,
        client=client,
        incident=incident,
        by_id=by.id,
        what=what,
        words=words,
        response=response,
        reminded_of_coping=reminded_of_coping,
        plan_adapted=plan_adapted,
    )
    record(by=by, action="plan_trouble.record", client_id=client.pk, on=made, reason=what)
    return made
