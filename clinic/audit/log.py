"""Writing events, always in the transaction of what they tell of."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.db import InterfaceError, InternalError, OperationalError, models, transaction

from clinic.audit import spool
from clinic.audit.actors import Actor
from clinic.audit.models import ActorRow, Event, Outcome, SignInEvent
from clinic.db.prepared import PreparedAdd


@dataclass
class Surroundings:
    """What is known of the request in which events are written. `written` counts them; `grants` by client.

    `reads_alone`: its answer stands on reads, and an event that cannot be written is put aside; `told` are those written.
    """

    view: str = ""
    address: str | None = None
    session: str = ""
    request_id: UUID = field(default_factory=uuid4)
    written: int = 0
    grants: dict[UUID, UUID] = field(default_factory=dict)
    reads_alone: bool = False
    told: list[Event] = field(default_factory=list)


_now: ContextVar[Surroundings | None] = ContextVar("audit_surroundings", default=None)
_told: dict[tuple[object, ...], None] = {}  # committed events of `record_once` that this process knows of, the oldest first
TOLD_AT_MOST = 20_000
EVENTS = PreparedAdd("event", Event)


@contextmanager
def surroundings(facts: Surroundings) -> Iterator[Surroundings]:
    token = _now.set(facts)
    try:
        yield facts
    finally:
        _now.reset(token)


def record(
    *,
    by: Actor,
    action: str,
    client_id: UUID | None = None,
    on: models.Model | None = None,
    object_id: UUID | None = None,
    version: int | None = None,
    fields: Iterable[str] = (),
    count: int | None = None,
    reason: str = "",
    outcome: Outcome = Outcome.OK,
    grant_id: UUID | None = None,
) -> Event:
    """Append one event: `action` like "item.save"; `on` the row it concerns; `fields` names, never values.

    `reason` is a word from a list of ours, never free text. `grant_id`: what opens this client to `by`, where that was
    looked up in this request (`under`).
    """
    facts = _now.get() or Surroundings()
    facts.written += 1
    event = Event(
        clinic_id=by.clinic_id,
        actor_id=by.id,
        roles=sorted(by.roles) or [by.kind.value],
        action=action,
        outcome=outcome,
        client_id=client_id,
        object_type=on._meta.model_name or "" if on is not None else "",
        object_id=on.pk if on is not None else object_id,
        version=version,
        fields=sorted(fields),
        count=count,
        reason=reason,
        grant_id=grant_id or (facts.grants.get(client_id) if client_id else None),
        view=facts.view,
        request_id=facts.request_id,
        session=facts.session,
        address=facts.address,
    )
    if facts.reads_alone:
        _write_or_keep(event, facts)
    else:
        EVENTS.add(event)
    return event


def _write_or_keep(event: Event, facts: Surroundings) -> None:
    """In a savepoint: what the page has read stands, whatever becomes of this."""
    try:
        with transaction.atomic():
            EVENTS.add(event)
    except (OperationalError, InternalError, InterfaceError):
        spool.keep(event)
    else:
        facts.told.append(event)


def keep_told(facts: Surroundings) -> None:
    """Their transaction was lost after the answer was made: put its events aside."""
    for event in facts.told:
        spool.keep(event)


def under(client_id: UUID, grant_id: UUID | None) -> None:
    """From here on events about this client say which grant opened the record."""
    facts = _now.get()
    if facts is not None and grant_id is not None:
        facts.grants[client_id] = grant_id


@contextmanager
def beside() -> Iterator[None]:
    """What is told in here stands beside the request's own event, and not in its place."""
    facts = _now.get()
    before = facts.written if facts else 0
    try:
        yield
    finally:
        if facts:
            facts.written = before


def record_once(
    *, by: Actor, action: str, on: models.Model, client_id: UUID, fields: Iterable[str] = (), each_visit: bool = True
) -> Event | None:
    """One event per row and visit, for saves while typing: None when this session has already told of it.

    Without `each_visit` one per row, however often the person signs in.
    """
    facts = _now.get()
    if facts is None or not facts.session:
        return record(by=by, action=action, on=on, client_id=client_id, fields=fields)
    what = {"client_id": client_id, "object_id": on.pk, "action": action, "actor_id": by.id}
    if each_visit:
        what["session"] = facts.session
    seen = tuple(what.values())
    if seen in _told:
        facts.written += 1
        return None
    transaction.on_commit(lambda: _remember(seen))
    if Event.objects.filter(**what).exists():
        facts.written += 1
        return None
    return record(by=by, action=action, on=on, client_id=client_id, fields=fields)


def _remember(seen: tuple[object, ...]) -> None:
    """Only what is committed: an event that was rolled back has to be told again."""
    _told[seen] = None
    while len(_told) > TOLD_AT_MOST:
        _told.pop(next(iter(_told)), None)


def record_sign_in(kind: str, *, user_id: UUID | None, address: str | None) -> SignInEvent:
    """Append one sign-in event: "password", "refused", "code", "code_refused", "locked", "signed_in", "signed_out", …"""
    return SignInEvent.objects.create(kind=kind, user_id=user_id, address=address)


def enrol(actor: Actor) -> ActorRow:
    """The row that `x_by` keys of this actor point to; made with the membership, the client, or the clinic."""
    row, _ = ActorRow.objects.get_or_create(id=actor.id, defaults={"clinic_id": actor.clinic_id, "kind": actor.kind})
    return row
