"""Who may do what in the directory."""

from django.http import Http404

from clinic.audit.actors import Actor, Kind


def may_edit_directory(by: Actor) -> bool:
    """Admins keep the directory; the system seeds it."""
    return by.kind is Kind.SYSTEM or by.has("admin")


def may_report_problem(by: Actor) -> bool:
    """Whoever dials may say that a number did not work: clinicians, admins and clients."""
    return by.kind in {Kind.SYSTEM, Kind.CLIENT} or by.has("admin", "therapist", "supervisor")


def require(allowed: bool) -> None:
    """Not allowed to do it is the same as not there."""
    if not allowed:
        raise Http404
