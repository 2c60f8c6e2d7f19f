"""What templates of the directory need."""

from django import template
from django.utils import timezone
from django.utils.translation import gettext

from emergency import hours
from emergency.models import Resource

register = template.Library()


@register.filter
def kind_label(kind: str) -> str:
    """The words for a kind that is not yet an entry's."""
    return str(Resource.Kind(kind).label)


@register.filter
def open_words(entry: Resource) -> str:
    """Whether the entry is open at this moment, and until when."""
    return hours.in_words(entry.opening, timezone.now())


@register.filter
def about_miles(miles: float) -> str:
    """A distance that was reckoned from the centre of a ZIP."""
    if miles < 1:
        return gettext("less than a mile")
    return gettext("about %(miles)s miles") % {"miles": f"{miles:.0f}"} if miles >= 1.5 else gettext("about a mile")
