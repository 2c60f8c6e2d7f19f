"""Lists that belong to a client (places, people): added to, changed, put in order and retired the same way.

Parts of actions: the action that calls one is the transaction. The event is named after the model: "place.add".
"""

from collections.abc import Collection
from typing import Any, TypeVar

from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.models import Client
from clinic.clients.permissions import check_write
from clinic.db.changes import change
from clinic.db.models import ClinicRow
from clinic.db.order import move_up

L = TypeVar("L", bound=ClinicRow)


def add_row(model: type[L], *, by: Actor, client: Client, facts: dict[str, Any], known: Collection[str]) -> L:
    """A new row after the others; `known` names the facts that a row may have."""
    check_write(by, client)
    _only(model, facts, known)
    rows = _rows(model)
    row: L = rows.create(
        clinic_id=by.clinic_id, client=client, position=rows.filter(client=client).count(), made_by_id=by.id, **facts
    )
    _tell(by, row, "add", facts)
    return row


def change_row(listed: L, *, by: Actor, facts: dict[str, Any], known: Collection[str]) -> L:
    """Set what differs; an event only when something does."""
    row: Any = listed
    check_write(by, row.client)
    _only(type(listed), facts, known)
    if changed := change(row, facts):
        _tell(by, row, "edit", changed)
    return listed


def retire_row(listed: L, *, by: Actor) -> L:
    """Off the list; versions of the plan that cite it keep it."""
    row: Any = listed
    check_write(by, row.client)
    row.retired_at, row.retired_by_id = timezone.now(), by.id
    row.save(update_fields=["retired_at", "retired_by"])
    _tell(by, row, "retire")
    return listed


def move_row_up(listed: L, *, by: Actor, **alike: Any) -> L:
    """One place further up, among rows that are `alike`; the first stays where it is."""
    row: Any = listed
    check_write(by, row.client)
    move_up(_rows(type(listed)).select_for_update().kept().filter(client=row.client_id, **alike), row)
    _tell(by, row, "move")
    return listed


def _rows(model: type[L]) -> Any:
    return model._default_manager


def _tell(by: Actor, row: Any, what: str, fields: Collection[str] = ()) -> None:
    record(by=by, action=f"{row._meta.model_name}.{what}", client_id=row.client_id, on=row, fields=fields)


def _only(model: type[L], facts: dict[str, Any], known: Collection[str]) -> None:
    if unknown := set(facts) - set(known):
        raise TypeError(f"not part of a {model._meta.model_name}: {sorted(unknown)}")
