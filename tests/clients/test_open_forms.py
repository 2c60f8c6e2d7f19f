"""Two people with the same entry open: an old page undoes nothing, least of all do-not-contact."""

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client as Browser
from django.urls import reverse

from clinic.accounts.actions import clinics
from clinic.accounts.models import Clinic
from clinic.audit.models import Event
from clinic.clients.actions import clients
from clinic.clients.actions.contact_safety import Said, record_copies, record_safety
from clinic.clients.models import Client, ContactSafety
from emergency.actions import contacts, notify, platforms
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


def shown(browser: Browser, page: str) -> dict[str, str]:
    """Every box of a page as it stands, as a browser would send it."""
    form = browser.get(page).context["form"]
    said = {name: form[name].value() for name in form.fields}
    return {name: "on" if value is True else str(value) for name, value in said.items() if value not in (None, False)}


def test_an_old_page_keeps_the_phone_that_a_colleague_corrected(cast: Cast, lee: Browser) -> None:
    """Lee has the page of who the client is open, the office corrects the phone, and Lee saves other pronouns."""
    page = reverse("client-edit", kwargs={"client": cast.rosa.pk})
    sent = shown(lee, page)
    clients.edit(by=cast.ada.actor, client=cast.rosa, phone="928 555 0188")
    assert lee.post(page, sent | {"pronouns": "they"}).status_code == 302
    now = Client.objects.get(pk=cast.rosa.pk)
    assert (now.phone, now.pronouns) == ("928 555 0188", "they")
    answer = lee.post(page, sent | {"phone": "928 555 0199"})
    assert answer.status_code == 422
    assert "Somebody else changed this meanwhile: “928 555 0188”." in unescape(answer.content.decode())
    assert Client.objects.get(pk=cast.rosa.pk).phone == "928 555 0188"
    assert lee.post(page, shown(lee, page) | {"phone": "928 555 0199"}).status_code == 302


def test_an_old_page_of_the_settings_keeps_what_another_admin_set(cast: Cast) -> None:
    ada, page = browser_of(cast.ada), reverse("clinic-settings")
    sent = shown(ada, page)
    clinics.change_settings(by=cast.ada.actor, clinic=cast.elm, exit_url="https://example.org/weather", is_part2=True)
    assert ada.post(page, sent | {"after_hours_phone": "415 555 0155"}).status_code == 302
    now = Clinic.objects.get(pk=cast.elm.pk)
    assert (now.exit_url, now.is_part2, now.after_hours_phone) == ("https://example.org/weather", True, "415 555 0155")


def test_an_old_page_of_a_platform_keeps_what_another_admin_wrote(cast: Cast) -> None:
    ada, signed = browser_of(cast.ada), date(2026, 3, 2)
    platform = platforms.add(by=cast.ada.actor, name="Clinic room", agreement_on=date(2025, 2, 1), told="")
    page = reverse("platform-edit", kwargs={"platform": platform.pk})
    sent = shown(ada, page)
    platforms.edit(by=cast.ada.actor, platform=platform, agreement_on=signed)
    assert ada.post(page, sent | {"told": "Calls are encrypted."}).status_code == 302
    platform.refresh_from_db()
    assert (platform.agreement_on, platform.told) == (signed, "Calls are encrypted.")
    assert Event.objects.filter(action="platform.edit").latest("at").fields == ["told"]


def test_an_old_page_of_whom_to_tell_keeps_a_new_number(cast: Cast) -> None:
    ada = browser_of(cast.ada)
    words = {"name": "Claims desk", "role": "Insurer", "phone": "415 555 0102", "tell_when": "Within three days"}
    entry = notify.add_notify_entry(by=cast.ada.actor, **words)
    page = reverse("notify-edit", kwargs={"notify_entry": entry.pk})
    sent = shown(ada, page)
    notify.edit_notify_entry(by=cast.ada.actor, entry=entry, phone="415 555 0103")
    assert ada.post(page, sent | {"role": "Our insurer"}).status_code == 302
    entry.refresh_from_db()
    assert (entry.phone, entry.role) == ("415 555 0103", "Our insurer")
