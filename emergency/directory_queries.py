"""The directory as its page lists it: what was asked for, professionals who come in person by themselves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from emergency.derived import centre_of
from emergency.hours import is_open
from emergency.models import Resource
from emergency.queries import Search, nearest, search

MOST_PROFESSIONALS = 50
CAN_GO_THERE = (Resource.Kind.EMERGENCY_DEPARTMENT, Resource.Kind.URGENT_CARE)


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


def nearest_to(wanted: Mapping[str, Any], country_code: str) -> list[Resource]:
    """The five that stand nearest to the ZIP that was asked for, each with its `miles`: of the type asked for, else where somebody can go.

    None without a whole ZIP. The miles are those from its middle, as the crow flies.
    """
    middle = centre_of(wanted.get("place", ""), country_code)
    kinds = [wanted["kind"]] if wanted.get("kind") else CAN_GO_THERE
    return [entry for entry, _ in nearest(*middle, kinds)] if middle else []


def _open(entries: QuerySet[Resource], at: datetime) -> QuerySet[Resource]:
    """Those that are open at a moment. Many entries share few opening hours, so these are looked at, each once."""
    kept = entries.order_by().values_list("opening", flat=True).distinct()
    return entries.filter(opening__in=[opening for opening in kept if is_open(opening, at)])
