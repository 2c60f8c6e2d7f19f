"""Where a therapist is licensed, kept as "US-AZ": whether a place lies there, and how that is said."""

from collections.abc import Sequence

from clinic.accounts.countries import codes, country
from clinic.clients.models import Place
from emergency.imports.places import read_region


def covers(licensed_in: Sequence[str], place: Place, country_code: str) -> bool | None:
    """Whether the place lies where this person is licensed; None when that is not known of the person or of the place."""
    here = _of(place, country_code)
    return None if not licensed_in or not here else here in licensed_in


def region_of(place: Place, country_code: str) -> str:
    """The state or region of the place in words, like Arizona."""
    return named(_of(place, country_code)) or place.region


def named(licence: str) -> str:
    """Arizona, for US-AZ."""
    country_code, _, code = licence.partition("-")
    regions = country(country_code).regions if country_code in codes() else ()
    return next((each.name for each in regions if each.code == code), code)


def _of(place: Place, country_code: str) -> str:
    here = place.country_code or country_code
    region = read_region(place.region or "", here)
    regions = {each.code for each in country(here).regions} if here in codes() else {region}
    return f"{here}-{region}" if region and (not regions or region in regions) else ""
