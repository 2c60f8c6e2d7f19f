"""A number changed, an entry no longer used, a person ruled out: the plans that hold them are found and say so."""

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from clinic.db.context import clinic_context, set_clinic
from emergency.actions import contacts
from emergency.actions.directory import edit_resource, retire_resource
from emergency.models import Resource
from safetyplans.actions import drafts, shares, versions
from safetyplans.models import CitedResource, Participation, Plan, PlanVersion
from safetyplans.version_queries import holders, numbers_changed_in, plans_holding, plans_with_changed_numbers
from tests import factories
from tests.cast import Cast, browser_of
from tests.portal.visits import arrive


@pytest.fixture
def team(cast: Cast) -> Resource:
    return factories.resource(cast.ada)


@pytest.fixture
def plan(cast: Cast, team: Resource) -> Plan:
    made = drafts.start(by=cast.lee.actor, client=cast.rosa)
    factories.item(made, "support_contacts", contact=factories.contact(cast.rosa))
    factories.item(made, "professionals", resource=team)
    return made


def finish(cast: Cast, plan: Plan) -> PlanVersion:
    plan.refresh_from_db()
    return versions.put_in_force(by=cast.lee.actor, plan=plan, answer=Participation.Answer.TOOK_PART, review_on=plan.clinic.today)


def change(cast: Cast, team: Resource, **facts: str) -> None:
    team.refresh_from_db()
    edit_resource(by=cast.ada.actor, resource=team, facts=facts, seen_version=team.version)


def told(version: PlanVersion) -> list[tuple[str, bool, list[tuple[str, str]]]]:
    return [(each.name, each.retired, [(one.before, one.now) for one in each.differences]) for each in numbers_changed_in(version)]


@pytest.fixture
def lee(cast: Cast) -> Browser:
    return browser_of(cast.lee)


def page(lee: Browser, plan: Plan) -> str:
    return " ".join(lee.get(reverse("plan", kwargs={"client": plan.client_id})).content.decode().split())


@pytest.mark.feature("B15")
def test_a_changed_number_marks_the_plan_and_stands_on_today(cast: Cast, plan: Plan, team: Resource, lee: Browser) -> None:
    version = finish(cast, plan)
    assert "numbers-changed" not in page(lee, plan)
    change(cast, team, hours="9 to 5")
    assert plans_with_changed_numbers(Plan.objects.all()) == []
    change(cast, team, phone="(877) 555-0191")
    assert told(version) == [("Coconino mobile crisis team", False, [("(877) 555-0190", "(877) 555-0191")])]
    assert "was (877) 555-0190, is now (877) 555-0191." in page(lee, plan)
    today = lee.get(reverse("today")).content.decode()
    assert "A number in the plan of Rosa A. changed" in today
    assert "in the plan of" not in browser_of(cast.ben).get(reverse("today")).content.decode()
    finish(cast, plan)
    assert "numbers-changed" not in page(lee, plan)
    assert "in the plan of" not in lee.get(reverse("today")).content.decode()


def test_a_number_changed_back_is_no_change(cast: Cast, plan: Plan, team: Resource) -> None:
    version = finish(cast, plan)
    change(cast, team, phone="(877) 555-0191")
    change(cast, team, phone="(877) 555-0190")
    assert told(version) == []
    assert plans_with_changed_numbers(Plan.objects.all()) == []


@pytest.mark.parametrize("successor", [True, False])
def test_a_retired_entry_marks_the_plans_that_hold_it(
    cast: Cast, plan: Plan, team: Resource, lee: Browser, successor: bool
) -> None:
    version = finish(cast, plan)
    new = factories.resource(cast.ada, "County team") if successor else None
    retire_resource(by=cast.ada.actor, resource=team, replaced_by=new)
    assert plans_with_changed_numbers(Plan.objects.all()) == [plan]
    assert told(version) == [("Coconino mobile crisis team", not successor, [])]
    assert ("replaced by County team" if successor else "no longer used, and nothing takes its place") in page(lee, plan)
    if new:
        assert plans_holding(new).get() == plan


def test_a_number_of_a_place_marks_the_plan_too(cast: Cast) -> None:
    team = factories.resource(cast.ada, "Local line", kind="crisis_line")
    factories.place(cast.rosa)
    plan = drafts.start(by=cast.lee.actor, client=cast.rosa)
    factories.item(plan, "warning_signs", "Up at night")
    version = finish(cast, plan)
    assert [number["name"] for number in version.content["local"]] == ["Local line"]
    assert [cited.resource_id for cited in CitedResource.objects.filter(version=version)] == [team.pk]
    change(cast, team, phone="(877) 555-0192")
    assert plans_with_changed_numbers(Plan.objects.all()) == [plan]


def test_a_person_s_new_number_is_told_on_the_plan_page_and_on_today(cast: Cast, plan: Plan, lee: Browser) -> None:
    version, ana = finish(cast, plan), cast.rosa.contacts.get()
    contacts.edit(by=cast.lee.actor, contact=ana, note="Works nights")
    assert "in the plan of" not in lee.get(reverse("today")).content.decode()
    contacts.edit(by=cast.lee.actor, contact=ana, phone="(928) 555-0188")
    assert told(version) == [("Ana Alvarez", False, [("(928) 555-0177", "(928) 555-0188")])]
    assert "page and paper show the old one" in page(lee, plan)
    assert "A number in the plan of Rosa A. changed" in lee.get(reverse("today")).content.decode()
    stranger = factories.contact(cast.theo, "Kai")
    contacts.edit(by=cast.ben.actor, contact=stranger, phone="(928) 555-0101")
    assert plans_with_changed_numbers(Plan.objects.all()) == [plan]
    finish(cast, plan)
    assert "in the plan of" not in lee.get(reverse("today")).content.decode()


def test_versions_of_before_are_found_after_the_migration(cast: Cast, plan: Plan, team: Resource) -> None:
    old = factories.version(plan)  # without CitedResource
    ana = cast.rosa.contacts.get()
    ana.phone = "(928) 555-0188"
    ana.save(update_fields=["phone"])  # as before the change was noted
    change(cast, team, phone="(877) 555-0191")
    assert plans_with_changed_numbers(Plan.objects.all()) == []
    migration = import_module("safetyplans.migrations.0009_cited_by_old_versions")
    for _ in range(2):
        with clinic_context(cast.oak.id):
            migration.find(apps, SimpleNamespace(connection=connection))
    set_clinic(cast.elm.id)
    assert [cited.resource_id for cited in CitedResource.objects.filter(version=old)] == [team.pk]
    ana.refresh_from_db()
    assert ana.phone_changed_at is not None
    assert plans_with_changed_numbers(Plan.objects.all()) == [plan]


def test_who_holds_an_entry(cast: Cast, plan: Plan, team: Resource) -> None:
    finish(cast, plan)
    finish(cast, plan)
    theo = drafts.start(by=cast.ben.actor, client=cast.theo)
    factories.item(theo, "professionals", resource=team)
    versions.put_in_force(by=cast.ben.actor, plan=theo, answer=Participation.Answer.TOOK_PART, review_on=theo.clinic.today)
    counted = {name: holders(getattr(cast, name).actor, team) for name in ("ada", "lee", "sam")}
    assert {name: (found.count, [client.pk for client in found.clients]) for name, found in counted.items()} == {
        "ada": (2, []), "lee": (2, [cast.rosa.pk]), "sam": (2, [cast.rosa.pk, cast.theo.pk]),
    }  # fmt: skip
    address = reverse("resource-plans", kwargs={"resource": team.pk})
    assert "2 plans in force hold this entry." in browser_of(cast.ada).get(address).content.decode()
    assert "Rosa" not in browser_of(cast.ada).get(address, headers={"HX-Request": "true"}).content.decode()
    assert "Theo" not in browser_of(cast.lee).get(address).content.decode()
    assert browser_of(cast.dov).get(address).status_code == browser_of(cast.kay).get(address).status_code == 404
    plan.refresh_from_db()
    versions.withdraw(by=cast.lee.actor, version=plan.versions.get(number=2))
    versions.withdraw(by=cast.lee.actor, version=plan.versions.get(number=1))
    assert holders(cast.ada.actor, team).count == 1
    with clinic_context(cast.oak.id):
        assert not Plan.objects.exists()


@pytest.mark.parametrize("clients", [1, 12])
def test_plans_with_changed_numbers_in_three_queries(
    cast: Cast, team: Resource, clients: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(clients):
        person: Any = factories.client(cast.lee, f"Person {number}")
        own = drafts.start(by=cast.lee.actor, client=person)
        factories.item(own, "professionals", resource=team)
        finish(cast, own)
    change(cast, team, phone="(877) 555-0191")
    with django_assert_max_num_queries(3):
        assert len(plans_with_changed_numbers(Plan.objects.all())) == clients


def test_a_person_ruled_out_since_leaves_the_client_s_page(cast: Cast, plan: Plan, lee: Browser) -> None:
    """docs/decisions: the phone is not to offer a call to somebody the client does not want."""
    factories.item(plan, "support_contacts", contact=factories.contact(cast.rosa, "Tía Lola", phone="(928) 555-0144", position=2))
    version = finish(cast, plan)
    plan.refresh_from_db()
    shares.share(by=cast.lee.actor, plan=plan)
    rosa = arrive(cast.lee, cast.rosa)
    assert "Ana Alvarez" in rosa.get("/my/").content.decode()
    ana = cast.rosa.contacts.get(pk=version.content["first_contact"])
    ana.do_not_contact = True
    ana.save(update_fields=["do_not_contact"])
    for address in ("/my/", "/my/numbers/"):
        shown = rosa.get(address).content.decode()
        assert "Ana" not in shown
        assert "555-0177" not in shown
        assert "Call Tía" in " ".join(shown.split()), "the first button calls the next one"
    told_to_staff = page(lee, plan)
    assert "Ana Alvarez has been ruled out since this version was made." in told_to_staff
    assert version.content["first_contact"] == str(ana.pk), "the version itself keeps what was put in force"
