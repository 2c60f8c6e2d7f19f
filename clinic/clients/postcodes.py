"""What a ZIP code tells of a place, without a network. A suggestion to ask about: a ZIP can cross county lines.

The data is in the package `zipcodes`; it takes some 40 MB of memory from the first look-up on, which the
web server makes when it starts (clinic/wsgi.py).
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import zipcodes

from clinic.accounts.countries import country
from clinic.web.time_zones import time_zones

ZIP = re.compile(r"(\d{5})(?:-\d{4})?", re.ASCII)
# Countries that keep one time throughout; of others only the place's own zone tells.
ONE_ZONE = {
    "AT": "Europe/Vienna", "BE": "Europe/Brussels", "CH": "Europe/Zurich", "DE": "Europe/Berlin", "FR": "Europe/Paris", "GB": "Europe/London",
    "IE": "Europe/Dublin", "IN": "Asia/Kolkata", "IT": "Europe/Rome", "JP": "Asia/Tokyo", "KR": "Asia/Seoul", "NL": "Europe/Amsterdam",
    "SE": "Europe/Stockholm", "ZA": "Africa/Johannesburg",
}  # fmt: skip
OFFERED = ("town", "county", "region", "time_zone")


@dataclass(frozen=True)
class Found:
    """What is known of a ZIP code; parts that are not known are empty."""

    postcode: str
    town: str
    county: str
    region: str
    time_zone: str
    post_boxes_only: bool
    latitude: float = 0.0
    longitude: float = 0.0

    @property
    def has_centre(self) -> bool:
        """The list has ZIP codes without coordinates, and writes them as zeros."""
        return (self.latitude, self.longitude) != (0.0, 0.0)

    @property
    def parts(self) -> dict[str, str]:
        """What may be taken over into a place, by the name of its field."""
        return {name: value for name in OFFERED if (value := getattr(self, name))}


def can_look_up(country_code: str) -> bool:
    """Only US ZIP codes are known here."""
    return country_code == "US"


def is_whole(postcode: str) -> bool:
    """Five digits, or nine with a hyphen."""
    return ZIP.fullmatch(postcode.strip()) is not None


def look_up(postcode: str) -> Found | None:
    """The town of a ZIP code; None for one that is not known, and for those of the military, which say no place."""
    match = ZIP.fullmatch(postcode.strip())
    return _beginning_with(match[1][:3]).get(match[1]) if match else None


def look_up_town(town: str, region: str) -> list[Found]:
    """A town by its name and the code of its state, once for each county it lies in, the one with most ZIP codes first.

    For somebody who types while talking: where there are several, ask which one. Empty for a town that is not known.
    """
    name = " ".join(town.split()).casefold()
    known = _in_state(region.strip().upper())
    found = [_found(entry) for entry in known if entry["city"].casefold() == name and entry["zip_code_type"] != "MILITARY"]
    often = Counter(each.county for each in found)
    by_county = {each.county: replace(each, postcode="", post_boxes_only=False) for each in found}
    return [by_county[county] for county, _ in often.most_common() if county]


@lru_cache(maxsize=512)
def points_of_town(town: str, region: str, county: str = "") -> tuple[tuple[float, float], ...]:
    """The centres of a town's ZIP codes, those in this county where it has any; empty for an unknown town.

    Those of post boxes count only where a town has no others.
    """
    name, said = " ".join(town.split()).casefold(), county.casefold().removesuffix(" county")
    known = [entry for entry in _in_state(region.strip().upper()) if name and entry["city"].casefold() == name]
    by_type = [[_found(entry) for entry in known if entry["zip_code_type"] == kind] for kind in ("STANDARD", "PO BOX")]
    found = [each for each in by_type[0] or by_type[1] if each.has_centre]
    there = [each for each in found if said and each.county.casefold() == said] or found
    return tuple((each.latitude, each.longitude) for each in there)


@lru_cache(maxsize=512)
def zone_told_by(country_code: str, *, postcode: str = "", town: str = "", county: str = "", region: str = "") -> str:
    """The time zone of an address: that of its ZIP, else of its county, its town or its state where all of it keeps one time; else empty."""
    if not can_look_up(country_code):
        return ONE_ZONE.get(country_code, "")
    by_zip = look_up(postcode)
    if by_zip and by_zip.time_zone:
        return by_zip.time_zone
    in_county = zone_of_county(county, region) if county else ""
    of_town = {each.time_zone for each in look_up_town(town, region)} if town and region and not in_county else set()
    return in_county or (of_town.pop() if len(of_town) == 1 else "") or zone_of_county("", region)


def zone_of_county(county: str, region: str) -> str:
    """The time zone that all ZIP codes of a county share, or all of a state where no county is given; else empty."""
    if not region:
        return ""
    return _zones_in(region.upper()).get(county.casefold().removesuffix(" county"), "")


@cache
def _beginning_with(three: str) -> Mapping[str, Found]:
    """One search goes through the whole list, so what is near it is kept as well: a list of addresses asks for neighbours."""
    known = zipcodes.similar_to(three)  # type: ignore[no-untyped-call]  # says it has types, and has none
    return {entry["zip_code"]: _found(entry) for entry in known if entry["zip_code_type"] != "MILITARY"}


@lru_cache(maxsize=64)
def _in_state(region: str) -> Sequence[Mapping[str, str]]:
    """The ZIP codes of a state. A search goes through the whole list, so what it found is kept."""
    return tuple(zipcodes.filter_by(state=region))  # type: ignore[no-untyped-call]


@lru_cache(maxsize=64)
def _zones_in(region: str) -> Mapping[str, str]:
    """The time zone of each county of a state, and under "" that of all of it; empty where not all keeps one time."""
    zones: dict[str, set[str]] = {}
    for entry in _in_state(region):
        for county in ("", entry["county"].casefold().removesuffix(" county")):
            zones.setdefault(county, set()).add(entry["timezone"])
    return {county: _real_zone(min(kept)) if len(kept) == 1 else "" for county, kept in zones.items()}


def _real_zone(zone: str) -> str:
    return zone if zone in time_zones() else ""


@cache
def _regions() -> frozenset[str]:
    return frozenset(region.code for region in country("US").regions)


def _found(entry: Mapping[str, str]) -> Found:
    return Found(
        postcode=entry["zip_code"],
        town=entry["city"],
        county=entry["county"].removesuffix(" County"),
        region=entry["state"] if entry["state"] in _regions() else "",
        time_zone=_real_zone(entry["timezone"]),
        post_boxes_only=entry["zip_code_type"] == "PO BOX",
        latitude=float(entry["lat"]),
        longitude=float(entry["long"]),
    )
