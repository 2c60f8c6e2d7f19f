"""The words an entry is found by while somebody types, and what is typed as the beginnings of such words.

Every word of its name, town, county, ZIP and note, its name as one word, and its numbers in digits: whole, without the area
code, and the last four. Row-level security lets only plain comparisons use an index, so a beginning is looked for as a range of words.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Protocol

from emergency.imports.phones import comparable

LONGEST = 40
MOST_WORDS = 60
LAST = "\U0010ffff"
_LETTERS = re.compile(r"[^\W_]+")


class Worded(Protocol):
    """The parts of an entry that it is found by."""

    name: str
    town: str
    county: str
    postcode: str
    note: str
    phone: str
    sms: str
    admin_phone: str
    country_code: str


def words_of(entry: Worded) -> frozenset[str]:
    """Every word an entry is found by; what is said first counts when there are very many."""
    found: dict[str, None] = {}
    for number in (entry.phone, entry.sms, entry.admin_phone):
        found.update(dict.fromkeys(_of_number(number, entry.country_code)))
    found[joined(entry.name)] = None
    for text in (entry.name, entry.town, entry.county, entry.postcode, entry.note):
        found.update(dict.fromkeys(_plain(text)))
    return frozenset(word for word in list(found)[:MOST_WORDS] if word)


def typed(text: str) -> list[str]:
    """What somebody has typed, as beginnings of words: all of them must fit. A number may be grouped in any way."""
    if any(sign.isalpha() for sign in text):
        return list(_plain(text))[:8]
    digits = "".join(sign for sign in text if sign.isdecimal())
    return [_national(digits)[:LONGEST]] if digits else []


def span(beginning: str) -> tuple[str, str]:
    """The first word that begins so, and the end of those that do."""
    return beginning, beginning + LAST


def joined(name: str) -> str:
    """A name as one word, whatever its signs and capitals."""
    return "".join(_plain(name))[:LONGEST]


def whole_number(number: str, country_code: str) -> str:
    """A number as the word that all of it is."""
    return next(_of_number(number, country_code), "")


def _plain(text: str) -> dict[str, None]:
    letters = text.replace("’", "").replace("'", "").casefold()
    if not letters.isascii():
        letters = "".join(sign for sign in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(sign))
    return dict.fromkeys(word[:LONGEST] for word in _LETTERS.findall(letters))


def _of_number(number: str, country_code: str) -> Iterator[str]:
    digits = _national(comparable(number, country_code)) if number else ""
    if digits:
        yield digits[:LONGEST]
    if len(digits) > 7:
        yield digits[-7:]
        yield digits[-4:]


def _national(digits: str) -> str:
    """Without the 1 that some people dial before a North American number and others do not."""
    return digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
