"""Secret links and cookies: 32 random bytes outside, their SHA-256 inside."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.utils import timezone

from clinic.accounts.models import Ticket


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def issue(kind: Ticket.Kind, *, object_id: UUID, clinic_id: UUID | None, valid_for: timedelta) -> str:
    """A new token for this object; the earlier ones of the same kind and object stop working."""
    Ticket.objects.filter(kind=kind, object_id=object_id).usable().update(used_at=timezone.now())
    token = secrets.token_urlsafe(32)
    Ticket.objects.create(
        token_hash=_hash(token), kind=kind, clinic_id=clinic_id, object_id=object_id, expires_at=timezone.now() + valid_for
    )
    return token


def find(kind: Ticket.Kind, token: str) -> Ticket | None:
    """The usable ticket of this token, or None: unknown, used and expired look the same."""
    return Ticket.objects.usable().filter(kind=kind, token_hash=_hash(token)).first()


def seen(kind: Ticket.Kind, token: str) -> Ticket | None:
    """The ticket of this token, used up and expired ones too. It admits nobody: it tells whose words and numbers to show."""
    return Ticket.objects.filter(kind=kind, token_hash=_hash(token)).select_related("clinic").first()


def use(ticket: Ticket) -> bool:
    """Spend it; False when somebody else just did."""
    return bool(Ticket.objects.usable().filter(pk=ticket.pk).update(used_at=timezone.now()))


def extend(ticket: Ticket, valid_for: timedelta) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(expires_at=timezone.now() + valid_for)


def last_until(kind: Ticket.Kind, object_id: UUID, until: datetime) -> None:
    """What this object's unused tickets open was moved to another time: they go with it."""
    Ticket.objects.filter(kind=kind, object_id=object_id, used_at=None).update(expires_at=until)


def revoke(kind: Ticket.Kind, object_id: UUID) -> None:
    Ticket.objects.filter(kind=kind, object_id=object_id, used_at=None).update(used_at=timezone.now())


def opened(kind: Ticket.Kind, token_hash: str | None) -> Ticket | None:
    """The usable ticket a session remembers by its hash."""
    return Ticket.objects.usable().filter(kind=kind, token_hash=token_hash).first() if token_hash else None
