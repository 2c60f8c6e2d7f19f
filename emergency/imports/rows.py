"""A matched row to an entry for the directory, or the reason why it cannot be one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import nan

from clinic.web.time_zones import time_zones
from emergency.coverage import read_areas
from emergency.imports import kinds
from emergency.imports.cells import AREAS_APART, clean
from emergency.imports.matching import BY_KEY, Mapped
from emergency.imports.phones import UnreadablePhone, read_phone
from emergency.imports.places import UnreadableCountry, read_country, read_postcode, read_region
from emergency.imports.reader import Row

Facts = dict[str, str]
REACHES = frozenset({"zip", "county", "region", "country"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that could become an entry. `facts` holds a word for every field the list feeds, and the
    kind, country and digits worked out from them; fields the list does not feed are absent."""

    line: int
    facts: Facts


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that cannot be read. `words` is the sentence for the page: "Row 14: phone is missing"."""

    line: int
    reason: str

    @property
    def words(self) -> str:
        return f"Row {self.line}: {self.reason}"


class _Refused(ValueError):
    pass


@dataclass(frozen=True, slots=True)
class Reading:
    """How rows of one list are read: its matching, its width and the country it speaks of."""

    mapped: Mapped
    width: int
    country: str

    def rows(self, rows: Iterable[Row]) -> tuple[list[Candidate], list[Unreadable]]:
        """All rows of a list, in order, as candidates and as unreadable ones."""
        candidates: list[Candidate] = []
        unreadable: list[Unreadable] = []
        for row in rows:
            read = self.row(row)
            if isinstance(read, Candidate):
                candidates.append(read)
            else:
                unreadable.append(read)
        return candidates, unreadable

    def row(self, row: Row) -> Candidate | Unreadable:
        """One row as a candidate, or with the reason why not."""
        try:
            return Candidate(row.line, self._facts(row))
        except (_Refused, UnreadablePhone, UnreadableCountry) as refusal:
            return Unreadable(row.line, str(refusal))

    def _facts(self, row: Row) -> Facts:
        if row.width != self.width:
            raise _Refused(f"has {row.width} cells, the headings are {self.width}")
        facts = {key: clean(row.cells[column]) for key, column in self.mapped.items()}
        for key, text in facts.items():
            if len(text) > BY_KEY[key].longest:
                raise _Refused(f"{BY_KEY[key].label.lower()} is longer than {BY_KEY[key].longest} characters")
        if not facts.get("name"):
            raise _Refused("name is missing")
        facts["country_code"] = read_country(facts.get("country_code", ""), self.country)
        _read_numbers(facts)
        _read_place(facts)
        _read_kind(facts)
        _read_answers(facts)
        return facts


def _read_numbers(facts: Facts) -> None:
    country, sms = facts["country_code"], facts.get("sms", "")
    if facts.get("phone") or not (sms or facts.get("admin_phone")):
        phone = read_phone(facts.get("phone", ""), country)
        if len(phone.dial) > 40 or len(phone.menu) > 40:
            raise _Refused("phone cannot be read")
        facts["phone"], facts["phone_digits"] = phone.dial, phone.digits
        if phone.menu or "phone_menu" in facts:
            facts["phone_menu"] = facts.get("phone_menu") or phone.menu
    else:
        facts["phone_digits"] = ""
    if sms:
        try:
            facts["sms"] = read_phone(sms, country).dial
        except UnreadablePhone as refusal:
            raise _Refused("text number cannot be read") from refusal


def _read_place(facts: Facts) -> None:
    if "region" in facts:
        facts["region"] = read_region(facts["region"], facts["country_code"])
    if "postcode" in facts:
        facts["postcode"] = read_postcode(facts["postcode"], facts["country_code"])
    if "also_covers" in facts:
        read = read_areas(facts["also_covers"], facts["country_code"], facts.get("region", ""))
        if read.unknown:
            raise _Refused(f"area “{read.unknown[0][:60]}” is not known")
        facts["also_covers"] = AREAS_APART.join(read.areas)
    if facts.get("time_zone") and facts["time_zone"] not in time_zones():
        raise _Refused(f"time zone “{facts['time_zone']}” is not known. Write it like America/Phoenix")
    _read_spot(facts)


def _read_spot(facts: Facts) -> None:
    """Both coordinates, or none: half of them would put an entry on another continent."""
    given = {name: facts[name] for name in ("latitude", "longitude") if facts.get(name)}
    if not given:
        return
    if len(given) == 1:
        raise _Refused(f"there is a {next(iter(given))} and no other coordinate")
    for name, most in (("latitude", 90.0), ("longitude", 180.0)):
        try:
            degrees = float(given[name].replace(",", ".").replace("−", "-"))
        except ValueError:
            degrees = nan
        if not -most <= degrees <= most:
            raise _Refused(f"{name} “{given[name][:20]}” is no number of degrees")
        facts[name] = str(degrees)


def _read_kind(facts: Facts) -> None:
    """Kind from the type column and the emergency column; the psychiatric ones get a note to ask."""
    said = facts.pop("kind", "")
    try:
        emergency = kinds.read_flag(facts.pop("emergency_services", ""))
    except kinds.UnreadableFlag as refusal:
        raise _Refused(f"“{refusal}” is neither yes nor no for the emergency department") from refusal
    facts["kind"] = kinds.read_kind(said, emergency, facts["name"])
    if facts["kind"] == "hospital" and kinds.is_psychiatric(said, facts["name"]) and not facts.get("entry"):
        note = facts.get("note", "")
        facts["note"] = f"{note} {kinds.PSYCHIATRIC_NOTE}".strip()


def _read_answers(facts: Facts) -> None:
    """Yes, no or not asked; and how wide it serves, where the list says so in the words of the directory."""
    for name in ("may_dispatch", "comes_to_home"):
        if facts.get(name):
            try:
                facts[name] = "yes" if kinds.read_flag(facts[name]) else "no"
            except kinds.UnreadableFlag as refusal:
                raise _Refused(f"“{refusal}” is neither yes nor no for “{BY_KEY[name].label.lower()}”") from refusal
    if facts.get("reach") and facts["reach"] not in REACHES:
        raise _Refused(f"“{facts['reach']}” does not say whom it serves. Write zip, county, region or country")


def words_key(text: str) -> str:
    """Text to compare by: small letters, no signs."""
    return " ".join(re.findall(r"\w+", text.casefold()))
