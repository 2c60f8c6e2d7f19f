"""Reads about clients that other apps use. A foreign object answers like a missing one."""

from uuid import UUID

from django.http import Http404

from clinic.audit.actors import Actor
from clinic.clients.models import Client


def visible_client(by: Actor, client_id: UUID) -> Client:
    """The client whose record `by` may read; Http404 otherwise, in one query."""
    found = Client.objects.visible_to(by).filter(pk=client_id).first()
    if found is None:
        raise Http404
    return found


def listed_client(by: Actor, client_id: UUID) -> Client:
    """The client whose name `by` may see (admins: all of the clinic); Http404 otherwise."""
    found = Client.objects.in_directory_of(by).filter(pk=client_id).first()
    if found is None:
        raise Http404
    return found
