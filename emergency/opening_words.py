"""Read opening hours, said back in words, so that somebody can see whether they were read rightly."""

from collections.abc import Mapping
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

DAY = 1440


def reading(opening: Mapping[str, Any]) -> str:
    """Like "every day, 24 hours" or "Monday to Friday 9 am to 5 pm (America/Phoenix)"; empty where nothing could be read."""
    if opening.get("always"):
        return _("every day, 24 hours")
    if not opening.get("week"):
        return ""
    parts = [f"{_days(first, last)} {_ranges(ranges)}" for first, last, ranges in _runs(opening["week"])]
    return f"{'; '.join(parts)} ({opening.get('zone') or _('time zone not known')})"


def _runs(week: Mapping[str, list[list[int]]]) -> list[tuple[int, int, list[list[int]]]]:
    """Days one after the other with the same hours, together."""
    runs: list[tuple[int, int, list[list[int]]]] = []
    for day in range(7):
        ranges = week.get(str(day), [])
        if runs and runs[-1][1] == day - 1 and runs[-1][2] == ranges:
            runs[-1] = (runs[-1][0], day, ranges)
        else:
            runs.append((day, day, ranges))
    return [run for run in runs if run[2]]


def _days(first: int, last: int) -> str:
    if (first, last) == (0, 6):
        return _("every day")
    if first == last:
        return str(WEEKDAYS[first])
    return _("%(first)s to %(last)s") % {"first": WEEKDAYS[first], "last": WEEKDAYS[last]}


def _ranges(ranges: list[list[int]]) -> str:
    said = [
        _("24 hours") if each == [0, DAY] else _("%(from)s to %(until)s") % {"from": _clock(each[0]), "until": _clock(each[1])}
        for each in ranges
    ]
    return _(" and ").join(said)


def _clock(minutes: int) -> str:
    hour, minute = divmod(minutes % DAY, 60)
    if minute == 0 and hour in (0, 12):
        return _("midnight") if hour == 0 else _("noon")
    past = f":{minute:02}" if minute else ""
    return f"{(hour - 1) % 12 + 1}{past} {'am' if hour < 12 else 'pm'}"
