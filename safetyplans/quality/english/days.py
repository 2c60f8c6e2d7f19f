"""English: the day by which something is to be done, and whether a line says that it is."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from safetyplans.quality.facts import LineFacts
from safetyplans.quality.words import Words

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = r"(?P<month>january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:,? (?P<year>20\d\d))?"
ISO = re.compile(r"\b(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")
WRITTEN_OUT = (
    re.compile(rf"\b{_MONTH} (?:the )?{_DAY}\b(?!:){_YEAR}", re.IGNORECASE),
    re.compile(rf"\b{_DAY}(?: of)? {_MONTH}{_YEAR}", re.IGNORECASE),
)
IN_FIGURES = re.compile(
    r"(?<![\d/])(?<!locker )(?<!room )(?<!unit )(?<!flat )(?<!box )(?<!route )(?P<one>\d{1,2})(?:/(?P<two>\d{1,2})(?:/(?:20)?(?P<year>\d\d))?(?![\d/])|\.(?P<dotted>\d{1,2})\.(?!\d))",
    re.IGNORECASE,
)
PART_OF_MONTH = re.compile(
    rf"\b(?P<part>start|beginning|early|mid|middle|end|late|in|by|until|before)(?: of)? {_MONTH}|^{_MONTH.replace('month', 'alone')}(?=:)",
    re.IGNORECASE,
)
DAY_OF_MONTH = re.compile(
    r"\b(?:on|by|until|before) the (?P<day>\d{1,2})(?:st|nd|rd|th)\b|\bthe (?P<other>\d{1,2})(?:st|nd|rd|th)\b(?! floor)", re.I
)
WEEKDAY = re.compile(
    r"(?P<next>next )?\b(?P<day>mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday|s|rs|ur)?\b(?!s)", re.IGNORECASE
)
SOON = (
    (re.compile(r"\b(?:tonight|today|this (?:morning|afternoon|evening))\b", re.IGNORECASE), 0),
    (re.compile(r"\b(?:tomorrow|tmrw|tmr|tomoz|2moro)\b", re.IGNORECASE), 1),
    (re.compile(r"\b(?:this week|later this week|this weekend|the weekend)\b", re.IGNORECASE), 6),
    (re.compile(r"\bnext (?:week|weekend)\b", re.IGNORECASE), 13),
    (re.compile(r"\b(?:this|next) month\b", re.IGNORECASE), 60),
)
FEASTS = {"halloween": (10, 31), "christmas": (12, 25), "new year": (12, 31), "end of the year": (12, 31), "thanksgiving": (11, 28)}
STANDING = re.compile(
    r"\b(?:every|each|always|on bad (?:days|nights)|any day|since)\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\b", re.I
)
ACTED = r"(?:gave|given|took|taken|handed|moved|locked|brought|went|threw|thrown|returned|changed|dropped|sold|put|did|fetched|emptied|cleared)"
DONE = re.compile(
    rf"\b(?:done|all gone|gone|already|sorted|finished|thrown out|have the slip)\b|^{ACTED}\b(?! (?:it |them |the \w+ |all )?(?:in|away|to|up)\b.*\b(?:by|before|until)\b)"
    rf"|\b(?:i|we|he|she|they|mum|mom|dad|[A-Z][a-z]+) (?:and (?:i|[A-Z][a-z]+) )?(?:has |have |'ve )?(?!put\b){ACTED}\b"
    r"|^(?!.*\b(?:by|until|before)\b).*\b(?:has (?:had|the)|have had|are (?:at|with|in)|is (?:up|at|with|in) (?!the (?:shop|post)))",
    re.IGNORECASE,
)


def says_it_is_done(line: LineFacts, words: Words) -> bool:
    """Done, or a rule that holds on every day."""
    text = line.text.replace("’", "'").strip()
    return bool(DONE.search(text) or STANDING.search(text))


def day_named(text: str, written: date) -> date | None:
    """The last day that the line leaves for it, as somebody meant it who wrote on that day; None when it names none."""
    text = text.replace("’", "'")
    for read in (_dated, _part_of_month, _feast, _soon, _day_of_month, _weekday):
        day = read(text, written)
        if day is not None:
            return day
    return None


def _dated(text: str, written: date) -> date | None:
    for pattern in (ISO, *WRITTEN_OUT):
        found = pattern.search(text)
        if found:
            week = 6 if re.search(r"\bweek of (?:the )?$", text[: found.start()], re.IGNORECASE) else 0
            day = _near(found["year"], _month(found["month"]), int(found["day"]), written)
            return day + timedelta(days=week) if day else None
    found = IN_FIGURES.search(text)
    if found is None or found[0] in ("24/7", "50/50"):
        return None
    one, two = int(found["one"]), int(found["two"] or found["dotted"])
    orders = ((two, one),) if found["dotted"] else ((one, two), (two, one))
    year = f"20{found['year']}" if found["year"] else None
    days = [day for month, number in orders if (day := _near(year, month, number, written)) is not None]
    return min((day for day in days if day >= written), default=max(days, default=None))


def _month(written: str) -> int:
    return int(written) if written.isdigit() else _MONTHS.index(written[:3].lower()) + 1


def _near(year: str | None, month: int, day: int, written: date) -> date | None:
    """That day of this year; of the next one when it is long gone already."""
    for number in [int(year)] if year else [written.year, written.year + 1]:
        found = _as_date(number, month, day)
        if found is not None and (year or found >= written - timedelta(days=120)):
            return found
    return None


def _as_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _part_of_month(text: str, written: date) -> date | None:
    found = PART_OF_MONTH.search(text)
    if found is None:
        return None
    part, month = (found["part"] or "in").lower(), _month(found["month"] or found["alone"])
    if part == "before":
        return _near(None, month, 1, written)
    day = {"start": 7, "beginning": 7, "early": 10, "mid": 16, "middle": 16}.get(part)
    return _near(None, month, day, written) if day else _last_of(month, written)


def _last_of(month: int, written: date) -> date | None:
    return next((day for number in (31, 30, 29, 28) if (day := _near(None, month, number, written)) is not None), None)


def _feast(text: str, written: date) -> date | None:
    plain = text.lower()
    return next((_near(None, *day, written) for name, day in FEASTS.items() if name in plain), None)


def _soon(text: str, written: date) -> date | None:
    return next((written + timedelta(days=days) for pattern, days in SOON if pattern.search(text)), None)


def _day_of_month(text: str, written: date) -> date | None:
    found = DAY_OF_MONTH.search(text)
    number = int(found["day"] or found["other"]) if found else 0
    return next((day for day in _coming(written) if day.day == number), None)


def _coming(written: date) -> Iterator[date]:
    yield from (written + timedelta(days=days) for days in range(31))


def _weekday(text: str, written: date) -> date | None:
    found = WEEKDAY.search(text)
    if found is None:
        return None
    days = (_DAYS.index(found["day"].lower()) - written.weekday()) % 7
    return written + timedelta(days=days + 7 if found["next"] and days < 3 else days)
