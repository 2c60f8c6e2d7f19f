"""What a ZIP code tells of a place, without a network. A suggestion to ask about: a ZIP can cross county lines.

The data is in the package `zipcodes`; it takes some 55 MB of memory from the first look-up on, nothing before.
"""

import re
from dataclasses import dataclass, replace

import zipcodes

from clinic.accounts.countries import country
from clinic.web.time_zones import time_zones

ZIP = re.compile(r"(\d{5})(?:-\d{4})?", re.ASCII)
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
    known = zipcodes.matching(match[1]) if match else []  # type: ignore[no-untyped-call]  # says it has types, and has none
    return _found(known[0]) if known and known[0]["zip_code_type"] != "MILITARY" else None


def look_up_town(town: str, region: str) -> Found | None:
    """What is known of a town by its name and the code of its state; without county or zone where its ZIP codes differ in them.

    For somebody who types while talking: a town that lies in two counties gets none, so that no wrong number is offered.
    """
    name = " ".join(town.split()).casefold()
    known = zipcodes.filter_by(state=region.strip().upper())  # type: ignore[no-untyped-call]
    found = [_found(entry) for entry in known if entry["city"].casefold() == name and entry["zip_code_type"] != "MILITARY"]
    if not found:
        return None
    counties, zones = {each.county for each in found}, {each.time_zone for each in found}
    return replace(
        found[0],
        postcode="",
        county=counties.pop() if len(counties) == 1 else "",
        time_zone=zones.pop() if len(zones) == 1 else "",
        post_boxes_only=False,
    )


def _found(entry: dict[str, str]) -> Found:
    regions = {region.code for region in country("US").regions}
    zone = entry["timezone"]
    return Found(
        postcode=entry["zip_code"],
        town=entry["city"],
        county=entry["county"].removesuffix(" County"),
        region=entry["state"] if entry["state"] in regions else "",
        time_zone=zone if zone in time_zones() else "",
        post_boxes_only=entry["zip_code_type"] == "PO BOX",
    )
