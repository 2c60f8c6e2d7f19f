"""The pages of questionnaires: asked, kept, read, settled; for whoever may, with a fixed number of queries."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic.clients.models import Todo
from intake.actions import screenings
from intake.models import IntakeInvitation, Screening, ScreeningWatch
from tests import factories
from tests.cast import Cast, browser_of, seen_ahead
from tests.web.pages import tree, with_class, words


def address(cast: Cast, name: str, **more: Any) -> str:
    return reverse(name, kwargs={"client": cast.rosa.pk, **more})


def get(cast: Cast, name: str, who: str = "lee", **more: Any) -> HttpResponse:
    return browser_of(cast.staff[who]).get(address(cast, name, **more))


def post(cast: Cast, name: str, data: dict[str, Any] | None = None, who: str = "lee", **more: Any) -> HttpResponse:
    return browser_of(cast.staff[who]).post(address(cast, name, **more), data or {})


def text(response: HttpResponse) -> str:
    return words(tree(response.content.decode()))


def started(cast: Cast, instrument: str = "phq9") -> Screening:
    assert post(cast, "screening-new", instrument=instrument).status_code == 302
    return Screening.objects.latest("started_at")


def given(cast: Cast, instrument: str, values: list[int], *, days_ago: int = 0, finish: bool = True) -> Screening:
    way = "result" if instrument == "cssrs_screener" else "session"
    row = screenings.begin(by=cast.lee.actor, client=cast.rosa, instrument=instrument, way=way)
    for item, value in enumerate(values, 1):
        row = screenings.answer(by=cast.lee.actor, screening=row, item=item, value=value)
    if finish:
        row = screenings.finish(by=cast.lee.actor, screening=row)
    Screening.objects.filter(pk=row.pk).update(started_at=timezone.now() - timedelta(days=days_ago))
    return row


@pytest.mark.feature("A8")
def test_without_script_one_form_keeps_a_part_and_gives_the_result_at_the_end(cast: Cast) -> None:
    row = started(cast)
    assert "Feeling down, depressed, or hopeless" in text(get(cast, "screening", screening=row.pk))
    answer = post(cast, "screening", {"item-1": "2", "item-2": "1", "go": "later"}, screening=row.pk)
    assert answer["Location"] == address(cast, "screening", screening=row.pk)
    page = get(cast, "screening", screening=row.pk).content.decode()
    assert len(re.findall("<input[^>]* checked", page)) == 2
    every = {f"item-{n}": "1" for n in range(3, 9)} | {"item-9": "0", "item-difficulty": "2"}
    post(cast, "screening", {**every, "go": "finish"}, screening=row.pk)
    shown = text(get(cast, "screening", screening=row.pk))
    assert "9 of 27, mild" in shown
    assert "Screening information, not a diagnosis." in shown
    assert "Very difficult" in shown
    assert "No permission required" in shown
    assert "version 1" in shown


def test_a_total_is_never_made_of_parts(cast: Cast) -> None:
    row = given(cast, "phq9", [3] * 7)
    shown = text(get(cast, "screening", screening=row.pk))
    assert "incomplete, 7 of 9" in shown
    assert "There is no total while an answer is missing." in shown
    assert "21" not in shown.partition("Patient Health")[0].partition("Result")[2].partition("minimal")[0]


@pytest.mark.feature("A9")
def test_a_positive_answer_is_stored_as_it_is_given_and_brings_help_in_the_same_answer(cast: Cast) -> None:
    factories.contact(cast.rosa)
    row = started(cast)
    saved = post(cast, "screening-answer", {"value": "1"}, screening=row.pk, question="1")
    assert "data-help" not in saved.content.decode()
    assert len(saved.content) <= 512
    help_now = post(cast, "screening-answer", {"value": "1"}, screening=row.pk, question="9").content.decode()
    assert "Nobody watches answers live." in help_now
    assert "within 60 minutes, by" in help_now
    to_crisis, _, lines = help_now.partition("For the client to call")
    assert f'href="{address(cast, "crisis")}"' in to_crisis, "first of all"
    assert "tel:+19285550177" in to_crisis
    assert "911 from your phone reaches your area, not the client’s" in lines
    for number in ("911", "988", "741741"):
        assert f'<span class="big nowrap">{number}</span>' in lines, number
    assert [way for way in ("tel:911", "tel:988", "sms:") if way in help_now] == [], "from this phone they reach another area"
    assert Screening.objects.get(pk=row.pk).positive_at is not None
    assert "data-help" in get(cast, "screening", screening=row.pk).content.decode(), "and it stays on the page"
    today = browser_of(cast.lee).get(reverse("today")).content.decode()
    assert today.index("Rosa A.: An answer about self-harm") < today.index("No plan in force yet")
    assert "within 60 minutes, by" in today


def test_the_supervisor_sees_it_with_its_deadline_and_may_settle_it(cast: Cast) -> None:
    row = given(cast, "phq9", [0] * 8 + [2], finish=False)
    Todo.objects.update(due_at=timezone.now() - timedelta(hours=3))
    today = text(browser_of(cast.sam).get(reverse("today")))
    assert "Rosa A.: An answer about self-harm" in today
    assert "3 hours overdue, since" in today
    assert "Messages: not asked. Leave none, text none." in text(get(cast, "screening", screening=row.pk))
    assert "with a colleague" in today
    assert "An answer about self-harm" not in text(browser_of(cast.ben).get(reverse("today")))
    assert post(cast, "screening-settle", {"done": ""}, who="sam", screening=row.pk).status_code == 422
    assert post(cast, "screening-settle", {"done": "Called her"}, who="ben", screening=row.pk).status_code == 404
    assert post(cast, "screening-settle", {"done": "Called her with Lee"}, who="sam", screening=row.pk).status_code == 302
    assert "Called her with Lee" in text(get(cast, "screening", screening=row.pk))
    assert "An answer about self-harm" not in text(browser_of(cast.sam).get(reverse("today")))


def test_it_is_not_ticked_off_in_passing(cast: Cast) -> None:
    row = given(cast, "asq", [1])
    browser = browser_of(cast.lee)
    assert browser.post(reverse("todo-done", kwargs={"todo": Todo.objects.get().pk})).status_code == 409
    record = browser.get(address(cast, "client")).content.decode()
    assert address(cast, "screening", screening=row.pk) in record
    assert "todos/" not in record


def test_what_was_answered_first_stands_beside_the_change(cast: Cast) -> None:
    row = given(cast, "phq9", [0] * 8 + [2], finish=False)
    screenings.answer(by=cast.lee.actor, screening=row, item=9, value=0)
    screenings.finish(by=cast.lee.actor, screening=row)
    shown = text(get(cast, "screening", screening=row.pk))
    assert "first answered “More than half the days”" in shown
    assert "changed to “Not at all”" in shown
    assert "0 of 27" in shown


def test_asq_says_what_is_next_and_lets_judgement_stand_beside_it(cast: Cast) -> None:
    row = given(cast, "asq", [0, 0, 0, 0])
    shown = text(get(cast, "screening", screening=row.pk))
    assert "negative" in shown
    assert "Your judgment may say otherwise" in shown
    post(cast, "screening-note", {"note": "She looked away. I ask again on Friday."}, screening=row.pk)
    page = get(cast, "screening", screening=row.pk)
    assert "She looked away." in text(page)
    assert "negative" in text(page)
    assert reverse("intake-formulations", kwargs={"client": cast.rosa.pk}) in page.content.decode()


def test_c_ssrs_takes_levels_and_gives_no_sum(cast: Cast) -> None:
    row = started(cast, "cssrs_screener")
    assert row.way == "result"
    page = text(get(cast, "screening", screening=row.pk))
    assert "Level 1 (passive), past month" in page
    assert "your own licensed form" in page
    data = {"item-1": "1", "item-2": "1", "item-3": "1", "item-4": "0", "item-5": "0", "item-lifetime": "0", "go": "finish"}
    post(cast, "screening", data, screening=row.pk)
    assert words(with_class(tree(get(cast, "screening", screening=row.pk).content.decode()), "big")[0]) == "moderate"


def test_the_line_and_the_table_hold_the_same_figures(cast: Cast) -> None:
    given(cast, "phq9", [1] * 9, days_ago=60)
    given(cast, "phq9", [2] * 9, days_ago=30)
    given(cast, "phq9", [3] * 7, days_ago=20)
    given(cast, "phq9", [3] * 8 + [0], days_ago=1)
    given(cast, "gad7", [1] * 7)
    root = tree(get(cast, "screening-list").content.decode())
    lines = with_class(root, "trend-line")
    assert len(lines) == 2
    totals = [words(each) for each in with_class(lines[0], "total")]
    assert totals == ["9", "18", "24"]
    table = next(words(each) for each in root.iter("table"))
    for figure in ("9 of 27, mild", "18 of 27, moderately severe", "24 of 27, severe", "incomplete, 7 of 9"):
        assert figure in table
    assert [words(each) for each in with_class(lines[0], "name")] == [
        "minimal or none",
        "mild",
        "moderate",
        "moderately severe",
        "severe",
    ]
    assert "9 on" in words(lines[0][1])
    assert len(with_class(lines[0], "day")) == 3


def test_the_record_tells_the_last_result_and_what_it_is(cast: Cast) -> None:
    given(cast, "phq9", [1] * 9, days_ago=30)
    given(cast, "phq9", [1] * 8 + [0])
    day = timezone.now().astimezone(cast.elm.zone)
    shown = text(get(cast, "client"))
    assert f"Last PHQ-9: 8 on {day.day} {day:%b} (screening information)" in shown


@pytest.mark.feature("A8")
def test_one_is_asked_again_every_few_weeks_until_it_is_stopped(cast: Cast) -> None:
    given(cast, "phq9", [1] * 9, days_ago=40)
    assert post(cast, "screening-again", {"instrument": "phq9", "every_weeks": "8"}).status_code == 302
    again = text(get(cast, "screening-list"))
    due_on = timezone.now().astimezone(cast.elm.zone).date() + timedelta(days=16)
    assert "PHQ-9, every 8 weeks" in again
    assert f"next on {due_on.day} {due_on:%b %Y}" in again
    assert "Questionnaires to ask again" not in text(browser_of(cast.lee).get(reverse("today")))
    post(cast, "screening-again", {"instrument": "phq9", "every_weeks": "4"})
    assert "PHQ-9 again: due since" in text(get(cast, "client"))
    assert "Questionnaires to ask again Rosa A.: PHQ-9" in text(browser_of(cast.lee).get(reverse("today")))
    given(cast, "phq9", [1] * 9)
    assert "Questionnaires to ask again" not in text(browser_of(cast.lee).get(reverse("today")))
    assert post(cast, "screening-again", {"stop": "phq9"}).status_code == 302
    assert "again:" not in text(get(cast, "client"))


@pytest.mark.parametrize("data", [{}, {"instrument": "nothing", "every_weeks": "4"}, {"instrument": "phq9", "every_weeks": "0"}])
def test_a_rhythm_takes_a_questionnaire_and_weeks(cast: Cast, data: dict[str, str]) -> None:
    assert post(cast, "screening-again", data).status_code == 422
    assert post(cast, "screening-again", {"stop": "nothing"}).status_code == 404
    assert post(cast, "screening-again", {"instrument": "phq9", "every_weeks": "4"}, who="ben").status_code == 404


def test_by_link_is_refused_in_words_that_lead_on(cast: Cast) -> None:
    assert "Nothing can be sent by link yet" in text(get(cast, "screening-list"))
    page = browser_of(cast.ada).get(reverse("screening-watch"))
    assert "Nobody is named." in text(page)
    data = {"told": str(cast.ben.pk), "within_minutes": "120"}
    assert browser_of(cast.ada).post(reverse("screening-watch"), data).status_code == 302
    assert "After an answer about self-harm Ben Okoro gets a mail and a task on Today, due within 2 hours." in text(
        browser_of(cast.sam).get(reverse("screening-watch"))
    )
    assert "By link: after an answer about self-harm Ben Okoro gets a mail and a task, due within 2 hours." in text(
        get(cast, "screening-list")
    )
    assert browser_of(cast.sam).post(reverse("screening-watch"), {"go": "end"}).status_code == 302
    assert not ScreeningWatch.objects.filter(ended_at=None).exists()


@pytest.mark.parametrize(
    "data", [{"within_minutes": "60"}, {"told": "lee", "within_minutes": "2"}, {"told": "kay", "within_minutes": "60"}]
)
def test_a_watch_takes_a_clinician_and_a_time(cast: Cast, data: dict[str, str]) -> None:
    if "told" in data:
        data = {**data, "told": str(cast.staff[data["told"]].pk)}
    assert browser_of(cast.ada).post(reverse("screening-watch"), data).status_code == 422
    assert not ScreeningWatch.objects.exists()
    assert browser_of(cast.lee).get(reverse("screening-watch")).status_code == 404


def test_a_questionnaire_of_a_link_is_read_and_not_filled_in_by_staff(cast: Cast) -> None:
    screenings.set_watch(by=cast.ada.actor, told=cast.ben, within_minutes=60)
    invitation = IntakeInvitation.objects.create(
        clinic_id=cast.elm.id, client=cast.rosa, way="shown", parts=["phq9"], made_by_id=cast.lee.pk
    )
    row = screenings.begin(by=cast.rosa.actor, client=cast.rosa, instrument="phq9", way="link", invitation=invitation)
    screenings.answer(by=cast.rosa.actor, screening=row, item=9, value=1)
    page = get(cast, "screening", screening=row.pk)
    assert "The client has not finished it." in text(page)
    assert "It stands on the Today of Ben Okoro." in text(page)
    assert "data-screening" not in page.content.decode()
    assert post(cast, "screening-answer", {"value": "0"}, screening=row.pk, question="9").status_code == 409
    assert get(cast, "screening", who="ben", screening=row.pk).status_code == 200, "who is told may open it"


def test_odd_answers_are_refused_in_words_and_unknown_things_are_missing(cast: Cast) -> None:
    row = started(cast)
    assert post(cast, "screening-answer", {"value": "9"}, screening=row.pk, question="1").status_code == 422
    assert post(cast, "screening-answer", {}, screening=row.pk, question="1").status_code == 422
    assert post(cast, "screening-answer", {"value": "1"}, screening=row.pk, question="10").status_code == 404
    assert post(cast, "screening", {"item-1": "7"}, screening=row.pk).status_code == 422
    assert get(cast, "screening-new", instrument="nothing").status_code == 404
    foreign = reverse("screening", kwargs={"client": cast.theo.pk, "screening": row.pk})
    assert browser_of(cast.ben).get(foreign).status_code == 404
    for who in ("ben", "ada", "kay", "dov"):
        assert get(cast, "screening", who=who, screening=row.pk).status_code == 404


def test_queries_are_fixed_at_1_and_30_questionnaires(cast: Cast, django_assert_num_queries: Any) -> None:
    browser = seen_ahead(browser_of(cast.lee))
    row = given(cast, "phq9", [1] * 9)
    pages = [
        address(cast, "screening-list"),
        address(cast, "screening", screening=row.pk),
        address(cast, "client"),
        reverse("today"),
    ]
    counts = []
    for page in pages:
        with CaptureQueriesContext(connection) as one:
            assert browser.get(page).status_code == 200
        counts.append(len(one))
    screenings.ask_again(by=cast.lee.actor, client=cast.rosa, instrument="phq9", every_weeks=1)
    screenings.ask_again(by=cast.lee.actor, client=cast.rosa, instrument="asq", every_weeks=1)
    for number in range(1, 15):
        given(cast, "phq9", [number % 4] * 9, days_ago=number)
        given(cast, "gad7", [number % 4] * (6 + number % 2), days_ago=number)
    for page, count in zip(pages, counts, strict=True):
        with django_assert_num_queries(count):
            browser.get(page)


def test_two_notes_on_a_result_meet(cast: Cast) -> None:
    screening = started(cast)
    screenings.finish(by=cast.lee.actor, screening=screening)
    body = get(cast, "screening", screening=screening.pk).content.decode()
    seen = re.search(r'name="seen" value="([^"]*)"', body)
    assert seen is not None
    screenings.judge(by=cast.lee.actor, screening=screening, note="Higher than it says")
    sent = {"note": "Tired, not low", "seen": unescape(seen[1])}
    answer = post(cast, "screening-note", sent, screening=screening.pk)
    assert answer.status_code == 422
    assert "Somebody else changed this meanwhile: “Higher than it says”." in text(answer)
    assert Screening.objects.get(pk=screening.pk).note == "Higher than it says"
