"""Reads about staff that other apps use."""

from collections.abc import Iterable
from uuid import UUID

from clinic.accounts.models import AuthenticatorApp, Clinic, Invitation, Membership, RecoveryCodes, User
from clinic.db.context import clinic_context, own_context, set_user


def member_names(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Names by actor id, of members past and present; one query. Ids of clients and the system are not in it."""
    wanted = {id for id in ids if id}
    return {member.id: member.name for member in Membership.objects.filter(pk__in=wanted)} if wanted else {}


def clinicians() -> list[Membership]:
    """Active therapists and supervisors of the current clinic, by name."""
    return sorted(Membership.objects.active().with_role("therapist", "supervisor"), key=lambda member: member.name.casefold())


def staff() -> list[Membership]:
    """Everybody who works or worked in the current clinic, with their users; active ones first, by name."""
    found = Membership.objects.select_related("user")
    return sorted(found, key=lambda member: (member.ended_at is not None, member.name.casefold()))


def member(id: UUID) -> Membership | None:
    """A member of the current clinic, past or present."""
    return Membership.objects.select_related("user").filter(pk=id).first()


def open_invitations() -> list[Invitation]:
    """Invitations of the current clinic that nobody has answered or cancelled, newest first."""
    return list(Invitation.objects.filter(accepted_at=None, cancelled_at=None).order_by("-made_at"))


def invitation(id: UUID) -> Invitation | None:
    return Invitation.objects.filter(pk=id).first()


def with_second_factor(user_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these users who have an authenticator app in force."""
    return set(AuthenticatorApp.objects.filter(user_id__in=list(user_ids), confirmed=True).values_list("user_id", flat=True))


def app_in_force(user: User) -> AuthenticatorApp | None:
    found: AuthenticatorApp | None = AuthenticatorApp.objects.filter(user=user, confirmed=True).first()
    return found


def app_being_set_up(user: User) -> AuthenticatorApp | None:
    found: AuthenticatorApp | None = AuthenticatorApp.objects.filter(user=user, confirmed=False).first()
    return found


def recovery_codes(user: User) -> RecoveryCodes | None:
    found: RecoveryCodes | None = RecoveryCodes.objects.filter(user=user).first()
    return found


def user_with(email: str) -> User | None:
    return User.objects.filter(email=email).first()


def user_by_id(id: UUID) -> User | None:
    return User.objects.filter(pk=id, is_active=True).first()


def memberships_of(user: User) -> list[Membership]:
    """Where this user works now, in whatever clinic, the oldest first; for what happens before a clinic is known."""
    with own_context():
        set_user(user.pk)
        return list(Membership.objects.active().filter(user=user).order_by("made_at"))


def invitation_back(user: User) -> Invitation | None:
    """An open invitation to a clinic that this user has left; for what happens before a clinic is known."""
    with own_context():
        set_user(user.pk)
        left = list(Membership.objects.filter(user=user, ended_at__isnull=False).values_list("clinic_id", flat=True))
    for clinic_id in left:
        with clinic_context(clinic_id):
            found = next((invitation for invitation in open_invitations() if invitation.email == user.email), None)
        if found:
            return found
    return None


def clinic_named(name: str) -> Clinic | None:
    return Clinic.objects.filter(name=name).first()
