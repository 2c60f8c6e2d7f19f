"""Who may do what in the intake beyond writing in a record."""

from clinic.audit.actors import Actor, Kind
from clinic.clients.permissions import require


def check_may_set_watch(by: Actor) -> None:
    """Admins, supervisors and the system; Http404 for others."""
    require(by.kind is Kind.SYSTEM or by.has("admin", "supervisor"))
