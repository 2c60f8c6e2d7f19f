"""The one way a moment is written for people: "2:41 pm", "22 Nov 2026, 2:41 pm". Its caller brings it into the right zone."""

from datetime import datetime, time

from django.utils.formats import date_format, time_format


def clock(at: datetime | time, *, short: bool = False, seconds: bool = False) -> str:
    """Like 2:41 pm; `short` says a full hour as 2 pm, `seconds` adds them."""
    form = "g A" if short and not at.minute else "g:i:s A" if seconds else "g:i A"
    return time_format(at, form, use_l10n=False).lower()


def moment(at: datetime, day: str = "j M Y", *, seconds: bool = False) -> str:
    """Like 22 Nov 2026, 2:41 pm; `day` is how its date is written."""
    return f"{date_format(at, day, use_l10n=False)}, {clock(at, seconds=seconds)}"
