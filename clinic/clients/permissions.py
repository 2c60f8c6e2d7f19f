"""Who may do what with a client's record, and in which state."""

from django.http import Http404

from clinic.audit.actors import Actor, Kind
from clinic.clients.models import AccessGrant, Client
from clinic.web.errors import Conflict


def may_write(by: Actor, client: Client) -> bool:
    """Clinicians with an active grant write; a supervisor without one reads. The system may."""
    if by.kind is Kind.SYSTEM:
        return True
    return by.is_clinician and AccessGrant.objects.active().filter(client=client, holder_id=by.id).exists()


def check_write(by: Actor, client: Client) -> None:
    """Http404 for those who may not write here; Conflict when care has ended."""
    if not may_write(by, client):
        raise Http404
    if client.closed_at is not None:
        raise Conflict("Care has ended for this client. Reopen the record before changing it.")
