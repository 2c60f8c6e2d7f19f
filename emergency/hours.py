"""Opening hours: read from words, asked whether it is open, and said in words.

Read hours are {"always": true} or {"week": {"0": [[480, 1320]], …}, "zone": "America/Phoenix"}: minutes of local time by
weekday, Monday first; a range that runs past midnight ends after 1440. Empty: not known. Words that are not understood to
the end say nothing: a wrong "open now" is worse than none. So "9-5" is not read, and "9 am to 5 pm" is.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from clinic.web.clock import clock

DAY = 1440
ALL_DAY = [0, DAY]
Week = dict[int, list[list[int]]]
Opening = Mapping[str, Any]
ALWAYS: dict[str, Any] = {"always": True}

ZONES = {
    "pacific": "America/Los_Angeles", "mountain": "America/Denver", "arizona": "America/Phoenix", "central": "America/Chicago",
    "eastern": "America/New_York", "alaska": "America/Anchorage", "hawaii": "Pacific/Honolulu", "uk": "Europe/London", "utc": "UTC",
}  # fmt: skip
_ZONE_LETTERS = {"p": "pacific", "m": "mountain", "c": "central", "e": "eastern", "ak": "alaska", "ha": "hawaii", "h": "hawaii"}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = r"(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)(?:(?:nes|ur|s)?days?)?"
_TO = r"\s*(?:-|to|until|till|through|thru)\s*"
_AND = r"\s*(?:,|/|&|and)\s*"
_EVERY = {
    r"(?:daily|every ?day|(?:all )?7 days(?: a week| weekly|/week)?|seven days a week)": range(7),
    r"(?:on )?weekdays?": range(5),
    r"(?:on )?weekends?": range(5, 7),
}
_TIME = r"(?:noon|midday|midnight|\d{1,2}(?::[0-5]\d)?(?:\s*[ap]\.?m\b\.?|\s*[ap]\b(?!\.))?)"
_TOKENS = re.compile(
    r"(?P<always>(?:24|twenty-four)\s*(?:/|x)\s*7(?:\s*/\s*365)?|around the clock|round the clock|day and night|always(?: open)?)"
    r"|(?P<whole>(?:open )?24\s*-?\s*h(?:ou)?rs?(?: (?:a|per) day)?(?! ?:)|(?:open )?24h\b|all day)"
    rf"|(?P<closed>closed)(?!\s*(?:on |some |most |all |bank |public |federal |state )*holidays)"
    rf"|(?P<every>{'|'.join(_EVERY)})"
    rf"|(?P<days>{_DAY}(?:{_TO}{_DAY})?(?:{_AND}{_DAY}(?:{_TO}{_DAY})?)*)\b"
    rf"|(?P<span>{_TIME}{_TO}{_TIME})(?!\d)"
    r"|(?P<zone>\b(?:pacific|mountain|arizona|central|eastern|alaska|hawaii|uk|utc)(?: (?:standard |daylight )?time)?\b|\b(?:p|m|c|e|ak|h|ha)[sd]?t\b)"
    r"|(?P<and>,|;|\band\b|&|:|\bfrom\b|\bopen\b|\bh(?:ou)?rs?\b|\blocal time\b|\.)"
    r"|(?P<aside>\(?\s*(?:closed |except |excluding )(?:on |some |most |all |bank |public |federal |state )*holidays\)?)"
    r"|(?P<space>\s+)"
)


class _Unclear(ValueError):
    pass


def read_hours(words: str, zone: str = "") -> dict[str, Any]:
    """Hours in words as the machine keeps them; empty when they are not understood. `zone` is where the entry is; words like
    "Pacific" go before it, save that clocks of Arizona are not those of the rest of its zone."""
    if not words:
        return {}
    try:
        week, said = _read(re.sub(r"[‐‑‒–—−]", "-", words.casefold()))
    except _Unclear:
        return {}
    if not any(week.values()):
        return {}
    if all(week[day] == [ALL_DAY] for day in range(7)):
        return dict(ALWAYS)
    said = "" if (said, zone) == ("America/Denver", "America/Phoenix") else said
    return {"week": {str(day): ranges for day, ranges in week.items() if ranges}, "zone": said or zone}


def is_open(opening: Opening, at: datetime) -> bool | None:
    """Whether it is open at a moment; None when nobody can say."""
    if opening.get("always"):
        return True
    zone = _zone(opening)
    return _is_open(_week(opening), at.astimezone(zone)) if zone else None


def next_change(opening: Opening, at: datetime) -> datetime | None:
    """The next moment it opens or closes, in its own time; None when it never does, or nobody can say."""
    zone = _zone(opening)
    if opening.get("always") or zone is None:
        return None
    week = _week(opening)
    now = _is_open(week, at.astimezone(zone))
    for moment in sorted(_edges(week, at.astimezone(zone), zone)):
        if moment > at.astimezone(UTC) and _is_open(week, moment.astimezone(zone)) != now:
            return moment.astimezone(zone)
    return None


def in_words(opening: Opening, at: datetime) -> str:
    """ "Open now until 10 pm", "Closed now, opens Monday 9 am"; "there" is said where its clock differs from the reader's."""
    now, until = is_open(opening, at), next_change(opening, at)
    if now is None:
        return gettext("Hours not known")
    if until is None:
        return gettext("Open day and night") if now else gettext("Closed now")
    words = {"when": _when(until, at, with_day=not now or until.astimezone(UTC) - at >= timedelta(days=1))}
    if until.utcoffset() == timezone.localtime(until).utcoffset():
        return gettext("Open now until %(when)s") % words if now else gettext("Closed now, opens %(when)s") % words
    return gettext("Open now until %(when)s there") % words if now else gettext("Closed now, opens %(when)s there") % words


def _when(moment: datetime, at: datetime, *, with_day: bool) -> str:
    said = clock(moment, short=True)
    ahead = (moment.date() - at.astimezone(moment.tzinfo).date()).days
    if not with_day or ahead == 0:
        return said
    day = gettext("tomorrow") if ahead == 1 else date_format(moment, "l", use_l10n=False)
    return f"{day} {said}"


def _zone(opening: Opening) -> ZoneInfo | None:
    try:
        return ZoneInfo(opening["zone"]) if opening.get("week") and opening.get("zone") else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def _week(opening: Opening) -> Week:
    return {day: opening["week"].get(str(day), []) for day in range(7)}


def _is_open(week: Week, local: datetime) -> bool:
    """By the clock on the wall there: today's ranges, and yesterday's that run past midnight."""
    minute, day = local.hour * 60 + local.minute, local.weekday()
    today = any(start <= minute < end for start, end in week[day])
    return today or any(start <= minute + DAY < end for start, end in week[(day - 1) % 7])


def _edges(week: Week, local: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Every moment within nine days at which it may open or close: the ends of ranges, and changes of the clock."""
    for ahead in range(-1, 9):
        day = local.date() + timedelta(days=ahead)
        for minute in {edge for each in week[day.weekday()] for edge in each}:
            yield from _moments(day, minute, zone)
        yield from _clock_change(day, zone)


def _moments(day: date, minute: int, zone: ZoneInfo) -> Iterator[datetime]:
    """A time of the wall clock as moments: twice where the clock goes back over it."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    for fold in (0, 1):
        yield wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)


def _clock_change(day: date, zone: ZoneInfo) -> Iterator[datetime]:
    """The minute of this day at which the clock is changed, on the two days of the year that have one."""
    first = datetime.combine(day, time(), UTC)
    before, after = first, first + timedelta(days=1)
    if before.astimezone(zone).utcoffset() == after.astimezone(zone).utcoffset():
        return
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) // 2
        middle = middle.replace(second=0, microsecond=0)
        if middle <= before:
            break
        same = middle.astimezone(zone).utcoffset() == before.astimezone(zone).utcoffset()
        before, after = (middle, after) if same else (before, middle)
    yield after


def _read(text: str) -> tuple[Week, str]:
    """The week and the zone that words tell."""
    week: Week = {day: [] for day in range(7)}
    told: list[tuple[str, Any]] = []
    zone = ""
    for sort, words in _tokens(text):
        if sort == "zone":
            zone = _zone_said(words)
        elif sort in ("every", "days"):
            told.append(("days", _days(words)))
        elif sort != "aside":
            told.append(("span", ALL_DAY if sort in ("always", "whole") else None if sort == "closed" else _span(words)))
    for days, span in _paired(told):
        for day in days:
            if span is not None and span not in week[day]:
                week[day].append(list(span))
    return {day: sorted(ranges) for day, ranges in week.items()}, zone


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at, text = 0, text.strip()
    while at < len(text):
        found = _TOKENS.match(text, at)
        if not found or found.end() == at:
            raise _Unclear
        if found.lastgroup not in ("and", "space"):
            yield str(found.lastgroup), found[0]
        at = found.end()


def _paired(told: list[tuple[str, Any]]) -> Iterator[tuple[list[int], Any]]:
    """Days with their hours, whichever is said first; hours without days are for every day."""
    if not told:
        return
    if all(sort == "span" for sort, _ in told):
        yield from ((list(range(7)), span) for _, span in told)
        return
    days_first = told[0][0] == "days"
    if not days_first:
        told = told[::-1]  # "9 am to 5 pm weekdays" read backwards has the days first
    if told[0][0] != "days" or told[-1][0] != "span":
        raise _Unclear
    days: list[int] = []
    named: set[int] = set()
    after_span = True
    for sort, value in told:
        if sort == "span":
            yield from [(days, value)]
        elif after_span or not named.intersection(value):
            if named.intersection(value):
                raise _Unclear
            days = value if after_span else [*days, *value]
        else:
            raise _Unclear
        if sort == "days":
            named.update(value)
        after_span = sort == "span"


def _days(words: str) -> list[int]:
    for pattern, days in _EVERY.items():
        if re.fullmatch(pattern, words):
            return list(days)
    found: list[int] = []
    for part in re.split(_AND, words):
        ends = [_DAYS.index(word[:3]) for word in re.findall(_DAY, part)]
        first, last = ends[0], ends[-1]
        found += [day % 7 for day in range(first, last + 1 if last >= first else last + 8)]
    return found


def _span(words: str) -> list[int]:
    """Two times as minutes. What could be morning or evening is not guessed."""
    found = re.findall(_TIME, words)
    if len(found) != 2:
        raise _Unclear
    (start, start_sure), (end, end_sure) = (_minute(each) for each in found)
    if start_sure != end_sure:  # "8 to 10 pm"
        raise _Unclear
    if not start_sure and end <= 12 * 60 + 59 and (end <= start or start < 6 * 60) and not _with_zeros(found):
        raise _Unclear
    start = 0 if start == DAY else start
    return [start, end if end > start else end + DAY]


def _with_zeros(times: list[str]) -> bool:
    """ "09:00-05:00" is by the clock of 24 hours, "9:00-5:00" may be by that of 12."""
    return any(each.startswith("0") for each in times)


def _minute(words: str) -> tuple[int, bool]:
    """Minutes after midnight, and whether morning or evening is said."""
    if words in ("noon", "midday"):
        return 720, True
    if words == "midnight":
        return 0, True
    digits = re.match(r"(\d{1,2})(?::(\d\d))?", words)
    if digits is None:
        raise _Unclear
    hour, minute, half = int(digits[1]), int(digits[2] or 0), words[digits.end() :].strip(" .m")
    if half:
        if not 1 <= hour <= 12:
            raise _Unclear
        return (hour % 12 + (12 if half == "p" else 0)) * 60 + minute, True
    if hour * 60 + minute > DAY:
        raise _Unclear
    return hour * 60 + minute, False


def _zone_said(words: str) -> str:
    name = words.split()[0]
    return ZONES.get(name) or ZONES[_ZONE_LETTERS[re.sub(r"[sd]?t$", "", name)]]
