"""Who stands for a client, how that was verified, and what this person may be told."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from clinic.audit.models import Event
from clinic.clients.actions import clients
from clinic.web.errors import Conflict
from emergency import people
from emergency.actions import contacts, guardianships
from emergency.models import Contact, Guardianship
from tests import factories
from tests.cast import Cast, browser_of, seen_ahead
from tests.web.pages import tree, words

TODAY = timezone.localdate()
COURT = {"access": "plan", "proof": "court", "verified_on": "2026-10-02", "during_sessions": "house", "until": "2030-05-02"}


def guardian(cast: Cast, name: str = "Ana Alvarez", **facts: Any) -> Guardianship:
    known = {"access": "plan", "proof": "court", "verified_on": TODAY}
    return guardianships.add(by=cast.lee.actor, client=cast.rosa, contact=factories.contact(cast.rosa, name), **{**known, **facts})


def post(cast: Cast, contact: Contact | None, **typed: str) -> Any:
    address = reverse("contact-guardian-new", kwargs={"client": cast.rosa.pk})
    return browser_of(cast.lee).post(address, {**COURT, "contact": str(contact.pk) if contact else "", **typed})


def listed(cast: Cast, page: str = "contact-list") -> str:
    return words(tree(browser_of(cast.lee).get(reverse(page, kwargs={"client": cast.rosa.pk})).content.decode()))


@pytest.mark.feature("A12")
def test_a_guardian_is_kept_with_proof_access_last_day_and_where_they_are_in_sessions(cast: Cast) -> None:
    assert post(cast, factories.contact(cast.rosa)).status_code == 302
    kept = Guardianship.objects.get()
    assert (kept.access, kept.proof, kept.verified_on, kept.verified_by_id) == ("plan", "court", date(2026, 10, 2), cast.lee.pk)
    assert (kept.until, kept.during_sessions, kept.access_now) == (date(2030, 5, 2), "house", "plan")
    shown = listed(cast)
    for said in (
        "May read the plan, until 2 May 2030", "Saw the court's paper, 2 Oct 2026, Dr. Lee", "In the house, not in the room",
    ):  # fmt: skip
        assert said in shown, said
    assert "May read the plan" in listed(cast, "client")
    event = Event.objects.get(action="guardianship.add")
    assert (event.client_id, event.object_id) == (cast.rosa.pk, kept.pk)


@pytest.mark.feature("A12")
def test_do_not_contact_stands_above_the_access_of_a_guardian(cast: Cast) -> None:
    kept = guardian(cast)
    contacts.edit(by=cast.lee.actor, contact=kept.contact, do_not_contact=True, do_not_contact_reason="He has threatened her")
    assert people.guardianship_of(cast.rosa, kept.pk).access_now == "none"
    for page in ("contact-list", "client"):
        assert "Do not contact: is told nothing" in listed(cast, page)
    assert "This stands above any access of a guardian" in listed(cast)


@pytest.mark.feature("A12")
@pytest.mark.parametrize(
    ("facts", "told", "said"),
    [
        ({}, "plan", "May read the plan"),
        ({"access": "crisis"}, "crisis", "Is told in a crisis"),
        ({"until": TODAY}, "plan", "May read the plan"),
        ({"until": TODAY - timedelta(days=2)}, "none", "is told nothing"),
        ({"proof": "", "verified_on": None}, "none", "Not verified yet: is told nothing"),
    ],
)
def test_what_a_guardian_is_told_today(cast: Cast, facts: dict[str, Any], told: str, said: str) -> None:
    assert guardian(cast, **facts).access_now == told
    assert said in listed(cast)


def test_another_proof_is_another_person_who_verified(cast: Cast) -> None:
    kept = guardian(cast)
    factories.AccessGrant.objects.create(
        clinic_id=cast.elm.id, client=cast.rosa, holder_id=cast.ben.pk, kind="cover", made_by_id=cast.lee.pk
    )
    guardianships.edit(by=cast.ben.actor, guardianship=kept, access="crisis")
    assert kept.verified_by_id == cast.lee.pk
    guardianships.edit(by=cast.ben.actor, guardianship=kept, proof="birth")
    assert kept.verified_by_id == cast.ben.pk
    guardianships.edit(by=cast.ben.actor, guardianship=kept, proof="", verified_on=None)
    assert Guardianship.objects.get().verified_by_id is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"access": ""}, "Choose what the guardian may be told"),
        ({"verified_on": ""}, "Enter the day on which it was verified"),
        ({"proof": ""}, "Say how it was verified"),
        ({"verified_on": "2199-01-01"}, "today or earlier"),
        ({"until": "soon"}, "Enter a date, like 2026-11-30"),
    ],
)
def test_what_is_missing_is_asked_for_in_words(cast: Cast, typed: dict[str, str], said: str) -> None:
    answer = post(cast, factories.contact(cast.rosa), **typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Guardianship.objects.exists()


def test_only_this_clients_people_can_be_guardians_and_each_once(cast: Cast) -> None:
    assert post(cast, None).status_code == 422
    assert post(cast, factories.contact(cast.theo)).status_code == 422
    kept = guardian(cast)
    assert post(cast, kept.contact).status_code == 422
    with pytest.raises(Conflict, match="stands here as a guardian already"):
        guardianships.add(by=cast.lee.actor, client=cast.rosa, contact=kept.contact, access="none")
    browser = browser_of(cast.lee)
    assert "Add the person first" in browser.get(reverse("contact-guardian-new", kwargs={"client": cast.rosa.pk})).content.decode()


def test_a_guardianship_ends_and_the_person_stays(cast: Cast) -> None:
    kept = guardian(cast)
    browser, kwargs = browser_of(cast.lee), {"client": cast.rosa.pk, "guardianship": kept.pk}
    address = reverse("contact-guardian-end", kwargs=kwargs)
    assert "as guardian" in browser.get(address).content.decode()
    browser.post(address)
    assert Guardianship.objects.get().access_now == "none"
    assert people.guardians(cast.rosa) == []
    assert people.contacts(cast.rosa) == [kept.contact]
    assert browser.get(reverse("contact-guardian", kwargs=kwargs)).status_code == 404
    assert Event.objects.filter(action="guardianship.end").exists()
    again = guardianships.add(by=cast.lee.actor, client=cast.rosa, contact=kept.contact, access="none")
    assert people.guardianships(cast.rosa) == [again]


def test_a_removed_person_is_told_nothing(cast: Cast) -> None:
    kept = guardian(cast)
    contacts.retire(by=cast.lee.actor, contact=kept.contact)
    assert kept.access_now == "none"
    assert people.guardians(cast.rosa) == []


def test_a_guardian_of_one_client_is_not_found_under_another(cast: Cast) -> None:
    theos = guardianships.add(by=cast.ben.actor, client=cast.theo, contact=factories.contact(cast.theo), access="none")
    for page in ("contact-guardian", "contact-guardian-end"):
        address = reverse(page, kwargs={"client": cast.rosa.pk, "guardianship": theos.pk})
        assert browser_of(cast.lee).get(address).status_code == 404


def test_nothing_changes_after_care_has_ended(cast: Cast) -> None:
    kept = guardian(cast)
    kept.client = clients.close(by=cast.lee.actor, client=cast.rosa, why="ended")
    with pytest.raises(Conflict):
        guardianships.retire(by=cast.lee.actor, guardianship=kept)
    with pytest.raises(Conflict):
        guardianships.edit(by=cast.lee.actor, guardianship=kept, access="none")


def test_the_database_keeps_a_proof_its_day_and_its_person_together(cast: Cast) -> None:
    kept = guardian(cast)
    kept.verified_on = None
    with pytest.raises(IntegrityError), transaction.atomic():
        kept.save(update_fields=["verified_on"])


def test_the_list_needs_as_many_queries_for_twenty_as_for_one(cast: Cast, django_assert_num_queries: Any) -> None:
    browser, address = seen_ahead(browser_of(cast.lee)), reverse("contact-list", kwargs={"client": cast.rosa.pk})
    guardian(cast)
    factories.contact(cast.rosa, "Dr. Osei", role="provider")
    with django_assert_num_queries(19):
        browser.get(address)
    for number in range(20):
        guardian(cast, f"Person {number}")
        factories.contact(cast.rosa, f"Dr. {number}", role="provider")
    with django_assert_num_queries(19):
        assert "Person 19" in browser.get(address).content.decode()
