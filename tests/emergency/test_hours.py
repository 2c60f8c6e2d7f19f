"""Hours in words, and whether it is open."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as some

from emergency import hours

PHOENIX, NEW_YORK = "America/Phoenix", "America/New_York"
DAY = [[480, 1320]]


def at(words: str, zone: str = PHOENIX) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(zone))


def on(days: str, spans: list[list[int]]) -> dict[str, list[list[int]]]:
    return dict.fromkeys(days, spans)


def changes(opening: dict[str, Any], moment: datetime) -> datetime | None:
    found = hours.next_change(opening, moment)
    return found.astimezone(UTC) if found else None  # Python calls no time equal to one that comes twice


def week(words: str) -> dict[str, Any]:
    return hours.read_hours(words, PHOENIX).get("week", {})


@pytest.mark.parametrize(
    "words",
    ["24 hours", "24/7", "Day and night", "24 hrs a day, 7 days a week", "Mon-Sun 24 hours", "Daily 12 am to 12 am", "00:00-24:00"],
)
def test_always(words: str) -> None:
    assert hours.read_hours(words) == {"always": True}


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("Daily 8 am to 10 pm", on("0123456", DAY)),
        ("8:00-22:00 every day", on("0123456", DAY)),
        ("Mon-Fri 9-17, Sat 10-14", on("01234", [[540, 1020]]) | {"5": [[600, 840]]}),
        ("9 am–5 pm Monday to Friday, 10 am–noon Sat", on("01234", [[540, 1020]]) | {"5": [[600, 720]]}),
        ("Weekdays 8:30 a.m. - 5 p.m.; weekends closed", on("01234", [[510, 1020]])),
        ("Mon-Fri 9:00-12:00, 13:00-17:00, closed on public holidays", on("01234", [[540, 720], [780, 1020]])),
        ("Tuesdays and Thursdays 18:00-20:00", on("13", [[1080, 1200]])),
        ("Fri-Mon 6 pm to 2 am", on("0456", [[1080, 1560]])),
        ("20:00-08:00", on("0123456", [[1200, 1920]])),
        ("Sat 24 hours, Sun noon to midnight", {"5": [[0, 1440]], "6": [[720, 1440]]}),
    ],
)
def test_hours_that_are_read(words: str, days: dict[str, Any]) -> None:
    assert week(words) == days


@pytest.mark.parametrize(
    "words",
    [
        "", "9-5", "8 to 10 pm", "9:00-5:00", "evenings (see site)", "varies by prefecture", "Mon 8 am to Fri 5 pm", "25:00-26:00",
        "13 pm to 2 pm", "Mon-Fri", "Mon-Fri 9-17, Mon 18-20", "16:00-21:00 daily; 10th of month 24h", "24/7 except Sundays", "9", "closed", "💥",
        "call first, Mon-Fri 9-17", "1st Monday 9:00-12:00",
    ],
)  # fmt: skip
def test_what_is_not_understood_to_the_end_says_nothing(words: str) -> None:
    assert hours.read_hours(words, PHOENIX) == {}
    assert hours.in_words(hours.read_hours(words, PHOENIX), timezone.now()) == "Hours not known"


@pytest.mark.parametrize(
    ("words", "place", "zone"),
    [
        ("Mon-Fri 10:00-18:00 Pacific, closed some holidays", PHOENIX, "America/Los_Angeles"),
        ("Mon-Fri 10:00-18:00 ET", "", NEW_YORK),
        ("Mon-Fri 10:00-18:00 MST", PHOENIX, PHOENIX),
        ("Mon-Fri 10:00-18:00", NEW_YORK, NEW_YORK),
        ("Mon-Fri 10:00-18:00", "", ""),
    ],
)
def test_whose_clock(words: str, place: str, zone: str) -> None:
    opening = hours.read_hours(words, place)
    assert opening["zone"] == zone
    assert (hours.is_open(opening, at("2026-11-24T12:00", PHOENIX)) is None) == (not zone)


@pytest.mark.parametrize(
    ("words", "now", "said"),
    [
        ("Daily 8 am to 10 pm", "2026-11-23T21:59", "Open now until 10 pm"),
        ("Daily 8 am to 10 pm", "2026-11-23T22:00", "Closed now, opens tomorrow 8 am"),
        ("Daily 8 am to 10 pm", "2026-11-24T00:00", "Closed now, opens 8 am"),
        ("Mon-Fri 9 am to 5:30 pm", "2026-11-27T17:30", "Closed now, opens Monday 9 am"),
        ("Mon-Fri 9 am to 5:30 pm", "2026-11-27T17:29", "Open now until 5:30 pm"),
        ("Fri 6 pm to 2 am", "2026-11-28T01:59", "Open now until 2 am"),
        ("Sat 24 hours, Sun 24 hours", "2026-11-28T03:00", "Open now until Monday 12 am"),
        ("24 hours", "2026-11-28T03:00", "Open day and night"),
        ("Mon 9 am to 5 pm", "2026-11-23T18:00", "Closed now, opens Monday 9 am"),
    ],
)
def test_said_in_words(words: str, now: str, said: str) -> None:
    opening = hours.read_hours(words, PHOENIX)
    with timezone.override(PHOENIX):
        assert hours.in_words(opening, at(now)) == said
    with timezone.override(NEW_YORK):
        assert hours.in_words(opening, at(now)) == (f"{said} there" if "until" in said or "opens" in said else said)


def test_the_night_the_clock_goes_forward_and_the_one_it_goes_back() -> None:
    opening = hours.read_hours("Sun 2:30 am to 4 am", NEW_YORK)
    before = datetime(2026, 3, 8, 6, 59, tzinfo=UTC)  # a minute before half past two is jumped over
    assert hours.is_open(opening, before) is False
    assert changes(opening, before) == datetime(2026, 3, 8, 7, 0, tzinfo=UTC)
    assert hours.is_open(opening, datetime(2026, 3, 8, 7, 0, tzinfo=UTC)) is True
    twice = hours.read_hours("Sun 12:30 am to 1:30 am", NEW_YORK)  # one o'clock comes twice
    assert [hours.is_open(twice, datetime(2026, 11, 1, hour, 15, tzinfo=UTC)) for hour in (5, 6, 7)] == [True, True, False]
    assert changes(twice, datetime(2026, 11, 1, 5, 15, tzinfo=UTC)) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert changes(twice, datetime(2026, 11, 1, 5, 45, tzinfo=UTC)) == datetime(2026, 11, 1, 6, 0, tzinfo=UTC)


def test_the_same_moment_on_both_sides_of_the_date_line() -> None:
    moment = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)  # Sunday noon in Adak, Monday seven in the morning in Guam
    assert hours.is_open(hours.read_hours("Sun 10 am to 2 pm", "America/Adak"), moment) is True
    assert hours.is_open(hours.read_hours("Sun 10 am to 2 pm", "Pacific/Guam"), moment) is False
    assert hours.is_open(hours.read_hours("Mon 6 am to 8 am", "Pacific/Guam"), moment) is True


RANGES = some.lists(
    some.tuples(some.integers(0, 6), some.integers(0, 1439), some.integers(1, 1440)),
    min_size=1,
    max_size=5,
    unique_by=lambda each: each[:2],
)
ZONES = some.sampled_from([NEW_YORK, PHOENIX, "Pacific/Guam", "America/Adak", "Australia/Lord_Howe", "Pacific/Kiritimati"])
# around the changes of the clock in 2026 as well as anywhere in the year
MOMENTS = some.one_of(
    some.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 20)),
    some.datetimes(datetime(2026, 3, 7), datetime(2026, 3, 9)),
    some.datetimes(datetime(2026, 10, 31), datetime(2026, 11, 2)),
    some.datetimes(datetime(2026, 4, 4), datetime(2026, 4, 6)),
)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(RANGES, ZONES, MOMENTS)
def test_it_changes_when_a_walk_by_minutes_says_so(ranges: list[tuple[int, int, int]], zone: str, moment: datetime) -> None:
    opening: dict[str, Any] = {"week": {}, "zone": zone}
    for day, start, long in ranges:
        opening["week"].setdefault(str(day), []).append([start, start + long])
    now = moment.replace(second=0, microsecond=0, tzinfo=UTC)
    minutes = (now + timedelta(minutes=step) for step in range(1, 3 * 24 * 60))
    first = next((minute for minute in minutes if naive(opening, minute) != naive(opening, now)), None)
    found = changes(opening, now)
    assert hours.is_open(opening, now) == naive(opening, now)
    assert found == first if first else found is None or found >= now + timedelta(days=3)


def naive(opening: dict[str, Any], moment: datetime) -> bool:
    """Written down minute by minute: is the minute on the wall one of those of the week?"""
    local = moment.astimezone(ZoneInfo(opening["zone"]))
    wall = local.weekday() * 1440 + local.hour * 60 + local.minute
    return any(
        (wall - int(day) * 1440 - start) % 10080 < end - start for day, spans in opening["week"].items() for start, end in spans
    )
