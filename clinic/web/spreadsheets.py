"""Cells of an exported CSV, kept from running as formulas in the spreadsheet that opens it."""

import re

# What a spreadsheet takes as the start of a formula, the wide forms of Asian keyboards included.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_PHONE = re.compile(r"^\+?[\d\s().\-]{2,30}$")


def guarded(cell: str) -> str:
    """The cell as it may stand in an exported CSV: no spreadsheet runs it; phone numbers stay as they are."""
    if _PHONE.match(cell.strip()):
        return cell
    return "'" + cell if cell.lstrip(" \u00a0").startswith(FORMULA) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before it was guarded; others stay as they are."""
    return cell[1:] if cell.startswith("'") and guarded(cell[1:]) == cell else cell
