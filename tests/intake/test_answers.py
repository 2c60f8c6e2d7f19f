"""Answers of the intake: saved one by one, never lost, never asked twice."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clinic.audit.models import Event
from clinic.clients.models import Client
from clinic.web.errors import Conflict
from intake.actions.answers import Overtaken, save_answer, save_section
from intake.models import Answer
from intake.queries import answers
from intake.sections import QUESTIONS, SECTIONS, Kind
from intake.suggestions import suggestions
from safetyplans.steps import STEPS
from tests.cast import Cast, browser_of, seen_ahead


def save(cast: Cast, key: str, value: str, seen: int = 0, **more: object) -> Answer:
    return save_answer(by=cast.lee.actor, client=cast.rosa, key=key, value=value, seen_version=seen, **more)  # type: ignore[arg-type]


def sample(key: str) -> Any:
    """An answer that this kind of question can have."""
    question = QUESTIONS[key]
    first = question.choices[0][0] if question.choices else ""
    return {Kind.CHOICES: [first], Kind.CHOICE: first, Kind.YESNO: first, Kind.DATE: "2026-11-20"}.get(question.kind, "words")


def post(cast: Cast, key: str, value: str, seen: int = 0, name: str = "lee", client: Client | None = None):
    address = reverse("intake-answer", kwargs={"client": (client or cast.rosa).pk, "key": key})
    return browser_of(cast.staff[name]).post(
        address, {"value": value, "seen_version": seen, "operation_id": uuid4()}, headers={"X-Background": "1"}
    )


@pytest.mark.feature("A7")
def test_an_answer_is_stored_sealed_and_read_back(cast: Cast) -> None:
    save(cast, "stressors", "The night shifts")
    assert answers(cast.rosa) == {"stressors": "The night shifts"}
    with connection.cursor() as cursor:
        cursor.execute("select value from intake_answer")
        assert b"night" not in bytes(cursor.fetchone()[0])


def test_a_second_writer_gets_both_texts_and_changes_nothing(cast: Cast) -> None:
    save(cast, "stressors", "The night shifts")
    with pytest.raises(Overtaken) as other:
        save(cast, "stressors", "Her flat", seen=0)
    assert other.value.theirs.value == "The night shifts"
    assert answers(cast.rosa)["stressors"] == "The night shifts"


def test_a_repeat_of_the_same_operation_changes_nothing(cast: Cast) -> None:
    operation = uuid4()
    first = save(cast, "stressors", "The night shifts", operation_id=operation)
    again = save(cast, "stressors", "The night shifts", operation_id=operation)
    assert (again.pk, again.version) == (first.pk, 1)


def test_taking_an_answer_back_leaves_it_unanswered(cast: Cast) -> None:
    save(cast, "stressors", "The night shifts")
    save(cast, "stressors", "", seen=1)
    assert answers(cast.rosa) == {}


def test_saving_a_section_keeps_what_somebody_else_changed(cast: Cast) -> None:
    save(cast, "stressors", "The night shifts")
    overtaken = save_section(
        by=cast.lee.actor, client=cast.rosa, values={"stressors": "Her flat", "protective": "Luna"}, seen={"stressors": 0}
    )
    assert list(overtaken) == ["stressors"]
    assert answers(cast.rosa) == {"stressors": "The night shifts", "protective": "Luna"}


def test_a_person_at_risk_keeps_the_phone_empty(cast: Cast) -> None:
    save(cast, "risk_person", "yes")
    assert Client.objects.get(pk=cast.rosa.pk).phone_use == Client.PhoneUse.UNSAFE


@pytest.mark.parametrize("name", ["ben", "sam", "ada", "kay", "dov"])
def test_others_do_not_write(cast: Cast, name: str) -> None:
    with pytest.raises(Http404):
        save_answer(by=cast.staff[name].actor, client=cast.rosa, key="stressors", value="x", seen_version=0)
    assert answers(cast.rosa) == {}


def test_closed_care_is_not_written_to(cast: Cast) -> None:
    from django.utils import timezone

    cast.rosa.closed_at, cast.rosa.closed_by_id = timezone.now(), cast.lee.id
    cast.rosa.save(update_fields=["closed_at", "closed_by"])
    with pytest.raises(Conflict, match="Care has ended"):
        save(cast, "stressors", "x")


def test_typing_saves_with_one_event_per_answer_and_visit(cast: Cast) -> None:
    browser = browser_of(cast.lee)
    address = reverse("intake-answer", kwargs={"client": cast.rosa.pk, "key": "stressors"})
    for version, value in enumerate(["The", "The night", "The night shifts"]):
        answer = browser.post(
            address, {"value": value, "seen_version": version, "operation_id": uuid4()}, headers={"X-Background": "1"}
        )
        assert answer.status_code == 200
        assert f'data-version="{version + 1}"' in answer.content.decode()
        assert len(answer.content) <= 512
    assert [event.action for event in Event.objects.filter(client_id=cast.rosa.pk)] == ["answer.save"]


def test_a_conflict_over_the_page_shows_what_stands(cast: Cast) -> None:
    save(cast, "stressors", "The night shifts")
    answer = post(cast, "stressors", "Her flat")
    assert answer.status_code == 409
    assert "The night shifts" in answer.content.decode()


def test_a_mistake_elsewhere_on_the_page_does_not_hide_a_conflict(cast: Cast) -> None:
    section = next(part for part in SECTIONS if any(question.key == "stressors" for question in part.questions))
    save(cast, "stressors", "The night shifts")
    address = reverse("intake-section", kwargs={"client": cast.rosa.pk, "section": section.slug})
    page = browser_of(cast.lee).post(address, {"stressors": "x" * 5000, "seen-stressors": "0", "go": "later"})
    assert page.status_code == 422
    assert 'name="seen-stressors" value="0"' in page.content.decode()
    assert browser_of(cast.lee).post(address, {"stressors": "Sleep", "seen-stressors": "9" * 5000}).status_code == 422


def test_too_long_an_answer_is_refused_in_words(cast: Cast) -> None:
    answer = post(cast, "stressors", "x" * 10_000)
    assert answer.status_code == 422
    assert "4000 characters" in answer.content.decode()


@pytest.mark.parametrize("value", ["a\x00b", "a\ud800b".encode("utf-8", "surrogatepass").decode("utf-8", "replace")])
def test_odd_characters_break_nothing(cast: Cast, value: str) -> None:
    assert post(cast, "stressors", value).status_code in (200, 422)


def test_unknown_questions_and_foreign_clients_are_not_found(cast: Cast) -> None:
    assert post(cast, "nothing", "x").status_code == 404
    assert post(cast, "stressors", "x", client=cast.theo).status_code == 404
    assert post(cast, "stressors", "x", client=cast.eve).status_code == 404


def test_what_feeds_the_plan_is_offered_line_by_line(cast: Cast) -> None:
    save(cast, "what_helped", "Walk Luna\n- Cold water, count to 30\n")
    save(cast, "signal", "left ear")
    for key, value in {"backup_phone": "(928) 555-0142", "who_calls": "therapist", "wait_minutes": "5"}.items():
        save(cast, key, value)
    offered = [(one.step, one.purpose, one.text) for one in suggestions(cast.rosa)]
    assert ("internal_coping", "", "Walk Luna") in offered
    assert ("internal_coping", "", "Cold water, count to 30") in offered
    assert ("telehealth", "signal", "left ear") in offered
    assert ("telehealth", "", "If the video stops, my therapist calls me at (928) 555-0142 after 5 minutes") in offered


def test_the_table_is_sound() -> None:
    keys = [question.key for section in SECTIONS for question in section.questions]
    assert len(keys) == len(set(keys))
    assert {question.feeds for question in QUESTIONS.values()} - {""} <= {step.key for step in STEPS}


def test_hub_and_section_need_as_many_queries_full_as_empty(cast: Cast) -> None:
    browser, counts = seen_ahead(browser_of(cast.lee)), []
    for fill in (False, True):
        if fill:
            for key in QUESTIONS:
                save(cast, key, sample(key))
        for name, more in (("intake", {}), ("intake-section", {"section": "stressors"}), ("intake-check", {})):
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(reverse(name, kwargs={"client": cast.rosa.pk, **more})).status_code == 200
            counts.append(len(queries))
    assert counts[:3] == counts[3:]


def test_a_number_as_people_write_it_is_read_in_the_clinic_s_country(cast: Cast) -> None:
    address = reverse("intake-section", kwargs={"client": cast.rosa.pk, "section": "tech"})
    page = browser_of(cast.lee).post(address, {"backup_phone": "(928) 555-0142", "go": "completed"})
    assert page.status_code == 302
    assert answers(cast.rosa)["backup_phone"] == "(928) 555-0142"
    assert browser_of(cast.lee).post(address, {"backup_phone": "ask her", "seen-backup_phone": "1"}).status_code == 422
