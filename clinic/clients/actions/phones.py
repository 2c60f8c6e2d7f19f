"""The client's way to the plan: invitations with a code told in the session, and the phones that remember it."""

import secrets

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from clinic.accounts import tickets
from clinic.accounts.models import Ticket
from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.actions.notify import notify
from clinic.clients.models import Client, Device, PageInvitation
from clinic.clients.permissions import check_write
from clinic.web.errors import Conflict

NO_SAFE_WAY = "{name} has not said any way is safe. Show the plan on the call or print it."


@transaction.atomic
def invite(*, by: Actor, client: Client, way: str) -> tuple[PageInvitation, str, str]:
    """A new invitation, its token and the four-digit code to tell the client; earlier ones stop working.

    By e-mail only where the client called that safe, else Conflict. The link works once, within 72 hours.
    """
    check_write(by, client)
    _end_invitations(client)
    code = f"{secrets.randbelow(10_000):04d}"
    invitation = PageInvitation.objects.create(clinic_id=by.clinic_id, client=client, way=way, code=code, made_by_id=by.id)
    token = tickets.issue(Ticket.Kind.PAGE, object_id=invitation.id, clinic_id=by.clinic_id, valid_for=invitation.VALID_FOR)
    if way == PageInvitation.Way.EMAIL:
        posted = notify(
            by=by, client=client, kind="page-ready", key=f"page-ready:{invitation.id}", parameters={"link": link(token)}
        )
        if posted is None:
            raise Conflict(NO_SAFE_WAY.format(name=client.short_name))
    record(by=by, action="page.invite", client_id=client.id, on=invitation, reason=way)
    return invitation, token, code


def link(token: str) -> str:
    """The address that a token opens, on the clients' own host."""
    return settings.CLIENT_BASE_URL + reverse("my-link", kwargs={"token": token})


@transaction.atomic
def end_devices(*, by: Actor, client: Client) -> int:
    """Sign every phone of this client out and stop open invitations; how many phones it were."""
    check_write(by, client)
    ended = end_all(by=by, client=client)
    record(by=by, action="page.end", client_id=client.id, on=client, count=ended)
    return ended


def end_all(*, by: Actor, client: Client) -> int:
    """The same as part of another action, which checks and writes the event."""
    _end_invitations(client)
    devices = list(Device.objects.filter(client=client, ended_at=None))
    for device in devices:
        tickets.revoke(Ticket.Kind.DEVICE, device.id)
        device.ended_at, device.ended_by_id = timezone.now(), by.id
        device.save(update_fields=["ended_at", "ended_by"])
    return len(devices)


def _end_invitations(client: Client) -> None:
    for invitation in PageInvitation.objects.filter(client=client, used_at=None, ended_at=None):
        tickets.revoke(Ticket.Kind.PAGE, invitation.id)
        invitation.ended_at, invitation.code = timezone.now(), None
        invitation.save(update_fields=["ended_at", "code"])
