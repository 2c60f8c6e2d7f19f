"""Cells of lists: cleaned on the way in, kept from running as formulas on the way out."""

import re
import unicodedata

# What a spreadsheet takes as the start of a formula, the wide forms of Asian keyboards included.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_PHONE = re.compile(r"^\+?[\d\s().\-]{2,30}$")
_EXCEL_TEXT = re.compile(r'^="([^"]*)"$')
_DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def clean(cell: str) -> str:
    """A cell as one line of text: composed letters, single spaces, nothing that cannot be seen."""
    text = unicodedata.normalize("NFC", _DIRECTIONS.sub("", cell))
    seen = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text)
    line = " ".join(seen.split())
    as_text = _EXCEL_TEXT.match(line)
    return as_text[1].strip() if as_text else line


def guarded(cell: str) -> str:
    """The cell as it may stand in an exported CSV: no spreadsheet runs it; phone numbers stay as they are."""
    if _PHONE.match(cell.strip()):
        return cell
    return "'" + cell if cell.lstrip(" \u00a0").startswith(FORMULA) else cell
