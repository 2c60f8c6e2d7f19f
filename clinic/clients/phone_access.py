"""Phones and links as parts of actions: those check the permission and write the audit event."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from clinic.accounts import tickets
from clinic.accounts.models import Ticket
from clinic.audit.actors import Actor
from clinic.clients.models import Client, Device, PageInvitation
from clinic.notifications import outbox


def link(token: str) -> str:
    """The address that a token opens, on the clients' own host."""
    return settings.CLIENT_BASE_URL + reverse("my-link", kwargs={"token": token})


def end_all(*, by: Actor, client: Client) -> int:
    """Sign every phone out and stop open invitations; how many phones it were."""
    end_invitations(by=by, client=client)
    devices = list(Device.objects.filter(client=client, ended_at=None))
    for device in devices:
        tickets.revoke(Ticket.Kind.DEVICE, device.id)
        device.ended_at, device.ended_by_id = timezone.now(), by.id
        device.save(update_fields=["ended_at", "ended_by"])
    return len(devices)


def message_key(invitation: PageInvitation) -> str:
    """Of the message that carries this invitation's link."""
    return f"page-ready:{invitation.id}"


def end_invitations(*, by: Actor, client: Client) -> None:
    """Links that were not used stop working, their codes are forgotten, and a message still waiting does not leave."""
    for invitation in PageInvitation.objects.filter(client=client, used_at=None, ended_at=None):
        tickets.revoke(Ticket.Kind.PAGE, invitation.id)
        outbox.withdraw(by=by, key=message_key(invitation))
        invitation.ended_at, invitation.code = timezone.now(), None
        invitation.save(update_fields=["ended_at", "code"])
