"""What templates of the directory need."""

from dataclasses import dataclass

from django import template
from django.utils import timezone
from django.utils.translation import ngettext

from emergency import checks, hours
from emergency.models import Resource
from emergency.opening_words import reading

register = template.Library()


@register.filter
def kind_label(kind: str) -> str:
    """The words for a kind that is not yet an entry's."""
    return str(Resource.Kind(kind).label)


@dataclass(frozen=True)
class OpenState:
    """Whether an entry is open, and until when, in words."""

    is_open: bool | None
    words: str


@register.filter
def open_state(entry: Resource) -> OpenState:
    """How an entry stands at this moment: "Open now until 10 pm"."""
    now = timezone.now()
    return OpenState(entry.open_now(now), hours.in_words(entry.opening, now))


@register.filter
def about(miles: float) -> str:
    """A distance from the middle of a ZIP or a town, never said more exactly than it is known: the client may stand at its edge."""
    whole = max(round(miles), 1)
    return ngettext("about %(n)d mile", "about %(n)d miles", whole) % {"n": whole}


@register.filter
def hours_read(entry: Resource) -> str:
    """The hours of an entry as the machine reads them, in words; empty where it cannot."""
    return reading(entry.opening)


@register.filter
def may_be_dialled(number: str, country_code: str) -> bool:
    """Whether a number leads to where it says from any phone: 911 and its like reach help where the caller is."""
    return not checks.is_emergency_number(number, country_code)
