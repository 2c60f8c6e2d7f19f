"""Small things templates need: icons, phone numbers, the title of a page with errors."""

from datetime import datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.forms import BaseForm, BaseFormSet, BoundField
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from lucide.templatetags.lucide import lucide

from clinic.web import clock as clocks
from clinic.web.numbers import Phoned, diallable, grouped, region

register = template.Library()


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """A lucide icon as inline SVG, silent for screen readers: words always stand beside it."""
    return SafeString(lucide(name, size=size, aria_hidden="true", focusable="false"))


@register.filter
def tel(number: str | None, country: str | Phoned = "") -> str:
    """What goes behind `tel:` or `sms:`; `country` is a code or a country pack and may be left out for short codes."""
    return diallable(str(number or ""), region(country))


@register.filter
def phone(number: str | None, country: str | Phoned = "") -> str:
    """A number grouped for reading; short codes as they are."""
    return grouped(str(number or ""), region(country))


@register.simple_tag
def fixed(part: str) -> SafeString:
    """A part that says the same to everybody who reads this language: rendered once per process, without a context."""
    return _fixed(part, get_language() or "")


@lru_cache
def _fixed(part: str, language: str) -> SafeString:
    return render_to_string(part)


@register.simple_tag
def now_in(zone: str) -> str:
    """The time of day in a zone, like 2:41 pm."""
    return clocks.clock(timezone.now().astimezone(ZoneInfo(zone)))


@register.filter(expects_localtime=True)
def clock(at: datetime | time | None) -> str:
    """A time of day, like 2:41 pm."""
    return clocks.clock(at) if at else ""


@register.filter(expects_localtime=True)
def moment(at: datetime | None, day: str = "j M Y") -> str:
    """A day and its time, like 22 Nov 2026, 2:41 pm; `day` is how the day is written."""
    return clocks.moment(at, day) if at else ""


@register.filter(expects_localtime=True)
def to_the_second(at: datetime | None) -> str:
    """Like 22 Nov 2026, 2:41:05 pm: for the log of who read what."""
    return clocks.moment(at, seconds=True) if at else ""


@register.filter
def first_input_id(field: BoundField) -> str:
    """The id an error summary links to: the first choice of a group, else the field itself."""
    if not field.use_fieldset:
        return field.id_for_label or field.auto_id
    choices = list(field.subwidgets)
    return (choices and choices[0].id_for_label) or f"div_{field.auto_id}"


@register.simple_tag(takes_context=True)
def error_prefix(context: template.Context) -> str:
    """ "Error: " when any form of the page came back with problems."""
    return gettext("Error: ") if any(_has_problems(value) for value in context.flatten().values()) else ""


def _has_problems(value: Any) -> bool:
    kind = type(value)  # isinstance() would wake lazy objects: the csrf token, the user
    if issubclass(kind, BaseFormSet):
        return bool(value.is_bound and not value.is_valid())
    return issubclass(kind, BaseForm) and bool(value.is_bound and value.errors)
