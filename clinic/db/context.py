"""Which clinic the database shows. Without a context every clinic table is empty and refuses inserts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import connection, transaction

CLINIC = "app.clinic_id"
USER = "app.user_id"
P = ParamSpec("P")
R = TypeVar("R")


def _shown() -> tuple[str, str]:
    """The clinic and the user that the database shows now; empty for none."""
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting(%s, true), ''), coalesce(current_setting(%s, true), '')", [CLINIC, USER])
        clinic_id, user_id = cursor.fetchone() or ("", "")
    return clinic_id, user_id


def _showing(clinic_id: UUID | str | None, user_id: UUID | str | None) -> tuple[str, list[Any]]:
    return "select set_config(%s, %s, true), set_config(%s, %s, true)", [CLINIC, str(clinic_id or ""), USER, str(user_id or "")]


def _show(clinic_id: UUID | str | None, user_id: UUID | str | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(*_showing(clinic_id, user_id))


def set_clinic(clinic_id: UUID | None) -> None:
    """Show this clinic until the transaction ends; for the request middleware, which owns the transaction.

    Only this one: what asks for its members must not meet the user's own memberships in other clinics.
    """
    _show(clinic_id, None)


def showing_user(user_id: UUID | None) -> tuple[str, list[Any]]:
    """SQL that lets this user find their own memberships, in every clinic, until the transaction ends; to go with the read of them."""
    return _showing(None, user_id)


def set_user(user_id: UUID | None) -> None:
    """Let this user find their own memberships, in every clinic, until the transaction ends."""
    _show(None, user_id)


@contextmanager
def restored() -> Iterator[None]:
    """Put the former context back on leaving, because SET LOCAL outlives a savepoint."""
    before = _shown()
    yield
    if not connection.needs_rollback:
        _show(*before)


@contextmanager
def own_context() -> Iterator[None]:
    """A transaction that leaves the database showing what it showed before. The outermost one need not ask: SET LOCAL ends with it."""
    nested = connection.in_atomic_block
    with transaction.atomic(), restored() if nested else nullcontext():
        yield


@contextmanager
def clinic_context(clinic_id: UUID) -> Iterator[None]:
    """Show one clinic for the length of the block, in a transaction. Tasks and commands have no other way in."""
    with own_context():
        set_clinic(clinic_id)
        yield


def one_transaction(action: Callable[P, R]) -> Callable[P, R]:
    """The open transaction, or one of its own. For an action that refuses before it writes: there a savepoint has nothing to undo."""
    alone = transaction.atomic(action)

    @wraps(action)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        return (action if connection.in_atomic_block else alone)(*args, **kwargs)

    return inner
