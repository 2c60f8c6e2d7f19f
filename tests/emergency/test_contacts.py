"""The people around a client, and what the client allows."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from clinic.audit.models import Event
from clinic.clients.actions import clients
from clinic.web.errors import Conflict
from emergency import people
from emergency.actions import contacts
from emergency.models import Contact
from tests import factories
from tests.cast import Cast, browser_of

ANA = {
    "name": "Ana", "relation": "sister", "phone": "928 555 0177", "other_phone": "928 555 0178", "permission": "crisis", "can_text": "yes",
    "may_discuss": "no", "may_leave_message": "", "release_signed_on": "2026-10-02", "note": "Has a key",
}  # fmt: skip


def add(cast: Cast, **values: str) -> Any:
    return browser_of(cast.lee).post(reverse("contact-new", kwargs={"client": cast.rosa.pk}), {**ANA, **values})


@pytest.mark.feature("A2", "A3", partly={"A3": "the signed release is a date; the paper itself is not kept"})
def test_a_person_is_kept_with_numbers_relation_and_what_the_client_allows(cast: Cast) -> None:
    assert add(cast).status_code == 302
    ana = Contact.objects.get()
    assert (ana.name, ana.relation, ana.phone, ana.other_phone) == ("Ana", "sister", "928 555 0177", "928 555 0178")
    assert (ana.permission, ana.can_text, ana.may_discuss, ana.may_leave_message) == ("crisis", True, False, None)
    assert ana.release_signed_on == date(2026, 10, 2)
    body = browser_of(cast.lee).get(reverse("contact-list", kwargs={"client": cast.rosa.pk})).content.decode()
    for words in (
        "Only in a crisis",
        "Not to be told about the client",
        "Not asked about messages",
        "Release signed on 2 Oct 2026",
    ):
        assert words in body, words


def test_when_we_may_call_has_no_answer_beforehand_and_must_be_chosen(cast: Cast) -> None:
    body = browser_of(cast.lee).get(reverse("contact-new", kwargs={"client": cast.rosa.pk})).content.decode()
    question = body[body.index("When may we call them?") :]
    assert " checked" not in question[: question.index("May we talk")]
    answer = add(cast, permission="")
    assert answer.status_code == 422
    assert "Choose when we may call Ana" in answer.content.decode()
    assert not Contact.objects.exists()


def test_somebody_who_may_be_called_needs_a_number(cast: Cast) -> None:
    answer = add(cast, phone="")
    assert answer.status_code == 422
    assert "Enter a phone number" in answer.content.decode()
    assert add(cast, phone="", permission="never").status_code == 302


def test_do_not_contact_needs_a_reason_and_stands_above_every_permission(cast: Cast) -> None:
    answer = add(cast, permission="any", do_not_contact="on")
    assert answer.status_code == 422
    assert "Say why, so that nobody calls by mistake" in answer.content.decode()
    assert add(cast, permission="any", do_not_contact="on", do_not_contact_reason="He has threatened her").status_code == 302
    marco = Contact.objects.get()
    assert (marco.permission, marco.may_be_called, marco.may_be_in_plan) == ("never", False, False)


def test_an_unasked_question_stays_unasked_when_something_else_changes(cast: Cast) -> None:
    ana = factories.contact(cast.rosa, can_text=None, may_discuss=None)
    address = reverse("contact-edit", kwargs={"client": cast.rosa.pk, "contact": ana.pk})
    body = browser_of(cast.lee).get(address).content.decode()
    assert body.count(" checked") == 4, "permission, and three times: not asked"
    browser_of(cast.lee).post(address, {**ANA, "can_text": "", "may_discuss": ""})
    ana.refresh_from_db()
    assert (ana.can_text, ana.may_discuss) == (None, None)
    assert ana.permission == "crisis"


@pytest.mark.feature("A2")
def test_people_stand_in_the_order_in_which_they_are_called(cast: Cast) -> None:
    first, second, third = (contacts.add(by=cast.lee.actor, client=cast.rosa, name=name, permission="any") for name in "abc")
    browser = browser_of(cast.lee)
    for _ in range(2):
        browser.post(reverse("contact-move", kwargs={"client": cast.rosa.pk, "contact": third.pk}))
    assert people.contacts(cast.rosa) == [third, first, second]
    browser.post(reverse("contact-move", kwargs={"client": cast.rosa.pk, "contact": third.pk}))
    assert people.contacts(cast.rosa) == [third, first, second]


def test_who_may_be_called_comes_first_and_do_not_contact_last() -> None:
    marco = Contact(name="Marco", permission="never", do_not_contact=True)
    jules, ana = Contact(name="Jules"), Contact(name="Ana", permission="crisis")
    assert people.by_permission([marco, jules, ana]) == [ana, jules, marco]


def test_a_removed_person_leaves_the_list_and_keeps_the_row(cast: Cast) -> None:
    ana = factories.contact(cast.rosa)
    browser, address = browser_of(cast.lee), reverse("contact-retire", kwargs={"client": cast.rosa.pk, "contact": ana.pk})
    assert "Remove Ana Alvarez from Rosa A." in browser.get(address).content.decode()
    assert people.contacts(cast.rosa) == [ana]
    browser.post(address)
    assert people.contacts(cast.rosa) == []
    assert Contact.objects.get().retired_by_id == cast.lee.pk
    assert browser.get(address).status_code == 404


def test_a_person_of_one_client_is_not_found_under_another(cast: Cast) -> None:
    theos = factories.contact(cast.theo)
    for page in ("contact-edit", "contact-retire"):
        address = reverse(page, kwargs={"client": cast.rosa.pk, "contact": theos.pk})
        assert browser_of(cast.lee).get(address).status_code == 404


def test_the_log_names_fields_and_never_what_stands_in_them(cast: Cast) -> None:
    ana = factories.contact(cast.rosa)
    contacts.edit(by=cast.lee.actor, contact=ana, phone="928 555 0188", note="Has moved away")
    event = Event.objects.get(action="contact.edit")
    assert event.fields == ["note", "phone"]
    assert "moved" not in str(event.__dict__)


def test_nothing_changes_after_care_has_ended(cast: Cast) -> None:
    ana = factories.contact(cast.rosa)
    ana.client = clients.close(by=cast.lee.actor, client=cast.rosa, why="ended")
    with pytest.raises(Conflict):
        contacts.retire(by=cast.lee.actor, contact=ana)
    assert add(cast).status_code == 409
