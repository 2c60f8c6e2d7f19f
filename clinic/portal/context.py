"""What every page that knows its client shows: whom the first button of the bar calls."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from clinic.portal.queries import Shown


def first_button(request: HttpRequest) -> dict[str, Any]:
    """The person stands first on each page that a phone was let in to, and on no other. Read when the bar is drawn, not before."""
    own_plan = getattr(request, "own_plan", None)
    return {"first_contact": SimpleLazyObject(lambda: _first_contact(own_plan()))} if own_plan else {}


def _first_contact(shown: Shown | None) -> dict[str, str] | None:
    """By first name: the bar is narrow."""
    person = shown.page.first_contact if shown else None
    return {"name": (person.name.split() or [""])[0], "tel": person.phone} if person else None
