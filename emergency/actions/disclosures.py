"""What was told to whom, why and on what basis."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.models import Client
from clinic.clients.permissions import require
from clinic.web.errors import Conflict
from emergency.models import Disclosure, Incident
from emergency.permissions import may_write_about


@transaction.atomic
def disclose(
    *,
    by: Actor,
    client: Client,
    incident: Incident | None = None,
    at: datetime,
    recipient: str,
    content: str,
    purpose: str,
    basis: str,
    basis_words: str = "",
) -> Disclosure:
    """Add it to the client's account of disclosures. It stays as written; what was wrong in it is said by a further one."""
    require(may_write_about(by, client, incident))
    if at > timezone.now():
        raise Conflict("That is later than now. Write down when it was told.")
    made: Disclosure = Disclosure.objects.create(
        clinic_id=by.clinic_id,
        incident=incident,
        client=client,
        at=at,
        by_id=by.id,
        recipient=recipient,
        content=content,
        purpose=purpose,
        basis=basis,
        basis_words=basis_words,
    )
    record(by=by, action="disclosure.add", client_id=client.pk, on=made, reason=basis)
    return made
