"""Where a therapist is licensed, kept as "US-AZ": whether a place lies there, and how that is said."""

from collections.abc import Sequence

from clinic.accounts.countries import codes, country
from clinic.accounts.world import name_of, part_of
from clinic.clients.models import Place
from emergency.imports.places import read_region


def covers(licensed_in: Sequence[str], place: Place, country_code: str) -> bool | None:
    """Whether the place lies where this person is licensed; None when that is not known of the person or of the place.

    Of a place abroad the country is enough: whoever has no licence there has none in any part of it.
    """
    here, region = _area(place, country_code)
    if not licensed_in:
        return None
    if not any(each.startswith(f"{here}-") for each in licensed_in):
        return False if place.country_code else None
    return f"{here}-{region}" in licensed_in if region else None


def region_of(place: Place, country_code: str) -> str:
    """The state or region of the place in words, like Arizona; its country where that is not known."""
    here, region = _area(place, country_code)
    return named(f"{here}-{region}") if region else place.region or name_of(here)


def named(licence: str) -> str:
    """Arizona, for US-AZ."""
    country_code, _, code = licence.partition("-")
    regions = country(country_code).regions if country_code in codes() else ()
    return next((each.name for each in regions if each.code == code), code)


def _area(place: Place, country_code: str) -> tuple[str, str]:
    """Country and region by their codes; no region where the country's pack knows none by that name."""
    here, region = part_of(place.country_code or country_code, place.region or "")
    region = read_region(region, here)
    regions = {each.code for each in country(here).regions} if here in codes() else {region}
    return here, region if not regions or region in regions else ""
