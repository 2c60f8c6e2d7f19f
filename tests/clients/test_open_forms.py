"""Two people with the same entry open: an old page undoes nothing, least of all do-not-contact."""

import re
from html import unescape

import pytest
from django.test import Client as Browser
from django.urls import reverse

from clinic.clients.actions.contact_safety import Said, record_copies, record_safety
from clinic.clients.models import Client, ContactSafety
from emergency.actions import contacts
from emergency.models import Contact
from tests import factories
from tests.cast import Cast, browser_of
from tests.clients.test_records import safety_form


@pytest.fixture
def ana(cast: Cast) -> Contact:
    return factories.contact(cast.rosa, permission="any", phone="928 555 0177")


@pytest.fixture
def lee(cast: Cast) -> Browser:
    return browser_of(cast.lee)


def opened(lee: Browser, ana: Contact) -> dict[str, str]:
    """What the page that was opened would send, unchanged."""
    body = lee.get(address(ana)).content.decode()
    seen = re.search(r'name="seen" value="([^"]*)"', body)
    assert seen is not None
    return {"name": ana.name, "relation": ana.relation, "phone": ana.phone, "permission": "any", "seen": unescape(seen[1])}


def address(ana: Contact) -> str:
    return reverse("contact-edit", kwargs={"client": ana.client_id, "contact": ana.pk})


def test_an_old_page_does_not_lift_do_not_contact(cast: Cast, ana: Contact, lee: Browser) -> None:
    page = opened(lee, ana)
    facts = {"do_not_contact": True, "do_not_contact_reason": "He has threatened her", "permission": "never"}
    contacts.edit(by=cast.lee.actor, contact=ana, **facts)
    assert lee.post(address(ana), {**page, "note": "Works nights"}).status_code == 302
    now = Contact.objects.get()
    assert (now.note, now.do_not_contact, now.permission) == ("Works nights", True, "never")
    assert now.do_not_contact_reason == "He has threatened her"


def test_where_both_changed_the_same_both_are_shown(cast: Cast, ana: Contact, lee: Browser) -> None:
    page = {**opened(lee, ana), "permission": "crisis"}
    contacts.edit(by=cast.lee.actor, contact=ana, permission="never")
    answer = lee.post(address(ana), page)
    assert answer.status_code == 422
    assert "Somebody else changed this meanwhile: “Never”." in unescape(answer.content.decode())
    assert Contact.objects.get().permission == "never"
    seen = re.search(r'name="seen" value="([^"]*)"', answer.content.decode())
    assert seen is not None
    assert lee.post(address(ana), {**page, "seen": unescape(seen[1])}).status_code == 302
    assert Contact.objects.get().permission == "crisis"


@pytest.mark.parametrize("seen", ["", "not json", "[]", '{"name": 1}'])
def test_a_mark_that_says_nothing_stops_nobody(ana: Contact, lee: Browser, seen: str) -> None:
    assert lee.post(address(ana), {**opened(lee, ana), "note": "Has a key", "seen": seen}).status_code in (302, 422)


def asked(lee: Browser, cast: Cast) -> tuple[str, str]:
    """The page of safe contact, and the mark that it would send."""
    page = reverse("client-contact-safety", kwargs={"client": cast.rosa.pk})
    seen = re.search(r'name="seen" value="([^"]*)"', lee.get(page).content.decode())
    assert seen is not None
    return page, unescape(seen[1])


def test_an_old_page_does_not_make_a_channel_safe_again(cast: Cast, lee: Browser) -> None:
    factories.safe_channel(cast.rosa, "email")
    page, seen = asked(lee, cast)
    record_safety(by=cast.lee.actor, client=cast.rosa, said={"email": Said(is_safe=False)})
    record_copies(by=cast.lee.actor, client=cast.rosa, phone_use="unsafe", names_on_copies=cast.rosa.names_on_copies)
    old = safety_form(email_safe="yes", call_safe="yes", seen=seen)
    answer = lee.post(page, old)
    assert answer.status_code == 422
    words = unescape(answer.content.decode())
    assert "Somebody else recorded “Not safe” here meanwhile." in words
    assert not ContactSafety.objects.get(channel="email").is_safe
    assert Client.objects.get(pk=cast.rosa.pk).phone_use == "unsafe"
    again = re.search(r'name="seen" value="([^"]*)"', answer.content.decode())
    assert again is not None
    right = {**old, "email_safe": "no", "phone_use": "unsafe", "seen": unescape(again[1])}
    assert lee.post(page, right).status_code == 302
    assert ContactSafety.objects.get(channel="call").is_safe
    assert not ContactSafety.objects.get(channel="email").is_safe
