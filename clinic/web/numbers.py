"""Phone numbers as people dial and read them. Short codes (988, 741741, 13 11 14) stay exactly as they are dialled."""

import re
from functools import lru_cache
from typing import Protocol

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, ValidationResult

SHORT_CODE = re.compile(r"\d{3,6}")
WRITTEN_LIKE_A_NUMBER = re.compile(r"\+?[\d\s().\-/\u2010-\u2013]+(?:(?:x|ext\.?|extension|#)\s*\d{1,7})?", re.IGNORECASE)


class Phoned(Protocol):
    """A country pack, as far as phones go."""

    @property
    def phone_region(self) -> str: ...


def region(country: str | Phoned | None) -> str:
    """The ISO code of a code, a country pack or nothing."""
    return country if isinstance(country, str) else country.phone_region if country else ""


@lru_cache(maxsize=2048)
def read_number(text: str, country: str) -> PhoneNumber | None:
    """The number `text` writes, seen from `country` (ISO code or ""); None for short codes and anything not diallable."""
    if not WRITTEN_LIKE_A_NUMBER.fullmatch(text.strip()):
        return None
    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return None
    possible = phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE
    return number if possible else None


def is_short_code(text: str) -> bool:
    """Whether `text` is a number of three to six digits, as helplines have."""
    return bool(WRITTEN_LIKE_A_NUMBER.fullmatch(text.strip()) and SHORT_CODE.fullmatch(only_digits(text)))


def only_digits(text: str) -> str:
    return "".join(char for char in text if char in "0123456789")


def diallable(text: str, country: str = "") -> str:
    """What goes behind `tel:`: digits, with + and country only where the number is surely one of that country."""
    number = None if is_short_code(text) else read_number(text, country)
    if number is None:
        written = re.split(r"x|ext|#", text, maxsplit=1, flags=re.IGNORECASE)[0]
        return ("+" if text.strip().startswith("+") else "") + only_digits(written)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def grouped(text: str, country: str = "") -> str:
    """The number grouped for reading aloud; as written when it cannot be read, and for short codes."""
    number = None if is_short_code(text) else read_number(text, country)
    if number is None:
        return text
    home = bool(country) and number.country_code == phonenumbers.country_code_for_region(country)
    return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL)
