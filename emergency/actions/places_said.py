"""A place said in a session that was not known before."""

from django.db import transaction

from clinic.audit.actors import Actor
from clinic.clients.actions import places
from emergency.actions.check_ins import confirm
from emergency.models import CheckIn, TherapySession


@transaction.atomic
def confirm_elsewhere(*, by: Actor, session: TherapySession, where: dict[str, str]) -> CheckIn:
    """The client is at an address that was typed now and said back. With a name it is kept among the client's places."""
    if not where.get("name"):
        return confirm(by=by, session=session, where=where)
    place = places.add(by=by, client=session.client, **where)
    return confirm(by=by, session=session, place=place)
