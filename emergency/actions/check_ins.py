"""Where the client is, who can hear and which number to call: each answer a row of its own."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor, Kind
from clinic.audit.log import record
from clinic.clients.models import Client, Place
from clinic.clients.permissions import may_write, require
from clinic.web.errors import Conflict
from emergency.models import CheckIn, TherapySession
from emergency.permissions import may_log_crisis
from emergency.pressed import Pressed
from emergency.whereabouts import words_of

CARRIED = ("told", "place", "where", "company", "call_back", "is_confirmed", "adult", "adult_phone")
NOW = Pressed()
NOT_OPEN = "This session is not open. Start it first; the place is said within the session."


@transaction.atomic
def check_in(
    *,
    by: Actor,
    client: Client,
    session: TherapySession | None = None,
    told: str,
    place: Place | None = None,
    where: dict[str, str] | None = None,
    company: str = "",
    call_back: str = "",
    is_confirmed: bool = False,
    adult: str = "",
    adult_phone: str | None = None,
    at: datetime | None = None,
    id: UUID | None = None,
) -> CheckIn:
    """A new answer; it takes the place of the ones before and changes none of them. `at` is when it was given, if not now.

    `place` is one of the client's own, of which the address is kept as it is now; `where` an address that is none of them.
    The client answers for themselves; only a clinician confirms.
    """
    require(_may_tell(by, client) and (session is None or session.client_id == client.pk))
    require(place is None or place.client_id == client.pk)
    made = CheckIn.objects.create(
        id=id or uuid4(),
        clinic_id=by.clinic_id,
        session=session,
        client=client,
        at=at or timezone.now(),
        by_id=by.id,
        told=told,
        place=place,
        where=where or (words_of(place) if place else {}),
        company=company,
        call_back=call_back,
        is_confirmed=is_confirmed and by.kind is not Kind.CLIENT,
        adult=adult,
        adult_phone=adult_phone,
    )
    record(by=by, action="check_in.add", client_id=client.pk, on=made, reason=told)
    return made


def _may_tell(by: Actor, client: Client) -> bool:
    return by.id == client.pk if by.kind is Kind.CLIENT else may_log_crisis(by, client)


@transaction.atomic
def confirm(
    *,
    by: Actor,
    session: TherapySession,
    said: CheckIn | None = None,
    place: Place | None = None,
    where: dict[str, str] | None = None,
    pressed: Pressed = NOW,
) -> CheckIn:
    """The address was said back and the client said yes: that of a check-in, of one of their places, or another one."""
    if said is not None:
        require(said.client_id == session.client_id and bool(said.where))
        place, where = said.place, said.where
    told = CheckIn.Told.PLACE if place is not None else CheckIn.Told.ELSEWHERE
    require(place is not None or bool(where))
    return _carry(by, session, pressed, told=told, place=place, where=where, is_confirmed=True)


@transaction.atomic
def was_not_told(*, by: Actor, session: TherapySession, pressed: Pressed = NOW) -> CheckIn:
    """Asked, and the client did not say where they are: no place stands any more."""
    return _carry(by, session, pressed, told=CheckIn.Told.NOT_TOLD, place=None, where={}, is_confirmed=False)


@transaction.atomic
def said_company(*, by: Actor, session: TherapySession, company: str, pressed: Pressed = NOW) -> CheckIn:
    """Who can hear, as the client says it on the call. What is known of the place stays."""
    return _carry(by, session, pressed, company=company)


@transaction.atomic
def said_adult(*, by: Actor, session: TherapySession, adult: str, phone: str = "", pressed: Pressed = NOW) -> CheckIn:
    """Where the adult of a client under age is while this session runs, and their number there. It is asked anew at another place."""
    return _carry(by, session, pressed, adult=adult, adult_phone=phone or None)


@transaction.atomic
def said_call_back(*, by: Actor, session: TherapySession, number: str, pressed: Pressed = NOW) -> CheckIn:
    """The number to call when the connection drops, as the client says it on the call. The place stays."""
    return _carry(by, session, pressed, call_back=number)


def _carry(by: Actor, session: TherapySession, pressed: Pressed, **said: Any) -> CheckIn:
    """The newest answer of this session until then with one thing said anew. Answers of other sessions are not taken over."""
    require(may_write(by, session.client))
    row = TherapySession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    known_already = CheckIn.objects.filter(pk=pressed.operation_id).first() if pressed.operation_id else None
    if known_already is not None:
        require(known_already.session_id == row.pk)
        return known_already
    if not pressed.was_open(row):
        raise Conflict(NOT_OPEN)
    at = pressed.moment(row)
    last = CheckIn.objects.filter(session=session, at__lte=at).order_by("-at").first()
    known: dict[str, Any] = {"told": CheckIn.Told.NOT_ASKED}
    if last is not None:
        known = {name: getattr(last, name) for name in CARRIED}
        if "where" in said and last.where and _address(said) != _address(known):
            known |= {"adult": "", "adult_phone": None}
    name = pressed.operation_id
    return check_in(by=by, client=session.client, session=session, at=at, id=name, **{**known, **said})


def _address(said: dict[str, Any]) -> dict[str, str]:
    place, where = said.get("place"), said.get("where")
    return where or (words_of(place) if place else {})
