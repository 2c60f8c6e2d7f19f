"""Where the directory has nothing that anybody has checked: the places of clients by county, in counts, never by name.

Places are sealed: they are opened in one pass, each distinct one looked up once, and leave here as counties only.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.functional import cached_property

from clinic.clients.models import Client, Place
from clinic.clients.postcodes import can_look_up, look_up
from emergency.coverage import Spot
from emergency.models import CheckIn, Coverage, Resource
from emergency.spoken import language_name
from emergency.whereabouts import as_place

LOOKED_FOR = (Resource.Kind.PSAP, Resource.Kind.MOBILE_CRISIS, Resource.Kind.EMERGENCY_DEPARTMENT)
FEW = 3
THIS_WEEK = timedelta(days=7)
Check = Resource.Check
# How good what serves a place is: the first is no gap.
WORTH = (Check.CHECKED, Check.STALE, Check.SECOND, Check.NEVER, Check.FAILED, Check.REPORTED, Check.SUGGESTED)


@dataclass(frozen=True, order=True)
class County:
    """A county as the page names it. Nothing nearer than that leaves the places."""

    country_code: str
    region: str
    county: str

    @classmethod
    def of(cls, place: Place, country_code: str) -> "County":
        country = place.country_code or country_code
        found = look_up(place.postcode or "") if not place.county and can_look_up(country) else None
        county = place.county or (found.county if found else "")
        known = Place(county=" ".join(county.split()), country_code=country)
        return cls(country, (place.region or (found.region if found else "")).strip(), known.county_in_words)


@dataclass(frozen=True)
class Cell:
    """What serves a county for one kind: the best entry where it serves worst. `partly`: some places of the county have less."""

    kind: Resource.Kind
    entry: Resource | None
    partly: bool = False

    @property
    def is_gap(self) -> bool:
        return self.entry is None or self.partly or not self.entry.is_checked


@dataclass(frozen=True)
class Row:
    """A county with the number of its clients, what serves it, and which languages nobody there is known to speak."""

    county: County
    clients: int
    cells: tuple[Cell, ...]
    unspoken: tuple[str, ...] = ()

    @property
    def how_many(self) -> str:
        """So few that somebody could be known by it are not counted out."""
        return str(self.clients) if self.clients >= FEW else "1–2"

    @property
    def is_few(self) -> bool:
        return self.clients < FEW

    @property
    def gaps(self) -> int:
        return sum(cell.is_gap for cell in self.cells)

    @property
    def next_check(self) -> date | None:
        return min((cell.entry.next_check_on for cell in self.cells if cell.entry and cell.entry.next_check_on), default=None)

    @property
    def missing(self) -> list[Resource.Kind]:
        return [cell.kind for cell in self.cells if cell.entry is None or cell.partly]


@dataclass(frozen=True)
class CoverageTable:
    """The whole page: counties with gaps first, clients without any place, places told in sessions that nothing local serves."""

    rows: list[Row]
    without_place: int
    unmatched: list[tuple[County, str]] = field(default_factory=list)

    @cached_property
    def with_gaps(self) -> int:
        return sum(bool(row.gaps) for row in self.rows)


def coverage_table(country_code: str) -> CoverageTable:
    """How the places of clients in care are served. Four queries, however many there are."""
    languages = dict(Client.objects.in_care().values_list("pk", "language"))
    kept = Place.objects.filter(client__closed_at=None, retired_at=None)
    places = list(kept.only("clinic", "client", "town", "county", "region", "postcode", "country_code"))
    told = [as_place(each) for each in CheckIn.objects.filter(told=CheckIn.Told.ELSEWHERE, at__gte=timezone.now() - THIS_WEEK)]
    serving = _Serving({*_spots(places, country_code), *_spots(told, country_code)})
    return CoverageTable(
        rows=_rows(places, country_code, serving, languages),
        without_place=len(languages.keys() - {place.client_id for place in places}),
        unmatched=_unmatched(told, country_code, serving),
    )


@dataclass(frozen=True)
class _Where:
    """A distinct place as the directory looks at it."""

    keys: frozenset[str]

    @classmethod
    def of(cls, place: Place, country_code: str) -> "_Where":
        return cls(frozenset(Spot.of(place, country_code).keys))


def _spots(places: Iterable[Place], country_code: str) -> list[_Where]:
    return [_Where.of(place, country_code) for place in places]


class _Serving:
    """The entries of the kinds that are looked for, by the area they serve. One query."""

    def __init__(self, spots: set[_Where]) -> None:
        wanted = {key for spot in spots for key in spot.keys}
        found = Coverage.objects.filter(area__in=wanted, resource__kind__in=LOOKED_FOR, resource__retired_at=None)
        self.by_area: dict[str, list[Resource]] = defaultdict(list)
        for area in found.select_related("resource").order_by("resource__name") if wanted else ():
            self.by_area[area.area].append(area.resource)

    def of(self, spot: _Where) -> list[Resource]:
        """Everything that serves a place, each entry once, the most trusted first."""
        serving = {entry.pk: entry for key in spot.keys for entry in self.by_area.get(key, ())}
        return sorted(serving.values(), key=lambda entry: (WORTH.index(entry.check_state), entry.name))


def _rows(places: Sequence[Place], country_code: str, serving: _Serving, languages: Mapping[UUID, str]) -> list[Row]:
    counties: dict[tuple[str, ...], list[Place]] = defaultdict(list)
    for place in places:
        county = County.of(place, country_code)
        counties[tuple(part.casefold() for part in (county.country_code, county.region, county.county))].append(place)
    rows = [_row(there, country_code, serving, languages) for there in counties.values()]
    return sorted(rows, key=lambda row: (-row.gaps, row.county))


def _row(there: Sequence[Place], country_code: str, serving: _Serving, languages: Mapping[UUID, str]) -> Row:
    clients = {place.client_id for place in there}
    per_place = [serving.of(spot) for spot in set(_spots(there, country_code))]
    spoken = " ".join(entry.languages_said for entries in per_place for entry in entries).casefold()
    needed = {languages.get(client, "en") for client in clients} - {"en"} if len(clients) >= FEW else set()
    return Row(
        county=County.of(there[0], country_code),
        clients=len(clients),
        cells=tuple(_cell(kind, per_place) for kind in LOOKED_FOR),
        unspoken=tuple(sorted(name for name in map(language_name, needed) if name.casefold() not in spoken)),
    )


def _cell(kind: Resource.Kind, per_place: Sequence[Sequence[Resource]]) -> Cell:
    """The worst of the best: a county is served only when each of its places is."""
    best = [next((entry for entry in entries if entry.kind == kind), None) for entries in per_place]
    found = [entry for entry in best if entry]
    worst = max(found, key=lambda entry: WORTH.index(entry.check_state), default=None)
    return Cell(kind, worst, partly=bool(found) and len(found) < len(best))


def _unmatched(told: Sequence[Place], country_code: str, serving: _Serving) -> list[tuple[County, str]]:
    """Counties that clients said they were in this week, where nothing local is in the directory."""
    counted: dict[County, set[UUID]] = defaultdict(set)
    for place in told:
        if not serving.of(_Where.of(place, country_code)):
            counted[County.of(place, country_code)].add(place.client_id)
    return [(county, str(len(who)) if len(who) >= FEW else "1–2") for county, who in sorted(counted.items())]
