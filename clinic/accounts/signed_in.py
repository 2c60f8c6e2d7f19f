"""What Django and django-otp ask at every request of staff: the session, its user, the second factor. As prepared statements.

What is allowed stays their rule; only the reading is ours, a third of what it cost (decision 013).
"""

from uuid import UUID

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_otp.middleware import OTPMiddleware
from django_otp.models import Device

from clinic.accounts.models import AuthenticatorApp, User
from clinic.db.prepared import Given, PreparedRead

SESSIONS = PreparedRead("session", lambda: Session.objects.filter(session_key=Given("key"), expire_date__gt=Given("now")))
USERS = PreparedRead("user", lambda: User.objects.filter(pk=Given("user")))
APPS = PreparedRead("authenticator_app", lambda: AuthenticatorApp.objects.filter(pk=Given("device")))
APP = AuthenticatorApp().persistent_id.partition("/")[0]


class SessionStore(db.SessionStore):
    """Sessions in PostgreSQL, as Django keeps them."""

    def _get_session_from_db(self) -> Session | None:
        found = SESSIONS.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found


class PasswordBackend(ModelBackend):
    """An e-mail address and a password; the user of a session as long as they are active."""

    def get_user(self, user_id: UUID) -> User | None:
        user = USERS.first(user=user_id)
        return user if user is not None and self.user_can_authenticate(user) else None


class SecondFactorMiddleware(OTPMiddleware):  # type: ignore[misc]
    """The device that proved who signed in; django-otp looks whether it is this user's, and confirmed."""

    def _device_from_persistent_id(self, persistent_id: str) -> Device | None:
        model, _, key = persistent_id.partition("/")
        return APPS.first(device=int(key)) if model == APP and key.isdigit() else super()._device_from_persistent_id(persistent_id)
