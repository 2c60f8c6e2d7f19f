"""The client's way to the plan: invitations with a code told in the session, and the phones that remember it."""

import secrets

from django.db import transaction

from clinic.accounts import tickets
from clinic.accounts.models import Ticket
from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.actions.notify import notify
from clinic.clients.models import Client, PageInvitation
from clinic.clients.permissions import check_write
from clinic.clients.phone_access import end_all, end_invitations, link, message_key
from clinic.web.errors import Conflict

NO_SAFE_WAY = "{name} has not said any way is safe. Show the plan on the call or print it."


@transaction.atomic
def invite(*, by: Actor, client: Client, way: str) -> tuple[PageInvitation, str, str]:
    """A new invitation, its token and the four-digit code to tell the client; earlier ones stop working.

    By e-mail only where the client called that safe, else Conflict. The link works once, within 72 hours.
    """
    check_write(by, client)
    end_invitations(by=by, client=client)
    code = f"{secrets.randbelow(10_000):04d}"
    invitation = PageInvitation.objects.create(clinic_id=by.clinic_id, client=client, way=way, code=code, made_by_id=by.id)
    token = tickets.issue(Ticket.Kind.PAGE, object_id=invitation.id, clinic_id=by.clinic_id, valid_for=invitation.VALID_FOR)
    if way == PageInvitation.Way.EMAIL:
        posted = notify(by=by, client=client, kind="page-ready", key=message_key(invitation), parameters={"link": link(token)})
        if posted is None:
            raise Conflict(NO_SAFE_WAY.format(name=client.short_name))
    record(by=by, action="page.invite", client_id=client.id, on=invitation, reason=way)
    return invitation, token, code


@transaction.atomic
def end_devices(*, by: Actor, client: Client) -> int:
    """Sign every phone of this client out and stop open invitations; how many phones it were."""
    check_write(by, client)
    ended = end_all(by=by, client=client)
    record(by=by, action="page.end", client_id=client.id, on=client, count=ended)
    return ended
