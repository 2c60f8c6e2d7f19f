"""Invitations: the only way to join the staff."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from clinic.accounts import tickets
from clinic.accounts.models import Invitation, Membership, Ticket, User
from clinic.accounts.permissions import check_admin
from clinic.accounts.queries import open_invitations
from clinic.audit.actors import Actor, Kind
from clinic.audit.log import enrol, record, record_sign_in
from clinic.notifications import outbox
from clinic.web.errors import Conflict, Http404

VALID_FOR = timedelta(hours=72)
GONE = "This link no longer works. Ask for a new one."


@transaction.atomic
def invite(*, by: Actor, email: str, name: str, roles: Iterable[str]) -> tuple[Invitation, str]:
    """Invite a person; returns the invitation and its link, which is mailed and can be handed over by hand."""
    check_admin(by)
    email = email.strip().lower()
    if any(invitation.email == email for invitation in open_invitations()):
        raise Conflict("This person has an open invitation. Send it again from the staff page.")
    if Membership.objects.active().filter(user__email=email).exists():
        raise Conflict("This person already works in your clinic. Change their roles on the staff page.")
    invitation = Invitation(clinic_id=by.clinic_id, email=email, name=name, roles=sorted(roles), made_by_id=by.id)
    enrol(Actor(Kind.STAFF, invitation.id, by.clinic_id))  # the member they will be; mail needs a recipient now
    invitation.save(force_insert=True)
    link = _send(by, invitation)
    record(by=by, action="staff.invite", on=invitation, fields=["roles"])
    return invitation, link


@transaction.atomic
def resend(*, by: Actor, invitation: Invitation) -> str:
    """A new link for the same person; the former one stops working."""
    check_admin(by)
    _check_open(invitation)
    link = _send(by, invitation)
    record(by=by, action="staff.invite_again", on=invitation)
    return link


@transaction.atomic
def cancel(*, by: Actor, invitation: Invitation) -> Invitation:
    """The link stops working."""
    check_admin(by)
    _check_open(invitation)
    tickets.revoke(Ticket.Kind.INVITATION, invitation.id)
    outbox.withdraw(by=by, key=_message_key(invitation))
    invitation.cancelled_at = timezone.now()
    invitation.save(update_fields=["cancelled_at"])
    record(by=by, action="staff.invite_cancel", on=invitation)
    return invitation


def _check_open(invitation: Invitation) -> None:
    if not invitation.is_open:
        raise Conflict("This invitation was answered or cancelled.")


def _send(by: Actor, invitation: Invitation) -> str:
    token = tickets.issue(Ticket.Kind.INVITATION, object_id=invitation.id, clinic_id=invitation.clinic_id, valid_for=VALID_FOR)
    link = settings.BASE_URL + reverse("join", args=[token])
    outbox.withdraw(by=by, key=_message_key(invitation))
    invitation.sent_at = timezone.now()
    invitation.save(update_fields=["sent_at"])
    outbox.post(
        by=by,
        key=_message_key(invitation),
        kind="staff-invitation",
        recipient_id=invitation.id,
        address=invitation.email,
        parameters={"link": link},
    )
    return link


def _message_key(invitation: Invitation) -> str:
    """Of the message that carries the link sent last."""
    return f"staff-invitation:{invitation.id}:{invitation.sent_at:%Y%m%d%H%M%S%f}" if invitation.sent_at else ""


@transaction.atomic
def accept(*, ticket: Ticket, name: str, user: User | None, password: str = "", address: str | None) -> User:
    """Join the clinic of this ticket, as `user` (who has given their password) or as a new one with this password.

    Call it in the clinic's context. The second factor is the next page's business.
    """
    invitation = Invitation.objects.select_for_update().filter(pk=ticket.object_id).first()
    if invitation is None or not invitation.is_open or not tickets.use(ticket):
        raise Conflict(GONE)
    if user is not None and user.email != invitation.email:
        raise Http404
    joined = user or _new_user(invitation.email, password)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    member = _join(invitation, joined, name)
    record(by=member.actor, action="staff.join", on=member, fields=["roles"])
    record_sign_in("joined", user_id=joined.pk, address=address)
    return joined


def _new_user(email: str, password: str) -> User:
    user = User(email=email)
    user.set_password(password)
    user.save(force_insert=True)
    return user


def _join(invitation: Invitation, user: User, name: str) -> Membership:
    """A new membership, or the ended one of a person who comes back."""
    member = Membership.objects.filter(user=user).first()
    if member is None:
        member = Membership(id=invitation.id, clinic_id=invitation.clinic_id, user=user)
    member.name, member.roles, member.ended_at, member.ended_by = name, invitation.roles, None, None
    member.save()
    return member
