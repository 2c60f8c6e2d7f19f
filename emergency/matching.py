"""Which entries help at a place, the best first.

One bounded statement, however many entries a county has: for each kind the database ranks what serves the place and hands
out at most PER_KIND. Opening hours are looked at afterwards, among those. Nearest by distance: emergency/distance.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import cache
from uuid import UUID

from django.utils import timezone

from clinic.clients.models import Client, Place
from clinic.db.prepared import PreparedRaw
from emergency.coverage import COUNTRY, Spot, country_key
from emergency.distance import HAVERSINE, Box, miles_between, where_is
from emergency.models import Resource
from emergency.words import span, typed

PER_KIND = 12
SUGGESTED_PER_KIND = 5
NEAREST_SHOWN = 3
LOOKED_WITHIN = 120.0  # miles; what stands farther is no help that anybody is sent to
MOST_FAR = 1000
# How far an entry is to be trusted; from FAILING on it comes after everything else.
FAILING = 3
# An array that is selected has no length while it is planned: with one, PostgreSQL would plan anew for every place.
_RANKED = """
with asked (place, area, near) as (select * from unnest((select %(places)s::int[]), (select %(areas)s::text[]), (select %(nears)s::int[]))),
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
select entry.*, picked.place, picked.near, picked.doubt, picked.chosen, picked.miles
from (
  select place, id, near, doubt, chosen, null::float8 as miles from ranked
  where nth <= case when adopted then {most} else {most_suggested} end and (adopted or chosen or not kind_is_adopted)
  {standing_near}
) picked join emergency_resource entry on entry.id = picked.id
"""
# The emergency departments that stand nearest to each place, wherever they say they serve: in a box, so that an index finds them.
_STANDING_NEAR = """
  union all
  select spot.place, close.id, null, null, false, close.miles
  from unnest((select %(spots)s::int[]), (select %(latitudes)s::float8[]), (select %(longitudes)s::float8[]), (select %(souths)s::float8[]), (select %(norths)s::float8[]),
      (select %(wests)s::float8[]), (select %(easts)s::float8[]), (select %(wests2)s::float8[]), (select %(easts2)s::float8[]))
    as spot (place, latitude, longitude, south, north, west, east, west2, east2)
  cross join lateral (
    select entry.id, {miles} as miles from emergency_resource entry {choices}
    where entry.retired_at is null and entry.latitude is not null and entry.kind = 'emergency_department' and entry.phone > ''
      and entry.latitude between spot.south and spot.north
      and (entry.longitude between spot.west and spot.east or entry.longitude between spot.west2 and spot.east2) {wanted}
    order by entry.reported_at is not null or entry.failed_at is not null, miles, entry.id limit {most_near}
  ) close
"""
_CHOICES = "left join emergency_clientresource choice on choice.resource_id = entry.id and choice.client_id = %(client)s and choice.ended_at is null"
_NOT_NEVER = "and choice.choice is distinct from 'never'"
_FROM_SPOT = HAVERSINE.format(latitude="spot.latitude", longitude="spot.longitude")
_KINDS: Mapping[str, int] = {kind: rank for rank, kind in enumerate(Resource.Kind.values)}


@dataclass(frozen=True)
class Serving:
    """What helps at a place: the entries that serve it, the best first; and where no emergency department does, the nearest ones.

    How far an emergency department is stands on it as `miles`, where that is known.
    """

    entries: list[Resource] = field(default_factory=list)
    nearest: list[Resource] = field(default_factory=list)

    @classmethod
    def of(cls, found: Sequence[Resource], centre: tuple[float, float] | None) -> "Serving":
        entries = [each for each in found if vars(each)["near"] is not None]
        departments = [each for each in entries if each.kind == Resource.Kind.EMERGENCY_DEPARTMENT]
        for each in departments:
            if centre and each.latitude is not None and each.longitude is not None:
                each.miles = miles_between(*centre, each.latitude, each.longitude)
        if any(vars(each)["doubt"] < FAILING for each in departments):
            return cls(entries)
        near = [each for each in found if vars(each)["near"] is None and each not in entries]
        for each in near:
            each.serves_place = False
        return cls(entries, near)


def serving(
    places: Sequence[Place], country_code: str, client: Client | None = None, at: datetime | None = None
) -> dict[UUID, Serving]:
    """As `covering`, with the emergency departments that stand nearest. One query."""
    spots = [Spot.of(place, country_code) for place in places]
    centres = {number: centre for number, place in enumerate(places) if (centre := where_is(place, country_code))}
    found = _found(_asked(spots), client, at or timezone.now(), centres)
    return {spot.place_id: Serving.of(found.get(number, []), centres.get(number)) for number, spot in enumerate(spots)}


def covering(
    places: Sequence[Place], country_code: str, client: Client | None = None, at: datetime | None = None
) -> dict[UUID, list[Resource]]:
    """For each of a client's places, by its id: the entries that serve it, the best first. One query.

    The nearest first, of these the checked ones, of these the open ones, then as SCREENS 3.7 orders kinds; what was reported
    or did not answer comes last. A suggestion that nobody adopted is there only where no adopted entry of its kind serves the
    place. With a `client`: what this client wants tried first leads, and what it does not want is left out.
    """
    spots = [Spot.of(place, country_code) for place in places]
    found = _found(_asked(spots), client, at or timezone.now())
    return {spot.place_id: found.get(number, []) for number, spot in enumerate(spots)}


def nationwide(country_code: str, client: Client | None = None, at: datetime | None = None) -> list[Resource]:
    """The entries that serve everybody in a country, for a client without a place. One query."""
    return _found([(0, country_key(country_code), COUNTRY)], client, at or timezone.now()).get(0, [])


def _asked(spots: Sequence[Spot]) -> list[tuple[int, str, int]]:
    return [(number, key, near) for number, spot in enumerate(spots) for key, near in spot.keys.items()]


def _found(
    asked: Sequence[tuple[int, str, int]],
    client: Client | None,
    at: datetime,
    centres: Mapping[int, tuple[float, float]] | None = None,
) -> dict[int, list[Resource]]:
    if not asked:
        return {}
    places, areas, nears = zip(*asked, strict=True)
    said: dict[str, object] = {"places": list(places), "areas": list(areas), "nears": list(nears), "today": timezone.localdate(at)}
    said |= {"client": client.pk} if client else {}
    said |= _boxes(centres) if centres else {}
    found: dict[int, list[Resource]] = {}
    for entry in _statement(bool(client), bool(centres)).all(**said):
        entry.is_chosen = bool(vars(entry)["chosen"])
        found.setdefault(vars(entry)["place"], []).append(entry)
    return {place: sorted(entries, key=lambda entry: _order(entry, at)) for place, entries in found.items()}


@cache
def _statement(for_client: bool, with_near: bool) -> PreparedRaw[Resource]:
    """Planning it takes longer than running it, and the crisis view waits for both."""
    words = {"choices": _CHOICES if for_client else "", "wanted": _NOT_NEVER if for_client else ""}
    sql = _RANKED.format(
        **words,
        chosen="coalesce(choice.choice = 'first', false)" if for_client else "false",
        failing=FAILING,
        most=PER_KIND,
        most_suggested=SUGGESTED_PER_KIND,
        standing_near=_STANDING_NEAR.format(**words, miles=_FROM_SPOT, most_near=NEAREST_SHOWN) if with_near else "",
    )
    return PreparedRaw("serving", Resource, sql)


def _boxes(centres: Mapping[int, tuple[float, float]]) -> dict[str, object]:
    boxes = [asdict(Box.around(*centre, LOOKED_WITHIN)) for centre in centres.values()]
    latitudes, longitudes = zip(*centres.values(), strict=True)
    sides = {f"{side.rstrip('2')}s{'2' if side.endswith('2') else ''}": [box[side] for box in boxes] for side in boxes[0]}
    return {"spots": [*centres], "latitudes": list(latitudes), "longitudes": list(longitudes), **sides}


def _order(entry: Resource, at: datetime) -> tuple[object, ...]:
    known = vars(entry)
    if known["near"] is None:  # only stands near: after everything that serves the place
        return (True, True, MOST_FAR, entry.reported_at is not None or entry.failed_at is not None, known["miles"], entry.pk)
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
FEW_LETTERS = 2  # most entries have a word that begins so: their names lead, and no other word is looked for while those suffice
_NAMED = """
select entry.* from unnest(%s::text[], %s::text[]) as span (start, stop) cross join lateral (
  select * from emergency_resource entry where {own} entry.name >= span.start and entry.name < span.stop
  order by entry.name, entry.id limit %s
) entry order by entry.name, entry.id limit %s
"""


def as_typed(text: str, near: Sequence[Spot] = (), limit: int = MOST_TYPED) -> list[Resource]:
    """Which of the clinic's own entries somebody may mean who has typed this much: what serves one of the places first, then the rest.

    One to three queries. Of what serves a place the nearest leads, and what was reported or did not answer comes last. After
    a letter or two the names that begin so come before all that hold such a word.
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
    if len(found) < limit and len(beginnings) == 1 and len(beginnings[0]) <= FEW_LETTERS:
        written = {beginnings[0].capitalize(), beginnings[0].upper(), beginnings[0]}
        starts, stops = zip(*map(span, written), strict=True)
        named = Resource.objects.raw(_NAMED.format(own=_OWN_AND_TYPED), [[*starts], [*stops], limit, limit])
        found.update((entry.pk, entry) for entry in named if entry.pk not in found)
    if len(found) < limit:
        rest = Resource.objects.raw(_ANYWHERE_TYPED.format(typed=fits), [*spans, limit])
        found.update((entry.pk, entry) for entry in rest if entry.pk not in found)
    return list(found.values())[:limit]
