"""A place in another country than the clinic's, and a place whose county nobody has named: what must be said about their numbers."""

from collections.abc import Iterable
from dataclasses import dataclass

from clinic.accounts.countries import codes, country
from clinic.accounts.world import name_of, part_of
from clinic.clients.models import Place
from emergency.models import Resource


@dataclass(frozen=True)
class Abroad:
    """The other country. `number` is what somebody there dials in danger; empty where no country pack tells it."""

    name: str
    number: str


def abroad(place: Place | None, country_code: str) -> Abroad | None:
    """None for a place in the clinic's country, and for one of which no country is known."""
    there, _ = part_of(place.country_code or country_code, "") if place else (country_code, "")
    if there == country_code:
        return None
    return Abroad(name_of(there), country(there).emergency.number if there in codes() else "")


def counties_in_question(place: Place | None, numbers: Iterable[Resource]) -> list[str]:
    """The counties whose dispatch lines stand there, where more than one may be meant: the caller has to ask which it is."""
    if place is None or place.county:
        return []
    found = {(each.county, each.country_code) for each in numbers if each.kind == Resource.Kind.PSAP and each.county}
    said = sorted(Place(county=county, country_code=code).county_in_words for county, code in found)
    return said if len(said) > 1 else []
