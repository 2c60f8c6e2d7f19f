"""Cells of lists, cleaned on the way in."""

import re
import unicodedata

from clinic.web.spreadsheets import unguarded

_EXCEL_TEXT = re.compile(r'^="([^"]*)"$')
_DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def clean(cell: str) -> str:
    """A cell as one line of text: composed letters, single spaces, nothing that cannot be seen."""
    text = unicodedata.normalize("NFC", _DIRECTIONS.sub("", cell))
    seen = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text)
    line = unguarded(" ".join(seen.split()))
    as_text = _EXCEL_TEXT.match(line)
    return as_text[1].strip() if as_text else line
