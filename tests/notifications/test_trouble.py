"""The page of messages that may not have arrived."""

from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from clinic.audit.models import Event
from clinic.notifications.actions import leave, send_again
from clinic.notifications.models import Message
from clinic.notifications.outbox import post
from clinic.web.errors import Conflict
from tests.cast import Cast, browser_of, seen_ahead

PAGE = "messages-trouble"


def troubled(cast: Cast, state: str = "unknown", *, kind: str = "page-ready", to: Any = None, key: str = "k") -> Message:
    recipient = to or cast.rosa
    message = post(
        by=cast.lee.actor, key=key, kind=kind, recipient_id=recipient.id, address="someone@example.org",
        parameters={"link": "/l/token/"},
    )  # fmt: skip
    wiped = {"address": None, "parameters": None} if state == "dead" else {}
    Message.objects.filter(pk=message.pk).update(state=state, trouble="no answer after sending", **wiped)
    return Message.objects.get(pk=message.pk)


def shown(cast: Cast, who: str) -> list[str]:
    page = browser_of(getattr(cast, who)).get(reverse(PAGE))
    assert page.status_code == 200
    return [line.whom for line in page.context["lines"]]


def test_therapists_see_their_clients_and_admins_all(cast: Cast) -> None:
    troubled(cast)
    troubled(cast, "dead", to=cast.theo, key="theo")
    troubled(cast, kind="password-reset", to=cast.ben, key="ben")
    troubled(cast, "sent", key="sent")
    assert shown(cast, "lee") == ["Rosa A."]
    assert shown(cast, "ben") == ["Ben Okoro", "Theo B."]
    assert sorted(shown(cast, "ada")) == ["Ben Okoro", "Rosa A.", "Theo B."]
    assert sorted(shown(cast, "sam")) == ["Rosa A.", "Theo B."]
    assert browser_of(cast.kay).get(reverse(PAGE)).status_code == 404


def test_the_page_shows_no_address_and_no_link(cast: Cast) -> None:
    troubled(cast)
    words = browser_of(cast.lee).get(reverse(PAGE)).content.decode()
    assert "someone@example.org" not in words
    assert "/l/token/" not in words


def test_send_again_makes_a_new_message_and_settles_the_old(cast: Cast) -> None:
    old = troubled(cast)
    browser = browser_of(cast.lee)
    assert browser.post(reverse("message-again", kwargs={"message": old.pk})).status_code == 302
    new = Message.objects.exclude(pk=old.pk).get()
    assert (new.state, new.address, new.parameters) == ("waiting", "someone@example.org", {"link": "/l/token/"})
    old.refresh_from_db()
    assert (old.state, old.address, old.parameters) == ("unknown", None, None)
    assert shown(cast, "lee") == []
    [event] = Event.objects.filter(action="message.again")
    assert (event.client_id, event.actor_id) == (cast.rosa.id, cast.lee.id)
    assert browser.post(reverse("message-again", kwargs={"message": old.pk})).status_code == 409
    assert Message.objects.count() == 2


def test_leave_it_wipes_what_it_held(cast: Cast) -> None:
    message = troubled(cast)
    assert browser_of(cast.ada).post(reverse("message-leave", kwargs={"message": message.pk})).status_code == 302
    message.refresh_from_db()
    assert (message.state, message.address) == ("unknown", None)
    assert shown(cast, "ada") == []
    with pytest.raises(Conflict):
        leave(by=cast.ada.actor, message=message)


@pytest.mark.parametrize(("state", "kind"), [("dead", "page-ready"), ("unknown", "staff-digest"), ("unknown", "password-reset")])
def test_what_cannot_be_sent_again_says_what_to_do(cast: Cast, state: str, kind: str) -> None:
    message = troubled(cast, state, kind=kind)
    with pytest.raises(Conflict):
        send_again(by=cast.lee.actor, message=message)
    assert "Send again" not in browser_of(cast.lee).get(reverse(PAGE)).content.decode()


@pytest.mark.parametrize("who", ["ben", "kay", "dov"])
def test_others_messages_are_not_there(cast: Cast, who: str) -> None:
    message = troubled(cast)
    browser = browser_of(getattr(cast, who))
    for name in ("message-again", "message-leave"):
        assert browser.post(reverse(name, kwargs={"message": message.pk})).status_code == 404
    message.refresh_from_db()
    assert message.settled_at is None


def test_without_a_mail_server_the_page_says_that_messages_wait(cast: Cast, settings: Any) -> None:
    settings.MAIL_IS_SET_UP = False
    troubled(cast, "waiting")
    page = browser_of(cast.ada).get(reverse(PAGE)).content.decode()
    assert "E-mail is not set up here. 1 message waits." in page
    assert "No message has failed" not in page


def test_who_sends_a_link_without_a_mail_server_learns_that_it_waits(cast: Cast, settings: Any) -> None:
    waits, reset = "E-mail is not set up here: it waits until it is.", {"email": cast.lee.user.email}
    assert waits not in Browser().post(reverse("password-reset"), reset, follow=True).content.decode()
    settings.MAIL_IS_SET_UP = False
    assert waits in Browser().post(reverse("password-reset"), reset, follow=True).content.decode()


def test_the_number_of_queries_does_not_grow(cast: Cast, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = seen_ahead(browser_of(cast.ada))
    troubled(cast)
    browser.get(reverse(PAGE))
    with CaptureQueriesContext(connection) as one:
        browser.get(reverse(PAGE))
    for number in range(49):
        troubled(cast, key=f"k{number}", to=cast.theo if number % 2 else cast.rosa)
    with django_assert_num_queries(len(one)):
        browser.get(reverse(PAGE))
