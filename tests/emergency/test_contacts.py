"""The people around a client, and what the client allows."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.audit.models import Event
from clinic.clients.actions import clients
from clinic.web.errors import Conflict
from emergency import people
from emergency.actions import contacts
from emergency.models import Contact
from safetyplans.queries import picks
from safetyplans.steps import STEPS
from tests import factories
from tests.cast import Cast, browser_of

ANA = {
    "name": "Ana", "relation": "sister", "phone": "928 555 0177", "other_phone": "928 555 0178", "permission": "crisis", "can_text": "yes",
    "may_discuss": "no", "may_leave_message": "", "release_signed_on": "2026-10-02", "note": "Has a key",
}  # fmt: skip


def add(cast: Cast, **values: str) -> Any:
    return browser_of(cast.lee).post(reverse("contact-new", kwargs={"client": cast.rosa.pk}), {**ANA, **values})


@pytest.mark.feature("A2", "A3")
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
        "Release signed 2 Oct 2026",
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
    assert body.count(" checked") == 7, "permission, and six times: not asked"
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


REACH = {"willing": "yes", "minutes_away": "20", "has_key": "yes", "knows_of_therapy": "no"}


@pytest.mark.feature("A4")
def test_whether_a_person_can_help_is_asked_kept_and_shown(cast: Cast) -> None:
    add(cast, **REACH)
    ana = Contact.objects.get()
    assert (ana.willing, ana.minutes_away, ana.has_key, ana.knows_of_therapy) == (True, 20, True, False)
    said = "willing to help, 20 minutes away, has a key, does not know about the therapy"
    assert ", ".join(ana.reach) == said
    for page in ("contact-list", "client"):
        assert said in browser_of(cast.lee).get(reverse(page, kwargs={"client": cast.rosa.pk})).content.decode(), page


@pytest.mark.feature("A4")
def test_what_was_not_asked_of_a_persons_help_says_nothing(cast: Cast) -> None:
    add(cast)
    assert Contact.objects.get().reach == []
    page = browser_of(cast.lee).get(reverse("contact-list", kwargs={"client": cast.rosa.pk})).content.decode()
    assert "Not asked whether they could help." in page


@pytest.mark.parametrize("minutes", ["-1", "1441", "soon", "9" * 5000])
def test_minutes_that_cannot_be_are_told(cast: Cast, minutes: str) -> None:
    answer = add(cast, minutes_away=minutes)
    assert answer.status_code == 422
    assert "Enter minutes as a number from 0 to 1440" in answer.content.decode()


@pytest.mark.feature("A3")
def test_a_release_is_shown_with_its_days_and_its_end_is_said(cast: Cast) -> None:
    address = reverse("contact-list", kwargs={"client": cast.rosa.pk})
    last = timezone.localdate() + timedelta(days=30)
    add(cast, release_ends_on=last.isoformat())
    assert f"Release signed 2 Oct 2026, ends {last:%-d %b %Y}." in browser_of(cast.lee).get(address).content.decode()
    over = timezone.localdate() - timedelta(days=2)
    contacts.edit(by=cast.lee.actor, contact=_kept(cast), release_ends_on=over)
    for page in ("contact-list", "client"):
        body = browser_of(cast.lee).get(reverse(page, kwargs={"client": cast.rosa.pk})).content.decode()
        assert f"Release ended on {over:%-d %b %Y}" in body, page


def _kept(cast: Cast) -> Contact:
    return people.contact_of(cast.rosa, Contact.objects.get().pk)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"release_signed_on": "", "release_ends_on": "2027-10-02"}, "Enter the day the release was signed too"),
        ({"release_ends_on": "2026-10-01"}, "Enter a last day after the day it was signed"),
        ({"release_signed_on": "2199-01-01"}, "Enter the day it was signed: today or earlier"),
        ({"name": "x" * 10_000}, "Use 80 characters at most. You have 10000 now"),
        ({"phone": "call me"}, "Enter a phone number, like 928 555 0142"),
        ({"phone": "55501"}, "Enter a phone number, like 928 555 0142"),
        ({"other_phone": "988"}, "Enter a phone number, like 928 555 0142"),
        ({"phone": "", "permission": "any"}, "Enter a phone number, or choose “Never” below"),
    ],
)
def test_what_does_not_fit_is_told_in_words(cast: Cast, typed: dict[str, str], said: str) -> None:
    answer = add(cast, **typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"), [("\u202eرنا", "رنا"), ("Ana\x00 😀", "Ana 😀"), ("A\u0301na", "Ána"), ("<script>", "<script>")]
)
def test_names_in_any_script_are_kept(cast: Cast, typed: str, kept: str) -> None:
    answer = add(cast, name=typed)
    assert Contact.objects.get().name == kept
    assert "<script></h3>" not in browser_of(cast.lee).get(answer["Location"]).content.decode()


OSEI = {
    "name": "Dr. Osei", "relation": "psychiatrist", "organisation": "Pine Clinic", "phone": "928 555 0150", "permission": "any",
    "may_discuss": "yes", "may_leave_message": "", "release_signed_on": "2026-10-02", "release_ends_on": "", "note": "",
}  # fmt: skip


def add_provider(cast: Cast, **typed: str) -> Any:
    address = reverse("contact-new-provider", kwargs={"client": cast.rosa.pk})
    return browser_of(cast.lee).post(address, {**OSEI, **typed})


@pytest.mark.feature("A5")
def test_another_provider_is_kept_with_practice_permission_and_release_and_listed_apart(cast: Cast) -> None:
    add(cast)
    assert add_provider(cast).status_code == 302
    osei = Contact.objects.get(role="provider")
    assert (osei.name, osei.relation, osei.organisation, osei.may_discuss) == ("Dr. Osei", "psychiatrist", "Pine Clinic", True)
    for page in ("contact-list", "client"):
        body = browser_of(cast.lee).get(reverse(page, kwargs={"client": cast.rosa.pk})).content.decode()
        assert body.index(">Ana<") < body.index("Other providers") < body.index("Dr. Osei"), page
        assert "Pine Clinic" in body, page


@pytest.mark.feature("A5")
def test_a_provider_may_be_called_only_as_the_client_said(cast: Cast) -> None:
    assert add_provider(cast, permission="").status_code == 422
    assert add_provider(cast, phone="", permission="crisis").status_code == 422
    add_provider(cast, permission="never", phone="")
    assert not Contact.objects.get().may_be_called


def test_a_provider_stays_one_when_changed(cast: Cast) -> None:
    add_provider(cast)
    osei = Contact.objects.get()
    address = reverse("contact-edit", kwargs={"client": cast.rosa.pk, "contact": osei.pk})
    assert "Practice or organization" in browser_of(cast.lee).get(address).content.decode()
    browser_of(cast.lee).post(address, {**OSEI, "role": "", "organisation": "Oak Clinic"})
    osei = Contact.objects.get()
    assert (osei.role, osei.organisation) == ("provider", "Oak Clinic")


def test_providers_and_people_change_order_among_themselves(cast: Cast) -> None:
    first = factories.contact(cast.rosa, "a", position=0)
    factories.contact(cast.rosa, "Dr. b", role="provider", position=1)
    last = factories.contact(cast.rosa, "c", position=2)
    browser_of(cast.lee).post(reverse("contact-move", kwargs={"client": cast.rosa.pk, "contact": last.pk}))
    assert [each for each in people.contacts(cast.rosa) if not each.is_provider] == [last, first]


@pytest.mark.feature("A5")
def test_providers_are_offered_where_the_plan_asks_for_professionals_and_only_there(cast: Cast) -> None:
    factories.contact(cast.rosa)
    factories.contact(cast.rosa, "Dr. Osei", role="provider", position=1)
    plan = factories.plan(cast.rosa)
    offered = {step.key: [each.name for each in picks(plan, step, []).contacts] for step in STEPS if "contact" in step.accepts}
    assert offered.pop("professionals") == ["Dr. Osei", "Ana Alvarez"]
    assert offered
    assert all(names == ["Ana Alvarez"] for names in offered.values())


def test_a_client_without_a_place_is_offered_the_lines_of_the_country(cast: Cast) -> None:
    factories.resource(cast.lee, "988 Lifeline", kind="crisis_line", county="", region="", reach="country", phone="988")
    factories.resource(cast.lee, "Coconino mobile crisis team")
    step = next(each for each in STEPS if each.key == "professionals")
    assert [each.name for each in picks(factories.plan(cast.rosa), step, []).national] == ["988 Lifeline"]
    record = browser_of(cast.lee).get(reverse("client", kwargs={"client": cast.rosa.pk})).content.decode()
    assert "988 Lifeline" in record
    assert "Coconino mobile crisis team" not in record


def test_who_is_read_as_ruled_out_is_who_may_not_be_in_a_plan(cast: Cast) -> None:
    for permission in Contact.Permission.values:
        for barred in (True, False):
            factories.contact(cast.rosa, f"{permission} {barred}", permission=permission, do_not_contact=barred)
    out = {person.name for person in Contact.objects.ruled_out()}
    assert out == {person.name for person in Contact.objects.all() if not person.may_be_in_plan}
    assert len(out) == len(Contact.Permission.values) + 1, "whoever is barred, and never"
