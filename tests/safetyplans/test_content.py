"""Document format 1: what it freezes, and what a client sees of it later."""

import json
from datetime import date

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from emergency.queries import current
from safetyplans.content import ClientPlan, as_written, build, for_client, resource_ids
from safetyplans.models import Plan, PlanVersion
from tests import factories
from tests.cast import Cast

MADE_ON = date(2026, 11, 21)


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return factories.plan(cast.rosa)


def document(plan: Plan) -> dict:
    made = build(plan, number=1, made_on=MADE_ON, made_by_id=plan.made_by_id, review_on=date(2026, 12, 21))
    return json.loads(json.dumps(made))


def seen(document: dict) -> ClientPlan:
    return for_client(document, current(resource_ids(document)))


def words(plan: ClientPlan) -> list[str]:
    return [item.text for step in plan.steps for item in step.items]


@pytest.mark.feature("B1", "B4", "B5", "B6", "B7", "B8", "B9")
def test_steps_stand_in_their_order_with_our_titles(plan: Plan) -> None:
    written = document(plan)
    assert written["format"] == 1
    assert [(step["number"], step["title"]) for step in written["steps"]] == [
        (None, "What can set it off"),
        (1, "Signs it is getting hard"),
        (2, "Things I can do on my own"),
        (3, "People and places to be around"),
        (4, "People I can ask for help"),
        (5, "Crisis lines and my care team"),
        (6, "Making my place safer"),
        (None, "What matters to me"),
        (None, "For our video calls"),
        (None, "How we work together"),
        (None, "What my therapist does"),
        (None, "Between our calls"),
    ]


@pytest.mark.feature("B12")
def test_people_and_numbers_are_kept_by_value(cast: Cast, plan: Plan) -> None:
    ana = factories.contact(cast.rosa)
    factories.item(plan, "support_contacts", contact=ana)
    version = factories.version(plan)
    ana.name, ana.phone = "Ana Other", "(928) 555-0100"
    ana.save()
    content = seen(PlanVersion.objects.get(pk=version.pk).content)
    assert content.first_contact
    assert (content.first_contact.name, content.first_contact.phone) == ("Ana Alvarez", "(928) 555-0177")


def test_signal_and_safe_word_stay_off_copies_unless_wished(plan: Plan) -> None:
    factories.item(plan, "telehealth", "I touch my left ear", purpose="signal", on_copy=False)
    factories.item(plan, "telehealth", "Is the weather ok", purpose="safe_word", on_copy=True)
    assert words(seen(document(plan))) == ["Is the weather ok"]


def test_removed_items_and_empty_steps_are_left_out(plan: Plan) -> None:
    factories.item(plan, "warning_signs", "I stop answering")
    gone = factories.item(plan, "internal_coping", "Gone")
    gone.removed_at, gone.removed_by_id = timezone.now(), plan.made_by_id
    gone.save()
    content = seen(document(plan))
    assert [step.key for step in content.steps] == ["warning_signs"]


def test_a_changed_number_is_the_current_one_and_marked(cast: Cast, plan: Plan) -> None:
    line = factories.resource(cast.ada)
    factories.item(plan, "professionals", resource=line)
    written = document(plan)
    assert not seen(written).changed
    line.phone = "(877) 555-0191"
    line.save()
    number = seen(written).steps[0].items[0].resource
    assert number
    assert (number.phone, number.changed, number.retired) == ("(877) 555-0191", True, False)


def test_a_note_of_staff_in_an_older_document_is_read_by_nobody(cast: Cast, plan: Plan) -> None:
    factories.item(plan, "professionals", resource=factories.resource(cast.ada, note="Ask for Jo"))
    written = document(plan)
    assert "Jo" not in str(written), "no new document holds one"
    written["steps"][5]["items"][0]["resource"]["note"] = "The old number is obsolete"  # as it was kept at first
    for shown in (seen(written), as_written(written)):
        assert shown.step("professionals")
        assert "obsolete" not in str(shown)
        assert "Jo" not in str(shown)


def test_a_retired_number_gives_way_to_its_successor_or_shows_none(cast: Cast, plan: Plan) -> None:
    old, new = factories.resource(cast.ada), factories.resource(cast.ada, "County crisis team", phone="(877) 555-0123")
    factories.item(plan, "professionals", resource=old)
    written = document(plan)
    old.retired_at, old.retired_by_id = timezone.now(), cast.ada.id
    old.save()
    number = seen(written).steps[0].items[0].resource
    assert number
    assert (number.name, number.phone, number.retired) == (old.name, "", True)
    old.replaced_by = new
    old.save()
    number = seen(written).steps[0].items[0].resource
    assert number
    assert (number.name, number.phone, number.changed) == ("County crisis team", "(877) 555-0123", True)


def test_local_numbers_of_the_clients_places_come_along(cast: Cast, plan: Plan) -> None:
    factories.place(cast.rosa)
    team = factories.resource(cast.ada)
    factories.resource(cast.ada, "Dispatch of Coconino", kind="psap")
    factories.resource(cast.ada, "A suggestion", adopted_at=None, checked=False, kind="urgent_care")
    factories.resource(cast.ada, "Elsewhere", county="Pima", region="AZ")
    content = seen(document(plan))
    assert [(number.id, number.place) for number in content.local] == [(team.id, "Sister's place")]
    factories.item(plan, "professionals", resource=team)
    assert seen(document(plan)).local == (), "named in the plan already"


def test_names_are_in_the_document_only_when_the_client_wants_them(cast: Cast, plan: Plan) -> None:
    assert (document(plan)["client_name"], document(plan)["made_with"]) == ("", "")
    cast.rosa.names_on_copies = True
    cast.rosa.save()
    plan.refresh_from_db()
    assert (document(plan)["client_name"], document(plan)["made_with"]) == ("Rosa", "Dr. Lee")


@pytest.mark.parametrize("items", [1, 50])
def test_queries_do_not_grow_with_the_plan(
    cast: Cast, plan: Plan, items: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    factories.place(cast.rosa)
    ana, line = factories.contact(cast.rosa), factories.resource(cast.ada)
    for _ in range(items):
        factories.item(plan, "support_contacts", contact=ana)
        factories.item(plan, "professionals", resource=line)
    found = Plan.objects.select_related("client", "clinic").get(pk=plan.pk)
    with django_assert_num_queries(8):
        document(found)
