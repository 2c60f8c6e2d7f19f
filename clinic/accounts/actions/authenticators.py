"""Second factors: an authenticator app, and ten printed codes for the day the phone is lost."""

import secrets

from django.db import transaction
from django_otp import verify_token

from clinic.accounts.models import AuthenticatorApp, Membership, RecoveryCodes, User
from clinic.accounts.permissions import check_admin, check_own_clinic, check_works_here
from clinic.accounts.queries import memberships_of
from clinic.accounts.sessions import end_sessions
from clinic.audit.actors import Actor, system
from clinic.audit.log import record, record_sign_in
from clinic.db.context import clinic_context

SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that look alike on paper
CODES, GROUPS = 10, 4


@transaction.atomic
def begin(*, user: User) -> AuthenticatorApp:
    """A fresh seed for the set-up page, not in force until `confirm`; an earlier unfinished one is replaced."""
    AuthenticatorApp.objects.filter(user=user, confirmed=False).delete()
    device: AuthenticatorApp = AuthenticatorApp.objects.create(user=user, name="app", seed=secrets.token_hex(20), confirmed=False)
    record_sign_in("app_begun", user_id=user.pk, address=None)
    return device


@transaction.atomic
def confirm(*, user: User, code: str, address: str | None) -> tuple[AuthenticatorApp, list[str]] | None:
    """Put the new app in force when its code is right, and return it with ten recovery codes; else None.

    The app and the codes used until now stop working, and so do sessions opened with them.
    """
    waiting = AuthenticatorApp.objects.filter(user=user, confirmed=False).first()
    device = verify_token(user, waiting.persistent_id, code) if waiting else None
    if device is None:
        return None
    AuthenticatorApp.objects.filter(user=user, confirmed=True).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    record_sign_in("app_set_up", user_id=user.pk, address=address)
    return device, new_codes(user=user, address=address)


@transaction.atomic
def new_codes(*, user: User, address: str | None) -> list[str]:
    """Ten new recovery codes, to be shown once; the earlier ones stop working."""
    codes = [_code() for _ in range(CODES)]
    RecoveryCodes.objects.filter(user=user).delete()
    RecoveryCodes.objects.create(user=user, name="codes", hashes=[RecoveryCodes.hash_of(code) for code in codes])
    record_sign_in("recovery_codes_made", user_id=user.pk, address=address)
    return codes


def _code() -> str:
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(GROUPS))


@transaction.atomic
def clear(*, by: Actor, member: Membership, address: str | None = None) -> Membership:
    """Take away another person's second factor and end their sessions; they set up a new one when they next sign in."""
    check_admin(by)
    check_own_clinic(by, member)
    check_works_here(member)
    _reset(user=member.user, address=address)
    record(by=by, action="staff.clear_factor", on=member)
    return member


@transaction.atomic
def clear_by_command(*, email: str) -> User | None:
    """The last resort, when no admin can help: `clear` for the user of this address, told in each of their clinics."""
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        return None
    _reset(user=user)
    for member in memberships_of(user):
        with clinic_context(member.clinic_id):
            record(by=system(member.clinic_id), action="staff.clear_factor", on=member, reason="command")
    return user


def _reset(*, user: User, address: str | None = None) -> None:
    """Remove app and codes, and end every session. `clear` and `clear_by_command` say who asked."""
    AuthenticatorApp.objects.filter(user=user).delete()
    RecoveryCodes.objects.filter(user=user).delete()
    end_sessions(user)
    record_sign_in("factor_cleared", user_id=user.pk, address=address)
