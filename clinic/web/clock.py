"""The one way a moment is written for people: "2:41 pm", "22 Nov 2026, 2:41 pm". Its caller brings it into the right zone."""

from datetime import datetime, time

from django.utils.formats import date_format
from django.utils.translation import gettext


def clock(at: datetime | time, *, short: bool = False, seconds: bool = False) -> str:
    """Like 2:41 pm; `short` says a full hour as 2 pm, `seconds` adds them."""
    minutes = "" if short and not at.minute else f":{at.minute:02}"
    half = gettext("PM") if at.hour >= 12 else gettext("AM")
    return f"{at.hour % 12 or 12}{minutes}{f':{at.second:02}' if seconds else ''} {half.lower()}"


def moment(at: datetime, day: str = "j M Y", *, seconds: bool = False) -> str:
    """Like 22 Nov 2026, 2:41 pm; `day` is how its date is written."""
    return f"{date_format(at, day, use_l10n=False)}, {clock(at, seconds=seconds)}"
