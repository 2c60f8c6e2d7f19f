"""Passwords: changed by their owner, or reset by mail. The second factor stays as it is."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from clinic.accounts import tickets
from clinic.accounts.models import Invitation, Membership, Ticket, User
from clinic.accounts.queries import invitation_back, memberships_of
from clinic.audit.actors import system
from clinic.audit.log import record_sign_in
from clinic.audit.queries import sign_ins_from
from clinic.db.context import clinic_context
from clinic.notifications import outbox
from clinic.web.errors import Conflict

VALID_FOR = timedelta(hours=1)
PAUSE = timedelta(minutes=10)
MOST_ASKED = 20


@transaction.atomic
def ask_reset(*, email: str, address: str | None) -> None:
    """Send a link to this address when it belongs to staff, at most every ten minutes. The caller cannot tell.

    More than MOST_ASKED an hour from one network address leave nothing, not even a row.
    To people who left as well, while a clinic they worked in invites them back: they join with their password.
    """
    if sign_ins_from(address, kind="reset_asked", within=VALID_FOR, most=MOST_ASKED) == MOST_ASKED:
        return
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    record_sign_in("reset_asked", user_id=user.pk if user else None, address=address)
    place = _place_of(user) if user else None
    if user is None or place is None or _just_asked(user):
        return
    token = tickets.issue(Ticket.Kind.PASSWORD, object_id=user.pk, clinic_id=place.clinic_id, valid_for=VALID_FOR)
    with clinic_context(place.clinic_id):
        outbox.post(
            by=system(place.clinic_id),
            key=f"password-reset:{user.pk}:{timezone.now():%Y%m%d%H%M%S}",
            kind="password-reset",
            recipient_id=place.id,
            address=user.email,
            parameters={"link": settings.BASE_URL + reverse("password-new", args=[token])},
        )


def _place_of(user: User) -> Membership | Invitation | None:
    """What the mail is sent as: where they work, else the open invitation to come back."""
    return next(iter(memberships_of(user)), None) or invitation_back(user)


def _just_asked(user: User) -> bool:
    since = timezone.now() - PAUSE
    return Ticket.objects.usable().filter(kind=Ticket.Kind.PASSWORD, object_id=user.pk, made_at__gt=since).exists()


@transaction.atomic
def reset(*, token: str, password: str, address: str | None) -> User:
    """Set the password of the user this link was sent to, and end their sessions. The second factor is kept."""
    ticket = tickets.find(Ticket.Kind.PASSWORD, token)
    if ticket is None or not tickets.use(ticket):
        raise Conflict("This link no longer works. Ask for a new one.")
    user = User.objects.get(pk=ticket.object_id)
    _set(user, password)
    record_sign_in("password_reset", user_id=user.pk, address=address)
    return user


@transaction.atomic
def change(*, user: User, password: str, address: str | None) -> User:
    """Set one's own password; every session ends but the one whose hash the view renews."""
    _set(user, password)
    tickets.revoke(Ticket.Kind.PASSWORD, user.pk)
    record_sign_in("password_changed", user_id=user.pk, address=address)
    return user


def _set(user: User, password: str) -> None:
    user.set_password(password)
    user.save(update_fields=["password"])
