"""Reads about the people around a client."""

from uuid import UUID

from django.http import Http404

from clinic.clients.models import Client
from emergency.models import Contact


def contacts(client: Client) -> list[Contact]:
    """The people kept for this client, in the client's order. One query."""
    return list(Contact.objects.kept().filter(client=client))


def contact_of(client: Client, contact_id: UUID) -> Contact:
    """A kept person of this client, or Http404."""
    found = Contact.objects.kept().filter(client=client, pk=contact_id).first()
    if found is None:
        raise Http404
    found.client = client
    return found


def by_permission(people: list[Contact]) -> list[Contact]:
    """Who may be called first, then who was not asked about, then who is never called; in the client's order within."""
    return sorted(people, key=lambda each: 0 if each.may_be_called else 1 if each.may_be_in_plan else 2)
