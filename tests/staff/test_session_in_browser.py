"""U6 and U7 of SCREENS 5.2 in the browser, with what they took; nothing typed is lost when something else is pressed."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, expect

from clinic.accounts import tickets
from clinic.accounts.models import Membership, Ticket
from clinic.audit.models import Event
from clinic.db.context import clinic_context
from emergency.actions.sessions import end
from emergency.models import CheckIn, SessionEntry, TherapySession
from emergency.session_times import link_closes_at
from tests import factories
from tests.cast import Cast, sign_in
from tests.fit import fit_for_everybody
from tests.journeys.steps import Desk
from tests.saving.wire import covers

Record = Callable[[str, object], None]
CLICKS_TO_CONFIRM, TAPS_TO_CHECK_IN, SECONDS = 2, 6, 10


def desk_of(member: Membership, browser: Browser, site: str) -> Desk:
    from django.test import Client as Django

    context = browser.new_context(viewport={"width": 1366, "height": 768})
    cookie = sign_in(Django(), member).cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": site}])
    return Desk(context, site)


@pytest.fixture
def desk(stage: Cast, live_server: Any, browser: Browser) -> Iterator[Desk]:
    made = desk_of(stage.lee, browser, live_server.url)
    yield made
    made.context.close()


@pytest.fixture
def phone(live_server: Any, browser: Browser) -> Iterator[Desk]:
    """Without script, and as narrow as phones are."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    yield Desk(context, live_server.url)
    context.close()


def given_a_session(stage: Cast) -> str:
    """Rosa has a session in four minutes; the path of her link."""
    with clinic_context(stage.elm.id):
        factories.place(stage.rosa)
        factories.contact(stage.rosa)
        factories.resource(stage.lee, "Flagstaff dispatch", kind="psap", phone="(928) 555-0911")
        factories.answer(stage.rosa, signal="left ear", safe_word="weather", who_calls="therapist", wait_minutes="2")
        session = factories.session(stage.lee, stage.rosa, minutes_from_now=4)
        lasts = link_closes_at(session) - session.made_at
        token = tickets.issue(Ticket.Kind.CHECKIN, object_id=session.pk, clinic_id=stage.elm.id, valid_for=lasts)
    return f"/c/{token}/"


@pytest.mark.feature("E1", "E2", "E8", "E9")
def test_the_client_answers_and_the_therapist_confirms(
    stage: Cast, desk: Desk, phone: Desk, record_testsuite_property: Record
) -> None:
    link = given_a_session(stage)
    left_open = Desk(desk.context, desk.site)  # Today, which nobody touches meanwhile
    left_open.page.clock.install()
    left_open.opens("/").sees("No place yet").page.wait_for_load_state()

    # U7: three answers with six taps, no letter typed, no script, nothing wider than the phone
    phone.opens(link).sees("Question 1 of 3")
    before = phone.measured()
    phone.chooses("Sister's place").clicks("Continue").chooses("I am alone").clicks("Continue")
    phone.chooses("Call the number that ends in 0142").clicks("Done").sees("Thank you")
    took = phone.measured() - before
    assert (took.clicks, took.keys) == (TAPS_TO_CHECK_IN, 0)
    record_testsuite_property("U7", took)
    phone.page.wait_for_load_state()
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360

    left_open.page.clock.fast_forward(66_000)
    left_open.sees("Sister's place", "Alone").page.close()

    # U6: from Today two clicks, and the place stands confirmed with who and when
    desk.opens("/").sees("Sister's place", "Alone").is_on("Today")
    before = desk.measured()
    desk.clicks("Start session").clicks("Yes, confirmed")
    expect(desk.page.locator("#where .tag.ok").first).to_contain_text("Confirmed")
    took = desk.measured() - before
    assert took.clicks == CLICKS_TO_CONFIRM
    assert took.seconds <= SECONDS
    record_testsuite_property("U6", took)
    desk.is_on("Session")
    with clinic_context(stage.elm.id):
        newest = CheckIn.objects.order_by("-at").first()
        assert newest
        assert (newest.is_confirmed, newest.by_id, newest.company, newest.call_back) == (
            True,
            stage.lee.pk,
            "alone",
            "(928) 555-0142",
        )
        assert Event.objects.filter(action="session.read", client_id=stage.rosa.pk).exists()

    # a note is kept while it is typed, also when the video drops in the middle of it
    desk.page.fill("#note-words", "Slept better, walked twice.")
    desk.page.locator("#note-words").blur()
    expect(desk.page.locator("#save-state")).to_contain_text("All changes saved")
    desk.clicks("Video dropped").sees("since the connection dropped", "Less than a minute", "Agreed: you call.")
    desk.clicks("Tried, no answer").clicks("Could not reach").sees("Could someone look in on them", "Ana Alvarez")
    fit_for_everybody(desk.page)
    desk.clicks("Moved to phone").sees("Went on by phone")
    expect(desk.page.locator("#note-words")).to_have_value("Slept better, walked twice.")

    # somewhere else: the numbers come while it is typed, and only then the button
    desk.clicks("Different place").is_on("Where is")
    expect(desk.page.get_by_role("button", name="Yes, confirmed")).to_have_count(0)
    desk.writes("Town", "Flagstaff").picks("State or country", "Arizona").page.locator("#id_region").blur()
    expect(desk.page.locator("#numbers")).to_contain_text("(928) 555-0911")
    desk.clicks("Yes, confirmed", "#numbers").is_on("Session")
    with clinic_context(stage.elm.id):
        assert CheckIn.objects.order_by("-at").first().where["town"] == "Flagstaff"  # type: ignore[union-attr]
        assert list(SessionEntry.objects.order_by("at").values_list("what", flat=True)) == [
            "started",
            "dropped",
            "tried",
            "lost",
            "phone",
        ]

    # and the end, with nothing chosen beforehand
    desk.clicks("End session").is_on("End the session")
    expect(desk.page.locator("input:checked")).to_have_count(0)
    desk.chooses("Asked: nothing unsafe").clicks("End session", "main").sees("This session has ended")
    desk.opens(f"/clients/{stage.rosa.pk}/sessions/").is_on("Sessions")
    desk.clicks("Plan a session").is_on("Plan a session")
    desk.no_complaints()


@pytest.mark.feature("E8", "E13")
def test_without_a_connection_nothing_is_lost_and_the_ladder_goes_on(stage: Cast, desk: Desk, browser: Browser) -> None:
    with clinic_context(stage.elm.id):
        covers(stage.ben, stage.rosa)
        place = factories.place(stage.rosa)
        factories.contact(stage.rosa)
        factories.answer(stage.rosa, who_calls="therapist", wait_minutes="1", backup_phone="(928) 555-0142", signal="left ear")
        factories.formulation(stage.rosa, "low")
        factories.safe_channel(stage.rosa, "voicemail")
        session = factories.session(stage.lee, stage.rosa, started=True)
    desk.opens(f"/sessions/{session.pk}/").is_on("Session")
    line, waiting = desk.page.locator("#save-state"), desk.page.locator("[data-pressed]")
    desk.page.fill("#note-words", "Slept better.")
    expect(line).to_contain_text("All changes saved")

    # the therapist's own connection goes: the note waits, every button waits, and the page stays
    desk.context.set_offline(True)
    desk.page.fill("#note-words", "Slept better. Walked twice.")
    expect(line).to_contain_text("No connection. Keep this tab open. 1 change waiting.")
    desk.clicks("Yes, confirmed").clicks("The client gave the signal").clicks("Video dropped")
    desk.sees(
        "because of what was pressed in this session",
        "Less than a minute since the connection dropped",
        "it may be your own that dropped",
        "in 1 minute.",
    )
    expect(desk.page.locator(".rungs .is-now:visible")).to_contain_text("Call back the same way at once")
    desk.clicks("Tried, no answer")
    expect(desk.page.locator(".rungs .is-now:visible")).to_contain_text("Call the phone")
    expect(desk.page.locator(".rungs .is-tried:visible")).to_contain_text("tried")
    desk.clicks("Could not reach").sees("Could someone look in on them")
    expect(waiting).to_contain_text("Yes, confirmed")
    expect(waiting).to_contain_text("Tried, no answer: Call back the same way at once")
    expect(waiting).to_contain_text("The note")
    expect(line).to_contain_text("6 changes waiting.")
    fit_for_everybody(desk.page)
    desk.clicks("Record", "main").clicks("End session").is_on("Session")
    with clinic_context(stage.elm.id):
        assert CheckIn.objects.count() == 0

    # meanwhile a colleague, who has a connection, writes in the same note
    ben = desk_of(stage.ben, browser, desk.site).opens(f"/sessions/{session.pk}/").is_on("Session")
    his = ben.page.locator("#note-words")
    expect(his).to_have_value("Slept better.")
    his.fill("Slept better. Sister called.")
    expect(ben.page.locator("#save-state")).to_contain_text("All changes saved")
    back_at = timezone.now()

    # it is back: every press is stored once, at its time, and of the note both texts are there until one is chosen
    desk.context.set_offline(False)
    expect(line).to_contain_text(f"Not saved: {stage.ben.name} changed this note at")
    expect(desk.page.locator("#where .tag.ok").first).to_contain_text("Confirmed")
    expect(waiting).to_be_empty()
    expect(desk.page.locator("[data-changed]")).to_contain_text("“Slept better. Sister called.”")
    expect(desk.page.locator("#note-words")).to_have_value("Slept better. Walked twice.")
    fit_for_everybody(desk.page)
    desk.clicks("End session").is_on("Session").clicks("Keep both")
    expect(line).to_contain_text("All changes saved")
    both = "Slept better. Sister called.\nSlept better. Walked twice."
    expect(desk.page.locator("#note-words")).to_have_value(both)

    # and his page shows it as soon as it asks
    ben.clicks("Alone")
    expect(his).to_have_value(both)
    ben.no_complaints()
    ben.context.close()
    desk.sees("This is the ladder for worry, because of what came after:").clicks("Moved to phone").sees("Went on by phone")
    with clinic_context(stage.elm.id):
        session.refresh_from_db()
        assert (session.note, session.note_version) == (both, 3)
        confirmed = CheckIn.objects.get(by_id=stage.lee.pk)
        assert (confirmed.is_confirmed, confirmed.place_id, confirmed.at < back_at) == (True, place.pk, True)
        logged = list(SessionEntry.objects.exclude(what="started").order_by("at").values_list("what", "at"))
        assert [what for what, _ in logged] == ["signal", "dropped", "tried", "lost", "phone"]
        assert [at < back_at for _, at in logged] == [True, True, True, True, False]
        assert SessionEntry.objects.get(what="tried").words == "Call back the same way at once"

    # what the server refuses is said, and stays in sight
    with clinic_context(stage.elm.id):
        end(by=stage.lee.actor, session=session)
        TherapySession.objects.filter(pk=session.pk).update(ended_at=session.started_at)
    desk.clicks("Alone")
    expect(line).to_contain_text("Alone. This session is not open.")


@pytest.mark.feature("E5", "E13")
def test_words_about_means_stay_when_they_are_too_long_and_when_the_session_ends_elsewhere(stage: Cast, desk: Desk) -> None:
    with clinic_context(stage.elm.id):
        session = factories.session(stage.lee, stage.rosa, started=True)
    desk.opens(f"/sessions/{session.pk}/").is_on("Session")
    line, typed = desk.page.locator("#save-state"), desk.page.locator("#means-words")
    desk.page.locator("#means summary").click()

    # too long: refused whole, and told
    typed.fill("a" * 4001)
    desk.clicks("Write it down")
    expect(line).to_have_text(
        "Write it down. Not saved: use 4000 characters at most. You have 4001 now. Your words are still here."
    )
    expect(typed).to_have_value("a" * 4001)

    # another press is stored late, and by then a colleague has ended the session: what is still typed is not thrown away
    typed.fill("Keys are with his sister now.")
    desk.context.set_offline(True)
    desk.clicks("Alone")
    with clinic_context(stage.elm.id):
        end(by=stage.lee.actor, session=session)
    desk.context.set_offline(False)
    expect(line).to_have_text(
        "This session has changed meanwhile. What you typed is still here. Copy it, then load the page again."
    )
    expect(typed).to_have_value("Keys are with his sister now.")
    with clinic_context(stage.elm.id):
        assert not SessionEntry.objects.filter(what="means_changed").exists()
    typed.fill("")
    desk.page.evaluate("dispatchEvent(new Event('handrail:unlocked'))")  # as after unlocking the screen
    desk.sees("This session has ended")


def test_the_pages_of_the_link_are_fit_for_everybody(stage: Cast, live_server: Any, browser: Browser) -> None:
    link = given_a_session(stage)
    context = browser.new_context(viewport={"width": 360, "height": 740})
    phone = Desk(context, live_server.url).opens(link)
    fit_for_everybody(phone.page)
    phone.clicks("Continue").sees("There is a problem", "Choose an answer")
    phone.chooses("I will say it on the call").clicks("Continue").sees("Question 2 of 3")
    fit_for_everybody(phone.page)
    phone.chooses("Someone may hear me").clicks("Continue").sees("Question 3 of 3")
    fit_for_everybody(phone.page)
    phone.clicks("Back").sees("Question 2 of 3")
    expect(phone.page.get_by_label("Someone may hear me")).to_be_checked()
    phone.clicks("Continue").chooses("I will say it on the call").clicks("Done").sees("See you at")
    fit_for_everybody(phone.page)
    assert re.search(r"/c/", phone.page.url)
    assert phone.page.title() == "My page"
    context.close()
