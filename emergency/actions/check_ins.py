"""Where the client is, who can hear and which number to call: each answer a row of its own."""

from django.db import transaction

from clinic.audit.actors import Actor, Kind
from clinic.audit.log import record
from clinic.clients.models import Client, Place
from clinic.clients.permissions import require
from emergency.models import CheckIn, TherapySession
from emergency.permissions import may_log_crisis
from emergency.whereabouts import words_of


@transaction.atomic
def check_in(
    *,
    by: Actor,
    client: Client,
    session: TherapySession | None = None,
    told: str,
    place: Place | None = None,
    where: dict[str, str] | None = None,
    company: str = "",
    call_back: str = "",
    is_confirmed: bool = False,
) -> CheckIn:
    """A new answer; it takes the place of the ones before and changes none of them.

    `place` is one of the client's own, of which the address is kept as it is now; `where` an address that is none of them.
    The client answers for themselves; only a clinician confirms.
    """
    require(_may_tell(by, client) and (session is None or session.client_id == client.pk))
    require(place is None or place.client_id == client.pk)
    made = CheckIn.objects.create(
        clinic_id=by.clinic_id,
        session=session,
        client=client,
        by_id=by.id,
        told=told,
        place=place,
        where=where or (words_of(place) if place else {}),
        company=company,
        call_back=call_back,
        is_confirmed=is_confirmed and by.kind is not Kind.CLIENT,
    )
    record(by=by, action="check_in.add", client_id=client.pk, on=made, reason=told)
    return made


def _may_tell(by: Actor, client: Client) -> bool:
    return by.id == client.pk if by.kind is Kind.CLIENT else may_log_crisis(by, client)
