"""Whether an entry serves a place: by county or town, by state, or by country."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from clinic.clients.models import Place
from emergency.imports.places import read_region
from emergency.models import Resource

_COUNTY_WORD = re.compile(r" (county|parish|borough)$")
_COUNTY_WORDS = ("", " county", " parish", " borough")


@dataclass(frozen=True)
class Spot:
    """A client's place as the directory looks at it, everything in small letters. Empty parts match nothing."""

    place_id: UUID
    country_code: str
    region: str
    county: str
    town: str

    @classmethod
    def of(cls, place: Place, country_code: str) -> "Spot":
        country = place.country_code or country_code
        region = read_region(place.region or "", country)
        return cls(place.id, country, _plain(region), _bare(place.county or ""), _plain(place.town or ""))

    @property
    def condition(self) -> Q:
        """Entries that may serve this place, for the database; `is_served_by` decides."""
        near = Q(pk__in=[])
        for word in _COUNTY_WORDS if self.county else ():
            near |= Q(county__iexact=self.county + word)
        if self.town:
            near |= Q(town__iexact=self.town)
        state = Q(reach=Resource.Reach.REGION, region__iexact=self.region) if self.region else Q(pk__in=[])
        return Q(country_code=self.country_code) & (Q(reach=Resource.Reach.COUNTRY) | state | Q(reach=Resource.Reach.COUNTY) & near)

    def is_served_by(self, entry: Resource) -> bool:
        """Whether this entry serves the place. A county counts only in its own state, where both name one."""
        if entry.country_code != self.country_code:
            return False
        if entry.reach == Resource.Reach.COUNTRY:
            return True
        region = _plain(entry.region)
        if entry.reach == Resource.Reach.REGION:
            return bool(region) and region == self.region
        same_county = bool(self.county) and _bare(entry.county) == self.county
        same_town = bool(self.town) and _plain(entry.town) == self.town
        return (same_county or same_town) and (region == self.region or not region or not self.region)


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _bare(county: str) -> str:
    """A county without its word: "Coconino County" and "COCONINO" are one."""
    return _COUNTY_WORD.sub("", _plain(county))
