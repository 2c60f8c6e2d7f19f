"""Cells of lists: cleaned on the way in, and as entries are written into them."""

import re
import unicodedata

from clinic.web.spreadsheets import unguarded

AREAS_APART = "; "
_EXCEL_TEXT = re.compile(r'^="([^"]*)"$')
_DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def clean(cell: str) -> str:
    """A cell as one line of text: composed letters, single spaces, nothing that cannot be seen."""
    seen = cell if cell.isascii() and cell.isprintable() else _seen(cell)  # most cells are plain, and a list has many
    line = unguarded(" ".join(seen.split()))
    as_text = _EXCEL_TEXT.match(line)
    return as_text[1].strip() if as_text else line


def _seen(cell: str) -> str:
    text = unicodedata.normalize("NFC", _DIRECTIONS.sub("", cell))
    return "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text)


def in_cell(value: object) -> str:
    """A field of an entry as a list has it."""
    if isinstance(value, list):
        return AREAS_APART.join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
