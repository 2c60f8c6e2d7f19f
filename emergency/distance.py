"""How far apart two points are, and which entries stand nearest to one: as the crow flies, by boxes an index can look into."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from functools import lru_cache
from math import asin, cos, degrees, pi, radians, sin
from statistics import fmean

from clinic.clients.models import Place
from clinic.clients.postcodes import can_look_up, points_of_town
from emergency.derived import centre_of
from emergency.models import Resource

EARTH = 3958.7613  # miles
FIRST_LOOK, GROWS = 20.0, 5.0
# In SQL, the miles from {latitude} and {longitude} to the coordinates of an entry.
HAVERSINE = """2 * 3958.7613 * asin(least(1, sqrt(
    sin(radians(entry.latitude - {latitude}) / 2) ^ 2
    + cos(radians(entry.latitude)) * cos(radians({latitude})) * sin(radians(entry.longitude - {longitude}) / 2) ^ 2)))"""
_NEAREST = """
select entry.*, {miles} as miles
from emergency_resource entry
where retired_at is null and latitude is not null and longitude is not null and kind = any(%(kinds)s)
  and latitude between %(south)s and %(north)s
  and (longitude between %(west)s and %(east)s or longitude between %(west2)s and %(east2)s)
order by miles, id limit %(limit)s
""".format(miles=HAVERSINE.format(latitude="%(latitude)s", longitude="%(longitude)s"))


def nearest(latitude: float, longitude: float, kinds: Collection[str], limit: int = 5) -> list[tuple[Resource, float]]:
    """The entries of these kinds that stand nearest, with the miles as the crow flies. Those without coordinates are not there.

    A box is looked into that grows until it surely holds enough: what lies within its radius is in it, also across the date
    line and at the poles. In a place with entries around it that is one query, in the middle of an ocean five.
    """
    radius = FIRST_LOOK
    while radius < pi * EARTH:
        found = _within(latitude, longitude, kinds, limit, radius)
        if len(found) == limit and found[-1][1] <= radius:
            return found
        radius *= GROWS
    return _within(latitude, longitude, kinds, limit, None)


def where_is(place: Place, country_code: str) -> tuple[float, float] | None:
    """About where a place is: the centre of its ZIP, else the middle of its town's; None where neither is known."""
    code = place.country_code or country_code
    by_zip = centre_of(place.postcode or "", code)
    return by_zip or (_middle_of_town(place.town or "", place.region or "", place.county or "") if can_look_up(code) else None)


@lru_cache(maxsize=512)
def _middle_of_town(town: str, region: str, county: str) -> tuple[float, float] | None:
    points = points_of_town(town, region, county)
    return (fmean(north for north, _ in points), fmean(east for _, east in points)) if points else None


def miles_between(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """The distance of two points as the crow flies."""
    up, along = radians(other_latitude - latitude) / 2, radians(other_longitude - longitude) / 2
    across = sin(up) ** 2 + cos(radians(latitude)) * cos(radians(other_latitude)) * sin(along) ** 2
    return EARTH * 2 * asin(min(1.0, across**0.5))


@dataclass(frozen=True)
class Box:
    """All points within a radius, and some more; in two parts where it lies across the date line."""

    south: float
    north: float
    west: float
    east: float
    west2: float
    east2: float

    @classmethod
    def around(cls, latitude: float, longitude: float, radius: float) -> "Box":
        turn = radius * 1.001 / EARTH
        south, north = latitude - degrees(turn), latitude + degrees(turn)
        wide = sin(min(turn, pi / 2)) / max(cos(radians(latitude)), 1e-12)
        if south <= -90 or north >= 90 or wide >= 1:
            return cls(south, north, -180.0, 180.0, -180.0, 180.0)
        west, east = longitude - degrees(asin(wide)), longitude + degrees(asin(wide))
        if west < -180:
            return cls(south, north, -180, east, west + 360, 180)
        if east > 180:
            return cls(south, north, west, 180, -180, east - 360)
        return cls(south, north, west, east, west, east)


_ANYWHERE = Box(-90.0, 90.0, -180.0, 180.0, -180.0, 180.0)


def _within(
    latitude: float, longitude: float, kinds: Collection[str], limit: int, radius: float | None
) -> list[tuple[Resource, float]]:
    box = _ANYWHERE if radius is None else Box.around(latitude, longitude, radius)
    said = {"latitude": latitude, "longitude": longitude, "kinds": list(kinds), "limit": limit}
    found = Resource.objects.raw(_NEAREST, said | asdict(box))
    return [(entry, float(vars(entry)["miles"])) for entry in found]
