"""What a client wants of entries of the directory: tried first, or never used."""

from uuid import UUID

from django.http import Http404

from clinic.clients.models import Client
from emergency.models import ClientResource


def choices_of(client: Client) -> list[ClientResource]:
    """The choices that stand, those to be tried first before the others. One query."""
    return list(
        ClientResource.objects.filter(client=client, ended_at=None).select_related("resource").order_by("choice", "made_at")
    )


def choice_of(client: Client, choice_id: UUID) -> ClientResource:
    """A choice of this client that stands, or 404."""
    found = ClientResource.objects.select_related("client", "resource").filter(client=client, pk=choice_id, ended_at=None).first()
    if found is None:
        raise Http404
    return found
