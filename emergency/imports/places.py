"""Countries, states and postcodes as lists write them."""

from collections.abc import Mapping
from functools import cache

from clinic.accounts import countries
from clinic.accounts.world import code_of
from emergency.imports.matching import normal


class UnreadableCountry(ValueError):
    """The country cell names no country we know; the message is the reason in words."""


def read_country(cell: str, otherwise: str) -> str:
    """The ISO code of the country in a cell; an empty cell means the country of the clinic."""
    if not cell:
        return otherwise
    known = code_of(cell)
    if not known:
        raise UnreadableCountry(f"country “{cell}” is not known")
    return known


def read_region(cell: str, country: str) -> str:
    """A region that the country's pack knows by its letters there ("Arizona" is AZ), another as written."""
    return _regions(country).get(normal(cell), cell)


def is_region(words: str, country: str) -> bool:
    """Whether these are the letters or the name of a region of the country's pack."""
    return normal(words) in _regions(country)


@cache
def _regions(code: str) -> Mapping[str, str]:
    """Names and letters of a country's regions in plain small words -> letters."""
    if code not in countries.codes():
        return {}
    known = countries.country(code).regions
    return {normal(word): region.code for region in known for word in (region.name, region.code)}


def read_postcode(cell: str, country: str) -> str:
    """A postcode as written; a US one that a spreadsheet robbed of its leading zeros gets them back."""
    if country == "US" and cell.isdecimal() and 3 <= len(cell) <= 4:
        return cell.zfill(5)
    return cell
