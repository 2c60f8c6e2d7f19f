"""Appointments keep the time on the client's wall, whatever the clocks do; ladders keep the distance that was agreed."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.clients.models import Place
from clinic.web.errors import Conflict
from emergency.actions import sessions
from emergency.ladders import AT_ONCE, NO_WAITING, WAIT_FOR_CALL, Agreed, dropped, ready
from emergency.licences import covers
from emergency.models import SessionEntry, TherapySession
from emergency.protocols import SCENARIOS
from emergency.session_queries import sessions_of_today
from emergency.session_times import moment_of, weekly
from tests import factories
from tests.cast import Cast

ZONES = (
    "America/New_York", "America/Phoenix", "America/Denver", "America/Adak", "Pacific/Guam", "Pacific/Apia", "Pacific/Kiritimati",
    "Europe/London", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu", "Africa/Casablanca", "America/Havana",
)  # fmt: skip
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))


@given(first=DAYS, at=TIMES, zone=st.sampled_from(ZONES), weeks=st.integers(1, 52))
@settings(max_examples=400, deadline=None)
def test_the_clock_on_the_wall_shows_the_agreed_time_each_week(first: date, at: time, zone: str, weeks: int) -> None:
    days = weekly(first, weeks)
    assert len(days) == weeks
    assert {day.weekday() for day in days} == {first.weekday()}
    for day in days:
        moment = moment_of(day, at, zone)
        assert moment.tzinfo is UTC
        wall = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        agreed = datetime.combine(day, at)
        if wall != agreed:  # the clocks were put forward over it: it comes as much later as was skipped
            assert timedelta() < wall - agreed <= timedelta(hours=24)
            assert (
                moment_of(day, at, zone).astimezone(ZoneInfo(zone)).utcoffset()
                != agreed.replace(tzinfo=ZoneInfo(zone), fold=0).utcoffset()
            )
        later = agreed.replace(tzinfo=ZoneInfo(zone), fold=1).astimezone(UTC)
        assert moment <= later or wall != agreed  # of a time that comes twice, the first
    assert all(a < b for a, b in zip(weekly(first, weeks), weekly(first, weeks)[1:], strict=False))


def test_dst_by_example() -> None:
    assert moment_of(date(2026, 3, 1), time(14), "America/New_York") == datetime(2026, 3, 1, 19, tzinfo=UTC)
    assert moment_of(date(2026, 3, 8), time(14), "America/New_York") == datetime(2026, 3, 8, 18, tzinfo=UTC)
    assert moment_of(date(2026, 3, 8), time(2, 30), "America/New_York") == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)  # 3:30 there
    assert moment_of(date(2026, 11, 1), time(1, 30), "America/New_York") == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)  # the first


def test_a_weekly_row_over_the_change_keeps_its_time_and_moves_as_one(cast: Cast) -> None:
    facts = {"local_time": time(14), "time_zone": "America/Denver"}
    made = sessions.schedule(by=cast.lee.actor, client=cast.rosa, first=date(2027, 3, 4), weeks=4, **facts)
    hours = [each.starts_at.hour for each in made]
    assert hours == [21, 21, 20, 20]  # UTC; 2 pm in Denver all along
    sessions.change(by=cast.lee.actor, session=made[1], day=date(2027, 3, 12), later=True, local_time=time(9, 30))
    rows = list(TherapySession.objects.order_by("starts_at"))
    assert [each.local_date.isoformat() for each in rows] == ["2027-03-04", "2027-03-12", "2027-03-19", "2027-03-26"]
    assert {each.starts_at.astimezone(ZoneInfo("America/Denver")).time() for each in rows[1:]} == {time(9, 30)}
    sessions.cancel(by=cast.lee.actor, session=rows[2])
    assert TherapySession.objects.standing().count() == 3
    with pytest.raises(Conflict):
        sessions.change(by=cast.lee.actor, session=rows[2], day=date(2027, 3, 20))
    with pytest.raises(Conflict):
        sessions.start(by=cast.lee.actor, session=rows[2])


def entry(what: str, minutes: int, rung: int | None = None) -> SessionEntry:
    return SessionEntry(what=what, at=datetime(2026, 1, 1, 15, tzinfo=UTC) + timedelta(minutes=minutes), rung=rung)


@given(agreed=st.sampled_from([None, 1, 2, 5, 10]), raised=st.booleans(), tries=st.integers(0, 8))
@settings(max_examples=60, deadline=None)
def test_a_ladder_goes_up_in_order_and_never_slower_than_the_clinic_wants(agreed: int | None, raised: bool, tries: int) -> None:
    entries = [entry("dropped", 0), *(entry("tried", n + 1, rung=n) for n in range(tries))]
    ladder = dropped(SCENARIOS, raised=raised, agreed=Agreed(minutes=agreed), entries=entries)
    assert ladder
    due = [rung.due_at for rung in ladder.rungs]
    assert due == sorted(due)
    own = SCENARIOS["dropped_raised" if raised else "dropped"].steps
    if raised:
        assert all(
            rung.due_at - ladder.since <= timedelta(minutes=step.minutes or 0) for rung, step in zip(ladder.rungs, own, strict=True)
        )
    elif agreed:
        assert due[1] - ladder.since == timedelta(minutes=agreed)
    assert (ladder.now.number if ladder.now else None) == (tries if tries < len(own) else None)
    assert ladder.is_used_up is (tries >= len(own))
    assert ladder.needs_people is (raised or tries >= len(own))


@pytest.mark.parametrize("raised", [False, True])
def test_where_the_client_calls_nobody_calls_at_once_unless_there_is_worry(raised: bool) -> None:
    calls = Agreed(caller="client", minutes=4)
    ladder = ready(SCENARIOS, raised=raised, agreed=calls)
    first, second = ladder.rungs[:2]
    assert first.is_waiting is not raised
    assert (first.step.text == AT_ONCE, first.step.prompt == NO_WAITING) == (raised, raised)
    assert (second.step.text, ladder.wait) == ("Call the phone", 2 if raised else 4)
    assert len(ladder.rungs) == len(ready(SCENARIOS, raised=raised, agreed=Agreed(caller="therapist")).rungs)
    # the clinic's own steps stay as they are; the wait comes before them
    own = SCENARIOS["dropped"].with_words([{"text": "Ring twice", "minutes": 1}], [])
    asked = ready({"dropped": own, "dropped_raised": own}, raised=raised, agreed=calls)
    assert [rung.step.text for rung in asked.rungs] == (["Ring twice"] if raised else [WAIT_FOR_CALL, "Ring twice"])


def test_a_new_drop_begins_a_new_ladder() -> None:
    entries = [entry("dropped", 0), entry("tried", 1, 0), entry("back", 2), entry("dropped", 30)]
    ladder = dropped(SCENARIOS, raised=False, agreed=Agreed(), entries=entries)
    assert ladder
    assert ladder.now
    assert (ladder.ended, ladder.now.number, ladder.since) == (None, 0, entries[3].at)
    assert dropped(SCENARIOS, raised=False, agreed=Agreed(), entries=[]) is None


@pytest.mark.feature("E3")
@pytest.mark.parametrize(
    ("licensed_in", "place", "covered"),
    [
        (["US-AZ"], Place(region="AZ", country_code="US"), True),
        (["US-AZ"], Place(region="arizona"), True),
        (["US-AZ"], Place(region="NV", country_code="US"), False),
        (["US-AZ"], Place(region="Jalisco", country_code="MX"), False),
        (["US-AZ"], Place(region="Narnia", country_code="US"), None),
        (["US-AZ"], Place(), None),
        ([], Place(region="AZ", country_code="US"), None),
    ],
)
def test_whether_a_licence_covers_a_place(licensed_in: list[str], place: Place, covered: bool | None) -> None:
    assert covers(licensed_in, place, "US") is covered


@pytest.mark.feature("E1")
def test_nobody_s_work_ends_at_midnight(cast: Cast) -> None:
    midnight = datetime.combine(timezone.localdate() + timedelta(days=1), time.min, cast.elm.zone)
    with time_machine.travel(midnight - timedelta(minutes=10), tick=False):
        running = factories.session(cast.lee, cast.rosa, minutes_from_now=-20, started=True)
        soon = factories.session(cast.lee, cast.rosa, minutes_from_now=30)
        factories.session(cast.lee, cast.rosa, minutes_from_now=8 * 60)
        assert sessions_of_today(cast.lee.actor, cast.elm.zone) == [running, soon]
    with time_machine.travel(midnight + timedelta(minutes=5), tick=False):
        assert sessions_of_today(cast.lee.actor, cast.elm.zone)[:2] == [running, soon]
