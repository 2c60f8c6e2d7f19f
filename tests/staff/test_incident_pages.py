"""The pages of an incident, its list, its paper, and what clinicians find on Today."""

import html
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from clinic.audit.models import Event
from clinic.clients.models import AccessGrant
from clinic.documents.handed_in import FileKind, HandedIn
from clinic.staff.actions import end_and_follow_up
from emergency.actions import disclosures, incidents
from emergency.actions.attachments import keep_with_incident, take_out
from emergency.models import Disclosure, FollowUp, Incident, IncidentEntry, PlanTrouble, SessionEntry
from tests import factories
from tests.cast import Cast, browser_of, seen_ahead
from tests.emergency.after_crisis import BEGAN, ended, written

NIGHT = datetime(2026, 11, 1, 3, 50, tzinfo=UTC)  # 11:50 pm in New York; at 6:00 UTC the clocks are put back
LONG = "Straßenbahnhaltestelle" * 40


def at(name: str, incident: Incident, **more: Any) -> str:
    return reverse(name, kwargs={"client": incident.client_id, "incident": incident.pk, **more})


def words(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def squeezed(text: str) -> str:
    """Without white space: a PDF breaks lines and columns where it likes."""
    return re.sub(r"\s", "", text)


def pdf_of(browser: Browser, incident: Incident) -> PdfReader:
    answer = browser.get(at("incident-pdf", incident))
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'inline; filename="report.pdf"'
    return PdfReader(BytesIO(answer.content))


def timeline(page: str) -> list[list[str]]:
    """The cells of the timeline, as the page has them."""
    table = page[page.index('id="timeline"') :]
    rows = re.findall(r"<tr>(.*?)</tr>", table[table.index("<tbody>") : table.index("</tbody>")], re.S)
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)[:3] for row in rows]
    return [[" ".join(html.unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in row] for row in cells]


@pytest.mark.feature("G2", "G3", "E8")
def test_what_failed_in_its_session_stands_in_the_timeline_and_on_paper(cast: Cast) -> None:
    ana = factories.contact(cast.rosa, "Ana Alvarez", permission="crisis", phone="(928) 555-0177")
    marco = factories.contact(cast.rosa, "Marco Diaz", permission="")
    session = factories.session(cast.lee, cast.rosa, started=True, starts_at=BEGAN, started_at=BEGAN - timedelta(minutes=30))
    logged = (
        (-30, "started", ""), (-12, "signal", ""), (-9, "dropped", ""), (-8, "tried", "Call the phone"),
        (-5, "means_changed", "Keys with Ana"), (3, "back", ""), (90, "ended", "after it"),
    )  # fmt: skip
    for minutes, what, said in logged:
        entry = {"clinic_id": session.clinic_id, "session": session, "by_id": cast.lee.pk, "what": what, "words": said}
        SessionEntry.objects.create(at=BEGAN + timedelta(minutes=minutes), **entry)
    calls = (
        (0, "opened", {}),
        (4, "called", {"contact_id": marco.pk}),
        (5, "call_result", {"contact_id": ana.pk, "result": "answered"}),
        (6, "call_result", {"contact_id": marco.pk, "result": "no_answer"}),
    )
    incident = written(cast.lee, cast.rosa, lines=calls)
    assert incident.session_id == session.pk
    with time_machine.travel(BEGAN + timedelta(minutes=44), tick=False):
        end_and_follow_up(by=cast.lee.actor, incident=incident, outcome="with_help")

    lee = browser_of(cast.lee)
    page = lee.get(at("incident", incident) + "?order=oldest").content.decode()
    assert [" ".join(what.split()[:4]) for _, what, _ in timeline(page)] == [
        "Session started automatic, added", "The client gave the", "The connection dropped automatic,", "Tried, no answer: Call",
        "Asked about means: changed:", "Crisis view opened automatic", "Back on video automatic,", "Tried to call Marco",
        "Call to Ana Alvarez:", "Call to Marco Diaz:", "Crisis view ended automatic",
    ]  # fmt: skip
    said = {" ".join(what.split()[:4]): what for _, what, _ in timeline(page)}
    assert "Keys with Ana" in said["Asked about means: changed:"]
    assert "the client had agreed to a call" in said["Call to Ana Alvarez:"]
    assert "not agreed: only for danger to life" in said["Tried to call Marco"]
    assert "not agreed: only for danger to life" in said["Call to Marco Diaz:"]
    assert page.count("/correct/") == len(calls) + 1, "the lines of the session are locked"
    assert squeezed("Tried, no answer: Call the phone") in squeezed("".join(p.extract_text() for p in pdf_of(lee, incident).pages))

    # the call that was answered, and it alone, leads to a disclosure with what is known of it; no basis is chosen
    offered = re.findall(r'href="([^"]+\?call=[^"]+)"', page)
    assert len(offered) == 1
    form = lee.get(html.unescape(offered[0])).content.decode()
    assert 'value="Ana Alvarez, (928) 555-0177"' in form
    assert 'value="At the call: the client had agreed to a call"' in form
    assert f'value="{BEGAN.astimezone(cast.lee.clinic.zone):%Y-%m-%d}"' in form
    assert "checked" not in form
    assert lee.get(at("incident-disclosure", incident) + "?call=nothing").status_code == 404


@pytest.mark.feature("G2")
def test_a_timeline_over_midnight_and_two_hours_of_the_same_name(cast: Cast) -> None:
    factories.place(cast.rosa, time_zone="America/Phoenix")
    incident = ended(cast.lee, cast.rosa, began=NIGHT, minutes=200)
    for minutes, said in ((20, "Past midnight"), (100, "First half past one"), (160, "Second half past one")):
        incidents.add_line_late(by=cast.lee.actor, incident=incident, words=said, at=NIGHT + timedelta(minutes=minutes))
    note = IncidentEntry.objects.filter(incident=incident, what="note").earliest("written_at")
    incidents.correct(by=cast.lee.actor, entry=note, words="They said 30", at=note.at)
    incidents.add_line_late(by=cast.lee.actor, incident=incident, words="Ana rang the bell", at=None)
    incidents.add_line_late(by=cast.lee.actor, incident=incident, words=LONG, at=NIGHT)

    lee = browser_of(cast.lee)
    page = lee.get(at("incident", incident) + "?order=oldest").content.decode()
    lines = timeline(page)
    when = {what: moment for moment, what, _ in lines}
    by_start = {what[:20]: moment for what, moment in when.items()}
    assert by_start["Past midnight added "] == "1 Nov, 12:10 am (9:10 pm on 31 Oct there)"
    assert by_start["First half past one "] == "1 Nov, 1:30 am EDT (10:30 pm on 31 Oct there)"
    assert by_start["Second half past one"] == "1 Nov, 1:30 am EST (11:30 pm on 31 Oct there)"
    assert by_start["Ana rang the bell wr"] == "time not known"
    order = [what[:12] for _, what, _ in lines]
    assert order.index("First half p") < order.index("Second half ")
    assert "Ana rang the" in order[-1], "without a time it stands where it was written"
    assert "12:00 am" not in page, "never a made-up time"
    everything = " ".join(" ".join(row) for row in lines)
    for said in (
        "Crisis view opened automatic",
        "Tried to call Coconino mobile crisis team automatic",
        "corrected",
        "Corrects 12:10 am",
        "added later",
    ):
        assert said in everything, said
    assert timeline(lee.get(at("incident", incident)).content.decode()) == lines[::-1], "the newest first"

    paper = pdf_of(lee, incident)
    text = squeezed("".join(each.extract_text() for each in paper.pages))
    for row in lines:
        for cell in row:
            assert squeezed(cell) in text, cell


def test_the_paper_is_tagged_neutral_and_repeats_the_head_of_its_table(cast: Cast) -> None:
    incident = ended(cast.lee, cast.rosa)
    for number in range(60):
        incidents.add_line_late(by=cast.lee.actor, incident=incident, words=f"Line {number}. " + "More of it. " * 6, at=BEGAN)
    for title in ("Photo of the note", "Taken by mistake"):
        kept = keep_with_incident(by=cast.lee.actor, incident=incident, title=title, file=HandedIn(b"%PDF-", FileKind.PDF))
    take_out(by=cast.lee.actor, attachment=kept)
    paper = pdf_of(browser_of(cast.sam), incident)
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert paper.metadata is not None
    assert paper.metadata.title == "Report"
    assert len(paper.pages) > 2
    assert paper.pages[0].mediabox.width == 612, "Letter"
    for middle in paper.pages[1:-1]:
        assert "WhenWhatWho" in squeezed(middle.extract_text())
    text = "".join(page.extract_text() for page in paper.pages)
    for kept_out in ("Support for the therapist", "Review of the case", "Taken by mistake"):
        assert kept_out not in text
    assert "Photo of the note (PDF)" in text
    assert f"Incident {incident.called}" in text


@pytest.mark.feature("G1", "G8")
def test_what_belongs_to_an_incident_is_added_page_by_page(cast: Cast) -> None:
    incident = ended(cast.lee, cast.rosa)
    lee, tomorrow = browser_of(cast.lee), cast.elm.today + timedelta(days=1)
    day, hour = "2026-11-06", "15:02"
    assert (
        "That is later than now"
        in lee.post(at("incident-line", incident), {"words": "x", "day": tomorrow, "hour": hour}).content.decode()
    )
    assert "or leave both empty" in lee.post(at("incident-line", incident), {"words": "x", "day": day, "hour": ""}).content.decode()
    assert lee.post(at("incident-line", incident), {"words": "Ana came", "day": day, "hour": hour}).status_code == 302
    entry = IncidentEntry.objects.order_by("written_at").last()
    assert entry.at == datetime(2026, 11, 6, 20, 2, tzinfo=UTC)
    correct = at("incident-correct", incident, incident_entry=entry.pk)
    assert "Ana came" in words(lee.get(correct))
    assert lee.post(correct, {"words": "Her sister came", "day": "", "hour": ""}).status_code == 302
    consulted = {"with_whom": "Sam Reyes", "advice": "Stay until they are there", "day": day, "hour": "14:50"}
    assert lee.post(at("incident-consult", incident), consulted).status_code == 302

    told = {"recipient": "Crisis team", "content": "Where she is", "purpose": "To send help", "day": day, "hour": "14:49"}
    assert "checked" not in lee.get(at("incident-disclosure", incident)).content.decode(), "no basis is chosen beforehand"
    assert "Choose on what basis it was told" in lee.post(at("incident-disclosure", incident), told).content.decode()
    assert lee.post(at("incident-disclosure", incident), {**told, "basis": "other"}).status_code == 422
    assert lee.post(at("incident-disclosure", incident), {**told, "basis": "threat"}).status_code == 302
    assert Disclosure.objects.get().is_accountable

    trouble = {"what": "not_foreseen", "words": "The door was locked", "response": "The neighbour had a key", "plan_adapted": "yes"}
    assert lee.post(at("incident-trouble", incident), {"words": "x"}).status_code == 422
    assert lee.post(at("incident-trouble", incident), trouble).status_code == 302
    assert (PlanTrouble.objects.get().plan_adapted, PlanTrouble.objects.get().reminded_of_coping) == (True, None)

    first = FollowUp.objects.get(incident=incident, what="day")
    done = at("follow-up-done", incident, follow_up=first.pk)
    assert "Say why it is not needed" in lee.post(done, {"how": "none", "words": ""}).content.decode()
    assert lee.post(done, {"how": "done", "words": "Spoke with Rosa"}).status_code == 302
    more = {"what": "other", "words": "Ask about the key", "owner": cast.ben.pk, "day": tomorrow, "hour": "10:00"}
    assert lee.post(at("follow-up-new", incident), {**more, "owner": ""}).status_code == 422
    assert lee.post(at("follow-up-new", incident), more).status_code == 302
    support = FollowUp.objects.get(incident=incident, what="support")
    assert "<textarea" not in lee.get(at("follow-up-done", incident, follow_up=support.pk)).content.decode()

    page = words(lee.get(at("incident", incident)))
    for said in (
        "Her sister came", "Corrects 3:02 pm", "Consultation with Sam Reyes: Stay until they are there", "To send help", "In the account",
        "The neighbour had a key", "Spoke with Rosa", "Ask about the key", "Ben Okoro", "The report is not handed in.",
    ):  # fmt: skip
        assert said in page, said
    account = words(lee.get(reverse("disclosure-list", kwargs={"client": cast.rosa.pk})))
    assert "Crisis team" in account
    assert incident.called in account


def test_a_report_is_kept_while_it_is_typed(cast: Cast) -> None:
    incident, lee = ended(cast.lee, cast.rosa), browser_of(cast.lee)
    address, background = at("incident-report", incident), {"X-Background": "1", "HX-Request": "true"}

    def typed(version: int, happened: str, **more: str) -> Any:
        return lee.post(address, {"version": version, "happened": happened, "later": "1", **more}, headers=background)

    first = typed(1, "She was")
    assert (first.status_code, len(first.content) <= 512) == (200, True)
    assert 'data-version="2"' in first.content.decode()
    assert 'data-version="2"' in typed(1, "She was").content.decode(), "sent again after a lost answer it changes nothing"
    assert 'data-version="3"' in typed(2, "She was afraid").content.decode()
    overtaken = typed(2, "Another tab")
    assert overtaken.status_code == 409
    assert "Copy your words" in overtaken.content.decode()
    refused = typed(3, "x" * 20_001)
    assert refused.status_code == 422
    assert "What happened: Use 20000 characters at most" in refused.content.decode()
    unasked = lee.post(
        address, {"version": 3, "happened": "Handed in", "outcome": "at_home", "severity": "danger"}, headers=background
    )
    assert unasked.status_code == 422, "nothing is handed in in the background"
    assert "She was afraid" in words(lee.get(address))
    assert "A draft, not handed in" in words(lee.get(at("incident", incident)))
    assert Event.objects.filter(action="incident.draft", object_id=incident.pk).count() == 1, "one event for a visit"

    handed_in = {"version": 3, "happened": "She was afraid", "outcome": "at_home", "severity": "danger"}
    assert lee.post(address, handed_in).status_code == 302
    assert lee.post(address, handed_in).status_code == 302, "a second press"
    assert Event.objects.filter(action="incident.report", object_id=incident.pk).count() == 1
    unscripted = lee.post(address, {**handed_in, "happened": "From an old page"})
    assert unscripted.status_code == 409
    for said in ("Somebody else has changed this report.", "What you wrote is still on this page.", "From an old page"):
        assert said in unscripted.content.decode()
    assert "With the first word you change it is a draft again" in words(lee.get(address))
    assert typed(4, "She was not", outcome="at_home", severity="danger").status_code == 200
    incident.refresh_from_db()
    assert (incident.reported_at, incident.happened) == (None, "She was not"), "half a change is not signed off"
    assert typed(4, "x").status_code == 409
    assert browser_of(cast.ben).post(address, {"version": 5, "later": "1"}, headers=background).status_code == 404


@pytest.mark.feature("G1")
def test_an_incident_without_a_crisis_view_is_recorded_afterwards(cast: Cast) -> None:
    lee, address = browser_of(cast.lee), reverse("incident-new", kwargs={"client": cast.rosa.pk})
    sent = {
        "scenario": "medical", "day": "2026-11-05", "hour": "23:40", "last_day": "2026-11-06", "last_hour": "00:30",
        "words": "She fainted", "owner": cast.lee.pk,
    }  # fmt: skip
    assert "before it began" in lee.post(address, {**sent, "last_day": "2026-11-05"}).content.decode()
    assert lee.post(address, {**sent, "day": "", "hour": ""}).status_code == 422
    made = lee.post(address, sent)
    incident = Incident.objects.get()
    assert made["Location"] == at("incident", incident)
    assert (incident.called, incident.ended_at, incident.follow_ups.count()) == (
        "2026-001",
        datetime(2026, 11, 6, 5, 30, tzinfo=UTC),
        7,
    )
    page = words(lee.get(made["Location"]))
    assert "5 November 2026, 11:40 pm to 6 November 2026, 12:30 am" in page
    assert "She fainted" in page
    assert incident.called in words(lee.get(reverse("client-incidents", kwargs={"client": cast.rosa.pk})))
    assert browser_of(cast.ben).post(address, sent).status_code == 404


def test_the_auditor_sees_that_and_when_but_neither_whom_nor_what(cast: Cast) -> None:
    incident = ended(cast.lee, cast.rosa)
    incidents.report(
        by=cast.lee.actor, incident=incident, seen_version=1, finished=True,
        words={"severity": "harm", "outcome": "with_help", "happened": "Secret", "helped": "", "hindered": "", "changes": ""},
    )  # fmt: skip
    page = words(browser_of(cast.kay).get(reverse("incident-list")))
    for seen in (incident.called, cast.rosa.pseudonym, "Dr. Lee", "Waits for sign-off"):
        assert seen in page, seen
    for unseen in ("Rosa", "Secret", "With emergency help", "harmed"):
        assert unseen not in page, unseen
    assert browser_of(cast.kay).get(at("incident", incident)).status_code == 404
    assert browser_of(cast.ada).get(reverse("incident-list")).status_code == 404


def test_today_and_the_list_say_what_waits(cast: Cast) -> None:
    incident = ended(cast.lee, cast.rosa, began=timezone.now() - timedelta(hours=60))
    for who, seen in (
        ("lee", ("Rosa A.: Speak with the client within 24 hours", "write the report of incident", "overdue since")),
        ("sam", ("Dr. Lee",)),
    ):
        for page in ("today", "incident-list"):
            text = words(browser_of(cast.staff[who]).get(reverse(page)))
            for said in seen:
                assert said in text, (who, page, said)
    assert "Rosa" not in words(browser_of(cast.ben).get(reverse("today")))
    incidents.report(
        by=cast.lee.actor, incident=incident, seen_version=1, finished=True,
        words={"severity": "harm", "outcome": "with_help", "happened": "x", "helped": "", "hindered": "", "changes": ""},
    )  # fmt: skip
    assert f"sign off incident {incident.called}" in words(browser_of(cast.sam).get(reverse("today")))
    assert "write the report" not in words(browser_of(cast.lee).get(reverse("today")))
    assert browser_of(cast.sam).post(at("incident-signoff", incident), {"version": "9" * 5000}).status_code == 409


def test_the_plan_page_asks_what_did_not_go_to_plan(cast: Cast) -> None:
    factories.version(factories.plan(cast.rosa))
    address = reverse("plan-trouble", kwargs={"client": cast.rosa.pk})
    lee = browser_of(cast.lee)
    assert lee.post(address, {"what": "not_used", "reminded_of_coping": "no"})["Location"] == reverse(
        "plan-review", kwargs={"client": cast.rosa.pk}
    )
    assert PlanTrouble.objects.get().reminded_of_coping is False
    assert browser_of(cast.ben).post(address, {"what": "not_used"}).status_code == 404


def test_queries_are_fixed_however_much_there_is(cast: Cast) -> None:
    incident = ended(cast.lee, cast.rosa)
    incidents.add_line_late(by=cast.lee.actor, incident=incident, words="x", at=BEGAN)
    told = {
        "by": cast.lee.actor,
        "client": cast.rosa,
        "at": BEGAN,
        "recipient": "x",
        "content": "y",
        "purpose": "z",
        "basis": "law",
    }
    disclosures.disclose(incident=incident, **told)
    lee = seen_ahead(browser_of(cast.lee))

    def counts() -> list[int]:
        made = []
        for address in (
            at("incident", incident),
            reverse("incident-list"),
            reverse("disclosure-list", kwargs={"client": cast.rosa.pk}),
        ):
            with CaptureQueriesContext(connection) as captured:
                assert lee.get(address).status_code == 200
            made.append(len(captured))
        return made

    counts()  # the event of a visit is written once
    before = counts()
    for number in range(40):
        incidents.add_line_late(by=cast.lee.actor, incident=incident, words=LONG, at=BEGAN + timedelta(minutes=number))
        disclosures.disclose(incident=incident, **told)
        Incident.objects.create(
            clinic_id=cast.elm.pk, client=cast.rosa, year=2025, number=number + 1, lead_id=cast.ben.pk, opened_at=BEGAN, ended_at=BEGAN,
            opened_by_id=cast.ben.pk, ended_by_id=cast.ben.pk,
        )  # fmt: skip
    assert counts() == before


def test_a_cover_never_meets_what_is_about_the_therapist(cast: Cast) -> None:
    AccessGrant.objects.create(clinic_id=cast.elm.pk, client=cast.rosa, holder_id=cast.ben.pk, kind="cover", made_by_id=cast.sam.pk)
    incident = ended(cast.lee, cast.rosa)
    support = FollowUp.objects.get(incident=incident, what="support")
    ben = browser_of(cast.ben)
    for page in ("incident", "incident-report", "client-incidents"):
        address = at(page, incident) if page != "client-incidents" else reverse(page, kwargs={"client": cast.rosa.pk})
        assert "Support for the therapist" not in words(ben.get(address))
    assert ben.get(at("follow-up-done", incident, follow_up=support.pk)).status_code == 404
    assert ben.get(at("follow-up", incident, follow_up=uuid4())).status_code == 404
    assert "Support for the therapist" in words(browser_of(cast.lee).get(at("incident", incident)))
