"""What every page that knows its client shows: whom the first button of the bar calls, and that it covers itself."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from clinic.portal.queries import Shown


def own_pages(request: HttpRequest) -> dict[str, Any]:
    """For each page that a phone was let in to, and for no other.

    `first_contact`: the person on the first button, read when the bar is drawn and not before. `covers`: others use this phone,
    so the page is covered when nobody has touched it for a while.
    """
    own_plan, device = getattr(request, "own_plan", None), getattr(request, "device", None)
    if own_plan is None or device is None:
        return {}
    return {
        "first_contact": SimpleLazyObject(lambda: _first_contact(own_plan())),
        "covers": device.shared or not device.remembered,
    }


def _first_contact(shown: Shown | None) -> dict[str, str] | None:
    """By first name: the bar is narrow."""
    person = shown.page.first_contact if shown else None
    return {"name": (person.name.split() or [""])[0], "tel": person.phone} if person else None
