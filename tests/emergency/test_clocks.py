"""Times of an incident at midnight, over the change of clocks, and with the client elsewhere."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from emergency.clocks import Clock, Skipped

NEW_YORK, PHOENIX, GUAM = ZoneInfo("America/New_York"), ZoneInfo("America/Phoenix"), ZoneInfo("Pacific/Guam")


def utc(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "there", "said"),
    [
        (utc(6, 19, 41), None, "2:41 pm"),
        (utc(6, 19, 41), NEW_YORK, "2:41 pm"),
        (utc(6, 19, 41), PHOENIX, "2:41 pm (12:41 pm there)"),
        (utc(7, 5, 0), PHOENIX, "12:00 am (10:00 pm on 6 Nov there)"),
        (utc(6, 19, 41), GUAM, "2:41 pm (5:41 am on 7 Nov there)"),
        (utc(1, 5, 30), None, "1:30 am EDT"),
        (utc(1, 6, 30), None, "1:30 am EST"),
        (None, PHOENIX, "time not known"),
    ],
)
def test_a_time_is_said_by_both_clocks_where_they_differ(at: datetime | None, there: ZoneInfo | None, said: str) -> None:
    assert Clock(NEW_YORK, there).time(at) == said


def test_a_time_that_was_typed_is_the_one_that_can_be_meant() -> None:
    clock = Clock(NEW_YORK)
    twice = (date(2026, 11, 1), time(1, 30))
    assert clock.read(*twice, not_before=utc(1, 4)) == utc(1, 5, 30)
    assert clock.read(*twice, not_before=utc(1, 6)) == utc(1, 6, 30)
    assert clock.read(date(2026, 11, 6), time(0, 0), not_before=utc(1, 0)) == utc(6, 5)
    with pytest.raises(Skipped):
        clock.read(date(2026, 3, 8), time(2, 30), not_before=utc(8, 1, month=3))
    for minutes in range(0, 48 * 60, 30):  # what is said is read back, also on the day on which clocks change
        at = utc(1, 0) + timedelta(minutes=minutes)
        local = clock.local(at)
        assert clock.read(local.date(), local.time().replace(tzinfo=None), not_before=at) == at
