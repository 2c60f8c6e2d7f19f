"""The three or four questions before a session: by link, without sign-in, without typing, and only around its time."""

import re
from datetime import timedelta
from html import unescape
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from clinic.accounts import tickets
from clinic.accounts.models import Ticket
from clinic.audit.actors import system
from clinic.clients.models import Todo
from clinic.db.context import set_clinic
from clinic.db.models import Immutable
from clinic.notifications.kinds import subject, text
from clinic.notifications.models import Message
from emergency.actions import check_in_links, sessions
from emergency.check_in_links import moment
from emergency.models import CheckIn, TherapySession
from emergency.session_times import link_opens_at
from tests import factories
from tests.cast import Cast, browser_of


def link_for(session: TherapySession) -> str:
    token = tickets.issue(
        Ticket.Kind.CHECKIN,
        object_id=session.pk,
        clinic_id=session.clinic_id,
        valid_for=session.starts_at + timedelta(minutes=30) - timezone.now(),
    )
    return reverse("checkin", kwargs={"token": token})


def words(response: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def answer(phone: Browser, link: str, **more: str) -> list[Any]:
    """All three pages, each with what stood on the ones before."""
    said = {"where": "later", "company": "alone", "number": "later", **more}
    return [phone.post(link, {**said, "page": str(page)}) for page in (1, 2, 3)]


@pytest.mark.feature("E1", "E2", "E5", "E6")
def test_nicknames_only_and_one_row_at_the_end(cast: Cast) -> None:
    place = factories.place(cast.rosa)
    session = factories.session(cast.lee, cast.rosa, minutes_from_now=29)
    link, phone = link_for(session), Browser()
    first = phone.get(link)
    page = words(first)
    assert "Sister's place" in page
    for secret in ("Birch", "Rosa", "Elm Street", "Flagstaff", "555-0142", "Dr. Lee"):
        assert secret not in first.content.decode(), secret
    assert "checked" not in first.content.decode()  # nothing is chosen beforehand
    assert "<title>My page</title>" in first.content.decode()
    assert 'id="leave"' in first.content.decode()
    assert "Call 911" in page
    assert first["Referrer-Policy"] == "same-origin"
    assert "no-store" in first["Cache-Control"]

    said = {"where": str(place.pk), "company": "cannot_hear", "number": "right"}
    pages = answer(phone, link, **said)
    assert ["ends in 0142" in words(each) for each in pages] == [False, True, False]
    assert "(928)" not in pages[1].content.decode()
    assert "Thank you" in words(pages[2])
    set_clinic(cast.elm.id)
    row = CheckIn.objects.get()
    assert (row.told, row.place_id, row.company, row.call_back) == ("place", place.pk, "cannot_hear", "(928) 555-0142")
    assert (row.is_confirmed, row.by_id, row.where["street"]) == (False, cast.rosa.pk, "418 Birch St, Apt 3B")
    # answering anew is a new row, and no row ever changes
    answer(phone, link, where="elsewhere", street="9 Oak Rd", town="Page", region="arizona", number="other", other="928 555 0199")
    set_clinic(cast.elm.id)
    newest = CheckIn.objects.order_by("-at").first()
    assert newest
    assert CheckIn.objects.count() == 2
    assert (newest.told, newest.where["region"], newest.call_back) == ("elsewhere", "AZ", "928 555 0199")
    # another country in the client's own words; nothing is written that nobody said
    for abroad, kept in (("mexico", ("MX", "")), ("Guam", ("US", "GU")), ("Narnia", ("ZZ", ""))):
        answer(phone, link, where="elsewhere", town="Nogales", abroad=abroad, number="later")
        set_clinic(cast.elm.id)
        where = CheckIn.objects.latest("at").where
        assert (where["country_code"], where["region"], where["county"]) == (*kept, ""), abroad
    with pytest.raises(Immutable):
        row.save()
    with pytest.raises(Immutable):
        CheckIn.objects.update(is_confirmed=True)
    today = words(browser_of(cast.lee).get("/"))
    assert "Nogales, Narnia" in today
    assert "Someone is here, cannot hear" not in today


@pytest.mark.feature("A12")
def test_a_client_under_age_is_asked_where_the_adult_is(cast: Cast) -> None:
    cast.rosa.born_on = (cast.elm.today - timedelta(days=16 * 365)).isoformat()
    cast.rosa.save(update_fields=["born_on"])
    session = factories.session(cast.lee, cast.rosa)
    link, phone = link_for(session), Browser()
    pages = [words(each) for each in (phone.get(link), *answer(phone, link))]
    assert "Question 1 of 4" in pages[0]
    for page in pages:
        assert "They may read them only when the call starts. Nobody watches this page." in page
    asked = pages[3]
    assert "Question 4 of 4" in asked
    assert "Is the adult we agreed on with you or in the house?" in asked
    said = {"where": "later", "company": "alone", "number": "later", "page": "4"}
    assert "Choose an answer" in words(phone.post(link, said))
    set_clinic(cast.elm.id)
    assert not CheckIn.objects.exists()
    for adult, kept in (("later", ""), ("house", "house")):
        assert "Thank you" in words(phone.post(link, {**said, "adult": adult}))
        set_clinic(cast.elm.id)
        assert CheckIn.objects.latest("at").adult == kept
    assert "In the house, not in the room" in words(browser_of(cast.lee).get(reverse("session", args=[session.pk])))


def test_what_is_missing_is_asked_for_and_back_goes_back(cast: Cast) -> None:
    place = factories.place(cast.rosa)
    link, phone = link_for(factories.session(cast.lee, cast.rosa)), Browser()
    assert "Choose an answer" in words(phone.post(link, {"page": "1"}))
    assert "Type the town" in words(phone.post(link, {"page": "1", "where": "elsewhere"}))
    assert "Choose an answer" in words(phone.post(link, {"page": "2", "where": "later"}))
    assert "Type the number" in words(phone.post(link, {"page": "3", "where": "later", "company": "alone", "number": "other"}))
    back = phone.post(link, {"page": "2", "where": str(place.pk), "back": "1"})
    assert "Where will you be" in words(back)
    assert re.search(rf'value="{place.pk}"[^>]*checked', back.content.decode())
    # a page that was jumped to, or a place of somebody else, writes nothing
    other = factories.place(cast.theo)
    assert "Where will you be" in words(phone.post(link, {"page": "3", "company": "alone", "number": "later"}))
    assert phone.post(link, {"page": "3", "where": str(other.pk), "company": "alone", "number": "later"}).status_code == 422
    set_clinic(cast.elm.id)
    assert CheckIn.objects.count() == 0


@pytest.mark.parametrize(
    ("minutes", "status", "said"),
    [
        (61, 200, "The same link works then"),
        (59, 200, "Where will you be"),
        (-29, 200, "Where will you be"),
        (-31, 410, "no longer works"),
    ],
)
def test_it_works_from_an_hour_before_until_half_an_hour_after(cast: Cast, minutes: int, status: int, said: str) -> None:
    session = factories.session(cast.lee, cast.rosa, minutes_from_now=120)
    link = link_for(session)
    at = timezone.now() + timedelta(minutes=minutes)
    TherapySession.objects.filter(pk=session.pk).update(starts_at=at)
    tickets.last_until(Ticket.Kind.CHECKIN, session.pk, at + timedelta(hours=9))  # the session decides, not the ticket alone
    response = Browser().get(link)
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", response.content.decode())
    assert heading
    assert heading[1].startswith({61: "Come back on ", -31: "Say it on the call"}.get(minutes, "Before our call"))
    assert (response.status_code, said in words(response)) == (status, True), words(response)
    assert "Call 911" in words(response)
    set_clinic(cast.elm.id)
    assert Browser().post(link, {"page": "3", "where": "later", "company": "alone", "number": "later"}).status_code == status
    set_clinic(cast.elm.id)
    assert CheckIn.objects.exists() is ("Where" in said)


def test_a_link_ends_with_its_session_and_moves_with_it(cast: Cast) -> None:
    session = factories.session(cast.lee, cast.rosa, minutes_from_now=20)
    link = link_for(session)
    hour_later = (session.starts_at + timedelta(hours=3)).astimezone(cast.elm.zone)
    facts = {"day": hour_later.date(), "local_time": hour_later.time()}
    sessions.change(by=cast.lee.actor, session=session, **facts)
    assert "Come back on" in words(Browser().get(link))
    set_clinic(cast.elm.id)
    sessions.cancel(by=cast.lee.actor, session=session)
    assert Browser().get(link).status_code == 410
    assert Browser().get(reverse("checkin", kwargs={"token": "nonsense"})).status_code == 410


def test_the_timetable_sends_each_link_once_where_that_is_safe(cast: Cast) -> None:
    by = system(cast.elm.id)
    for who in (cast.rosa, cast.theo):
        who.email = f"{who.name.split()[0].lower()}@example.org"
        who.save(update_fields=["email"])
    factories.safe_channel(cast.rosa)
    session = factories.session(cast.lee, cast.rosa, minutes_from_now=25)
    factories.session(cast.ben, cast.theo, minutes_from_now=25)  # e-mail is not recorded as safe
    factories.session(cast.lee, cast.rosa, minutes_from_now=45)  # too early
    factories.session(cast.lee, cast.rosa, minutes_from_now=20, modality="in_person")
    assert [check_in_links.send_due(by=by, now=timezone.now()) for _ in range(3)] == [1, 0, 0]
    call_command("send_check_ins", stdout=(told := StringIO()))  # cron does the same
    assert told.getvalue() == "0 check-ins written.\n"
    message = Message.objects.get()
    assert not Todo.objects.exists()
    clock = f"{session.starts_at.astimezone(cast.elm.zone):%-I:%M %p}".lower()
    assert subject(message) == f"For our {clock} call: please answer a few short questions."
    link = re.search(r"https?://\S+", text(message))
    assert link
    assert "Where will you be" in words(Browser().get(urlsplit(link[0]).path))
    set_clinic(cast.elm.id)
    # right before it leaves it is asked once more: not to another address, not about another time, not when called off
    assert moment(message) is not None
    cast.rosa.email = "other@example.org"
    cast.rosa.save(update_fields=["email"])
    assert moment(message) is None
    cast.rosa.email = message.address or ""
    cast.rosa.save(update_fields=["email"])
    sessions.cancel(by=cast.lee.actor, session=session)
    message.refresh_from_db()
    assert message.state == Message.State.DROPPED


def test_a_mail_that_waits_leaves_with_the_new_time(cast: Cast) -> None:
    cast.rosa.email = "rosa@example.org"
    cast.rosa.save(update_fields=["email"])
    factories.safe_channel(cast.rosa)
    session = factories.session(cast.lee, cast.rosa, minutes_from_now=120)
    check_in_links.send(by=cast.lee.actor, session=session)
    lee, url = browser_of(cast.lee), reverse("session-change", kwargs={"therapy_session": session.pk})
    assert "The mail leaves with the new time" in words(lee.get(url))
    later = (session.starts_at + timedelta(days=2, minutes=10)).astimezone(cast.elm.zone)
    sessions.change(by=cast.lee.actor, session=session, day=later.date(), local_time=later.time())
    session.refresh_from_db()
    waiting = Message.objects.get()
    assert waiting.state == Message.State.WAITING
    assert f"For our {later:%-I:%M %p} call".lower() in subject(waiting).lower()
    assert waiting.due_at == link_opens_at(session), "not days before the questions open"
    assert moment(waiting) is not None
    # one that has left says the old time, and the page says so
    Message.objects.update(state=Message.State.SENT, parameters=None, address=None)
    assert "The mail says the old time" in words(lee.get(url))
    sessions.change(by=cast.lee.actor, session=session, day=later.date(), local_time=later.time())
    assert Message.objects.get().parameters is None


def test_the_therapist_sends_it_or_shows_it(cast: Cast) -> None:
    session = factories.session(cast.lee, cast.rosa, minutes_from_now=30)
    lee, url = browser_of(cast.lee), reverse("session-checkin-send", kwargs={"therapy_session": session.pk})
    shown = words(lee.post(url))
    assert "No e-mail is sent" in shown
    first = re.search(r"/c/[\w-]+/", shown)
    assert first
    ends = Ticket.objects.get(kind=Ticket.Kind.CHECKIN).expires_at - session.starts_at
    assert abs(ends - timedelta(minutes=30)) < timedelta(seconds=5), "nor the session alone"
    factories.safe_channel(cast.rosa)
    cast.rosa.email = "rosa@example.org"
    cast.rosa.save(update_fields=["email"])
    sent = words(lee.post(url))
    assert "It goes to rosa@example.org" in sent
    assert "/c/" not in sent
    assert Message.objects.get().kind == "check-in"
    assert Browser().get(first[0]).status_code == 410  # the one before has stopped working
    set_clinic(cast.elm.id)
    assert "waits to be sent by e-mail" in words(lee.get("/"))
    assert browser_of(cast.ben).post(url).status_code == 404
