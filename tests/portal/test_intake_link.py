"""Questions from a link: the gate and the code, one question a page, what is kept and shown, and when the link dies."""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client as Browser
from django.utils import timezone

from clinic.audit.actors import Actor, Kind
from clinic.audit.models import Event
from clinic.clients.models import Todo
from clinic.db.context import clinic_context
from clinic.notifications.models import Message
from intake.actions import invitations, screenings
from intake.actions.answers import Overtaken, save_answer
from intake.models import IntakeInvitation, Screening
from intake.queries import answer_rows
from intake.sections import SECTIONS
from tests import factories
from tests.cast import Cast, browser_of
from tests.portal.test_reading_age import HEAVY, grade
from tests.portal.visits import arrive, dials, phone
from tests.together import together

FILLING = f"{settings.PAGE_COOKIE_NAME}-fill"
Send = Callable[..., tuple[IntakeInvitation, str, str]]


@pytest.fixture
def send(cast: Cast) -> Send:
    def make(*parts: str) -> tuple[IntakeInvitation, str, str]:
        row, token, code = invitations.invite(by=cast.lee.actor, client=cast.rosa, parts=list(parts), way="shown")
        return row, f"/l/{token}/", code

    return make


def come(address: str, code: str, browser: Browser | None = None) -> Browser:
    """A phone in which the code was given."""
    browser = browser or phone()
    browser.post(address)
    assert browser.post("/my/code/", {"code": code}).headers["Location"] == "/my/questions/"
    return browser


def say(browser: Browser, number: int, value: Any = "", go: str = "next") -> str:
    """Where the button leads."""
    answer = browser.post(f"/my/questions/{number}/", {"value": value, "go": go})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def text(browser: Browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


@pytest.mark.feature("A17")
def test_a_client_fills_a_section_one_question_a_page(cast: Cast, send: Send) -> None:
    row, address, code = send("history")
    scanner = phone()
    for _ in range(3):
        assert "Open your page" in scanner.get(address).content.decode()
    browser = come(address, code)
    start = text(browser, "/my/questions/")
    assert "There are 4 questions, one on each page." in start
    assert address.split("/")[2] not in start
    first = text(browser, "/my/questions/1/")
    assert "Have you had very hard times before? What happened?" in first
    for words in (">Continue<", ">Skip<", ">Talk about it instead<"):
        assert words in first
    assert len(re.findall(r'<button type="submit" class="btn (?:sec )?full"', first)) == 3
    assert say(browser, 1, "Last winter", "next") == "/my/questions/2/"
    assert answer_rows(cast.rosa)["past_crises"].value == "Last winter"  # kept before the next page is looked at
    assert say(browser, 2, "", "talk") == "/my/questions/3/"
    assert say(browser, 3, "", "skip") == "/my/questions/4/"
    assert say(browser, 4, "") == "/my/questions/end/"
    rows = answer_rows(cast.rosa)
    assert [(key, rows[key].value, rows[key].wish) for key in ("past_signs", "what_helped", "hospital")] == [
        ("past_signs", None, "talk"), ("what_helped", None, "skipped"), ("hospital", None, "skipped"),
    ]  # fmt: skip
    assert all(each.is_from_client for each in rows.values())
    assert browser.post("/my/questions/end/").headers["Location"] == "/my/questions/done/"
    assert "Your therapist sees it in your record." in text(browser, "/my/questions/done/")
    row.refresh_from_db()
    assert row.opened_at
    assert row.finished_at


@pytest.mark.feature("C2")
def test_every_page_says_who_reads_it_and_that_nobody_watches(cast: Cast, send: Send) -> None:
    screenings.set_watch(by=cast.ada.actor, told=cast.ben, within_minutes=90)
    parts = [section.slug for section in SECTIONS if section.for_link] + ["phq9", "gad7", "asq"]
    row, address, code = send(*parts)
    browser = come(address, code)
    seen = 0
    for number in range(1, 60):
        answer = browser.get(f"/my/questions/{number}/")
        if answer.status_code == 404:
            assert b"988" in answer.content
            break
        page = answer.content.decode()
        seen += 1
        assert "Your therapist can read this, and those who help care for you. They read it in work hours." in page
        assert "Nobody watches this page." in page
        assert 'id="lines"' in page
        assert "data-exit" in page
        assert "<title>My page</title>" in page
        assert not re.search(r"<input[^>]* checked", page)
        for telling in ("Rosa", "Lee", "Elm Street", "PHQ", "GAD", "ASQ", "Would not answer", "Prefers not to say", str(row.pk)):
            assert not re.search(rf"\b{re.escape(telling)}\b", page), (number, telling)
    assert seen > 40


def test_back_keeps_everything_and_an_answer_can_be_changed_or_taken_back(cast: Cast, send: Send) -> None:
    _, address, code = send("history", "wishes")
    browser = come(address, code)
    say(browser, 1, "Last winter")
    assert "Last winter" in text(browser, "/my/questions/1/")
    assert 'href="/my/questions/1/"' in text(browser, "/my/questions/2/")
    say(browser, 1, "", "skip")
    assert answer_rows(cast.rosa)["past_crises"].value == "Last winter"
    say(browser, 1, "", "talk")
    row = answer_rows(cast.rosa)["past_crises"]
    assert (row.value, row.wish) == ("Last winter", "talk")
    assert "You chose to talk about this instead." in text(browser, "/my/questions/1/")
    say(browser, 1, "Last winter")
    assert answer_rows(cast.rosa)["past_crises"].wish == "talk"  # going on with nothing changed changes nothing
    say(browser, 1, "")
    row = answer_rows(cast.rosa)["past_crises"]
    assert (row.value, row.wish) == (None, "skipped")
    say(browser, 5, "no_police")
    assert 'value="no_police" id="id_value_2" checked' in re.sub(r"\s+", " ", text(browser, "/my/questions/5/"))
    assert browser.post("/my/questions/5/", {"value": "rather_not", "go": "next"}).status_code == 422
    assert browser.post("/my/questions/1/", {"value": "x" * 4001, "go": "next"}).status_code == 422


@pytest.mark.parametrize("go", ["skip", "talk"])
def test_words_typed_before_another_button_are_kept(cast: Cast, send: Send, go: str) -> None:
    _, address, code = send("history", "wishes")
    browser = come(address, code)
    assert say(browser, 1, "Last winter, and", go) == "/my/questions/2/"
    row = answer_rows(cast.rosa)["past_crises"]
    assert (row.value, row.wish) == ("Last winter, and", "talk" if go == "talk" else "")
    assert "Last winter, and" in text(browser, "/my/questions/1/")
    too_long = browser.post("/my/questions/2/", {"value": "x" * 4001, "go": go})
    assert too_long.status_code == 422
    assert "x" * 4001 in too_long.content.decode()
    say(browser, 5, "no_police", go)  # a choice cannot be unmade: another button leaves it out
    assert answer_rows(cast.rosa)["police_wish"].value is None


def test_the_wish_to_talk_stands_beside_what_the_therapist_wrote_meanwhile(cast: Cast, send: Send) -> None:
    _, address, code = send("history")
    browser = come(address, code)
    say(browser, 2, "I go quiet")
    save_answer(by=cast.lee.actor, client=cast.rosa, key="past_crises", value="Zebra", seen_version=0)
    save_answer(by=cast.lee.actor, client=cast.rosa, key="past_signs", value="Zebra too", seen_version=1)
    say(browser, 1, "", "talk")
    say(browser, 2, "I go quiet then", "talk")
    assert "You chose to talk about this instead." in text(browser, "/my/questions/1/")
    assert "Zebra" not in text(browser, "/my/questions/1/")
    page = browser_of(cast.lee).get(f"/clients/{cast.rosa.pk}/intake/history/").content.decode()
    beside = page.split("wrote too")[1].split("</section>")[0]
    assert beside.count("would rather talk about it") == 2
    assert "I go quiet then" in beside
    say(browser, 1, "It was the winter")
    beside = browser_of(cast.lee).get(f"/clients/{cast.rosa.pk}/intake/history/").content.decode().split("wrote too")[1]
    assert beside.split("</section>")[0].count("would rather talk about it") == 1
    assert Todo.objects.filter(kind="intake_answered").count() == 1


def test_client_and_therapist_answer_first_in_the_same_moment(stage: Cast) -> None:
    with clinic_context(stage.elm.id):
        row, _, _ = invitations.invite(by=stage.lee.actor, client=stage.rosa, parts=["history"], way="shown")
    rosa = Actor(kind=Kind.CLIENT, id=stage.rosa.id, clinic_id=stage.elm.id)

    def client() -> str:
        with clinic_context(stage.elm.id):
            invitations.tell(by=rosa, invitation=row, key="past_crises", value="Last winter")
            time.sleep(0.3)  # its transaction stays open while the other one begins
        return "told"

    def therapist() -> str:
        with clinic_context(stage.elm.id):
            try:
                save_answer(by=stage.lee.actor, client=stage.rosa, key="past_crises", value="Two years ago", seen_version=0)
            except Overtaken as other:
                return f"overtaken by {other.theirs.value}"
            time.sleep(0.3)
        return "saved"

    said = together(client, therapist)
    assert said in (["told", "overtaken by Last winter"], ["told", "saved"])
    with clinic_context(stage.elm.id):
        kept = [answer_rows(stage.rosa)["past_crises"].value, IntakeInvitation.objects.get(pk=row.pk).said_beside("past_crises")]
        assert kept == (["Last winter", None] if said[1] != "saved" else ["Two years ago", "Last winter"])


def test_the_client_comes_back_later_where_they_were(cast: Cast, send: Send) -> None:
    _, address, code = send("history")
    say(come(address, code), 1, "Last winter")
    start = text(come(address, code), "/my/questions/")
    assert 'href="/my/questions/2/">Go on' in start
    assert IntakeInvitation.objects.get().tries == 0


def test_what_others_wrote_is_never_shown(cast: Cast, send: Send) -> None:
    by = cast.lee.actor
    save_answer(by=by, client=cast.rosa, key="past_signs", value="Zebra before", seen_version=0)
    _, address, code = send("history")
    browser = come(address, code)
    say(browser, 1, "Last winter")
    save_answer(by=by, client=cast.rosa, key="past_crises", value="Zebra after", seen_version=1)
    save_answer(by=by, client=cast.rosa, key="what_helped", value="Zebra meanwhile", seen_version=0)
    for number in (1, 2, 3):
        assert "Zebra" not in browser.get(f"/my/questions/{number}/", follow=True).content.decode()
    say(browser, 3, "My sister")
    assert "My sister" in text(browser, "/my/questions/3/")
    assert answer_rows(cast.rosa)["what_helped"].value == "Zebra meanwhile"
    both = browser_of(cast.lee).get(f"/clients/{cast.rosa.pk}/intake/history/").content.decode()
    assert "Rosa A. wrote too" in both
    assert "My sister" in both


@pytest.mark.feature("A9")
def test_a_positive_answer_shows_whom_to_call_at_once_and_stops_nobody(cast: Cast, send: Send) -> None:
    factories.contact(cast.rosa)
    screenings.set_watch(by=cast.ada.actor, told=cast.ben, within_minutes=90)
    row, address, code = send("phq9")
    browser = come(address, code)
    start = text(browser, "/my/questions/")
    assert "If you say yes, your care team gets a note." in start
    first = text(browser, "/my/questions/1/")
    assert "Over the last 2 weeks, how often have you been bothered" in first
    assert "1. Little interest or pleasure in doing things" in first
    assert say(browser, 1, "1") == "/my/questions/2/"
    assert say(browser, 9, "1") == "/my/questions/9/next/"
    assert Todo.objects.filter(kind="positive_answer", told_id=cast.ben.id).count() == 1
    assert Message.objects.filter(kind="needs-you").count() == 1
    page = text(browser, "/my/questions/9/next/")
    assert page.index("Thank you for saying that") < page.index("Call<span") < page.index('id="lines"')
    assert "Ana Alvarez" in page
    assert "988" in page
    assert 'href="/my/questions/10/">Go on' in page
    assert say(browser, 10, "", "skip") == "/my/questions/end/"
    browser.get("/exit/")
    assert Screening.objects.get(invitation=row).answers["9"][0]["value"] == 1
    assert "9 of 27" not in page


def test_help_is_not_shown_without_a_reason_and_a_closed_questionnaire_is_passed(cast: Cast, send: Send) -> None:
    screenings.set_watch(by=cast.ada.actor, told=cast.ben, within_minutes=90)
    _, address, code = send("phq9", "gad7")
    browser = come(address, code)
    assert browser.get("/my/questions/1/next/").headers["Location"] == "/my/questions/2/"
    say(browser, 1, "0")
    screenings.end_watch(by=cast.ada.actor)
    assert say(browser, 2, "0") == "/my/questions/3/"  # what was begun can be ended
    closed = text(browser, "/my/questions/11/")
    assert "These questions are closed for now." in closed
    refused = browser.post("/my/questions/11/", {"value": "1", "go": "next"})
    assert refused.status_code == 409
    assert 'href="/my/questions/"' in refused.content.decode()


def test_the_link_dies_when_it_is_ended_finished_run_out_or_care_is_closed(cast: Cast, send: Send) -> None:
    for how in ("ended", "finished", "run out", "closed"):
        row, address, code = send("needs")
        browser, now = come(address, code), timezone.now()
        if how == "ended":
            invitations.end(by=cast.lee.actor, invitation=row)
        elif how == "finished":
            invitations.finish(by=cast.rosa.actor, invitation=row)
        elif how == "run out":
            now += timedelta(days=7, minutes=1)
        else:
            cast.rosa.closed_at, cast.rosa.closed_by_id = timezone.now(), cast.lee.id
            cast.rosa.save(update_fields=["closed_at", "closed_by"])
        with time_machine.travel(now):
            for answer in (phone().get(address), phone().post(address)):
                assert answer.status_code == 410, how
                assert answer.content == phone().get("/l/nobody-knows/").content
            under_way = browser.post("/my/questions/1/", {"value": "Spanish", "go": "next"})
            assert "<title>My page</title>" in under_way.content.decode()
            assert under_way.status_code in (410, 200), how
            assert b"988" in under_way.content
    assert not answer_rows(cast.rosa)


def test_five_wrong_codes_end_it(send: Send) -> None:
    row, address, code = send("needs")
    wrong = f"{(int(code) + 1) % 10_000:04d}"
    for status in (422, 422, 422, 422, 429):
        browser = phone()
        browser.post(address)
        assert browser.post("/my/code/", {"code": wrong}).status_code == status
    row.refresh_from_db()
    assert (row.ended_at is None, row.code) == (False, None)
    assert phone().get(address).status_code == 410


def test_it_admits_to_its_questions_and_nothing_else(cast: Cast, send: Send) -> None:
    _, address, code = send("needs")
    browser = come(address, code)
    assert {name: morsel["max-age"] for name, morsel in browser.cookies.items() if morsel.value} == {FILLING: ""}
    assert browser.get("/my/").headers["Location"] == "/my/sign-in/"
    assert browser.get("/clients/").status_code == 302
    for stranger in (phone(), browser_of(cast.lee), arrive(cast.lee, cast.rosa)):
        assert "Open your link again" in stranger.get("/my/questions/").content.decode()
        assert "Open your link again" in stranger.get("/my/questions/1/").content.decode()
    forged = phone()
    forged.cookies[FILLING] = "WyJ4IiwiVVMiXQ:forged:forged"
    assert "Open your link again" in forged.get("/my/questions/1/").content.decode()
    browser.get("/exit/")
    assert "Open your link again" in browser.get("/my/questions/1/").content.decode()
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        assert "Open your link again" in come_and_wait(address, code).get("/my/questions/1/").content.decode()


def come_and_wait(address: str, code: str) -> Browser:
    with time_machine.travel(timezone.now() - timedelta(hours=3)):
        return come(address, code)


def test_looking_leaves_no_event_and_writing_does(cast: Cast, send: Send) -> None:
    _, address, code = send("needs")
    browser = come(address, code)
    for page in ("/my/questions/", "/my/questions/1/", "/my/questions/end/"):
        browser.get(page)
    assert list(Event.objects.filter(actor_id=cast.rosa.id).values_list("action", flat=True)) == ["intake.open"]
    say(browser, 1, "Spanish")
    told = Event.objects.filter(actor_id=cast.rosa.id).latest("at")
    assert (told.action, told.fields, told.client_id) == ("answer.save", ["language"], cast.rosa.id)


def test_a_british_client_meets_british_numbers(cast: Cast, send: Send) -> None:
    cast.elm.country_code = "GB"
    cast.elm.save(update_fields=["country_code"])
    _, address, code = send("needs")
    browser = phone()
    pages = [browser.get(address), browser.post(address, follow=True)]
    come(address, code, browser)
    pages += [browser.get(each) for each in ("/my/questions/", "/my/questions/1/", "/my/questions/99/", "/my/questions/end/")]
    pages += [browser.post("/my/questions/end/", follow=True), browser.get("/my/questions/1/")]
    for page in pages:
        assert b"999" in page.content
        assert not dials(page, "911")


@pytest.mark.parametrize("section", [section for section in SECTIONS if section.for_link], ids=lambda section: section.slug)
def test_what_a_client_is_asked_is_easy_to_read(section: Any) -> None:
    asked = [section.for_client, section.why_for_client]
    for question in section.for_link:
        asked += [question.for_client, *(words for _, words in question.choices_for_client)]
    words = "\n".join(str(each) for each in asked)
    assert grade(words) <= 6, round(grade(words), 1)
    assert re.findall(HEAVY, words, re.IGNORECASE) == []
