"""Whom the client could call now: one meaning for the step list, the share page and the quality helper."""

import re

HELP_STEP = "support_contacts"


def usable_number(phone: str) -> bool:
    """Whether a person's number can be dialled: seven digits or more before an extension."""
    before = re.split(r"\b(?:ext|extension|x)\b\.?|x(?=\d)|#", phone, maxsplit=1, flags=re.IGNORECASE)[0]
    return any(len(re.sub(r"\D", "", run)) >= 7 for run in re.findall(r"[\d +().\-–/]+", before))


def is_a_line(number: str) -> bool:
    """Whether this is the number of a directory entry: three digits or more (988, 741741)."""
    return len(re.sub(r"\D", "", number)) >= 3
