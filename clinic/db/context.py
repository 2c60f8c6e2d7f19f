"""Which clinic the database shows. Without a context every clinic table is empty and refuses inserts."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

CLINIC = "app.clinic_id"
USER = "app.user_id"


def _read(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting(%s, true), '')", [name])
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def _set(name: str, value: UUID | str | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config(%s, %s, true)", [name, str(value or "")])


def set_clinic(clinic_id: UUID | None) -> None:
    """Show this clinic until the transaction ends; for the request middleware, which owns the transaction.

    Only this one: what asks for its members must not meet the user's own memberships in other clinics.
    """
    with connection.cursor() as cursor:
        cursor.execute("select set_config(%s, %s, true), set_config(%s, '', true)", [CLINIC, str(clinic_id or ""), USER])


def set_user(user_id: UUID | None) -> None:
    """Let this user find their own memberships, in every clinic, until the transaction ends."""
    _set(USER, user_id)


@contextmanager
def restored() -> Iterator[None]:
    """Put the former context back on leaving, because SET LOCAL outlives a savepoint."""
    before = _read(CLINIC), _read(USER)
    yield
    if not connection.needs_rollback:
        _set(CLINIC, before[0])
        _set(USER, before[1])


@contextmanager
def clinic_context(clinic_id: UUID) -> Iterator[None]:
    """Show one clinic for the length of the block, in a transaction. Tasks and commands have no other way in."""
    with transaction.atomic(), restored():
        set_clinic(clinic_id)
        yield
