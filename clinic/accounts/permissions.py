"""Who may change clinics and their staff."""

from clinic.accounts.models import Clinic, Membership
from clinic.audit.actors import Actor, Kind
from clinic.web.errors import Conflict, Http404

LAST_ADMIN = "This is the clinic's only admin. Make somebody else an admin first."


def check_admin(by: Actor) -> None:
    """Admins, and the system in its commands."""
    if not by.has("admin") and by.kind != Kind.SYSTEM:
        raise Http404


def check_own_clinic(by: Actor, member: Membership) -> None:
    if member.clinic_id != by.clinic_id:
        raise Http404


def check_works_here(member: Membership) -> None:
    """Conflict for a person who left: their sign-in is the business of the clinics they work in now."""
    if member.ended_at is not None:
        raise Conflict("This person no longer works in your clinic.")


def check_an_admin_stays(without: Membership) -> None:
    """Conflict when nobody could manage the clinic without this member. Locks the clinic, so two cannot leave at once."""
    Clinic.objects.select_for_update().get(pk=without.clinic_id)
    others = Membership.objects.active().with_role("admin").exclude(pk=without.pk)
    if not others.exists():
        raise Conflict(LAST_ADMIN)
