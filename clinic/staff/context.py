"""What base.html shows of an open therapy session. Nothing is read until a page asks: fragments and polling pay nothing."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from clinic.accounts import locking
from clinic.accounts.models import Membership
from clinic.audit.actors import Actor
from clinic.audit.log import beside, record_once
from clinic.staff.crisis import Crisis, crisis_of
from clinic.staff.session_bar import SessionBar, bar_of


def therapy_session(request: HttpRequest) -> dict[str, Any]:
    """`in_session`: the bar of the signed-in person's open session, or something empty; `crisis_ready`: its crisis view."""
    actor, membership = getattr(request, "actor", None), getattr(request, "membership", None)
    if actor is None or membership is None:
        return {}
    bar: SessionBar = SimpleLazyObject(lambda: _bar(request, actor))  # type: ignore[assignment]
    return {"in_session": bar, "crisis_ready": SimpleLazyObject(lambda: _ready(actor, membership, bar))}


def _bar(request: HttpRequest, actor: Actor) -> SessionBar | None:
    """The bar; the screen stays open as long as its session may last, and no longer."""
    bar = bar_of(actor)
    locking.stay_open(request.session, int(bar.open_until.timestamp()) if bar else 0)
    return bar


def _ready(by: Actor, member: Membership, bar: SessionBar) -> Crisis:
    """That it lies ready on the pages of a session is told once for the whole session."""
    with beside():
        record_once(by=by, action="crisis.ready", on=bar.session, client_id=bar.client.pk, each_visit=False)
    return crisis_of(by, bar.client, member)
