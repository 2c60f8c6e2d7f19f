"""What is made from an entry whenever it is written: its hours as the machine reads them, where it stands, its areas and words.

Whoever saves entries calls `fill` before and `renew` after.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections

from clinic.clients.postcodes import can_look_up, look_up, zone_told_by
from emergency.coverage import areas_of
from emergency.hours import read_hours
from emergency.models import Resource
from emergency.words import words_of

FILLED = ("opening", "latitude", "longitude")


def fill(entry: Resource, *, moved: bool = False) -> Resource:
    """Read the hours of an entry, and place it at the centre of its ZIP where nobody gave coordinates; `moved`: those it has are old."""
    entry.opening = read_hours(entry.hours, zone_of(entry))
    if moved or entry.latitude is None or entry.longitude is None:
        entry.latitude, entry.longitude = centre_of(entry.postcode, entry.country_code) or (None, None)
    return entry


def zone_of(entry: Resource) -> str:
    """The time zone of an entry: its own, else that of its ZIP, county or state where all of it keeps one time; else empty."""
    return entry.time_zone or zone_told_by(
        entry.country_code, postcode=entry.postcode, town=entry.town, county=entry.county, region=entry.region
    )


def centre_of(postcode: str, country_code: str) -> tuple[float, float] | None:
    """The centre of a ZIP: near an address, never the address. Whoever shows a distance from it says "about"."""
    found = look_up(postcode) if can_look_up(country_code) else None
    return (found.latitude, found.longitude) if found and found.has_centre else None


_REPLACED = {
    "area": (
        "delete from emergency_coverage where resource_id = any(%s::uuid[])",
        "insert into emergency_coverage (id, clinic_id, resource_id, area) "
        "select gen_random_uuid(), %s, entry, made from unnest(%s::uuid[], %s::text[]) as one (entry, made)",
    ),
    "word": (
        "delete from emergency_resourceword where resource_id = any(%s::uuid[])",
        "insert into emergency_resourceword (id, clinic_id, resource_id, word) "
        "select gen_random_uuid(), %s, entry, made from unnest(%s::uuid[], %s::text[]) as one (entry, made)",
    ),
}


def renew(entries: Sequence[Resource], using: str = DEFAULT_DB_ALIAS) -> None:
    """Make the areas and the words of these saved entries anew. All are of one clinic. A few statements for any number of them."""
    if not entries:
        return
    _replace("area", entries, ((entry.pk, area) for entry in entries for area in areas_of(entry)), using)
    _replace("word", entries, ((entry.pk, word) for entry in entries for word in words_of(entry)), using)
    if len(entries) > 1:  # checked now: at the end the keys of all parts of a long list together would outlast a statement
        with connections[using].cursor() as cursor:
            cursor.execute("discard plans")  # a key that was last checked among a few entries would read all of them for each row
            cursor.execute("set constraints all immediate")
            cursor.execute("set constraints all deferred")


def _replace(what: str, entries: Sequence[Resource], made: Iterable[tuple[UUID, str]], using: str) -> None:
    emptying, filling = _REPLACED[what]
    pairs = list(made)
    with connections[using].cursor() as cursor:
        cursor.execute(emptying, [[str(entry.pk) for entry in entries]])
        cursor.execute(filling, [entries[0].clinic_id, [str(key) for key, _ in pairs], [word for _, word in pairs]])
