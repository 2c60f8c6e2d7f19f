"""Telephone numbers as people write them in lists: what to dial, and what to compare by.

Short codes stay as dialled: 988 is never +1988, 741741 never +1741741. What is pressed after the
call is answered ("988 press 1") is kept apart from the number, because a link cannot press it.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers

from clinic.web.numbers import only_digits, read_number

SHORT = 6
NANP = frozenset(phonenumbers.COUNTRY_CODE_TO_REGION_CODE[1])
MISSING = "phone is missing"
UNREADABLE = "phone cannot be read"
SEVERAL = "there is more than one phone number in the cell"
NO_AREA = "phone has no area code"

_NUMBER_THEN_MENU = re.compile(
    r"^(?P<number>[^a-z]*\d[\d\s().\-]*?)[\s,;:(]*"
    r"(?:and\s+|then\s+)*(?P<menu>(?:press|option|opt|menu|choose|dial|ext|extension|x|#)[\s.:]*[\w*#][\w\s*#.,]*)\)?$",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"^\+?[\d\s().\-]{3,}[A-Za-z][A-Za-z\d\s\-]*$")
_PLAIN = re.compile(r"^\+?[\d\s().\-/*#]+$")


@dataclass(frozen=True, slots=True)
class Phone:
    """`dial` as the list writes it, `menu` what to press afterwards, `digits` to compare by."""

    dial: str
    digits: str
    menu: str = ""


class UnreadablePhone(ValueError):
    """Not a number one can dial; the message is the reason in words."""


@lru_cache(maxsize=8192)
def read_phone(text: str, country: str) -> Phone:
    """The number in a cell of a list from this country (ISO code), or UnreadablePhone."""
    plain = _tidy(text)
    if not plain:
        raise UnreadablePhone(MISSING)
    if len(plain) > 60:
        raise UnreadablePhone(UNREADABLE)
    number, menu = _apart(plain)
    if re.search(r"\d\s*(?:/|;|,|\bor\b|\band\b|&|\|)\s*[+(]?\d", number, re.IGNORECASE):
        raise UnreadablePhone(SEVERAL)
    if _LETTERS.match(number):
        return Phone(number, _digits(phonenumbers.convert_alpha_characters_in_number(number), country), menu)
    if not _PLAIN.match(number):
        raise UnreadablePhone(UNREADABLE)
    return Phone(number, _digits(number, country), menu)


def _tidy(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip().lstrip("'").strip()
    plain = re.sub(r"[‐‑‒–—−]", "-", plain)
    plain = re.sub(r"^(?:tel|phone|call|text|dial)[\s.:]+", "", plain, flags=re.IGNORECASE)
    return re.sub(r"^(\d{7,})\.0$", r"\1", re.sub(r"\s+", " ", plain))


def _apart(plain: str) -> tuple[str, str]:
    found = _NUMBER_THEN_MENU.match(plain)
    if not found:
        return plain, ""
    return found["number"].rstrip(" ,;:(-"), found["menu"].strip(" ,;:)")


def _digits(number: str, country: str) -> str:
    digits = only_digits(number)
    if len(digits) <= SHORT and "+" not in number:
        if len(digits) < 2:
            raise UnreadablePhone(UNREADABLE)
        return digits
    if country in NANP and "+" not in number:
        return _nanp(digits)
    return _international(number, country)


def _nanp(digits: str) -> str:
    local = digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
    if len(local) == 7:
        raise UnreadablePhone(NO_AREA)
    if len(local) != 10 or local[0] in "01" or local[3] in "01":
        raise UnreadablePhone(UNREADABLE)
    return "1" + local


def _international(number: str, country: str) -> str:
    parsed = read_number(number, country)
    if parsed is None:
        raise UnreadablePhone(UNREADABLE)
    return f"{parsed.country_code}{phonenumbers.national_significant_number(parsed)}"


@lru_cache(maxsize=8192)
def comparable(number: str, country: str) -> str:
    """The digits to compare an entry's number by; just its digits where it cannot be read as a number."""
    try:
        return read_phone(number, country).digits
    except UnreadablePhone:
        return only_digits(number)
