"""Lines of the draft: nobody's words are lost, repeats change nothing, ruled-out people stay out."""

from uuid import UUID, uuid4

import pytest
from django.db.models import Model
from django.http import Http404
from django.utils import timezone

from clinic.audit.log import Surroundings, surroundings
from clinic.audit.models import Event
from clinic.clients.models import AccessGrant, Client
from clinic.web.errors import Conflict
from safetyplans.actions import items
from safetyplans.models import Item, Plan
from safetyplans.steps import BY_KEY, STEPS, Step
from tests import factories
from tests.cast import Cast

ALONE, HELP, VIDEO = BY_KEY["internal_coping"], BY_KEY["support_contacts"], BY_KEY["telehealth"]


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return factories.plan(cast.rosa)


def add(cast: Cast, plan: Plan, text: str, step: Step = ALONE, *, operation_id: UUID | None = None, purpose: str = "") -> Item:
    return items.add_item(by=cast.lee.actor, plan=plan, step=step, text=text, purpose=purpose, operation_id=operation_id or uuid4())


def save(cast: Cast, item: Item, text: str, seen: int, operation_id: UUID | None = None) -> Item:
    return factories.reworded(cast.lee, item, text, seen=seen, operation_id=operation_id or uuid4())


def words(plan: Plan) -> list[str]:
    return [item.text for item in plan.items.kept()]


@pytest.mark.feature("B1", "B13")
def test_lines_are_added_at_the_end(cast: Cast, plan: Plan) -> None:
    add(cast, plan, "One")
    add(cast, plan, "Two")
    assert words(plan) == ["One", "Two"]


def test_the_same_operation_adds_one_line(cast: Cast, plan: Plan) -> None:
    operation = uuid4()
    first = add(cast, plan, "One", operation_id=operation)
    save(cast, first, "One, and more", 1)
    again = add(cast, plan, "One", operation_id=operation)
    assert again.pk == first.pk
    assert words(plan) == ["One, and more"]


def test_an_operation_of_another_plan_makes_a_line_of_its_own(cast: Cast, plan: Plan) -> None:
    operation = uuid4()
    add(cast, plan, "Rosa's", operation_id=operation)
    other = factories.plan(cast.theo)
    items.add_item(by=cast.ben.actor, plan=other, step=ALONE, text="Theo's", operation_id=operation)
    assert (words(plan), words(other)) == (["Rosa's"], ["Theo's"])


def test_a_second_writer_gets_the_words_of_the_first(cast: Cast, plan: Plan) -> None:
    item = add(cast, plan, "Walk")
    save(cast, item, "Walk by day", 1)
    with pytest.raises(items.ItemChanged) as conflict:
        save(cast, item, "Walk Luna", 1)
    assert conflict.value.item.text == "Walk by day"
    assert conflict.value.item.version == 2
    assert words(plan) == ["Walk by day"]


def test_a_repeated_save_is_harmless(cast: Cast, plan: Plan) -> None:
    item, operation = add(cast, plan, "Walk"), uuid4()
    save(cast, item, "Walk Luna", 1, operation)
    assert save(cast, item, "Walk Luna", 1, operation).version == 2
    assert save(cast, item, "Walk Luna", 1).version == 2, "the same words are no conflict"


def test_an_operation_id_used_twice_does_not_swallow_words(cast: Cast, plan: Plan) -> None:
    item, operation = add(cast, plan, "Walk"), uuid4()
    save(cast, item, "Walk Luna", 1, operation)
    save(cast, item, "Walk Luna far", 2, operation)
    assert words(plan) == ["Walk Luna far"]


def test_a_removed_line_is_not_written_in_silence(cast: Cast, plan: Plan) -> None:
    item = add(cast, plan, "Walk")
    items.remove_item(by=cast.lee.actor, item=item)
    with pytest.raises(Conflict, match="was removed"):
        save(cast, item, "Walk Luna", 1)
    items.restore_item(by=cast.lee.actor, item=Item.objects.get(pk=item.pk))
    save(cast, item, "Walk Luna", 1)
    assert words(plan) == ["Walk Luna"]


@pytest.mark.feature("B13")
def test_moving_keeps_the_others_in_order(cast: Cast, plan: Plan) -> None:
    lines = [add(cast, plan, text) for text in ("One", "Two", "Three")]
    add(cast, plan, "Elsewhere", VIDEO)
    assert items.move_item(by=cast.lee.actor, item=lines[2], to=2) == 2
    assert items.move_item(by=cast.lee.actor, item=lines[2], to=2) == 2, "sent again, it changes nothing"
    assert [item.text for item in plan.items.kept().filter(step=ALONE.key)] == ["One", "Three", "Two"]
    assert items.move_item(by=cast.lee.actor, item=lines[0], to=0) == 1, "the first stays first"


@pytest.mark.feature("B9")
@pytest.mark.parametrize(("purpose", "on_copy"), [("", True), ("signal", False), ("safe_word", False)])
def test_signal_and_safe_word_start_off_copies(cast: Cast, plan: Plan, purpose: str, on_copy: bool) -> None:
    item = add(cast, plan, "Is the weather ok", VIDEO, purpose=purpose)
    assert item.on_copy is on_copy
    assert items.set_on_copy(by=cast.lee.actor, item=item, on_copy=True).on_copy


@pytest.mark.feature("B12")
def test_a_person_is_cited_once(cast: Cast, plan: Plan) -> None:
    ana = factories.contact(cast.rosa)
    first = items.cite_contact(by=cast.lee.actor, plan=plan, step=HELP, contact=ana, operation_id=uuid4())
    again = items.cite_contact(by=cast.lee.actor, plan=plan, step=HELP, contact=ana, operation_id=uuid4())
    assert first.pk == again.pk
    assert first.contact == ana


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"do_not_contact": True}, "Marco is marked do not contact. Remove the entry here, or change it under Contacts first."),
        ({"permission": "never"}, "Marco is marked “never”. Remove the entry here, or change it under Contacts first."),
    ],
)
def test_ruled_out_people_stay_out(cast: Cast, plan: Plan, fields: dict[str, object], words: str) -> None:
    marco = factories.contact(cast.rosa, "Marco", **fields)
    with pytest.raises(Conflict) as conflict:
        items.cite_contact(by=cast.lee.actor, plan=plan, step=HELP, contact=marco, operation_id=uuid4())
    assert str(conflict.value) == words
    assert not plan.items.exists()


def test_a_retired_entry_is_not_cited(cast: Cast, plan: Plan) -> None:

    line = factories.resource(cast.ada, retired_at=timezone.now(), retired_by_id=cast.ada.id)
    with pytest.raises(Conflict, match="no longer used"):
        items.cite_resource(by=cast.lee.actor, plan=plan, step=BY_KEY["professionals"], resource=line, operation_id=uuid4())


@pytest.mark.parametrize("who", ["ada", "ben", "sam", "kay"])
def test_only_who_cares_for_the_client_writes(cast: Cast, plan: Plan, who: str) -> None:
    item = add(cast, plan, "Walk")
    actor = cast.staff[who].actor
    for write in (
        lambda: items.add_item(by=actor, plan=plan, step=ALONE, text="Two", operation_id=uuid4()),
        lambda: factories.reworded(cast.staff[who], item, "Two"),
        lambda: items.move_item(by=actor, item=item, to=2),
        lambda: items.remove_item(by=actor, item=item),
        lambda: items.set_on_copy(by=actor, item=item, on_copy=False),
    ):
        with pytest.raises(Http404):
            write()
    assert words(plan) == ["Walk"]


def test_after_care_has_ended_nothing_is_written(cast: Cast, plan: Plan) -> None:
    plan.client.closed_at, plan.client.closed_by_id = timezone.now(), cast.lee.id
    with pytest.raises(Conflict, match="Care has ended"):
        add(cast, plan, "Walk")


@pytest.mark.parametrize(("what", "why"), [(Plan, "This plan is closed"), (Client, "Care has ended")])
def test_a_line_takes_no_words_once_plan_or_care_are_over(cast: Cast, plan: Plan, what: type[Model], why: str) -> None:
    item = add(cast, plan, "Walk")
    of = plan.pk if what is Plan else cast.rosa.pk
    what._default_manager.filter(pk=of).update(closed_at=timezone.now(), closed_by_id=cast.lee.id)
    with pytest.raises(Conflict, match=why):
        save(cast, Item.objects.get(pk=item.pk), "Run", 1)
    assert words(plan) == ["Walk"]


def test_a_grant_alone_lets_nobody_write_who_is_no_clinician(cast: Cast, plan: Plan) -> None:
    item = add(cast, plan, "Walk")
    AccessGrant.objects.filter(client=cast.rosa).update(holder_id=cast.ada.id)
    with pytest.raises(Http404):
        factories.reworded(cast.ada, item, "Run")
    assert words(plan) == ["Walk"]


def test_one_event_tells_of_a_line_and_a_visit(cast: Cast, plan: Plan) -> None:
    item = add(cast, plan, "Walk")
    for session in ("monday", "tuesday"):
        with surroundings(Surroundings(session=session)):
            for text in ("a", "b", "c"):
                save(cast, item, f"{text} {session}", Item.objects.get(pk=item.pk).version)
    told = Event.objects.filter(action="item.save", object_id=item.pk)
    assert sorted(event.session for event in told) == ["monday", "tuesday"]


@pytest.mark.feature("B2", "B3")
def test_titles_and_prompts_are_ours() -> None:
    """None of the official form's headings, and in the step on a safer place nothing names a means."""
    said = " ".join(str(words).lower() for step in STEPS for words in (step.title, step.ask, *step.prompts, *step.ideas))
    for heading in (
        "warning signs",
        "internal coping strategies",
        "social settings that provide distraction",
        "whom i can ask for help",
        "professionals or agencies",
        "making the environment safe",
        "the one thing that is most important to me",
    ):
        assert heading not in said
    step = BY_KEY["means_safety"]
    safer = " ".join(str(words).lower() for words in (step.title, step.ask, *step.prompts, *step.ideas))
    for means in ("gun", "firearm", "pill", "medic", "knife", "rope", "drug", "blade", "weapon"):
        assert means not in safer
