"""What templates of the directory need."""

from django import template

from emergency.models import Resource

register = template.Library()


@register.filter
def kind_label(kind: str) -> str:
    """The words for a kind that is not yet an entry's."""
    return str(Resource.Kind(kind).label)
