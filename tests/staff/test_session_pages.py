"""The pages of sessions: planned, begun with one click, confirmed with the next, logged, missed, ended."""

import re
from datetime import time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic.clients.models import Place, Todo
from emergency.actions import guardianships, sessions
from emergency.models import CheckIn, FollowUp, Platform, SessionEntry, TherapySession
from tests import factories
from tests.cast import Cast, browser_of, seen_ahead
from tests.staff.session_page import see, words


@pytest.fixture
def lee(cast: Cast) -> Browser:
    return browser_of(cast.lee)


def address(name: str, session: TherapySession) -> str:
    return reverse(name, kwargs={"therapy_session": session.pk})


def press(browser: Browser, name: str, session: TherapySession, **sent: Any) -> Any:
    response = browser.post(address(name, session), sent)
    assert response.status_code == 302, (name, response.status_code)
    return response


@pytest.mark.feature("E1", "E5", "E6", "E7", "E11", "E13")
def test_a_session_from_its_start_to_its_end(cast: Cast, lee: Browser) -> None:
    # given Rosa with a place, a signal and a session at this hour
    place = factories.place(cast.rosa)
    factories.answer(cast.rosa, signal="left ear", safe_word="weather", after_signal="Call back in an hour", who_calls="client")
    session = factories.session(cast.lee, cast.rosa)
    assert "Not agreed" not in see(lee, session)

    # when Lee begins it: what is only known from the record is asked, never stated
    press(lee, "session-start", session)
    page = see(lee, session)
    assert "not said for this session" in page
    assert "Are you at 418 Birch St, Apt 3B, Flagstaff?" in page
    assert "left ear" in page
    assert "“weather”" in page
    assert "Rosa A. calls you." in page
    assert CheckIn.objects.count() == 0

    # then one press confirms the place, and each other answer leaves it confirmed
    press(lee, "session-confirm", session, place=place.pk)
    press(lee, "session-company", session, company="alone")
    press(lee, "session-call-back", session, number="(928) 555-0142")
    press(lee, "session-log", session, what="means_same")
    newest = CheckIn.objects.order_by("-at").first()
    assert newest
    assert (newest.is_confirmed, newest.company, newest.call_back, newest.place_id) == (True, "alone", "(928) 555-0142", place.pk)
    assert CheckIn.objects.count() == 3
    assert "not asked" not in see(lee, session).split("1. Where")[0]

    # and the end keeps what was not asked as not asked
    press(lee, "session-note", session, note="Slept better.")
    press(lee, "session-close", session, note="Slept better.", version="1", stayed="yes", following="week")
    session.refresh_from_db()
    assert (session.unsafe, session.plan_touched, session.note) == ("", "", "Slept better.")
    assert TherapySession.objects.exclude(pk=session.pk).get().local_date == session.local_date + timedelta(weeks=1)
    assert "Not asked" in see(lee, session)


@pytest.mark.feature("A12")
def test_of_a_minor_the_adult_is_asked_beside_the_place(cast: Cast, lee: Browser) -> None:
    place, other = factories.place(cast.rosa), factories.place(cast.rosa, "School", street="1 School Rd")
    mother = factories.contact(cast.rosa, "Min Park", relation="mother", phone="(509) 555-0176")
    session = factories.session(cast.lee, cast.rosa, started=True)
    assert "Where is the adult?" not in see(lee, session), "a client of age"
    guardianships.add(
        by=cast.lee.actor,
        client=cast.rosa,
        contact=mother,
        access="crisis",
        proof="identity",
        verified_on=timezone.localdate(),
        during_sessions="house",
    )
    page = see(lee, session)
    for said in ("Where is the adult who looks after you right now?", "Min Park, mother", "Usually: In the house, not in the room"):
        assert said in page, said
    assert CheckIn.objects.count() == 0, "what is usual is no answer"

    press(lee, "session-confirm", session, place=place.pk)
    press(lee, "session-adult", session, adult="away", number="(509) 555-0199")
    newest = CheckIn.objects.order_by("-at").first()
    assert newest
    assert (newest.adult, newest.adult_phone, newest.place_id, newest.is_confirmed) == ("away", "(509) 555-0199", place.pk, True)
    assert lee.post(address("session-adult", session), {"adult": "away", "number": "12"}).status_code == 409
    bar, _, page = see(lee, session).partition("Planned for")
    assert "Adult: elsewhere" in bar
    answer = lee.get(reverse("crisis", args=[cast.rosa.pk]))
    assert "The adult: Somewhere else . The number is under “Reach the client”." in words(answer)
    assert in_reach("The adult, number told today", "(509) 555-0199", answer.content.decode())

    # what was said of one place is not taken over to another
    press(lee, "session-confirm", session, place=other.pk)
    assert CheckIn.objects.order_by("-at").first().adult == ""  # type: ignore[union-attr]
    answer = lee.get(reverse("crisis", args=[cast.rosa.pk]))
    assert "The adult, Min Park: not asked today. Usually: In the house, not in the room. The number is" in words(answer)
    assert in_reach("The adult", "(509) 555-0176", answer.content.decode())
    sheet = words(lee.get(reverse("crisis-print", args=[cast.rosa.pk])))
    assert "The adult, Min Park: not asked today. Usually: In the house, not in the room (509) 555-0176" in sheet


def in_reach(who: str, number: str, page: str) -> bool:
    """Whether the number stands in the crisis view as large as those to read aloud, with its button."""
    row = next(each for each in page.partition("Reach the client</h2>")[2].split("</li>") if who in each)
    return (
        f'<span class="big">{number}</span>' in row and 'class="btn call"' in row and f"tel:+1{re.sub('[^0-9]', '', number)}" in row
    )


def test_what_was_said_last_time_is_a_question_and_no_record(cast: Cast, lee: Browser) -> None:
    before = factories.session(cast.lee, cast.rosa, days=-7, ended=True)
    factories.check_in(before, told="elsewhere", where={"street": "9 Oak Rd", "town": "Page", "region": "AZ"}, is_confirmed=True)
    session = factories.session(cast.lee, cast.rosa, started=True)
    page = see(lee, session)
    assert "Last time, on" in page
    assert "Are you at 9 Oak Rd, Page?" in page
    assert CheckIn.objects.filter(session=session).count() == 0
    press(lee, "session-confirm", session, said=CheckIn.objects.get().pk)
    assert CheckIn.objects.get(session=session).where["town"] == "Page"
    # not told leaves no place standing
    press(lee, "session-confirm", session, not_told="1")
    newest = CheckIn.objects.order_by("-at").first()
    assert newest
    assert (newest.told, newest.where, newest.is_confirmed) == ("not_told", {}, False)
    assert "Asked, and not told" in see(lee, session)


@pytest.mark.feature("E2", "E4")
def test_a_different_place_shows_its_numbers_before_it_is_saved(cast: Cast, lee: Browser) -> None:
    factories.resource(cast.lee, "Page dispatch", kind="psap", county="Coconino", phone="(928) 555-0911")
    session = factories.session(cast.lee, cast.rosa, started=True)
    url = address("session-place", session)
    assert "Yes, confirmed" not in words(lee.get(url)), "before anything was said"
    typed = {"street": "9 Oak Rd", "town": "Page", "region": "AZ", "postcode": "86040", "county": "", "abroad": "", "name": ""}
    # "Yes" before the numbers were seen saves nothing
    response = lee.post(url, {**typed, "save": "1"})
    assert "Page dispatch" in words(response)
    assert CheckIn.objects.count() == 0
    seen = re.search(r'name="seen" value="([^"]+)"', response.content.decode())
    assert seen
    # an address that changed after that neither
    assert "Yes, confirmed" in words(lee.post(url, {**typed, "town": "Tuba City", "seen": seen[1], "save": "1"}))
    assert CheckIn.objects.count() == 0
    assert lee.post(url, {**typed, "seen": seen[1], "save": "1", "name": "Cabin"}).status_code == 302
    made = CheckIn.objects.get()
    assert (made.is_confirmed, made.where["town"], made.where["county"]) == (True, "Page", ""), "nobody named a county"
    assert Place.objects.get().name == "Cabin"
    # without a town it says so, and once when the state lacks as well
    for lacking in ({"town": ""}, {"region": ""}, {"town": "", "region": ""}):
        response = lee.post(url, {**typed, **lacking, "look": "1"})
        assert response.status_code == 422
        summary = re.search(r"data-error-summary.*?</div>", response.content.decode(), re.S)
        assert summary
        assert summary[0].count("Enter the town and state") == 1
        assert summary[0].count("<a ") == len(lacking), "each leads to its box"


@pytest.mark.parametrize("name", ["session-change", "session-cancel"])
def test_only_what_is_to_come_is_moved_or_called_off(cast: Cast, lee: Browser, name: str) -> None:
    listed = reverse("session-list", kwargs={"client": cast.rosa.pk})
    session = factories.session(cast.lee, cast.rosa, minutes_from_now=5)
    assert lee.get(address(name, session)).status_code == 200
    assert address(name, session) in lee.get(listed).content.decode()
    press(lee, "session-start", session)
    response = lee.get(address(name, session))
    assert response.status_code == 409
    assert "This session has begun: it cannot be moved or called off any more. Nothing was changed." in response.content.decode()
    assert lee.post(address(name, session), {"day": "nonsense"}).status_code == 409
    page = lee.get(listed).content.decode()
    assert ("Start session" in page, "Go to the session" in page) == (False, True), "it has been started"
    assert address(name, session) not in page + lee.get(address("session", session)).content.decode()
    missed = factories.session(cast.lee, cast.rosa, minutes_from_now=-40, missed_at=timezone.now(), missed_by_id=cast.lee.id)
    assert "was called off or missed" in lee.get(address(name, missed)).content.decode()


@pytest.mark.feature("E3")
def test_outside_the_licence_is_said_in_words(cast: Cast, lee: Browser) -> None:
    factories.place(cast.rosa, region="NV", town="Elko")
    session = factories.session(cast.lee, cast.rosa, started=True)
    assert "Your licenses are not recorded" in see(lee, session)
    said = {"name": "Dr. Lee", "phone": "", "hours": "", "licensed_in": "az, New Mexico"}
    assert lee.post(reverse("account"), said).status_code == 302
    cast.lee.refresh_from_db()
    assert cast.lee.licensed_in == ["US-AZ", "US-NM"]
    assert "Nevada is not among the places where you are recorded as licensed (Arizona, New Mexico)" in see(lee, session)
    assert lee.post(reverse("account"), {**said, "licensed_in": "Narnia"}).status_code == 200
    ada = browser_of(cast.ada)
    ada.post(reverse("staff-licences", args=[cast.lee.pk]), {"licensed_in": "NV"})
    assert "not among" not in see(lee, session)


def test_one_open_session_at_a_time(cast: Cast, lee: Browser) -> None:
    other = factories.client(cast.lee, "Kim Park")
    open_one = factories.session(cast.lee, other, started=True)
    session = factories.session(cast.lee, cast.rosa)
    response = lee.post(address("session-start", session))
    assert response.status_code == 409
    assert "End it, and start with Rosa A." in response.content.decode()
    press(lee, "session-start", session, ending=open_one.pk)
    open_one.refresh_from_db()
    session.refresh_from_db()
    assert open_one.ended_at
    assert (open_one.unsafe, session.is_open) == ("", True)


def test_begun_from_the_record_it_is_the_one_planned_for_now(cast: Cast, lee: Browser) -> None:
    planned = factories.session(cast.lee, cast.rosa, minutes_from_now=40)
    begun = lee.post(reverse("session-begin", kwargs={"client": cast.rosa.pk}))
    assert begun["Location"] == address("session", planned)
    press(lee, "session-close", planned)
    lee.post(reverse("session-begin", kwargs={"client": cast.rosa.pk}))
    assert TherapySession.objects.open().exclude(pk=planned.pk).count() == 1


@pytest.mark.feature("E14", "E12")
def test_platforms_with_their_agreement_stand_beside_the_plan(cast: Cast, lee: Browser) -> None:
    ada = browser_of(cast.ada)
    sent = {"name": "Clinic room", "agreement_on": "2025-02-01", "told": "Calls are encrypted between us and the provider."}
    assert ada.post(reverse("platform-new"), sent).status_code == 302
    platform = Platform.objects.get()
    assert ada.post(reverse("platform-new"), sent | {"name": "Spare room"}).status_code == 302
    spare = Platform.objects.get(name="Spare room")
    assert "Clinic room" in words(ada.get(reverse("platform-list")))
    assert lee.get(reverse("platform-list")).status_code == 404
    url = reverse("session-new", kwargs={"client": cast.rosa.pk})
    day = (timezone.localdate() + timedelta(days=2)).isoformat()
    sent = {
        "day": day, "local_time": "14:00", "time_zone": "America/Phoenix", "minutes": "50", "modality": "video", "weeks": "3",
        "platform": str(platform.pk), "backup_platform": str(spare.pk), "video_link": "https://video.example.org/rosa",
    }  # fmt: skip
    assert lee.post(url, sent).status_code == 302
    made = list(TherapySession.objects.order_by("starts_at"))
    assert len(made) == 3
    page = see(lee, made[0])
    assert "Clinic room" in page
    assert "Calls are encrypted" in page
    assert "If that fails Spare room" in page
    assert "https://video.example.org/rosa" in lee.get(address("session", made[0])).content.decode()
    # moved and called off with those after it
    lee.post(
        address("session-change", made[1]), {**sent, "day": (made[1].local_date + timedelta(days=1)).isoformat(), "scope": "later"}
    )
    moved = list(TherapySession.objects.order_by("starts_at"))
    assert [(b.local_date - a.local_date).days for a, b in zip(made, moved, strict=True)] == [0, 1, 1]
    lee.post(address("session-cancel", moved[1]), {"scope": "later"})
    assert TherapySession.objects.standing().count() == 1
    assert lee.post(url, {**sent, "video_link": "javascript:alert(1)"}).status_code == 422
    # the next one begins with the same two: in the form, a week after the end, and where nobody planned it
    chosen = re.search(r'name="backup_platform".*?</select>', lee.get(url).content.decode(), re.S)
    assert chosen
    assert re.search(rf'value="{spare.pk}"[^>]* selected', chosen[0])
    begun = sessions.begin(by=cast.lee.actor, client=cast.rosa, zone="America/Phoenix")
    sessions.end(by=cast.lee.actor, session=begun, next_week=True)
    a_week_later = TherapySession.objects.get(local_date=begun.local_date + timedelta(weeks=1), series=None)
    assert [each.backup_platform_id for each in (begun, a_week_later)] == [spare.pk, spare.pk]


@pytest.mark.feature("E5")
def test_words_about_means_that_are_too_long_come_back_whole(cast: Cast, lee: Browser) -> None:
    session = factories.session(cast.lee, cast.rosa, started=True)
    sent = {"what": "means_changed", "words": "Keys. " * 700}
    refused = lee.post(address("session-log", session), sent)
    assert refused.status_code == 422
    assert "Keys. " * 699 in refused.content.decode()
    assert "Not saved: use 4000 characters at most. You have 4199 now." in refused.content.decode()
    by_script = lee.post(address("session-log", session), sent, headers={"HX-Request": "true", "X-Background": "1"})
    assert (by_script.status_code, "You have 4199 now." in by_script.content.decode()) == (422, True)
    assert not SessionEntry.objects.filter(what="means_changed").exists()


@pytest.mark.feature("E8", "E9")
def test_the_video_drops(cast: Cast, lee: Browser) -> None:
    factories.contact(cast.rosa, "Ana Alvarez", permission="crisis")
    factories.contact(cast.rosa, "Marco Diaz", do_not_contact=True, do_not_contact_reason="danger")
    factories.answer(cast.rosa, who_calls="therapist", wait_minutes="5", backup_phone="(928) 555-0142")
    session = factories.session(cast.lee, cast.rosa, started=True)
    press(lee, "session-log", session, what="dropped")
    page = see(lee, session)
    assert "since the connection dropped" in page
    assert "Nothing is written about risk" in page  # unknown is not low
    assert "(928) 555-0142" in page
    assert "Call the support person" in page
    assert "Ana Alvarez" in page
    assert "Marco" not in page.partition("Crisis view")[0]  # there he stands, under: do not call
    # the same press twice is one line, and each try leads to the next
    once = str(uuid4())
    for _ in range(2):
        press(lee, "session-log", session, what="tried", rung="0", operation=once)
    assert SessionEntry.objects.filter(what="tried").count() == 1
    assert "Could not reach" in see(lee, session)
    press(lee, "session-log", session, what="lost")
    page = see(lee, session)
    assert "Could someone look in on them" in page
    assert "Open the crisis view" in page
    press(lee, "session-log", session, what="phone")
    assert "Went on by phone" in see(lee, session)
    # a low level, written down, takes the calmer ladder and says of when it is
    factories.formulation(cast.rosa, "low")
    press(lee, "session-log", session, what="dropped")
    page = see(lee, session)
    assert "It may have changed since" in page
    assert "Call the support person" not in page


@pytest.mark.feature("E8")
def test_the_agreed_words_say_what_was_agreed(cast: Cast, lee: Browser) -> None:
    factories.formulation(cast.rosa, "low")
    factories.answer(cast.rosa, who_calls="client", wait_minutes="7", backup_phone="(928) 555-0142")
    for channel in ("voicemail", "text"):
        factories.safe_channel(cast.rosa, channel)
    session = factories.session(cast.lee, cast.rosa, started=True, local_time=time(14, 0))
    press(lee, "session-log", session, what="dropped")
    page = see(lee, session)
    assert "Wait for the client to call, as agreed" in page
    assert "No call came" in page
    assert "Call back the same way at once" not in page
    assert "Please call me, as we agreed. When I hear nothing for 7 minutes, I call you" in page
    # no call came: that is no try of the ladder for worry, on which nobody waits for one
    press(
        lee, "session-log", session, what="tried", rung="0", words="Wait for the client to call, as agreed, and keep the line free"
    )
    page = see(lee, session)
    assert "The client did not call, as was agreed" in page
    assert "Call the phone" in page.partition("Tried, no answer :")[2][:20]
    press(lee, "session-log", session, what="signal")
    assert "Call back the same way at once" in see(lee, session).partition("Tried, no answer :")[2][:50]
    press(lee, "session-missed", session)
    assert "The agreed words: “We had a time at 2:00 pm today." in see(lee, session)


@pytest.mark.feature("A10", "E8")
@pytest.mark.parametrize(
    ("said", "line", "before_the_words"),
    [
        ({}, "Messages: not asked. Leave none, text none.", ""),
        ({"voicemail": False, "text": False}, "No voicemail. Text not safe. They said: “Rosa only”", ""),
        ({"text": False}, "Voicemail: not asked, leave none. Text not safe.", ""),
        ({"call": False}, "Calls are not safe. Voicemail: not asked, leave none. Text: not asked, send none.", ""),
        ({"voicemail": False, "text": True}, "No voicemail. Text is safe.", "The agreed words, by text only:"),
        ({"voicemail": True}, "Voicemail is safe. Text: not asked, send none.", "The agreed words, by voicemail only:"),
        ({"voicemail": True, "text": True}, "Voicemail is safe. Text is safe.", "The agreed words:"),
    ],
)
def test_beside_the_number_it_says_whether_a_message_may_be_left(
    cast: Cast, lee: Browser, said: dict[str, bool], line: str, before_the_words: str
) -> None:
    for channel, safe in said.items():
        row = factories.safe_channel(cast.rosa, channel, safe=safe)
        row.words = "Rosa only"
        row.save(update_fields=["words"])
    session = factories.session(cast.lee, cast.rosa, minutes_from_now=-10, started=True)
    first = see(lee, session).partition("Crisis view")[0]
    assert line in first, "from the start on"
    assert ("Rosa only" in first) is (said not in ({}, {"text": False})), "why a text is not safe is no word to say"
    for pressed, what in (("session-log", "dropped"), ("session-missed", "")):
        press(lee, pressed, session, what=what)
        page = see(lee, session).partition("Crisis view")[0]
        assert page.count(line) == 1
        if before_the_words:
            assert f"{before_the_words} “" in page
        else:
            assert "Leave no message: it is not recorded as safe." in page
            assert "The agreed words" not in page


@pytest.mark.feature("E8")
def test_what_waited_for_the_connection_is_stored_once_at_its_time(cast: Cast, lee: Browser) -> None:
    place = factories.place(cast.rosa)
    session = factories.session(cast.lee, cast.rosa, minutes_from_now=-20, started=True)
    at = timezone.now() - timedelta(minutes=5)
    late: dict[str, Any] = {"at": at.isoformat(), "operation": str(uuid4())}
    script = {"headers": {"HX-Request": "true", "X-Background": "1"}}
    factories.check_in(session, told="later")  # said meanwhile, so it is the newer one
    for name, sent in (("session-confirm", {"place": place.pk}), ("session-log", {"what": "dropped"})):
        for _ in range(2):
            response = lee.post(address(name, session), late | sent, **script)
            assert (response.status_code, "All changes saved" in response.content.decode()) == (200, True)
    confirmed = CheckIn.objects.get(is_confirmed=True)
    assert (confirmed.at, SessionEntry.objects.get(what="dropped").at) == (at, at)
    assert CheckIn.objects.order_by("-at").first().told == "later"  # type: ignore[union-attr]
    # neither the future nor what was before the session; and what belongs to another session is not found
    for wrong, kept in ((timedelta(hours=3), timezone.now()), (timedelta(hours=-3), session.started_at)):
        press(lee, "session-log", session, what="signal", at=(timezone.now() + wrong).isoformat())
        assert abs(SessionEntry.objects.filter(what="signal").latest("written_at").at - kept) < timedelta(seconds=20)
    other = factories.session(cast.lee, cast.rosa, days=-1)
    assert lee.post(address("session-company", other), late | {"company": "alone"}).status_code == 404
    # pressed while it was open, sent after its end
    press(lee, "session-close", session)
    assert lee.post(address("session-log", session), {"what": "lost"}, **script).status_code == 409
    press(lee, "session-log", session, what="lost", at=at.isoformat())
    assert SessionEntry.objects.get(what="lost").at == at


@pytest.mark.feature("E8")
@pytest.mark.parametrize(
    ("modality", "says", "never"),
    [
        ("video", ["3. If the video stops", "Video dropped", "Back on video", "Moved to phone"], ["Call dropped"]),
        ("phone", ["3. If the call stops", "Call dropped", "Back on the call"], ["ideo", "Moved to phone"]),
        ("in_person", ["3. Number", "Asked: number is right"], ["dropped", "stops", "ideo", "Back on", "you call"]),
    ],
)
def test_the_page_speaks_of_the_way_they_meet(cast: Cast, lee: Browser, modality: str, says: list[str], never: list[str]) -> None:
    factories.answer(cast.rosa, who_calls="therapist", wait_minutes="2", backup_phone="(928) 555-0142")
    session = factories.session(cast.lee, cast.rosa, started=True, modality=modality)
    if modality != "in_person":
        assert f"{says[1]} 4. Means" in see(lee, session)
        press(lee, "session-log", session, what="dropped")
    page = see(lee, session).partition("Crisis view")[0]
    for words_ in says:
        assert words_ in page
    for words_ in never:
        assert words_ not in page
    if modality == "phone":
        press(lee, "session-log", session, what="back")
        assert "Back on the call" in see(lee, session).partition("In this session")[2]


def test_nobody_has_missed_a_session_that_is_still_to_come(cast: Cast, lee: Browser) -> None:
    session = factories.session(cast.lee, cast.rosa, minutes_from_now=30)
    assert "Client did not come" not in see(lee, session)
    assert lee.post(reverse("session-missed", kwargs={"therapy_session": session.pk})).status_code == 409
    session.refresh_from_db()
    assert session.missed_at is None


@pytest.mark.feature("E10")
@pytest.mark.parametrize(("level", "at_risk"), [(None, True), ("raised", True), ("not_said", True), ("low", False)])
def test_a_missed_session_of_a_client_at_risk_starts_its_ladder(cast: Cast, lee: Browser, level: str | None, at_risk: bool) -> None:
    if level:
        factories.formulation(cast.rosa, level)
    session = factories.session(cast.lee, cast.rosa, minutes_from_now=-10)
    press(lee, "session-missed", session)
    assert FollowUp.objects.filter(session=session, what="missed", owner=cast.lee.pk).count() == at_risk
    assert Todo.objects.filter(kind="session_missed", done_at=None).count() == at_risk
    today = words(lee.get("/"))
    assert ("A session was missed: reach the client" in today) is at_risk
    first = see(lee, session)
    assert "The client did not come" in first
    if not at_risk:
        return
    press(lee, "session-log", session, what="tried", rung="0")
    assert FollowUp.objects.filter(session=session, done_at=None).count() == 1
    assert FollowUp.objects.filter(session=session).count() == 2
    press(lee, "session-log", session, what="reached")
    assert not FollowUp.objects.filter(session=session, done_at=None).exists()
    assert not Todo.objects.waiting().filter(kind="session_missed").exists()


@pytest.mark.feature("E10")
@pytest.mark.parametrize("tries", [0, 1, 6, 7])
def test_could_not_reach_leaves_the_last_step_of_the_ladder_to_do(cast: Cast, lee: Browser, tries: int) -> None:
    session = factories.session(cast.lee, cast.rosa, minutes_from_now=-1)
    press(lee, "session-missed", session)
    for rung in range(tries):
        press(lee, "session-log", session, what="tried", rung=rung)
    press(lee, "session-log", session, what="lost")
    waiting = FollowUp.objects.get(session=session, done_at=None)
    assert waiting.words == "Go on trying today, and agree on who tries next"
    assert abs(waiting.due_at - session.starts_at - timedelta(minutes=120)) < timedelta(seconds=1)
    assert Todo.objects.waiting().get(kind="session_missed").due_at == waiting.due_at


@pytest.mark.feature("E10")
def test_a_missed_session_begins_when_the_client_comes_late_and_nobody_has_to_try_any_more(cast: Cast, lee: Browser) -> None:
    session = factories.session(cast.lee, cast.rosa, minutes_from_now=-20)
    press(lee, "session-missed", session)
    assert "The client came: start session" in see(lee, session)
    press(lee, "session-start", session)
    page = see(lee, session)
    assert "End session" in page
    assert "The client came after all" in page
    session.refresh_from_db()
    assert (session.is_open, session.missed_at) == (True, None)
    assert list(session.entries.order_by("at").values_list("what", flat=True)) == ["missed", "came", "started"]
    assert not FollowUp.objects.filter(session=session, done_at=None).exists()
    assert not Todo.objects.waiting().filter(kind="session_missed").exists()


def test_a_session_missed_yesterday_stays_missed(cast: Cast, lee: Browser) -> None:
    session = factories.session(cast.lee, cast.rosa, minutes_from_now=-20)
    press(lee, "session-missed", session)
    TherapySession.objects.filter(pk=session.pk).update(starts_at=timezone.now() - timedelta(hours=25))
    assert "The client came: start session" not in see(lee, session)
    assert lee.post(address("session-start", session)).status_code == 409
    session.refresh_from_db()
    assert session.missed_at


def test_nothing_is_logged_in_a_session_that_is_not_open(cast: Cast, lee: Browser) -> None:
    session = factories.session(cast.lee, cast.rosa)
    for name, sent in (
        ("session-log", {"what": "dropped"}),
        ("session-company", {"company": "alone"}),
        ("session-note", {"note": "x"}),
    ):
        assert lee.post(address(name, session), sent).status_code == 409
    assert lee.post(address("session-log", session), {"what": "started"}).status_code == 409
    assert lee.post(address("session-confirm", session), {"said": "no-id"}).status_code == 404


def test_who_may_do_what(cast: Cast) -> None:
    session = factories.session(cast.lee, cast.rosa)
    for browser, status in ((browser_of(cast.ben), 404), (browser_of(cast.ada), 404), (browser_of(cast.sam), 200)):
        assert browser.get(address("session", session)).status_code == status
        assert browser.post(address("session-start", session)).status_code == 404
    assert browser_of(cast.dov).get(address("session", session)).status_code == 404


def test_the_pages_cost_the_same_however_much_there_is(cast: Cast, lee: Browser) -> None:
    seen_ahead(lee)
    session = factories.session(cast.lee, cast.rosa, started=True)
    costs = []
    for _ in range(3):
        for page in (address("session", session), "/"):
            with CaptureQueriesContext(connection) as queries:
                lee.get(page)
            costs.append(len(queries))
        for n in range(4):
            factories.place(cast.rosa, f"Place {n}")
            factories.contact(cast.rosa, f"Person {n}")
            factories.check_in(session, told="later")
            factories.session(cast.lee, cast.rosa, minutes_from_now=30 + n)
            SessionEntry.objects.create(clinic_id=session.clinic_id, session=session, by_id=cast.lee.pk, what="tried")
    assert costs[2:4] == costs[4:6]
    assert costs[4] <= 45
    assert costs[5] <= 45, costs
