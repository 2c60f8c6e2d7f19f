"""What an entry serves and where a place lies, both as keys: an entry serves a place when they share one.

A key is one word of the table Coverage, found by equality: row-level security lets no other test use an index.

    us                      the whole country
    us|az                   a state or region
    us|az|county:coconino   a county; an entry that names no state has us||county:coconino, and every entry us|*|county:coconino,
                            which a place that names no state is looked up by
    us|az|town:page         a town, told apart from a county of that name
    us|zip:86001            a ZIP or postcode that is served
    us|at:86001             where an entry stands: looked up only for a place that names no county

A ZIP can cross county lines. So the county of a ZIP (or of a town) is only looked up where a place names none, and then
beside whatever stands in that ZIP: entries of both counties are found, and whoever calls asks which county it is.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol
from uuid import UUID

from clinic.accounts.world import part_of
from clinic.clients.models import Place
from clinic.clients.postcodes import Found, can_look_up, look_up, look_up_town
from emergency.imports.places import is_region, read_region

ANY = "*"
LONGEST = 160
# How near a key is: the lower, the earlier what it finds is offered.
ZIP, COUNTY, SUGGESTED, REGION, COUNTRY = range(5)
_COUNTY_WORD = re.compile(r" (county|parish|(city and )?borough|municipality|municipio|census area)$")
_ZIP = re.compile(r"\d{5}", re.ASCII)


class Located(Protocol):
    """The parts of an entry that say what it serves."""

    country_code: str
    region: str
    county: str
    town: str
    postcode: str
    reach: str
    also_covers: list[str]


@dataclass(frozen=True)
class Spot:
    """A client's place as the directory looks at it. Empty parts match nothing."""

    place_id: UUID
    country_code: str
    region: str
    county: str
    town: str
    postcode: str

    @classmethod
    def of(cls, place: Place, country_code: str) -> "Spot":
        country, region = _country(place.country_code or country_code, place.region or "")
        return cls(place.id, country, region, place.county or "", place.town or "", place.postcode or "")

    @cached_property
    def keys(self) -> Mapping[str, int]:
        """What the place is looked up by, and how near whatever is found by it is."""
        country, suggested = self.country_code, self._suggested()
        region = self.region or (suggested[0].region if suggested else "")
        near: list[tuple[str, int]] = [(_wide(country), COUNTRY), (_wide(country, region), REGION)]
        for sort, name in (("county", self.county), ("town", self.town)):
            near += [(_near(country, state, sort, name), COUNTY) for state in _asked(region)]
        near += [(_postal(country, "zip", each), ZIP) for each in _postcodes(self.postcode)]
        if not self.county:
            near += [(_postal(country, "at", each), SUGGESTED) for each in _postcodes(self.postcode)]
            near += [(_near(country, state, "county", found.county), SUGGESTED) for found in suggested for state in _asked(region)]
        return {key: rank for key, rank in reversed(near) if key}

    def is_served_by(self, entry: Located) -> bool:
        """Whether this entry serves the place. A county counts only in its own state, where both name one."""
        return not self.keys.keys().isdisjoint(areas_of(entry))

    def _suggested(self) -> list[Found]:
        """What ZIP and town tell of a place that names no county: more than one where the town lies in several."""
        if self.county or not can_look_up(self.country_code):
            return []
        found = look_up(self.postcode)
        town, region = self.town or (found.town if found else ""), self.region or (found.region if found else "")
        return [*([found] if found else []), *(look_up_town(town, region) if town and region else [])]


def areas_of(entry: Located) -> frozenset[str]:
    """The keys of everything an entry serves: what it reaches from its address, and what it covers besides."""
    country, region = _country(entry.country_code, entry.region)
    keys = set(_reached(entry, country, region))
    for words in entry.also_covers:
        keys.update(_read(words, country, region))
    return frozenset(key[:LONGEST] for key in keys if key)


@dataclass(frozen=True)
class AreasRead:
    """What somebody typed as areas: those that can be used, as they are kept, and those that say nothing to us."""

    areas: tuple[str, ...]
    unknown: tuple[str, ...]


def read_areas(text: str, country_code: str, region: str = "") -> AreasRead:
    """Areas as people list them, divided by semicolons or lines: "86001", "AZ", "Mohave County", "Page, AZ".

    Commas divide too, where what follows is no state: "86001, 86004" are two areas, "Page, AZ" is one. What has no county
    word and is no state is taken for a town and for a county alike.
    """
    country, region = _country(country_code, region)
    areas: list[str] = []
    unknown: list[str] = []
    for words in _apart(text, country):
        (areas if any(_read(words, country, region)) else unknown).append(words)
    return AreasRead(tuple(dict.fromkeys(areas)), tuple(unknown))


def country_key(country_code: str) -> str:
    """The key of everything that serves a whole country."""
    return _wide(_country(country_code, "")[0])


def _reached(entry: Located, country: str, region: str) -> Iterable[str]:
    if entry.reach == "country":
        yield _wide(country, None if country == entry.country_code else region)
    elif entry.reach == "region":
        yield _wide(country, region)
    elif entry.reach == "zip":
        yield from (_postal(country, "zip", each) for each in _postcodes(entry.postcode)[:1])
    else:
        for sort, name in (("county", entry.county), ("town", entry.town)):
            yield from (_near(country, state, sort, name) for state in (region, ANY))
        yield from (_postal(country, "at", each) for each in _postcodes(entry.postcode)[:1])


def _asked(region: str) -> tuple[str, ...]:
    """In which states a county or town of this name serves a place: its own, and entries that name none; in any when it names none."""
    return (region, "") if region else (ANY,)


def _apart(text: str, country: str) -> list[str]:
    parts: list[str] = []
    for line in re.split(r"[;\n]", text):
        for word in filter(None, (" ".join(piece.split()) for piece in line.split(","))):
            alone = not parts or parts[-1] == "" or not is_region(word, country) or _is_postcode(parts[-1]) or "," in parts[-1]
            if alone or is_region(parts[-1], country):
                parts.append(word)
            else:
                parts[-1] = f"{parts[-1]}, {word}"
        parts.append("")
    return [part for part in parts if part]


def _read(words: str, country: str, region: str) -> list[str]:
    """The keys of one area in words; none when it cannot be read."""
    name, _, state = (part.strip() for part in words.partition(","))
    if state and not is_region(state, country):
        return []
    if _is_postcode(name):
        return [_postal(country, "zip", each) for each in _postcodes(name)[:1]]
    if not state and is_region(name, country):
        return [_wide(country, read_region(name, country))]
    region = read_region(state, country) if state else region
    sorts = ("county",) if _COUNTY_WORD.search(_plain(name)) else ("county", "town")
    keys = (_near(country, each, sort, name) for sort in sorts for each in (region, ANY))
    return [key for key in keys if key]


def _is_postcode(words: str) -> bool:
    return any(sign.isdigit() for sign in words)


def _country(code: str, region: str) -> tuple[str, str]:
    """Country and region as keys write them."""
    code, region = part_of(code, region)
    return code, read_region(region, code) if region else ""


def _wide(country: str, region: str | None = None) -> str:
    if region is None:
        return country.lower()
    return f"{country.lower()}|{_plain(region)}" if region else ""


def _near(country: str, region: str, sort: str, name: str) -> str:
    """A county or town; without letters no key at all."""
    word = _letters(_COUNTY_WORD.sub("", _plain(name)) if sort == "county" else _plain(name))
    return f"{country.lower()}|{_plain(region)}|{sort}:{word}" if word else ""


def _postal(country: str, sort: str, postcode: str) -> str:
    return f"{country.lower()}|{sort}:{postcode}"


def _postcodes(postcode: str) -> list[str]:
    """A postcode as it is compared, and its first half where it has two: "86001-1234" is 86001, "SW1A 1AA" is also SW1A."""
    words = postcode.casefold().split()
    whole = "".join(words)
    zip_code = _ZIP.match(whole)
    if zip_code and (len(whole) == 5 or whole[5:6] == "-"):
        return [zip_code[0]]
    return [whole, words[0]] if len(words) == 2 else [whole] if whole else []


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


@lru_cache(maxsize=8192)
def _letters(words: str) -> str:
    """Letters and digits alone, accents apart: "St. Paul", "Saint Paul" and "SAINT PAUL" are one, and so are "DeKalb" and "De Kalb"."""
    bare = unicodedata.normalize("NFKD", re.sub(r"\bsaint(e?)\b", r"st\1", words.replace("ß", "ss")))
    return "".join(sign for sign in bare if sign.isalnum())
