"""Telling the client that there is something new, as a part of actions: those check the permission and write the event."""

from django.conf import settings
from django.urls import reverse

from clinic.audit.actors import Actor
from clinic.clients.actions.notify import notify
from clinic.clients.models import Device
from safetyplans.models import Plan


def announce(*, by: Actor, plan: Plan, number: int) -> None:
    """Once for each version, to a client who has a phone that opens the page; others are told with their invitation."""
    if Device.objects.filter(client=plan.client, ended_at=None).exists():
        link = settings.CLIENT_BASE_URL + reverse("my-plan")
        notify(by=by, client=plan.client, kind="page-ready", key=f"page-ready:{plan.id}:{number}", parameters={"link": link})
