"""What the therapist asks about a line: saved like the line, never colliding with it, counted for the night."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.http import Http404
from django.test import Client as Browser
from django.urls import reverse

from clinic.audit.log import Surroundings, surroundings
from clinic.audit.models import Event
from safetyplans.actions import items, notes
from safetyplans.actions.notes import Asked
from safetyplans.editor_queries import night_check, notes_of
from safetyplans.models import Item, ItemNote, Plan
from safetyplans.queries import read_draft
from safetyplans.steps import BY_KEY
from tests import factories
from tests.cast import Cast, browser_of

RAIN = Asked(likelihood="maybe", barriers="Rain", at_night=True)


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return factories.plan(cast.rosa)


@pytest.fixture
def line(plan: Plan) -> Item:
    return factories.item(plan, "internal_coping", "Walk Luna")


@pytest.fixture
def lee(cast: Cast) -> Browser:
    return browser_of(cast.lee)


def save(cast: Cast, line: Item, asked: Asked, seen: int, operation_id: UUID | None = None) -> ItemNote:
    return notes.save_note(by=cast.lee.actor, item=line, asked=asked, seen_version=seen, operation_id=operation_id or uuid4())


def post(browser: Browser, name: str, line: Item, **data: Any) -> Any:
    address = reverse(name, kwargs={"client": line.plan.client_id, "item": line.pk})
    return browser.post(address, {"operation": str(uuid4()), **data})


@pytest.mark.feature("B1")
def test_a_note_is_kept_and_counts_its_own_saves(cast: Cast, line: Item) -> None:
    assert save(cast, line, RAIN, 0).version == 1
    save(cast, line, Asked(barriers="Rain, then the stairs"), 1)
    note = ItemNote.objects.get(item=line)
    assert (note.barriers, note.likelihood, note.at_night, note.version) == ("Rain, then the stairs", "", None, 2)
    line.refresh_from_db()
    assert line.version == 1, "a note never collides with the line"


def test_a_second_writer_gets_the_answers_of_the_first(cast: Cast, line: Item) -> None:
    save(cast, line, RAIN, 0)
    with pytest.raises(notes.NoteChanged) as conflict:
        save(cast, line, Asked(barriers="Snow"), 0)
    assert Asked.of(conflict.value.note) == RAIN
    assert Asked.of(ItemNote.objects.get(item=line)) == RAIN


def test_a_repeated_note_is_harmless(cast: Cast, line: Item) -> None:
    operation = uuid4()
    save(cast, line, RAIN, 0, operation)
    assert save(cast, line, RAIN, 0, operation).version == 1
    save(cast, line, Asked(barriers="Snow"), 1)
    with pytest.raises(notes.NoteChanged):
        save(cast, line, RAIN, 0, operation)


def test_one_event_tells_of_a_note_and_a_visit_without_words(cast: Cast, line: Item) -> None:
    with surroundings(Surroundings(session="monday")):
        save(cast, line, RAIN, 0)
        save(cast, line, Asked(barriers="Snow"), 1)
    event = Event.objects.get(action="item.note")
    assert (event.object_type, event.fields, event.reason) == ("itemnote", [], "")


@pytest.mark.parametrize("who", ["ada", "ben", "sam", "kay", "dov"])
def test_only_who_cares_for_the_client_asks(cast: Cast, line: Item, who: str) -> None:
    with pytest.raises(Http404):
        notes.save_note(by=cast.staff[who].actor, item=line, asked=RAIN, seen_version=0, operation_id=uuid4())
    assert post(browser_of(cast.staff[who]), "plan-item-note", line, likelihood="yes", version="0").status_code == 404
    assert not ItemNote.objects.exists()


def test_a_save_answers_without_a_word_and_a_conflict_with_both(cast: Cast, line: Item, lee: Browser) -> None:
    answer = post(lee, "plan-item-note", line, barriers="Rain", at_night="yes", version="0")
    assert answer.status_code == 200
    assert len(answer.content) <= 512
    assert b'data-version="1"' in answer.content
    assert b"Rain" not in answer.content
    answer = post(lee, "plan-item-note", line, barriers="Snow", version="0")
    assert answer.status_code == 409
    assert b"Rain" in answer.content
    assert b"Snow" in answer.content
    answer = post(lee, "plan-item-note", line, barriers="x" * 10_000, version="1")
    assert answer.status_code == 422
    assert b"You have 10000 now. Your words are still here." in answer.content
    assert ItemNote.objects.get().barriers == "Rain"


@pytest.mark.parametrize("text", ["a\x00b", b"a\xed\xa0\x80b", "أمشي 🐕"])
def test_any_words_are_answered(line: Item, lee: Browser, text: Any) -> None:
    assert post(lee, "plan-item-note", line, barriers=text, version="0").status_code == 200


@pytest.mark.feature("B5")
def test_a_sign_is_marked_and_the_words_keep_their_version(cast: Cast, plan: Plan, lee: Browser) -> None:
    line = factories.item(plan, "warning_signs", "I stop answering")
    first = {"sign": "behaviour", "version": "0", "operation": str(uuid4())}
    for _ in range(2):
        assert 'data-version="1"' in post(lee, "plan-item-sign", line, **first).content.decode()
    assert post(lee, "plan-item-sign", line, sign="omen").status_code == 422
    line.refresh_from_db()
    assert (line.sign, line.version) == ("behaviour", 1)
    assert Event.objects.filter(action="item.sign").count() == 1

    # marked anew, and then the first one arrives once more: told, with both, and not taken
    assert post(lee, "plan-item-sign", line, sign="mood", version="1").status_code == 200
    late = post(lee, "plan-item-sign", line, **first)
    assert late.status_code == 409
    assert 'data-value="mood"' in late.content.decode()
    line.refresh_from_db()
    assert (line.sign, line.sign_version) == ("mood", 2)
    with pytest.raises(Http404):
        items.set_sign(by=cast.ben.actor, item=line, sign=Item.Sign.BODY, seen_version=1, operation_id=uuid4())


# Without a script


def step(line: Item, **more: str) -> dict[str, str]:
    sent = {f"{line.pk}-text": line.text, f"{line.pk}-version": str(line.version), "new-text": "", "do": "save"}
    return sent | {f"{line.pk}-{name}": value for name, value in more.items()}


def test_notes_and_signs_go_with_the_step(plan: Plan, line: Item, lee: Browser) -> None:
    page = reverse("plan-edit", kwargs={"client": plan.client_id, "step": "alone"})
    asked = {"note-likelihood": "not_likely", "note-barriers": "Rain", "note-at_night": "no", "note-version": "0"}
    assert lee.post(page, step(line, **asked)).status_code == 302
    assert Asked.of(ItemNote.objects.get()) == Asked(likelihood="not_likely", barriers="Rain", at_night=False)
    overtaken = lee.post(page, step(line, **{**asked, "note-barriers": "Snow"}))
    assert overtaken.status_code == 409
    shown = overtaken.content.decode()
    assert "Which answers stay?" in shown
    assert '“<bdi class="pre">Rain</bdi>”' in shown
    assert "\nSnow</textarea>" in shown
    both = {**asked, "note-barriers": "Snow", "note-keep": "both", "note-over": "1"}
    assert lee.post(page, step(line, **both)).status_code == 302
    assert ItemNote.objects.get().barriers == "Rain\nSnow"
    sign = factories.item(plan, "warning_signs", "I stop answering")
    signs = reverse("plan-edit", kwargs={"client": plan.client_id, "step": "signs"})
    lee.post(signs, {**step(sign, **{"sign-sign": "behaviour"}), "new-text": "My chest is tight", "new-sign-sign": "body"})
    marked = plan.items.filter(step="warning_signs").order_by("position")
    assert [line.sign for line in marked] == ["behaviour", "body"]
    old = {"sign-sign": "thought", "sign-version": "0"}  # a page from before, where another mark was chosen
    overtaken = lee.post(signs, step(sign, **old))
    assert overtaken.status_code == 409
    assert "Which mark stays?" in overtaken.content.decode()
    sign.refresh_from_db()
    assert sign.sign == "behaviour"
    assert lee.post(signs, step(sign, **old, **{"sign-keep": "mine", "sign-over": "1"})).status_code == 302
    sign.refresh_from_db()
    assert sign.sign == "thought"


@pytest.mark.feature("B11")
def test_an_idea_is_put_into_the_empty_field_and_not_into_the_plan(plan: Plan, lee: Browser) -> None:
    page = reverse("plan-edit", kwargs={"client": plan.client_id, "step": "alone"})
    idea = str(BY_KEY["internal_coping"].ideas[1])
    shown = lee.post(page, {"new-text": "", "do": "idea:1"})
    assert shown.status_code == 200
    assert f"\n{idea}</textarea>" in shown.content.decode()
    assert not plan.items.exists()
    lee.post(page, {"new-text": f"{idea}, at the sink", "do": "save"})
    assert plan.items.get().text == f"{idea}, at the sink"
    for wrong in ("idea:99", "idea:", "idea:-1"):
        assert lee.post(page, {"new-text": "", "do": wrong}).status_code == 200


@pytest.mark.feature("B20")
def test_self_care_has_its_own_words_and_counts_for_no_night(cast: Cast, plan: Plan) -> None:
    care, alone = BY_KEY["self_care"], BY_KEY["internal_coping"]
    asked = " ".join(map(str, care.prompts))
    for purpose in ("To relax", "To be present", "To come back to here and now", "stands in step 2"):
        assert purpose in asked
    assert not set(map(str, care.ideas)) & set(map(str, alone.ideas))
    works = Asked(at_night=True, without_internet=True)
    for key in ("internal_coping", "social_distraction", "self_care"):
        save(cast, factories.item(plan, key, "Something"), works, 0)
    save(cast, factories.item(plan, "internal_coping", "A cab ride"), Asked(at_night=True, without_internet=True, is_free=False), 0)
    save(cast, factories.item(plan, "internal_coping", "A film"), Asked(at_night=True), 0)
    factories.item(plan, "support_contacts", "The choir")
    factories.item(plan, "internal_coping", "")
    night = night_check(read_draft(plan), notes_of(plan))
    assert (night.works, night.not_asked) == (2, 1)
    assert night_check(read_draft(plan), notes_of(plan), besides=alone).works == 1


def test_a_reminder_is_on_the_copy_and_stands_last(plan: Plan, lee: Browser) -> None:
    page = reverse("plan-edit", kwargs={"client": plan.client_id, "step": "matters"})
    lee.post(page, {"new-reminder-text": "Photo in my wallet", "new-text": "", "do": "save"})
    lee.post(page, {"new-text": "Luna", "do": "save"})
    assert [(line.text, line.purpose, line.on_copy) for line in plan.items.kept()] == [
        ("Luna", "", True),
        ("Photo in my wallet", "reminder", True),
    ]
    assert "Where I keep a reminder of this" in lee.get(page).content.decode()
