"""Every country by its code and its names, also those there is no country pack for: a client may be in any of them.

The names are those of the Unicode locale data, English first, then how people call it in Spanish or there (clinic/accounts/world.json).
"""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from clinic.accounts.countries import Country, codes, country

NAMES = Path(__file__).with_suffix(".json")
UNKNOWN = "ZZ"  # a country that was told, and is none of these
# People write these as countries; for the mail, ZIP codes and 911 they are part of the United States.
TERRITORIES = frozenset({"AS", "GU", "MP", "PR", "VI"})


def code_of(words: str) -> str:
    """The code of the country that somebody calls so; empty where none is known by that name or code."""
    return _by_name().get(_plain(words), "")


def name_of(code: str) -> str:
    """The country in words."""
    if code in codes():
        return country(code).name
    names = _names().get(code, ())
    return names[0] if names else _("another country")


def choices(first: str) -> list[Any]:
    """All countries as a select offers them: this one, the others with a country pack, and the rest as a group by name."""
    others = sorted((name_of(code), code) for code in all_codes() if code not in codes() and code != first)
    packs = [first, *(code for code in codes() if code != first)]
    return [*((code, name_of(code)) for code in packs), (_("Other countries"), [(code, name) for name, code in others])]


def all_codes() -> Iterable[str]:
    """The codes of all countries."""
    return _names().keys()


def part_of(code: str, region: str) -> tuple[str, str]:
    """Country and region as the mail and the directory know them: Guam is a region of the United States, however it was entered."""
    return ("US", code) if code in TERRITORIES else (code, region)


def region_called(words: str, home: Country) -> str:
    """The code of the state or region of this country that somebody calls so; empty where there is none."""
    said = words.casefold()
    return next((each.code for each in home.regions if said in {each.code.casefold(), each.name.casefold()}), "")


def area_called(words: str, home: Country) -> tuple[str, str]:
    """Country and region of what somebody wrote as the country. A state of their own country is one all the same."""
    region = region_called(words, home)
    return (home.code, region) if region else part_of(code_of(words) or UNKNOWN, "")


def _plain(words: str) -> str:
    """Letters alone, without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", words.casefold()) if sign.isalnum())


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    return {code: tuple(names) for code, names in json.loads(NAMES.read_text(encoding="utf-8")).items()}


@cache
def _by_name() -> Mapping[str, str]:
    return {_plain(word): code for code, names in _names().items() for word in (code, *names)}
