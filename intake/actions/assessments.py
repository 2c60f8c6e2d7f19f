"""Writing down what the clinician sees and judges. Rows are never changed: a new word is a new row."""

from datetime import date

from django.db import transaction

from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.models import Client
from clinic.clients.permissions import check_write, require
from clinic.web.errors import Conflict
from intake.assessments import NO_LEVEL
from intake.models import CareDecision, Formulation, Observation
from intake.queries import corrections_of


@transaction.atomic
def observe(
    *, by: Actor, client: Client, what: str, words: str, source: str, seen_on: date, corrects: Observation | None = None
) -> Observation:
    """Record what was noticed and on which day; `corrects` names the row that this one puts right, which stays.

    Conflict for a day ahead, and when that row was corrected before. Http404 and Conflict as `check_write`.
    """
    check_write(by, client)
    if seen_on > client.clinic.today:
        raise Conflict("The day it was seen lies in the future.")
    if corrects is not None:
        require(corrects.client_id == client.id)
        Client.objects.select_for_update(no_key=True).get(
            pk=client.pk
        )  # of two corrections in one moment the second sees the first
        if corrections_of([corrects]):
            raise Conflict("This entry was corrected already. Correct the newer one.")
    row = Observation.objects.create(
        clinic_id=by.clinic_id,
        client=client,
        what=what,
        words=words,
        source=source,
        seen_on=seen_on,
        corrects=corrects,
        by_id=by.id,
    )
    record(by=by, action="observation.correct" if corrects else "observation.record", on=row, client_id=client.id)
    return row


@transaction.atomic
def formulate(*, by: Actor, client: Client, words: dict[str, str], level: str) -> Formulation:
    """Record the clinician's view of today. `level` is what they chose to say, NO_LEVEL for none; no score sets it.

    Conflict when nothing was written. Http404 and Conflict as `check_write`.
    """
    check_write(by, client)
    said = {key: text for key, text in words.items() if text}
    if not said:
        raise Conflict("Write at least one line before recording it.")
    row = Formulation.objects.create(
        clinic_id=by.clinic_id, client=client, words=said, level="" if level == NO_LEVEL else level, by_id=by.id
    )
    record(by=by, action="formulation.record", on=row, client_id=client.id)
    return row


@transaction.atomic
def decide_care(*, by: Actor, client: Client, decision: str, reason: str) -> CareDecision:
    """Record whether teletherapy suits this client now, and why. Http404 and Conflict as `check_write`."""
    check_write(by, client)
    row = CareDecision.objects.create(clinic_id=by.clinic_id, client=client, decision=decision, reason=reason, by_id=by.id)
    record(by=by, action="care.decide", on=row, client_id=client.id)
    return row
