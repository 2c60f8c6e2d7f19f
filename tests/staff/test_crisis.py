"""The crisis view: where the client is, which number sends help there, whom one may call, and a log that only grows."""

import gzip
import re
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic.accounts.models import Membership
from clinic.audit.models import Event
from clinic.clients.models import AccessGrant, Place
from clinic.staff.crisis import LOG_SHOWN, crisis_stamp
from clinic.web.errors import Conflict
from emergency.actions.check_ins import check_in
from emergency.actions.choices import choose_resource
from emergency.actions.crisis import Line, end_crisis, write
from emergency.actions.notify import add_notify_entry, retire_notify_entry
from emergency.actions.on_call import ask_colleague, put_on_call
from emergency.actions.protocols import add_note, word_protocol
from emergency.models import CheckIn, FollowUp, Incident, IncidentEntry, ProblemReport, Resource
from emergency.on_call_queries import on_call_now
from emergency.protocols import CRISES, SCENARIOS, Step
from emergency.queries import serving
from emergency.whereabouts import words_of
from intake.actions.answers import save_answer
from intake.models import Answer
from tests import factories
from tests.cast import Cast, browser_of, seen_ahead

What = IncidentEntry.What
ENDLESS = (
    b'{"lines": [{"what": "ticked", "at": "2026-11-22T10:00:00Z", "operation_id": "%s", "step": 1e999}]}' % str(uuid4()).encode()
)


def page_of(cast: Cast, who: str = "lee") -> str:
    answer = browser_of(getattr(cast, who)).get(reverse("crisis", args=[cast.rosa.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def line(what: str, minutes_ago: float = 0, **facts: object) -> Line:
    return Line(what, timezone.now() - timedelta(minutes=minutes_ago), uuid4(), **facts)  # type: ignore[arg-type]


@pytest.fixture
def known(cast: Cast) -> Cast:
    """Rosa at her sister's, confirmed, with a dispatch line, a crisis team, people and wishes."""
    place = factories.place(cast.rosa, access_notes="Buzzer 3B. Dog in home.")
    factories.resource(cast.ada, "Flagstaff 911 center", kind="psap", phone="(928) 555-0111")
    factories.resource(cast.ada)
    factories.contact(cast.rosa, permission="any", phone="(928) 555-0177", relation="sister")
    factories.contact(cast.rosa, "Marco Dunn", do_not_contact=True, do_not_contact_reason="Safety risk", phone="(928) 555-0199")
    save_answer(by=cast.lee.actor, client=cast.rosa, key="must_not", value="No uniforms at the door", seen_version=0)
    check_in(by=cast.lee.actor, client=cast.rosa, told="place", place=place, is_confirmed=True)
    return cast


@pytest.mark.feature("F1")
def test_crisis_on_a_client_s_page_asks_for_no_name(cast: Cast) -> None:
    factories.client(cast.lee, "Alva Brown")
    lee = browser_of(cast.lee)
    pick = f"{reverse('crisis-pick')}?client={cast.rosa.pk}"
    assert pick in lee.get(reverse("client", args=[cast.rosa.pk])).content.decode()
    page = lee.get(pick).content.decode()
    assert page.index("Whose page was open") < page.index("Rosa Alvarez") < page.index("Alva Brown")
    assert page.count("Rosa Alvarez") == 1
    for odd in ("", "x", str(cast.eve.pk), "9" * 5000):  # eve belongs to another clinic
        assert "Whose page was open" not in lee.get(reverse("crisis-pick"), {"client": odd}).content.decode()


@pytest.mark.feature("F1", "E4")
def test_the_number_that_reaches_help_there_comes_first_and_never_911(known: Cast) -> None:
    page = page_of(known)
    assert page.index("Flagstaff 911 center") < page.index("Coconino mobile crisis team") < page.index("Ana Alvarez")
    assert page.index("Ana Alvarez") < page.index("Marco Dunn")
    assert "555-0199" not in page
    assert "No uniforms at the door" in page
    assert "not known" not in page.partition("Now ")[2][:60], "the ZIP tells the time there"


@pytest.mark.parametrize("kind", ["emergency", "psap", "mobile_crisis"])
def test_911_is_no_way_to_the_client_s_place_under_whatever_kind_it_was_entered(cast: Cast, kind: str) -> None:
    place = factories.place(cast.rosa)
    check_in(by=cast.lee.actor, client=cast.rosa, told="place", place=place, is_confirmed=True)
    factories.resource(cast.ada, "911", kind=kind, phone="911", sms="911")
    page = page_of(cast)
    assert [way for way in ("tel:911", "sms:911") if way in page] == []
    assert "No checked dispatch line for this place" in page


def test_of_lines_for_the_whole_country_the_plain_short_number_comes_first(known: Cast) -> None:
    ways = {
        "988 Former number": {"phone": "1-800-555-0100"},
        "988 Linea": {"phone": "988", "phone_menu": "press 2"},
        "988 Main": {"phone": "988"},
    }
    for name, facts in ways.items():
        factories.resource(known.ada, name, kind="crisis_line", reach="country", **facts)
    page = page_of(known)
    assert page.index("988 Main") < page.index("more number") < page.index("988 Former number")
    assert page.index("988 Linea") > page.index("more number")
    assert page.index("Flagstaff 911 center") < page.index("988 Main")


def test_the_way_in_the_client_s_language_is_offered_and_nothing_is_left_out(known: Cast) -> None:
    main = factories.resource(known.ada, "988 Main", kind="crisis_line", reach="country", phone="988", languages="English, Tagalog")
    factories.resource(
        known.ada, "988 Linea", kind="crisis_line", reach="country", phone="988", phone_menu="press 2", languages="Spanish"
    )
    page = page_of(known)
    assert page.index("988 Main") < page.index("more number") < page.index("988 Linea")
    assert "(Spanish" not in page, "nobody asked for it"

    save_answer(by=known.lee.actor, client=known.rosa, key="language", value="Español, no interpreter", seen_version=0)
    page = page_of(known)
    assert page.index("988 Linea</strong> (Spanish)") < page.index("988 Main") < page.index("Ana Alvarez")
    Resource.objects.filter(pk=main.pk).update(languages="en;es (press 2);240+ via interpreter")
    page = page_of(known)
    assert page.index("988 Main</strong> (Spanish: press 2)") < page.index("Ana Alvarez"), "one row says both"
    assert page.index("988 Linea") > page.index("more number")


@pytest.mark.feature("E4")
def test_where_no_emergency_department_serves_the_place_the_nearest_stand_there_as_such(known: Cast) -> None:
    own = {"kind": "emergency_department", "county": "Yavapai", "region": "AZ"}
    factories.resource(known.ada, "Far hospital", phone="(928) 555-0131", latitude=34.6, longitude=-111.65, **own)
    factories.resource(known.ada, "Near hospital", phone="(928) 555-0132", latitude=35.2, longitude=-111.63, **own)
    factories.resource(known.ada, "Distant hospital", phone="(928) 555-0133", latitude=39.5, longitude=-111.63, **own)
    factories.resource(known.ada, "Silent hospital", phone="", latitude=35.2, longitude=-111.63, **own)
    page = page_of(known)
    row = page.partition("Near hospital")[2].partition("</li>")[0]
    assert "Nearest, about" in row
    assert "Not listed for this place" in row
    assert page.index("Near hospital") < page.index("Ana Alvarez") < page.index("Far hospital"), (
        "one in view, the others among more"
    )
    assert [name for name in ("Distant hospital", "Silent hospital") if name in page] == []
    place = Place.objects.get(client=known.rosa)
    record = browser_of(known.lee).get(reverse("client", args=[known.rosa.pk])).content.decode()
    assert record.index("Nearest emergency departments") < record.index("Near hospital") < record.index("Far hospital")
    choose_resource(
        by=known.lee.actor, client=known.rosa, resource=Resource.objects.get(name="Near hospital"), choice="never", reason="-"
    )
    assert "Near hospital" not in page_of(known)
    assert [each.name for each in serving([place], "US", known.rosa)[place.pk].nearest] == ["Far hospital"]

    factories.resource(
        known.ada, "Own hospital", phone="(928) 555-0134", **own | {"county": "Coconino"}, latitude=35.2, longitude=-111.63
    )
    page = page_of(known)
    assert "About" in page.partition("Own hospital")[2].partition("Open day")[0]
    assert [words for words in ("Far hospital", "Not listed for this place") if words in page] == []


@pytest.mark.feature("F1", "E4")
def test_the_clinic_orders_the_kinds_after_dispatch(known: Cast) -> None:
    factories.resource(known.ada, "988 Main", kind="crisis_line", reach="country", phone="988")
    factories.resource(known.ada, "Own hospital", kind="emergency_department", phone="(928) 555-0134")
    names = ("Flagstaff 911 center", "Coconino mobile crisis team", "988 Main", "Own hospital")

    def order(page: str) -> list[str]:
        return sorted(names, key=page.index)

    ada, settings = browser_of(known.ada), reverse("directory-settings")
    assert order(page_of(known)) == [*names]
    for _ in range(3):  # the third press finds it where it cannot go further
        assert ada.post(settings, {"up": "emergency_department"}).status_code == 302
    listed = ada.get(settings).content.decode().partition('id="order"')[2]
    assert listed.index("Emergency department") < listed.index("Mobile crisis team") < listed.index("Crisis line")
    assert order(page_of(known)) == [names[0], names[3], names[1], names[2]]
    assert Event.objects.filter(action="clinic.settings").count() == 2, "one for each that changed something"
    assert ada.post(settings, {"up": "psap"}).status_code == 404
    assert browser_of(known.lee).post(settings, {"up": "crisis_line"}).status_code == 404
    session = factories.session(known.lee, known.rosa, started=True)
    page = browser_of(known.lee).get(reverse("session", args=[session.pk])).content.decode()
    assert order(page) == [names[0], names[3], names[1], names[2]]


@pytest.mark.feature("A10", "F1")
def test_beside_each_number_it_says_whether_a_message_may_be_left(known: Cast) -> None:
    page = page_of(known)
    assert "not asked. Leave none, text none." in page
    assert page.count("Not asked about messages: leave none.") == 1, "Ana's, and none beside whom nobody is to call"
    row = factories.safe_channel(known.rosa, "voicemail", safe=False)
    row.words = "Rosa only"
    row.save(update_fields=["words"])
    factories.contact(known.rosa, "Ben Alvarez", may_leave_message=False, phone="(928) 555-0178")
    factories.contact(known.rosa, "Cleo Alvarez", may_leave_message=True, phone="(928) 555-0179")
    page = page_of(known)
    reach = page.partition("Reach the client")[2].partition("</section>")[0]
    for said in ("No voicemail.", "Text: not asked, send none.", "They said: “Rosa only”"):
        assert said in reach, said
    assert "Leave no message." in page.partition("Ben Alvarez")[2].partition("</li>")[0]
    assert "A message may be left." in page.partition("Cleo Alvarez")[2].partition("</li>")[0]


def test_the_printed_sheet_says_who_is_at_the_place_and_what_time_it_is_there(known: Cast) -> None:
    place = factories.place(known.rosa, "Sister's", who_is_there="Ana and a toddler")
    check_in(by=known.lee.actor, client=known.rosa, told="place", place=place, is_confirmed=True)
    sheet = browser_of(known.lee).get(reverse("crisis-print", args=[known.rosa.pk])).content.decode()
    assert "There: Ana and a toddler" in sheet
    assert re.search(r"When printed it was \d+:\d\d [ap]m there\.", sheet)
    assert "The adult" not in sheet, "of age"


def test_a_missing_fact_keeps_its_slot_and_says_what_to_do(cast: Cast) -> None:
    page = page_of(cast)
    assert "Where are you right now?" in page
    assert "No place is known" in page
    assert "has not agreed to anyone" in page
    assert "There is no plan yet" in page


def test_the_same_reads_for_little_and_for_much(known: Cast) -> None:
    lee = seen_ahead(browser_of(known.lee))

    def reads() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert lee.get(reverse("crisis", args=[known.rosa.pk])).status_code == 200
        return sum("SAVEPOINT" not in query["sql"] for query in seen)

    few = reads()
    assert few <= 9 + 2, "two more than W1e: the test is one transaction, so the request puts back what it showed"
    for n in range(30):
        factories.contact(known.rosa, f"Person {n}", permission="any", phone="(928) 555-0178")
        factories.resource(known.ada, f"Line {n}", kind="crisis_line", phone=f"(928) 555-01{n:02}")
    write(by=known.lee.actor, client=known.rosa, lines=[line(What.NOTE, words=f"Note {n}") for n in range(1000)])
    assert reads() == few


@pytest.mark.feature("F1")
def test_the_page_is_one_small_document_that_waits_for_nothing(known: Cast) -> None:
    factories.resource(known.ada, "988 Lifeline", kind="crisis_line", phone="988", reach="country")
    lee = browser_of(known.lee)
    answer = lee.get(reverse("crisis", args=[known.rosa.pk]), headers={"accept-encoding": "gzip"})
    assert len(answer.content) <= 14_000
    page = gzip.decompress(answer.content).decode()
    scripts = re.findall(r"<script[^>]*>", page)
    assert scripts
    assert [each for each in scripts if 'type="module"' not in each] == []
    assert "stylesheet" not in page
    style, policy = re.findall(r'<style nonce="([^"]+)">', page), answer.headers["Content-Security-Policy"]
    assert len(style) == 1
    assert f"style-src 'self' 'nonce-{style[0]}';" in f"{policy};", "this style, and nothing else inline"
    assert policy.count("nonce-") == 1
    assert "nonce-" not in lee.get(reverse("client", args=[known.rosa.pk])).headers["Content-Security-Policy"]


def test_lines_are_stored_once_however_often_they_are_sent(cast: Cast) -> None:
    lines = [line(What.TICKED, 2, step=0, scenario="self_harm", words="Ask"), line(What.NOTE, 1, words="She answers")]
    incident = write(by=cast.lee.actor, client=cast.rosa, lines=lines)
    assert write(by=cast.lee.actor, client=cast.rosa, lines=lines) == incident
    log = list(IncidentEntry.objects.filter(incident=incident).order_by("at", "written_at"))
    assert [entry.what for entry in log] == [What.OPENED, What.TICKED, What.NOTE]
    assert incident.called == f"{timezone.now().year}-001"


def test_opening_alone_is_no_incident_and_may_have_been_a_mistake(cast: Cast) -> None:
    incident = write(by=cast.lee.actor, client=cast.rosa, lines=[line(What.OPENED)])
    assert incident.called == ""
    end_crisis(by=cast.lee.actor, incident=incident, outcome="mistake")
    assert not Incident.objects.kept().exists()


def test_whoever_comes_to_read_opens_nothing_before_one_press(known: Cast) -> None:
    opening = reverse("crisis-open", args=[known.rosa.pk])
    assert "You are only reading" in page_of(known, "sam")
    assert "data-reading" not in page_of(known, "lee"), "whose client it is opens it with the first press"
    browser_of(known.lee).post(opening)
    assert [(entry.what, entry.by_id) for entry in IncidentEntry.objects.all()] == [(What.OPENED, known.lee.pk)], (
        "without any script"
    )
    browser_of(known.lee).post(opening)
    assert IncidentEntry.objects.count() == 1
    assert "You are reading along" in page_of(known, "sam")
    browser_of(known.sam).post(opening)
    assert IncidentEntry.objects.filter(what=What.JOINED, by_id=known.sam.pk).count() == 1
    assert "data-reading" not in page_of(known, "sam")


def test_a_supervisor_who_was_asked_is_in_it_at_once(known: Cast) -> None:
    assert ask_colleague(by=known.lee.actor, client=known.rosa).pk == known.sam.pk
    assert "data-reading" not in page_of(known, "sam")


def test_something_done_is_no_mistake(cast: Cast) -> None:
    incident = write(by=cast.lee.actor, client=cast.rosa, lines=[line(What.NOTE, words="Pills taken")])
    with pytest.raises(Conflict):
        end_crisis(by=cast.lee.actor, incident=incident, outcome="mistake")


def test_a_second_person_joins_the_same_log(cast: Cast) -> None:
    first = write(by=cast.lee.actor, client=cast.rosa, lines=[line(What.OPENED), line(What.NOTE, words="At the sister's")])
    second = write(by=cast.sam.actor, client=cast.rosa, lines=[line(What.OPENED)])
    assert first == second
    assert "Sam Reyes opened this view" in page_of(cast)


def test_lines_that_come_after_the_end_belong_to_the_crisis_they_happened_in(cast: Cast) -> None:
    incident = write(by=cast.lee.actor, client=cast.rosa, lines=[line(What.OPENED, 30)])
    late = line(What.CALLED, 0, words="the client")
    end_crisis(by=cast.lee.actor, incident=incident, outcome="at_home")
    assert write(by=cast.lee.actor, client=cast.rosa, lines=[late]) == incident
    later = Line(What.CALLED, late.at, uuid4(), words="the sister")
    second = write(by=cast.lee.actor, client=cast.rosa, lines=[line(What.OPENED)])
    assert write(by=cast.lee.actor, client=cast.rosa, lines=[later]) == incident, "also when the next one is open already"
    end_crisis(by=cast.lee.actor, incident=second, outcome="mistake")
    third = write(by=cast.lee.actor, client=cast.rosa, lines=[Line(What.NOTE, second.opened_at, uuid4(), words="Not answering")])
    second.refresh_from_db()
    assert (third.ended_at, third.number, second.number) == (None, 2, None), "a deed is in no crisis that was called a mistake"


@pytest.mark.parametrize("minutes_ago", [-300, 60 * 24 * 365 * 2000])
def test_a_wrong_clock_writes_neither_the_future_nor_years_ago(cast: Cast, minutes_ago: int) -> None:
    incident = write(by=cast.lee.actor, client=cast.rosa, lines=[line(What.NOTE, minutes_ago, words="From another day")])
    at = IncidentEntry.objects.get(incident=incident, what=What.NOTE).at
    assert at is not None
    assert timedelta() <= timezone.now() - at < timedelta(minutes=1)
    assert "From another day" in page_of(cast)


def test_without_script_ticks_and_notes_are_written_by_one_press(known: Cast) -> None:
    browser = browser_of(known.lee)
    address = reverse("crisis-log", args=[known.rosa.pk])
    browser.post(address, {"scenario": "self_harm", "self_harm": ["0", "1"]})
    browser.post(address, {"note": "She is calmer"})
    browser.post(address, {"scenario": "self_harm", "self_harm": ["0"]})
    log = [(entry.what, entry.step) for entry in IncidentEntry.objects.order_by("written_at", "step")]
    assert log == [(What.OPENED, None), (What.TICKED, 0), (What.TICKED, 1), (What.NOTE, None), (What.UNTICKED, 1)]


@pytest.mark.feature("F4")
def test_a_number_that_did_not_work_is_told_once_where_it_is_looked_at(known: Cast) -> None:
    entry = Resource.objects.get(kind="psap")
    lee, address = browser_of(known.lee), reverse("crisis-log", args=[known.rosa.pk])
    assert f'form="crisis-failed" name="failed" value="{entry.pk}"' in page_of(known)
    for _ in range(2):  # pressed twice, without script
        assert lee.post(address, {"failed": entry.pk}).status_code == 302
    write(by=known.lee.actor, client=known.rosa, lines=[line(What.NUMBER_FAILED, words="the agreed number")])

    incident = Incident.objects.get()
    assert incident.number, "it was a deed"
    entries = IncidentEntry.objects.filter(incident=incident, what=What.NUMBER_FAILED)
    assert [each.words for each in entries.order_by("written_at")] == [entry.name, entry.name, "the agreed number"]
    report = ProblemReport.objects.get()
    assert (report.resource, report.from_client, report.by_id) == (entry, False, known.lee.pk)
    follow_ups = FollowUp.objects.filter(incident=incident, what=FollowUp.What.NUMBER, owner=known.lee.pk)
    assert {each.words for each in follow_ups} == {entry.name, "the agreed number"}
    page = page_of(known)
    assert "Problem reported" in page
    assert "No checked dispatch line for this place" in page
    browser_of(known.lee).post(address, {"failed": "no number"})  # nothing to write
    assert entries.count() == 3


def test_a_row_says_what_a_caller_needs_to_know(known: Cast) -> None:
    factories.resource(
        known.ada, "Open hand line", kind="crisis_line", reach="country", phone="988", sms="838255", sms_keyword="HELP", tty="(928) 555-0104",
        relay="711, then ask for 988", languages="en;es (press 2)", eligibility="People under 25", may_dispatch=True, hours="24 hours",
    )  # fmt: skip
    closed = {"phone": "(928) 555-0105", "opening": {"week": {"0": []}, "zone": "America/Phoenix"}, "hours": "by appointment"}
    row = page_of(known).partition("Open hand line")[2].partition("</li>")[0]
    said = (
        'or text <span class="big nowrap">838255</span>',
        "“HELP”",
        "TTY",
        "555-0104",
        "711, then ask for 988",
        "English, Spanish (press 2)",
        "For: People under 25",
    )
    assert [words for words in (*said, "May send help there", "Open day and night") if words not in row] == []
    team = factories.resource(known.ada, "Shut clinic team", comes_to_home=True, **closed)
    Resource.objects.filter(pk=team.pk).update(opening=closed["opening"])
    row = page_of(known).partition("Shut clinic team")[2].partition("</li>")[0]
    assert "Closed now" in row
    assert "by appointment" not in row
    assert "Comes to the home" in row


@pytest.mark.parametrize("body", [b"[]", b'{"lines": 3}', b'{"lines": [{"what": "ended"}]}', b"\xff", b'{"lines": [3]}', ENDLESS])
def test_what_cannot_be_read_is_refused_in_words(cast: Cast, body: bytes) -> None:
    answer = browser_of(cast.lee).post(reverse("crisis-log", args=[cast.rosa.pk]), body, content_type="application/json")
    assert answer.status_code == 422
    assert "stay on the page" in answer.content.decode()
    assert not Incident.objects.exists()


@pytest.mark.parametrize("who", ["ben", "ada", "kay", "dov"])
def test_nobody_else_opens_it(known: Cast, who: str) -> None:
    assert browser_of(getattr(known, who)).get(reverse("crisis", args=[known.rosa.pk])).status_code == 404


@pytest.mark.feature("F2")
def test_an_old_answer_is_told_with_its_date_and_never_as_of_today(known: Cast) -> None:
    save_answer(by=known.lee.actor, client=known.rosa, key="means", value="something", seen_version=0)
    assert "asked today: yes, there is something" in page_of(known)
    Answer.objects.filter(key="means").update(changed_at=timezone.now() - timedelta(days=23))
    assert "I have not asked today. On" in page_of(known)


def test_a_new_place_brings_its_own_numbers_in_two_presses(known: Cast) -> None:
    factories.resource(known.ada, "Multnomah mobile outreach", phone="(503) 555-0191", county="Multnomah", town="", region="OR")
    browser = browser_of(known.lee)
    address, told = reverse("crisis-place", args=[known.rosa.pk]), {"town": "Portland", "region": "OR"}
    assert "Portland lies in several counties" in browser.post(address, told).content.decode()
    page = browser.post(address, {**told, "county": "Multnomah"}, follow=True).content.decode()
    assert "Multnomah mobile outreach" in page
    assert "Flagstaff 911 center" not in page
    assert "No checked dispatch line for this place" in page
    assert "Place said back: Portland, OR, Multnomah County" in page


@pytest.mark.feature("F9")
def test_the_clinic_s_note_goes_with_the_place_and_says_when_nobody_confirmed_it(cast: Cast) -> None:
    for region, words in (("AZ", "Ask Sam before you call."), ("NV", "Call Nevada's line first."), ("", "Anywhere else.")):
        add_note(by=cast.ada.actor, country_code="US", region=region, words=words, reviewed_on=None)
    told, tag = "note for AZ</h3>", "Place not confirmed"
    assert "Your clinic’s note for" not in page_of(cast), "no place, no law"
    place = factories.place(cast.rosa)
    usual = page_of(cast).partition(told)[2]
    assert tag in usual.partition("Ask Sam before you call.")[0]
    lee = browser_of(cast.lee)
    lee.post(reverse("crisis-place", args=[cast.rosa.pk]), {"place": place.pk})
    confirmed = page_of(cast).partition(told)[2]
    assert ("Ask Sam before you call." in confirmed, tag in confirmed) == (True, False)
    moved = lee.post(reverse("crisis-place", args=[cast.rosa.pk]), {"town": "Reno", "region": "NV"}, follow=True).content.decode()
    assert "note for NV</h3>" in moved
    assert [words in moved for words in ("Ask Sam", "Nevada&#x27;s line", "Anywhere else")] == [False, True, False]
    lee.post(reverse("crisis-place", args=[cast.rosa.pk]), {"town": "Portland", "region": "OR", "county": "Multnomah"})
    assert "Anywhere else." in page_of(cast)


@pytest.mark.feature("F3", "F10")
def test_another_kind_of_emergency_brings_the_clinic_s_own_steps_and_words(cast: Cast) -> None:
    own = (Step("Ask where the client is now"), Step("Zq Ask what was taken", "“Read me the label.”"))
    word_protocol(by=cast.sam.actor, key="medical", steps=own, prompts=["“Zq I stay.”"], seen_version=0)
    lee, address = browser_of(cast.lee), reverse("crisis", args=[cast.rosa.pk])

    def shown(kind: str = "") -> tuple[str, list[str], bool]:
        """The kind whose steps are in sight, those offered beside it, and whether its words that calm are in sight."""
        page = lee.get(address, {"kind": kind} if kind else {}).content.decode()
        in_sight = [key for key in SCENARIOS if f'data-scenario="{key}">' in page]
        assert len(in_sight) == 1
        return in_sight[0], [key for key in SCENARIOS if f'data-choose="{key}"' in page], f'data-prompts="{in_sight[0]}">' in page

    assert shown() == ("self_harm", [key for key in CRISES if key != "self_harm"], True)
    assert shown("medical") == ("medical", [key for key in CRISES if key != "medical"], True)
    assert shown("dropped") == shown("9" * 5000) == shown()
    page = page_of(cast)
    assert page.index("Zq Ask what was taken") < page.index("“Read me the label.”") < page.index("“Zq I stay.”")
    assert SCENARIOS["medical"].steps[1].text not in page
    # one press writes what was chosen and done; afterwards it is the kind under way, and the others can still be read
    lee.post(reverse("crisis-log", args=[cast.rosa.pk]), {"scenario": "medical", "medical": ["1"]})
    lee.post(reverse("crisis-log", args=[cast.rosa.pk]), {"scenario": "medical", "medical": ["1"]})
    log = list(IncidentEntry.objects.order_by("written_at", "what"))
    assert [entry.what for entry in log] == [What.OPENED, What.SCENARIO, What.TICKED]
    assert (shown()[0], shown("vanished")[0]) == ("medical", "vanished")
    page = page_of(cast)
    assert f"Kind of emergency: {SCENARIOS['medical'].title}" in page
    assert 'data-step="1" checked' in page
    # back and forth, nothing is ticked twice
    for kind, ticked in (("self_harm", ["0"]), ("medical", ["1"])):
        lee.post(reverse("crisis-log", args=[cast.rosa.pk]), {"scenario": kind, kind: ticked})
    ticks = IncidentEntry.objects.filter(what=What.TICKED)
    assert sorted((entry.facts["scenario"], entry.step) for entry in ticks) == [("medical", 1), ("self_harm", 0)]
    incident = Incident.objects.get()
    assert (incident.protocol, incident.steps[1]["text"]) == ("medical", "Zq Ask what was taken")


def test_whom_the_clinic_tells_stands_there_with_a_way_to_call(cast: Cast) -> None:
    said = {"role": "insurer", "tell_when": "After harm", "phone": "(415) 555-0107"}
    asked = add_notify_entry(by=cast.ada.actor, name="Zqinsurer", **said)
    page = page_of(cast).partition("Whom the clinic tells")[2]
    for words in ("Zqinsurer", "insurer", "After harm", "(415) 555-0107", "tel:+14155550107", 'data-call data-words="insurer"'):
        assert words in page.partition("</details>")[0]
    retire_notify_entry(by=cast.ada.actor, entry=asked)
    assert "Whom the clinic tells" not in page_of(cast)


def test_a_town_of_one_county_needs_no_choice(known: Cast) -> None:
    address = reverse("crisis-place", args=[known.rosa.pk])
    page = browser_of(known.lee).post(address, {"town": "Page", "region": "AZ"}, follow=True).content.decode()
    assert "Coconino mobile crisis team" in page
    assert "Page, AZ" in page


def test_a_supervisor_without_a_grant_moves_the_place_too(known: Cast) -> None:
    place = factories.place(known.rosa, "Home", street="9 Oak Rd")
    answer = browser_of(known.sam).post(reverse("crisis-place", args=[known.rosa.pk]), {"place": place.pk}, follow=True)
    assert "9 Oak Rd" in answer.content.decode()


def test_a_place_that_is_none_of_the_client_s_is_not_there_and_moves_nobody(known: Cast) -> None:
    browser, address = browser_of(known.lee), reverse("crisis-place", args=[known.rosa.pk])
    other = factories.place(known.theo)
    for place in ("nonsense", str(other.pk), str(uuid4())):
        assert browser.post(address, {"place": place}).status_code == 404
    assert CheckIn.objects.count() == 1


def test_only_a_place_that_was_just_said_back_is_told_as_where_the_client_is(cast: Cast) -> None:
    place = factories.place(cast.rosa)
    fact, ask = "My client is at 418", "Where is the client? Ask now"
    usual = page_of(cast)
    assert "They are often at 418 Birch St" in usual
    known: dict[str, Any] = {"clinic_id": cast.elm.id, "client": cast.rosa, "by_id": cast.lee.id, "told": "place", "place": place}
    hours_ago = timezone.now() - timedelta(hours=13)
    CheckIn.objects.create(**known, where=words_of(place), at=hours_ago, is_confirmed=True)
    old = page_of(cast)
    assert "they were said to be at 418 Birch St" in old
    CheckIn.objects.create(**known, where=words_of(place))
    told = page_of(cast)
    assert "Not confirmed. Told" in told
    for page in (usual, old, told):
        assert (fact in page, ask in page) == (False, True)
    check_in(by=cast.lee.actor, client=cast.rosa, told="place", place=place, is_confirmed=True)
    now = page_of(cast)
    assert (fact in now, ask in now) == (True, False)
    check_in(by=cast.lee.actor, client=cast.rosa, told="elsewhere", where={"access_notes": "Blue car, I-40"}, is_confirmed=True)
    heard = page_of(cast)
    assert (fact in heard, ask in heard, "How to get in: Blue car, I-40." in heard) == (False, True, True)


def test_the_number_said_for_today_is_the_one_to_call(known: Cast) -> None:
    save_answer(by=known.lee.actor, client=known.rosa, key="backup_phone", value="(928) 555-0188", seen_version=0)
    assert "tel:+19285550188" in page_of(known)
    check_in(by=known.rosa.actor, client=known.rosa, told="later", call_back="(928) 555-0189")
    page = page_of(known)
    assert ("tel:+19285550189" in page, "tel:+19285550188" in page) == (True, False)


def test_the_view_names_the_colleague_who_would_be_asked(cast: Cast) -> None:
    now = timezone.now()
    for member, minutes in ((cast.ben, 60), (cast.sam, 5)):
        put_on_call(by=cast.ada.actor, member=member, starts_at=now - timedelta(minutes=minutes), ends_at=now + timedelta(hours=1))
    assert on_call_now(besides=cast.lee.pk) == cast.sam
    assert "<strong>Sam Reyes</strong>" in page_of(cast)
    Membership.objects.filter(pk=cast.sam.pk).update(ended_at=now, ended_by_id=cast.ada.pk)
    assert "<strong>Ben Okoro</strong>" in page_of(cast)
    Membership.objects.filter(pk=cast.ben.pk).update(ended_at=now, ended_by_id=cast.ada.pk)
    assert on_call_now(besides=cast.lee.pk) is None
    assert "Nobody is on call and no supervisor is known" in page_of(cast)


def test_a_number_checked_yesterday_evening_was_not_checked_today(known: Cast) -> None:
    midnight = datetime.combine(known.elm.today, time(), known.elm.zone)
    for minutes, said in ((-1, "Checked 1 day ago by Ada"), (0, "Checked today by Ada")):
        Resource.objects.filter(kind="psap").update(verified_at=midnight + timedelta(minutes=minutes))
        assert said in page_of(known)


def test_in_the_longest_log_what_is_new_is_seen(cast: Cast) -> None:
    def stamp() -> str:
        return crisis_stamp(cast.rosa)

    for number in range(3):
        write(
            by=cast.lee.actor, client=cast.rosa, lines=[line(What.NOTE, 30, words=f"Early {number}") for _ in range(LOG_SHOWN // 2)]
        )
    before = stamp()
    write(by=cast.sam.actor, client=cast.rosa, lines=[line(What.NOTE, words="Pulse is weak")])
    assert stamp() != before
    assert "Pulse is weak" in page_of(cast)


def test_nothing_heard_is_told_in_words(known: Cast) -> None:
    answer = browser_of(known.lee).post(reverse("crisis-place", args=[known.rosa.pk]), {"town": " "})
    assert answer.status_code == 422
    assert "Write down what you heard" in answer.content.decode()


def test_the_end_needs_a_next_contact_and_opens_what_follows(known: Cast) -> None:
    incident = write(by=known.lee.actor, client=known.rosa, lines=[line(What.NOTE, words="She is with her sister")])
    browser, address = browser_of(known.lee), reverse("crisis-end", args=[known.rosa.pk])
    known.sam.phone = "9285550144"
    known.sam.save(update_fields=["phone"])
    assert '<span class="nowrap">(928) 555-0144</span>' in browser.get(address).content.decode(), "as it is read aloud"
    assert "Enter a day and a time" in browser.post(address, {"outcome": "with_family"}).content.decode()
    tomorrow = timezone.localdate() + timedelta(days=2)
    answer = browser.post(address, {"outcome": "with_family", "next_day": tomorrow.isoformat(), "next_time": "10:00"})
    assert answer.status_code == 302
    incident.refresh_from_db()
    assert (incident.outcome, incident.ended_by_id, incident.severity) == ("with_family", known.lee.id, "")
    assert {"day", "three_days", "week", "month", "case_review", "support"} <= set(
        FollowUp.objects.filter(incident=incident).values_list("what", flat=True)
    )


@pytest.mark.feature("M3")
def test_whoever_covers_says_why_at_the_end_and_is_asked_until_then(known: Cast) -> None:
    ben, address = browser_of(known.ben), reverse("crisis-end", args=[known.rosa.pk])
    ben.post(reverse("crisis-open", args=[known.rosa.pk]))
    day = (timezone.localdate() + timedelta(days=2)).isoformat()
    ended = {"outcome": "with_family", "with_whom": "Zqher sister", "next_day": day, "next_time": "10:00"}
    for said, missing in (
        ({}, "Why did you open"),
        ({"why": "crisis"}, "In a few words"),
        ({"why": "crisis", "reason": "Zqshort"}, "10 char"),
    ):
        answer = ben.post(address, ended | said)
        page = answer.content.decode()
        assert (answer.status_code, "Zqher sister" in page, day in page, missing in page) == (422, True, True, True)
        assert all(words in page for words in said.values()), "what was typed is kept"
    grant = AccessGrant.objects.get(kind="break_glass")
    assert (grant.reasoned_at, Incident.objects.get().ended_at) == (None, None)
    assert "say why" in ben.get("/").content.decode()
    assert ben.post(address, ended | {"why": "crisis", "reason": "She said goodbye and hung up"}).status_code == 302
    grant.refresh_from_db()
    assert (grant.why, grant.reason, grant.reasoned_at is not None) == ("crisis", "She said goodbye and hung up", True)
    assert Incident.objects.get().outcome == "with_family"
    assert "say why" not in ben.get("/").content.decode()


def test_a_crisis_view_left_open_stands_on_today_for_both(cast: Cast) -> None:
    write(by=cast.lee.actor, client=cast.rosa, lines=[line(What.OPENED)])
    for who in (cast.lee, cast.sam):
        assert "Crisis view open" in browser_of(who).get("/").content.decode()
    assert "Crisis view open" not in browser_of(cast.ben).get("/").content.decode()


@pytest.mark.feature("F1", "F4")
def test_one_press_says_where_the_client_is(cast: Cast) -> None:
    # given two known places, and nothing said today
    factories.place(cast.rosa)
    home = factories.place(cast.rosa, "Home", street="9 Oak Rd")
    lee, address = browser_of(cast.lee), reverse("crisis-place", args=[cast.rosa.pk])
    page = page_of(cast)
    assert [words in page for words in ("At Sister", "At Home", "Somewhere else", "Yes, confirmed")] == [True, True, True, False]
    # when the client has told it by the link, one press says it was said back; where the adult is stays known
    told = check_in(by=cast.rosa.actor, client=cast.rosa, told="place", place=home, adult="house")
    page = page_of(cast)
    assert [words in page for words in ("At Sister", "At Home", "Yes, confirmed")] == [True, False, True]
    page = lee.post(address, {"said": told.pk}, follow=True).content.decode()
    assert ("Confirmed today" in page, "Place said back: 9 Oak Rd" in page, "At Sister" in page) == (True, True, False)
    newest = CheckIn.objects.latest("at")
    assert (newest.is_confirmed, newest.place_id, newest.adult) == (True, home.pk, "house")
    # what is none of the client's is not there
    others = check_in(by=cast.theo.actor, client=cast.theo, told="place", place=factories.place(cast.theo))
    for said in ("nonsense", str(others.pk), str(uuid4())):
        assert lee.post(address, {"said": said}).status_code == 404


@pytest.mark.feature("F4")
def test_a_place_said_while_the_connection_was_away_has_its_own_time(cast: Cast) -> None:
    place, home = factories.place(cast.rosa), factories.place(cast.rosa, "Home", street="9 Oak Rd")
    lee, address = browser_of(cast.lee), reverse("crisis-log", args=[cast.rosa.pk])

    def sent(minutes_ago: float, **what: str) -> dict[str, str]:
        at = timezone.now() - timedelta(minutes=minutes_ago)
        return {
            "what": "place",
            "at": at.isoformat(timespec="milliseconds"),
            "operation_id": str(uuid4()),
            "words": "as shown",
            **what,
        }

    def send(*lines: dict[str, str]) -> Any:
        answer = lee.post(address, {"lines": lines}, content_type="application/json")
        assert answer.status_code == 200
        return answer.json()

    first = sent(5, place=str(place.pk))
    for _ in range(2):  # sent again after an answer was lost
        assert datetime.fromisoformat(send(first)["told_at"]) == datetime.fromisoformat(first["at"])
    assert [each.at for each in CheckIn.objects.all()] == [datetime.fromisoformat(first["at"])]
    # what arrives late is not newer than what was said after it
    later = sent(1, place=str(home.pk))
    send(later)
    assert send(sent(3, place=str(place.pk)))["told_at"] == datetime.fromisoformat(later["at"]).isoformat()
    assert "9 Oak Rd" in page_of(cast).partition("data-address")[2][:80]
    # a place that is not this client's moves nobody; its words stay in the log
    send(sent(0, place=str(factories.place(cast.theo).pk)), sent(0, said="nonsense"))
    assert CheckIn.objects.count() == 3
    assert "as shown" in page_of(cast)
    # an address that was typed waits in the same way, and is read as the page of places reads it; what is a state and a country is not guessed
    for typed, read in (
        ({"street": "1 Idaho St", "town": "Elko", "area": "nevada"}, ("1 Idaho St", "Elko", "NV", "US")),
        ({"town": "Lyon", "area": "France"}, ("", "Lyon", "", "FR")),
        ({"town": "Atlanta", "area": "Georgia"}, ("", "Atlanta, Georgia", "", "US")),
        ({"street": "a blue car"}, ("a blue car", "", "", "US")),
    ):
        line = sent(0, **typed)
        send(line)
        newest = CheckIn.objects.latest("at")
        assert tuple(newest.where[name] for name in ("street", "town", "region", "country_code")) == read
        assert (newest.at, newest.is_confirmed) == (datetime.fromisoformat(line["at"]), True)
    send(sent(0, town="x" * 5000, area="\x00"), sent(0, town=" "))
    assert CheckIn.objects.count() == 8
