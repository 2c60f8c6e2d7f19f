"""Which column of a list feeds which field of an entry: a guess that the admin may overrule."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an entry that a column can feed; `words` are headings it goes by, best first."""

    key: str
    label: str
    words: tuple[str, ...]
    longest: int = 200


FIELDS = (
    Field("name", "Name", (
        "name", "facility name", "hospital name", "organization name", "organisation name",
        "provider name", "agency name", "resource name", "service name", "facility", "hospital",
        "organization", "organisation", "agency", "provider", "nombre", "nom", "einrichtung",
        "naam", "bezeichnung", "psap name", "title",
    ), 160),
    Field("phone", "Phone", (
        "phone", "phone number", "telephone", "telephone number", "tel", "tel no", "phone no",
        "main phone", "call", "number to call", "telefon", "telefonnummer", "telefono", "telephone 1",
        "phone 1", "contact number", "hotline", "hotline number", "crisis line", "rufnummer",
        "phone main", "numero de telefono", "voice", "telefoon",
    ), 60),
    Field("phone_menu", "Menu digits", ("menu", "phone menu", "menu digits", "extension", "ext", "option"), 40),
    Field("kind", "Type", (
        "kind", "type", "hospital type", "facility type", "category", "resource type",
        "service type", "provider type", "art", "typ", "tipo", "type of service",
    ), 200),
    Field("emergency_services", "Has an emergency department", (
        "emergency services", "emergency service", "emergency department", "has emergency department",
        "emergency room", "has er", "has ed", "er", "ed", "24h emergency", "notaufnahme", "urgencias",
    ), 40),
    Field("street", "Address", (
        "address", "street", "street address", "address 1", "address line 1", "addr", "strasse",
        "anschrift", "adresse", "direccion", "location address", "calle", "adres",
    ), 160),
    Field("town", "Town", (
        "town", "city", "city town", "municipality", "ort", "stadt", "ciudad", "ville",
        "localidad", "place", "plaats", "suburb",
    ), 80),
    Field("county", "County", (
        "county", "county name", "county parish", "parish", "borough", "district", "landkreis",
        "kreis", "condado", "comte",
    ), 80),
    Field("region", "State or region", (
        "state", "region", "province", "state code", "st", "state province", "bundesland",
        "land", "estado", "provincia",
    ), 40),
    Field("postcode", "ZIP or postcode", (
        "zip", "zip code", "zipcode", "postcode", "postal code", "post code", "plz", "postleitzahl",
        "codigo postal", "code postal", "cp",
    ), 16),
    Field("country_code", "Country", ("country", "country code", "nation", "pais", "pays", "staat"), 60),
    Field("source_id", "Number in the source list", (
        "source id", "number in the source list", "facility id", "provider id", "ccn", "provider number", "id", "record id",
        "identifier", "external id", "reference", "ref", "kennung", "unique id", "npi", "hospital id",
        "facility number", "cms certification number", "cms id", "facility code",
    ), 60),
    Field("hours", "Hours", ("hours", "opening hours", "hours of operation", "open", "offnungszeiten",
                             "horario", "availability"), 120),
    Field("languages", "Languages", ("languages", "language", "sprachen", "idiomas", "langues"), 160),
    Field("sms", "Text number", ("sms", "text", "text line", "text number", "sms number", "text to"), 40),
    Field("time_zone", "Time zone", ("time zone", "timezone", "tz", "zeitzone", "zona horaria"), 64),
    Field("latitude", "Latitude", ("latitude", "lat", "geo lat", "breitengrad", "latitud"), 40),
    Field("longitude", "Longitude", ("longitude", "lon", "lng", "long", "geo lon", "langengrad", "longitud"), 40),
    Field("also_covers", "Areas it also serves", (
        "areas", "areas it also serves", "areas served", "area served", "service area", "counties served", "zips served", "zip codes served", "coverage",
        "coverage area", "serves", "also serves", "counties", "catchment area",
    ), 2000),
    Field("note", "Note", ("note", "notes", "comment", "comments", "remarks", "description",
                           "bemerkung", "notas", "remark", "what to say"), 400),
    # What Handrail writes into its own list, to read it again as it was.
    Field("entry", "Entry in Handrail", ("entry in handrail",), 36),
    Field("admin_phone", "Office number", ("office number", "administrative number", "admin phone", "business line"), 40),
    Field("sms_keyword", "Word to text", ("word to text", "keyword", "text keyword"), 120),
    Field("tty", "TTY number", ("tty number", "tty", "tdd", "tty tdd"), 40),
    Field("relay", "Relay service", ("relay service", "relay"), 120),
    Field("chat_url", "Chat page", ("chat page", "chat", "chat url"), 300),
    Field("reach", "Who it serves", ("who it serves", "reach"), 20),
    Field("may_dispatch", "May send somebody without the client agreeing", ("may send somebody without the client agreeing", "may dispatch"), 10),
    Field("comes_to_home", "Comes to the home", ("comes to the home", "comes to home", "home visits"), 10),
    Field("eligibility", "Who may use it", ("who may use it", "eligibility"), 200),
    Field("source_url", "Where this comes from", ("where this comes from", "source url"), 300),
)  # fmt: skip
BY_KEY: Mapping[str, Field] = {field.key: field for field in FIELDS}

# A column chosen by what it holds must nearly always look right; one chosen by heading, at least sometimes.
MOSTLY = 0.8
Mapped = dict[str, int]


@lru_cache(maxsize=2048)
def normal(heading: str) -> str:
    """A heading as plain small words: no accents, signs or joined capitals."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    bare = unicodedata.normalize("NFKD", spaced.replace("ß", "ss"))
    letters = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[a-z0-9]+", letters.casefold()))


def _word_index() -> dict[str, dict[str, int]]:
    """Heading word -> fields that go by it, with how good a name it is."""
    index: dict[str, dict[str, int]] = {}
    for field in FIELDS:
        for place, word in enumerate(field.words):
            index.setdefault(normal(word), {})[field.key] = 100 - place
    return index


_WORDS = _word_index()


def known_headings(cells: Iterable[str]) -> int:
    """How many of these cells are headings we know."""
    return len({word for cell in cells if (word := normal(cell)) in _WORDS})


def guess(header: Sequence[str], sample: Sequence[Sequence[str]]) -> Mapped:
    """Field -> column for the fields that some column plainly feeds; no column feeds two."""
    scores = [
        (-score, column, field.key)
        for column, heading in enumerate(header)
        for field in FIELDS
        if (score := _score(field.key, heading, [row[column] for row in sample])) > 0
    ]
    mapped: Mapped = {}
    for _, column, key in sorted(scores):
        if key not in mapped and column not in mapped.values():
            mapped[key] = column
    return mapped


def problems(mapped: Mapped, header: Sequence[str]) -> list[str]:
    """What keeps this matching from being used, in words; empty when it can be."""
    found = []
    if "name" not in mapped:
        found.append("Choose the column that holds the name")
    if "phone" not in mapped and "sms" not in mapped:
        found.append("Choose the column that holds the phone number")
    by_column: dict[int, list[str]] = {}
    for key, column in mapped.items():
        by_column.setdefault(column, []).append(BY_KEY[key].label)
    for column, labels in by_column.items():
        if not 0 <= column < len(header):
            found.append("A chosen column is not in this file")
        elif len(labels) > 1:
            found.append(f"“{header[column]}” is chosen twice: for {' and '.join(labels)}")
    return found


def header_key(header: Sequence[str]) -> str:
    """The same for the same set of headings in any order: what a remembered matching is kept under."""
    words = "\n".join(sorted(normal(heading) for heading in header))
    return hashlib.sha256(words.encode()).hexdigest()


def to_names(mapped: Mapped, header: Sequence[str]) -> dict[str, str]:
    """The matching by heading, so that it outlives a new order of the columns."""
    return {key: normal(header[column]) for key, column in mapped.items()}


def from_names(names: Mapping[str, str], header: Sequence[str]) -> Mapped:
    """A remembered matching for this file; headings that are gone are left out."""
    columns = {normal(heading): column for column, heading in enumerate(header)}
    return {key: columns[name] for key, name in names.items() if key in BY_KEY and name in columns}


def _score(key: str, heading: str, cells: Sequence[str]) -> float:
    """How well a column suits a field: by its heading first, then by what it holds; 0 = not at all."""
    if "fax" in normal(heading).split():
        return 0
    looks = _LOOKS.get(key)
    share = _share(looks, cells) if looks else None
    by_heading = _heading_score(key, normal(heading))
    if by_heading >= 100 or (by_heading and share != 0):
        return by_heading + (share or 0)
    if key == "phone" and (_share(_like_phone, cells) or 0) >= MOSTLY:
        return 20
    return 0


def _heading_score(key: str, heading: str) -> float:
    whole = _WORDS.get(heading, {}).get(key, 0)
    if whole:
        return 100 + whole
    words = set(heading.split())
    # "Main telephone of the hospital": every word of a known name is there, longer names first.
    parts = [len(name.split()) for name, keys in _WORDS.items()
             if key in keys and len(name) > 3 and words.issuperset(name.split())]  # fmt: skip
    return 40 + 10 * max(parts) if parts else 0


def _share(looks: Callable[[str], bool], cells: Sequence[str]) -> float | None:
    filled = [cell.strip() for cell in cells if cell.strip()]
    return sum(map(looks, filled)) / len(filled) if filled else None


def _like_phone(cell: str) -> bool:
    """A full number: what else is written in a list with ten digits has a letter or a decimal point."""
    digits = sum(sign.isdigit() for sign in cell)
    return 9 <= digits <= 15 and not re.search(r"[A-Za-z]", cell) and not re.match(r"-?\d{1,3}\.\d{4,}$", cell)


def _like_phone_or_code(cell: str) -> bool:
    return 3 <= sum(sign.isdigit() for sign in cell) <= 15


def _like_yes_no(cell: str) -> bool:
    return cell.casefold() in {"yes", "no", "y", "n", "true", "false", "1", "0", "ja", "nein", "si", "sí", "x"}


def _like_degrees(cell: str) -> bool:
    return re.fullmatch(r"[-+−]?\d{1,3}([.,]\d+)?", cell) is not None


def _like_words(cell: str) -> bool:
    return sum(sign.isalpha() for sign in cell) >= 2


_LOOKS: Mapping[str, Callable[[str], bool]] = {
    "phone": _like_phone_or_code,
    "sms": _like_phone_or_code,
    "emergency_services": _like_yes_no,
    "name": _like_words,
    "town": _like_words,
    "latitude": _like_degrees,
    "longitude": _like_degrees,
    "region": lambda cell: any(sign.isalpha() for sign in cell),
}
