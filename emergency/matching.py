"""Which entries help at a place, the best first; and which are nearest by distance.

Both are one bounded statement, however many entries a county has: for each kind the database ranks what serves the place
and hands out at most PER_KIND. Opening hours are looked at afterwards, among those.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from math import asin, cos, degrees, pi, radians, sin
from uuid import UUID

from django.utils import timezone

from clinic.clients.models import Client, Place
from emergency.coverage import COUNTRY, Spot, country_key
from emergency.derived import centre_of
from emergency.models import Resource
from emergency.words import span, typed

PER_KIND = 12
SUGGESTED_PER_KIND = 5
# How far an entry is to be trusted; from FAILING on it comes after everything else.
FAILING = 3
_RANKED = """
with asked (place, area, near) as (select * from unnest(%(places)s::int[], %(areas)s::text[], %(nears)s::int[])),
found as materialized (
  select asked.place, coverage.resource_id, min(asked.near) as near
  from asked join emergency_coverage coverage on coverage.area = asked.area
  group by asked.place, coverage.resource_id
),
judged as (
  select found.place, found.near, entry.id, entry.kind, entry.name, entry.adopted_at is not null as adopted,
    {chosen} as chosen,
    case when entry.adopted_at is null then 4
      when entry.reported_at is not null or entry.failed_at is not null then 3
      when entry.verified_at is null then 2
      when entry.next_check_on <= %(today)s then 1
      else 0 end as doubt
  from found join emergency_resource entry on entry.id = found.resource_id {choices}
  where entry.retired_at is null {wanted}
),
ranked as (
  select judged.*,
    bool_or(adopted) over (partition by place, kind) as kind_is_adopted,
    row_number() over (partition by place, kind order by chosen desc, doubt >= {failing}, near, doubt, name, id) as nth
  from judged
)
select entry.*, ranked.place, ranked.near, ranked.doubt, ranked.chosen
from ranked join emergency_resource entry on entry.id = ranked.id
where ranked.nth <= case when ranked.adopted then {most} else {most_suggested} end
  and (ranked.adopted or ranked.chosen or not ranked.kind_is_adopted)
order by ranked.place, ranked.chosen desc, ranked.doubt >= {failing}, ranked.near, ranked.doubt, entry.name, entry.id
"""
_CHOICES = "left join emergency_clientresource choice on choice.resource_id = entry.id and choice.client_id = %(client)s and choice.ended_at is null"
_KINDS: Mapping[str, int] = {kind: rank for rank, kind in enumerate(Resource.Kind.values)}


def covering(
    places: Sequence[Place], country_code: str, client: Client | None = None, at: datetime | None = None
) -> dict[UUID, list[Resource]]:
    """For each of a client's places, by its id: the entries that serve it, the best first. One query.

    The nearest first, of these the checked ones, of these the open ones, then as SCREENS 3.7 orders kinds; what was reported
    or did not answer comes last. A suggestion that nobody adopted is there only where no adopted entry of its kind serves the
    place. With a `client`: what this client wants tried first leads, and what it does not want is left out.
    """
    spots = [Spot.of(place, country_code) for place in places]
    asked = [(number, key, near) for number, spot in enumerate(spots) for key, near in spot.keys.items()]
    found = _found(asked, client, at or timezone.now())
    return {spot.place_id: found.get(number, []) for number, spot in enumerate(spots)}


def nationwide(country_code: str, client: Client | None = None, at: datetime | None = None) -> list[Resource]:
    """The entries that serve everybody in a country, for a client without a place. One query."""
    return _found([(0, country_key(country_code), COUNTRY)], client, at or timezone.now()).get(0, [])


def _found(asked: Sequence[tuple[int, str, int]], client: Client | None, at: datetime) -> dict[int, list[Resource]]:
    if not asked:
        return {}
    places, areas, nears = zip(*asked, strict=True)
    said = {"places": list(places), "areas": list(areas), "nears": list(nears), "today": timezone.localdate(at)}
    sql = _RANKED.format(
        chosen="coalesce(choice.choice = 'first', false)" if client else "false",
        choices=_CHOICES if client else "",
        wanted="and choice.choice is distinct from 'never'" if client else "",
        failing=FAILING,
        most=PER_KIND,
        most_suggested=SUGGESTED_PER_KIND,
    )
    found: dict[int, list[Resource]] = {}
    for entry in Resource.objects.raw(sql, said | ({"client": client.pk} if client else {})):
        found.setdefault(vars(entry)["place"], []).append(entry)
    return {place: sorted(entries, key=lambda entry: _order(entry, at)) for place, entries in found.items()}


def _order(entry: Resource, at: datetime) -> tuple[object, ...]:
    known = vars(entry)
    is_open = entry.open_now(at)
    closed = 1 if is_open is None else 0 if is_open else 2
    return (
        not known["chosen"],
        known["doubt"] >= FAILING,
        known["near"],
        known["doubt"],
        closed,
        entry.is_another_way,
        _KINDS[entry.kind],
        entry.name,
        entry.pk,
    )


EARTH = 3958.7613  # miles
FIRST_LOOK, GROWS = 20.0, 5.0
_NEAREST = """
select entry.*, 2 * %(earth)s * asin(least(1, sqrt(
    sin(radians(latitude - %(latitude)s) / 2) ^ 2
    + cos(radians(latitude)) * cos(radians(%(latitude)s)) * sin(radians(longitude - %(longitude)s) / 2) ^ 2))) as miles
from emergency_resource entry
where retired_at is null and latitude is not null and longitude is not null and kind = any(%(kinds)s)
  and latitude between %(south)s and %(north)s
  and (longitude between %(west)s and %(east)s or longitude between %(west2)s and %(east2)s)
order by miles, id limit %(limit)s
"""


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
    """About where a place is: the centre of its ZIP; None where that is not known."""
    return centre_of(place.postcode or "", place.country_code or country_code)


def miles_between(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """The distance of two points as the crow flies."""
    up, along = radians(other_latitude - latitude) / 2, radians(other_longitude - longitude) / 2
    across = sin(up) ** 2 + cos(radians(latitude)) * cos(radians(other_latitude)) * sin(along) ** 2
    return EARTH * 2 * asin(min(1.0, across**0.5))


@dataclass(frozen=True)
class _Box:
    """All points within a radius, and some more; in two parts where it lies across the date line."""

    south: float
    north: float
    west: float
    east: float
    west2: float
    east2: float

    @classmethod
    def around(cls, latitude: float, longitude: float, radius: float) -> "_Box":
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


_ANYWHERE = _Box(-90.0, 90.0, -180.0, 180.0, -180.0, 180.0)


def _within(
    latitude: float, longitude: float, kinds: Collection[str], limit: int, radius: float | None
) -> list[tuple[Resource, float]]:
    box = _ANYWHERE if radius is None else _Box.around(latitude, longitude, radius)
    said = {"latitude": latitude, "longitude": longitude, "kinds": list(kinds), "limit": limit, "earth": EARTH}
    found = Resource.objects.raw(_NEAREST, said | asdict(box))
    return [(entry, float(vars(entry)["miles"])) for entry in found]


MOST_TYPED = 12
_OWN_AND_TYPED = "entry.retired_at is null and entry.adopted_at is not null and "
_BEGINS = (
    "exists (select 1 from emergency_resourceword word where word.resource_id = entry.id and word.word >= %s and word.word < %s)"
)
_SERVING = """
with near as materialized (
  select coverage.resource_id, min(asked.near) as near
  from unnest(%s::text[], %s::int[]) as asked (area, near) join emergency_coverage coverage on coverage.area = asked.area
  group by coverage.resource_id
)
select entry.* from near join emergency_resource entry on entry.id = near.resource_id where {typed}
order by entry.reported_at is not null or entry.failed_at is not null, near.near, entry.name, entry.id limit %s
"""
_ANYWHERE_TYPED = "select entry.* from emergency_resource entry where {typed} order by entry.name, entry.id limit %s"


def as_typed(text: str, near: Sequence[Spot] = (), limit: int = MOST_TYPED) -> list[Resource]:
    """Which of the clinic's own entries somebody may mean who has typed this much: what serves one of the places first, then the rest.

    One or two queries. Of what serves a place the nearest leads, and what was reported or did not answer comes last.
    """
    beginnings = typed(text)
    if not beginnings:
        return []
    spans = [end for beginning in beginnings for end in span(beginning)]
    fits = _OWN_AND_TYPED + " and ".join([_BEGINS] * len(beginnings))
    found: dict[UUID, Resource] = {}
    if near:
        areas = {key: min(spot.keys.get(key, COUNTRY) for spot in near) for each in near for key in each.keys}
        serving = Resource.objects.raw(_SERVING.format(typed=fits), [[*areas], [*areas.values()], *spans, limit])
        found = {entry.pk: entry for entry in serving}
    if len(found) < limit:
        rest = Resource.objects.raw(_ANYWHERE_TYPED.format(typed=fits), [*spans, limit])
        found.update((entry.pk, entry) for entry in rest if entry.pk not in found)
    return list(found.values())[:limit]
