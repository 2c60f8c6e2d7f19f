"""What base.html shows of an open therapy session. Nothing is read until a page asks: fragments and polling pay nothing."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from clinic.accounts import locking
from clinic.audit.actors import Actor
from clinic.staff.session_bar import SessionBar, bar_of


def therapy_session(request: HttpRequest) -> dict[str, Any]:
    """`in_session`: the bar of the signed-in person's open session, or something empty."""
    actor, membership = getattr(request, "actor", None), getattr(request, "membership", None)
    if actor is None or membership is None:
        return {}
    return {"in_session": SimpleLazyObject(lambda: _bar(request, actor))}


def _bar(request: HttpRequest, actor: Actor) -> SessionBar | None:
    """The bar; the screen stays open as long as its session may last, and no longer."""
    bar = bar_of(actor)
    locking.stay_open(request.session, int(bar.open_until.timestamp()) if bar else 0)
    return bar
