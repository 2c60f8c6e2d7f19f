"""The directory as its page lists it: what was asked for, professionals who come in person by themselves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from emergency.hours import is_open
from emergency.models import Resource
from emergency.queries import Search, search

MOST_PROFESSIONALS = 50


def found(wanted: Mapping[str, Any], country_code: str) -> QuerySet[Resource]:
    """Entries that fit everything the form asks for."""
    now = timezone.now()
    narrowed = {name: value for name, value in wanted.items() if name != "open"}
    entries = search(Search(**narrowed, country_code=country_code), timezone.localdate(now))
    return _open(entries, now) if wanted.get("open") else entries


def apart(entries: QuerySet[Resource], kind: str) -> tuple[QuerySet[Resource], list[Resource]]:
    """The entries without the professionals, and those; all together where one kind was asked for."""
    if kind:
        return entries, []
    professionals = entries.filter(kind=Resource.Kind.PROFESSIONAL)[:MOST_PROFESSIONALS]
    return entries.exclude(kind=Resource.Kind.PROFESSIONAL), list(professionals)


def _open(entries: QuerySet[Resource], at: datetime) -> QuerySet[Resource]:
    """Those that are open at a moment. Many entries share few opening hours, so these are looked at, each once."""
    kept = entries.order_by().values_list("opening", flat=True).distinct()
    return entries.filter(opening__in=[opening for opening in kept if is_open(opening, at)])
