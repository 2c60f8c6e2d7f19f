"""The note of a session loses nothing: who writes on an old version is asked, with both texts, and a repeat changes nothing."""

import html
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from clinic.audit.models import Event
from emergency.models import TherapySession
from tests import factories
from tests.cast import Cast, browser_of
from tests.saving.wire import covers

SCRIPT = {"HX-Request": "true", "X-Background": "1"}


@pytest.fixture
def session(cast: Cast) -> TherapySession:
    covers(cast.ben, cast.rosa)
    return factories.session(cast.lee, cast.rosa, started=True)


def send(browser: Browser, session: TherapySession, name: str = "session-note", *, script: bool = True, **sent: Any) -> Any:
    address = reverse(name, kwargs={"therapy_session": session.pk})
    return browser.post(address, {"operation": uuid4(), **sent}, headers=SCRIPT if script else {})


def stands(session: TherapySession) -> tuple[str, int]:
    session.refresh_from_db()
    return session.note, session.note_version


def in_form(response: Any, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', response.content.decode())
    assert found, name
    return found[1]


@pytest.mark.feature("E13", "B13")
def test_two_who_write_one_note(cast: Cast, session: TherapySession) -> None:
    lee, ben = browser_of(cast.lee), browser_of(cast.ben)
    once = {"note": "Slept better.", "version": 0, "operation": uuid4()}
    told = [send(lee, session, **once) for _ in range(2)]
    assert ['data-version="1"' in each.content.decode() for each in told] == [True, True], "a repeat says the same"
    assert len(told[0].content) <= 512
    assert stands(session) == ("Slept better.", 1)
    assert Event.objects.filter(action="session.note").count() == 1

    # Ben's page is older: nothing is written, and he gets both texts, with whose and which version it is
    refused = send(ben, session, note="Walked twice.", version=0)
    page = refused.content.decode()
    assert refused.status_code == 409
    assert 'data-version="1"' in page
    for said in (f"Not saved: {cast.lee.name} changed this note at", "Slept better.", "Walked twice.", 'data-keep="both"'):
        assert said in html.unescape(page), said
    assert stands(session) == ("Slept better.", 1)

    # the same words are no conflict, and an old write that comes again late does not come over the new one
    assert send(ben, session, note="Slept better. ", version=0).status_code == 200
    assert send(ben, session, note="Walked twice.", version=1).status_code == 200
    assert send(lee, session, **once).status_code == 409
    assert stands(session) == ("Walked twice.", 2)

    # what is too long is refused whole
    assert send(ben, session, note="a" * 4001, version=2).status_code == 422
    assert stands(session) == ("Walked twice.", 2)


@pytest.mark.parametrize(
    ("keep", "left"), [("mine", "Walked twice."), ("theirs", "Slept better."), ("both", "Slept better.\nWalked twice.")]
)
def test_without_a_script_the_page_asks_until_one_is_chosen(cast: Cast, session: TherapySession, keep: str, left: str) -> None:
    lee, ben = browser_of(cast.lee), browser_of(cast.ben)
    assert send(lee, session, script=False, note="Slept better.", version=0).status_code == 302
    for _ in range(2):
        asked = send(ben, session, script=False, note="Walked twice.", version=0)
        page = html.unescape(asked.content.decode())
        assert asked.status_code == 409
        assert ">\nWalked twice.</textarea>" in page
        assert f"{cast.lee.name} changed this at" in page
        assert "Slept better." in page
        assert stands(session) == ("Slept better.", 1)
    sent = {name: in_form(asked, name) for name in ("version", "operation", "over")}
    assert send(ben, session, script=False, note="Walked twice.", keep=keep, **sent).status_code == 302
    assert stands(session)[0] == left


def test_the_end_of_a_session_asks_as_well(cast: Cast, session: TherapySession) -> None:
    lee, ben = browser_of(cast.lee), browser_of(cast.ben)
    opened = lee.get(reverse("session-close", kwargs={"therapy_session": session.pk}))
    begun = {name: in_form(opened, name) for name in ("version", "operation")}
    send(ben, session, note="Slept better.", version=0)

    asked = send(lee, session, "session-close", script=False, note="Walked twice.", unsafe="no", **begun)
    page = html.unescape(asked.content.decode())
    assert asked.status_code == 409
    assert f"Not saved: {cast.ben.name} wrote meanwhile: “Slept better.”" in page
    assert "Walked twice.</textarea>" in page
    assert stands(session) == ("Slept better.", 1)
    assert session.is_open, "nothing of it was done"

    sent = {name: in_form(asked, name) for name in ("version", "operation", "over")}
    assert (
        send(lee, session, "session-close", script=False, note="Walked twice.", unsafe="no", keep="both", **sent).status_code == 302
    )
    assert stands(session) == ("Slept better.\nWalked twice.", 2)
    assert (session.is_open, session.unsafe) == (False, "no")

    # a session ended on the way to another keeps what was written last
    other = factories.session(cast.lee, cast.rosa, started=True)
    send(ben, other, note="Still here.", version=0)
    following = factories.session(cast.lee, cast.rosa)
    assert send(lee, following, "session-start", script=False, ending=str(other.pk)).status_code == 302
    assert stands(other) == ("Still here.", 1)
    assert not other.is_open


def test_a_note_that_is_closed_by_now_comes_back_with_its_words(cast: Cast, session: TherapySession) -> None:
    lee = browser_of(cast.lee)
    before = timezone.now() - timedelta(hours=25)
    TherapySession.objects.filter(pk=session.pk).update(started_at=before, ended_at=before, ended_by_id=cast.lee.pk)
    for script, around in ((True, ""), (False, "Walked twice.</textarea>")):
        late = send(lee, session, script=script, note="Walked twice.", version=0)
        assert late.status_code == 409
        assert "until a day after its end" in late.content.decode()
        assert around in late.content.decode()
    assert stands(session) == ("", 0)
    assert "note-words" not in lee.get(reverse("session", kwargs={"therapy_session": session.pk})).content.decode()
