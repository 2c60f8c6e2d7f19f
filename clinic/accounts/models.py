"""Clinics, the people who work there, and what is known before a clinic is: users and tickets."""

import re
import time
import uuid
from datetime import date
from datetime import time as time_of_day
from hashlib import sha256
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_otp.models import Device, ThrottlingMixin, TimestampMixin
from django_otp.oath import TOTP

from clinic.accounts.countries import Country, country
from clinic.audit.actors import Actor, Kind
from clinic.audit.models import By
from clinic.db.models import ClinicRow, both_or_neither
from clinic.db.sealed import SealedText

SIX_DIGITS = re.compile(r"[0-9]{6}")
COUNTED = ("throttling_failure_timestamp", "throttling_failure_count", "last_used_at")


class Role(models.TextChoices):
    ADMIN = "admin", "Admin"
    THERAPIST = "therapist", "Therapist"
    SUPERVISOR = "supervisor", "Supervisor"
    AUDITOR = "auditor", "Auditor"


def words_of(roles: list[str]) -> str:
    """Like “Admin, Therapist”, in the order of the list above."""
    return ", ".join(str(role.label) for role in Role if role in roles)


class Clinic(models.Model):
    """One clinic. Readable before sign-in, so it holds nothing of people."""

    readable: ClassVar[tuple[str, ...]] = (
        "name", "country_code", "time_zone", "sender_name", "phone", "after_hours_phone", "after_hours_words", "reminder_time",
        "review_days", "exit_url", "emergency_rule", "lock_minutes", "number_order",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    country_code = models.CharField(max_length=2, default="US")
    time_zone = models.CharField(max_length=64, default="America/New_York")
    sender_name = models.CharField(max_length=60, default="Office")
    phone = models.CharField(max_length=40, default="")
    after_hours_phone = models.CharField(max_length=40, default="")
    after_hours_words = models.CharField(max_length=200, default="")
    reminder_time = models.TimeField(default=time_of_day(8))
    review_days = models.PositiveSmallIntegerField(default=30)
    exit_url = models.URLField(default="https://www.weather.gov/")
    emergency_rule = models.TextField(default="")
    lock_minutes = models.PositiveSmallIntegerField(default=15)
    number_order = ArrayField(models.CharField(max_length=20), default=list)
    is_part2 = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    @property
    def country(self) -> Country:
        return country(self.country_code)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def today(self) -> date:
        """The date on the clinic's wall."""
        return timezone.now().astimezone(self.zone).date()


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):  # type: ignore[django-manager-missing]
    """A person of the staff, who signs in with an e-mail address. Their names and roles lie in their memberships."""

    readable: ClassVar[tuple[str, ...]] = ("sessions_from",)
    readable_identifying: ClassVar[tuple[str, ...]] = ("email",)
    secret_hashes: ClassVar[tuple[str, ...]] = ("password",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    sessions_from = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    objects = UserManager()

    def get_session_auth_hash(self) -> str:
        """Changes with the password and with `sessions_from`, so raising that number ends every session at once."""
        return salted_hmac("handrail.sessions", f"{self.password}|{self.sessions_from}", algorithm="sha256").hexdigest()

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        return salted_hmac(
            "handrail.sessions", f"{self.password}|{self.sessions_from}", secret=secret, algorithm="sha256"
        ).hexdigest()

    def get_session_auth_fallback_hash(self) -> Any:
        return iter(())


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> "MembershipQuerySet":
        return self.filter(ended_at=None)

    def with_role(self, *roles: str) -> "MembershipQuerySet":
        return self.filter(roles__overlap=list(roles))


class Membership(ClinicRow):
    """A user in a clinic, with roles. Its id is the actor's id in everything this person does there."""

    readable = ("roles", "licensed_in")

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    name = SealedText(privacy="identifying")
    phone = SealedText(privacy="identifying")
    hours = SealedText(privacy="identifying")
    roles = ArrayField(models.CharField(max_length=12, choices=Role.choices), default=list)
    licensed_in = ArrayField(models.CharField(max_length=8), default=list)
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = By(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clinic", "user"], name="accounts_membership_once"),
            both_or_neither("ended_at", "ended_by", name="accounts_membership_ended_pair"),
        ]

    @property
    def role_words(self) -> str:
        return words_of(self.roles)

    @property
    def actor(self) -> Actor:
        return Actor(Kind.STAFF, self.id, self.clinic_id, frozenset(self.roles))


class Invitation(ClinicRow):
    """An invitation to join the staff; its link is a ticket of kind "invitation"."""

    readable = ("roles",)

    email = SealedText(privacy="identifying")
    name = SealedText(privacy="identifying")
    roles = ArrayField(models.CharField(max_length=12, choices=Role.choices), default=list)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = By()
    sent_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    @property
    def role_words(self) -> str:
        return words_of(self.roles)

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.cancelled_at is None


class TicketQuerySet(models.QuerySet["Ticket"]):
    def usable(self) -> "TicketQuerySet":
        return self.filter(used_at=None, expires_at__gt=timezone.now())


class Ticket(models.Model):
    """What a secret link or cookie opens, before a clinic is known. Only the token's SHA-256 is stored."""

    class Kind(models.TextChoices):
        INVITATION = "invitation"
        PASSWORD = "password"  # noqa: S105 - a kind, not a password
        PAGE = "page"
        DEVICE = "device"
        INTAKE = "intake"
        COPY = "copy"
        CHECKIN = "checkin"

    readable: ClassVar[tuple[str, ...]] = ("kind",)
    secret_hashes: ClassVar[tuple[str, ...]] = ("token_hash",)

    token_hash = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    clinic = models.ForeignKey(Clinic, models.PROTECT, null=True, related_name="+")
    object_id = models.UUIDField()
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "object_id"], name="accounts_ticket_object")]


class AuthenticatorApp(TimestampMixin, ThrottlingMixin, Device):  # type: ignore[misc]
    """A time-based code (TOTP, RFC 6238): 30 seconds, six digits, one step of drift, each code once."""

    readable: ClassVar[tuple[str, ...]] = ("name", "last_step", "throttling_failure_count")
    sealed_to: ClassVar[str] = "user_id"

    seed = SealedText(privacy="secret")
    last_step = models.BigIntegerField(default=-1)

    class Meta(Device.Meta):
        verbose_name = "authenticator app"

    def get_throttle_factor(self) -> int:
        return 1

    def verify_token(self, token: str) -> bool:
        """True once for each right code. Lock the row first: `django_otp.verify_token` does."""
        if not self.verify_is_allowed()[0]:
            return False
        step = self._step_of(token)
        if step is None:
            self.throttle_increment(commit=False)
        else:
            self.last_step = step
            self.throttle_reset(commit=False)
            self.set_last_used_timestamp(commit=False)
        self.save(update_fields=[*COUNTED, "last_step"])
        return step is not None

    def _step_of(self, token: str) -> int | None:
        """The time step this code belongs to, when it is newer than the last one used."""
        digits = "".join(token.split())
        if not SIX_DIGITS.fullmatch(digits):
            return None
        clock = TOTP(bytes.fromhex(self.seed))
        clock.time = time.time()
        return clock.t() if clock.verify(int(digits), tolerance=1, min_t=self.last_step + 1) else None


class RecoveryCodes(TimestampMixin, ThrottlingMixin, Device):  # type: ignore[misc]
    """Ten printed codes, each good once, for a lost phone. Only their hashes are stored."""

    readable: ClassVar[tuple[str, ...]] = ("name", "throttling_failure_count")
    secret_hashes: ClassVar[tuple[str, ...]] = ("hashes",)

    hashes = ArrayField(models.CharField(max_length=128), default=list)

    class Meta(Device.Meta):
        verbose_name = "recovery codes"

    def get_throttle_factor(self) -> int:
        return 1

    @staticmethod
    def hash_of(code: str) -> str:
        """A code has 79 random bits, so a plain hash cannot be guessed back."""
        return sha256("".join(sign for sign in code.lower() if sign.isalnum()).encode()).hexdigest()

    def verify_token(self, token: str) -> bool:
        """True once for each code. Lock the row first: `django_otp.verify_token` does."""
        if not self.verify_is_allowed()[0]:
            return False
        known = self.hash_of(token) in self.hashes
        if known:
            self.hashes = [kept for kept in self.hashes if kept != self.hash_of(token)]
            self.throttle_reset(commit=False)
            self.set_last_used_timestamp(commit=False)
        else:
            self.throttle_increment(commit=False)
        self.save(update_fields=[*COUNTED, "hashes"])
        return known
