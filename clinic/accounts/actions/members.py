"""The staff of a clinic: roles, own details, and leaving."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from clinic.accounts import tickets
from clinic.accounts.models import Membership, Ticket
from clinic.accounts.permissions import check_admin, check_an_admin_stays, check_own_clinic, check_works_here
from clinic.accounts.sessions import end_sessions
from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.web.errors import Http404


@transaction.atomic
def set_roles(*, by: Actor, member: Membership, roles: Iterable[str]) -> Membership:
    """Give a member exactly these roles, from their next request on. The last admin stays one."""
    check_admin(by)
    check_own_clinic(by, member)
    check_works_here(member)
    wanted = sorted(set(roles))
    if "admin" in member.roles and "admin" not in wanted:
        check_an_admin_stays(without=member)
    member.roles = wanted
    member.save(update_fields=["roles"])
    record(by=by, action="staff.roles", on=member, fields=["roles"])
    return member


@transaction.atomic
def set_details(
    *, by: Actor, member: Membership, name: str, phone: str, hours: str, licensed_in: Iterable[str] | None = None
) -> Membership:
    """One's own name as clients see it, phone and hours; for clinicians where they are licensed, like "US-AZ"."""
    if by.id != member.id:
        raise Http404
    member.name, member.phone, member.hours = name, phone, hours
    fields = ["name", "phone", "hours"]
    if licensed_in is not None:
        member.licensed_in = sorted(set(licensed_in))
        fields.append("licensed_in")
    member.save(update_fields=fields)
    record(by=by, action="staff.details", on=member, fields=fields)
    return member


@transaction.atomic
def set_licences(*, by: Actor, member: Membership, licensed_in: Iterable[str]) -> Membership:
    """Where a colleague is licensed, as the admin has seen it."""
    check_admin(by)
    check_own_clinic(by, member)
    check_works_here(member)
    member.licensed_in = sorted(set(licensed_in))
    member.save(update_fields=["licensed_in"])
    record(by=by, action="staff.licences", on=member, fields=["licensed_in"])
    return member


@transaction.atomic
def sign_out_everywhere(*, by: Actor, member: Membership) -> Membership:
    """End every session of this person, on every device."""
    if by.id != member.id:
        check_admin(by)
    check_own_clinic(by, member)
    check_works_here(member)
    end_sessions(member.user)
    record(by=by, action="staff.sign_out", on=member)
    return member


@transaction.atomic
def end(*, by: Actor, member: Membership) -> Membership:
    """End a membership: sessions and reset links stop at once. The caseload is the caller's business, in the same transaction."""
    check_admin(by)
    check_own_clinic(by, member)
    check_works_here(member)
    if "admin" in member.roles:
        check_an_admin_stays(without=member)
    member.ended_at, member.ended_by_id = timezone.now(), by.id
    member.save(update_fields=["ended_at", "ended_by"])
    end_sessions(member.user)
    tickets.revoke(Ticket.Kind.PASSWORD, member.user_id)
    record(by=by, action="staff.end", on=member)
    return member
