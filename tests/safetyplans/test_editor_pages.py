"""The editor and the other staff pages of a plan: without a script, at any length, for nobody else."""

import html
import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from clinic.audit.models import Event
from emergency.models import ClientResource
from intake.models import Answer
from safetyplans.actions import drafts, items
from safetyplans.content import local_numbers
from safetyplans.hint_queries import all_hints
from safetyplans.models import Item, Plan, PlanVersion, Review
from safetyplans.queries import read_draft
from safetyplans.steps import BY_KEY, STEPS
from tests import factories
from tests.cast import Cast, browser_of
from tests.portal.visits import arrive
from tests.safetyplans.test_documents import drawn, holds


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return factories.plan(cast.rosa)


@pytest.fixture
def lee(cast: Cast) -> Browser:
    return browser_of(cast.lee)


def address(name: str, plan: Plan, **kwargs: Any) -> str:
    return reverse(name, kwargs={"client": plan.client_id, **kwargs})


def sent(*lines: Item, new: str = "", do: str = "save", **more: str) -> dict[str, str]:
    """What a browser without a script posts from a step."""
    data = {"new-text": new, "new-operation": str(uuid4()), "new-version": "0", "do": do}
    for line in lines:
        data |= {f"{line.pk}-text": line.text, f"{line.pk}-version": str(line.version), f"{line.pk}-operation": str(uuid4())}
    return {**data, **more}


def texts(plan: Plan) -> list[str]:
    return [item.text for item in plan.items.kept()]


@pytest.mark.feature("B1", "B4", "B5", "B6", "B7", "B8", "B9")
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.slug)
def test_every_step_has_a_page_with_its_prompt(cast: Cast, plan: Plan, lee: Browser, step: Any) -> None:
    factories.contact(cast.rosa)
    factories.place(cast.rosa)
    factories.resource(cast.ada)
    page = lee.get(address("plan-edit", plan, step=step.slug))
    assert page.status_code == 200
    assert str(step.ask) in page.content.decode()
    assert all(f"<textarea>{example}" not in page.content.decode() for example in step.ideas)


# Saving


def test_a_save_answers_with_the_status_line_only(plan: Plan, lee: Browser) -> None:
    item = factories.item(plan, "internal_coping", "Walk")
    answer = lee.post(
        address("plan-item-save", plan, item=item.id), {"text": "Walk Luna", "version": "1", "operation": str(uuid4())}
    )
    assert answer.status_code == 200
    assert len(answer.content) <= 512
    assert "All changes saved" in answer.content.decode()
    assert "Luna" not in answer.content.decode()
    assert texts(plan) == ["Walk Luna"]


def test_a_second_writer_gets_both_texts(cast: Cast, plan: Plan, lee: Browser) -> None:
    item = factories.item(plan, "internal_coping", "Walk")
    factories.reworded(cast.lee, item, "Walk by day")
    answer = lee.post(
        address("plan-item-save", plan, item=item.id), {"text": "Walk Luna", "version": "1", "operation": str(uuid4())}
    )
    assert answer.status_code == 409
    assert "Walk by day" in answer.content.decode()
    assert "Walk Luna" in answer.content.decode()
    assert texts(plan) == ["Walk by day"]


@pytest.mark.parametrize("text", ["a\x00b", b"a\xed\xa0\x80b", "a\u202eb", "<script>alert(1)</script>", "Tío Ñandú 🐕"])
def test_any_text_is_answered_in_words(plan: Plan, lee: Browser, text: Any) -> None:
    item = factories.item(plan, "internal_coping", "Walk")
    answer = lee.post(address("plan-item-save", plan, item=item.id), {"text": text, "version": "1", "operation": str(uuid4())})
    assert answer.status_code == 200
    page = lee.get(address("plan-edit", plan, step="alone"))
    assert page.status_code == 200
    assert b"<script>alert" not in page.content


def test_too_long_a_text_is_refused_in_words(plan: Plan, lee: Browser) -> None:
    item = factories.item(plan, "internal_coping", "Walk")
    answer = lee.post(
        address("plan-item-save", plan, item=item.id), {"text": "x" * 10_000, "version": "1", "operation": str(uuid4())}
    )
    assert answer.status_code == 422
    assert "use 2000 characters at most. You have 10000 now. Your words are still here." in answer.content.decode()
    page = lee.post(address("plan-edit", plan, step="alone"), sent(item, new="y" * 10_000))
    assert page.status_code == 422
    assert "y" * 10_000 in page.content.decode(), "what was typed stays in the field"


@pytest.mark.parametrize("operation", ["", "not-an-id"])
def test_a_broken_operation_id_is_no_error_page(plan: Plan, lee: Browser, operation: str) -> None:
    sent = {"text": "Walk", "operation": operation}
    assert lee.post(address("plan-item-add", plan, step="alone"), sent).status_code in {200, 422}


# Without a script


@pytest.mark.feature("B1", "B13")
def test_save_and_continue_stores_every_line(plan: Plan, lee: Browser) -> None:
    one, two = factories.item(plan, "internal_coping", "One"), factories.item(plan, "internal_coping", "Two")
    one.text = "One, changed"
    answer = lee.post(address("plan-edit", plan, step="alone"), sent(one, two, new="Three", do="go:around"))
    assert answer.headers["Location"] == address("plan-edit", plan, step="around") + "#lines"
    assert texts(plan) == ["One, changed", "Two", "Three"]


@pytest.mark.feature("B13")
def test_buttons_save_first(plan: Plan, lee: Browser) -> None:
    one, two = factories.item(plan, "internal_coping", "One"), factories.item(plan, "internal_coping", "Two")
    page = address("plan-edit", plan, step="alone")
    lee.post(page, sent(one, two, new="Three", do=f"up:{two.pk}"))
    assert texts(plan) == ["Two", "One", "Three"]
    lee.post(page, sent(one, two, do=f"remove:{one.pk}"))
    assert texts(plan) == ["Two", "Three"]
    assert "Put back" in lee.get(page).content.decode()
    lee.post(page, sent(two, do=f"restore:{one.pk}"))
    assert texts(plan) == ["Two", "One", "Three"]


@pytest.mark.parametrize(
    ("keep", "kept"),
    [("mine", ["Walk Luna"]), ("theirs", ["Walk by day"]), ("both", ["Walk by day", "Walk Luna"])],
)
def test_a_conflict_without_a_script_asks_until_it_is_answered(
    cast: Cast, plan: Plan, lee: Browser, keep: str, kept: list[str]
) -> None:
    item = factories.item(plan, "internal_coping", "Walk")
    factories.reworded(cast.lee, item, "Walk by day")
    item.text = "Walk Luna"
    again = sent(item, do="go:around")
    for _ in range(2):  # sent again as it is, the page asks again: nobody's words go in silence
        page = lee.post(address("plan-edit", plan, step="alone"), again)
        assert page.status_code == 409
        shown = page.content.decode()
        assert "Dr. Lee changed this at" in shown
        assert "Walk by day" in shown
        assert "\nWalk Luna</textarea>" in shown
        assert texts(plan) == ["Walk by day"]
        again = sent(item, do="go:around")
        again |= {f"{item.pk}-version": field(shown, f"{item.pk}-version"), f"{item.pk}-over": field(shown, f"{item.pk}-over")}
    answer = lee.post(address("plan-edit", plan, step="alone"), {**again, f"{item.pk}-keep": keep})
    assert answer.status_code == 302
    assert texts(plan) == kept


def field(page: str, name: str) -> str:
    """The value of a hidden field of the page."""
    return page.split(f'name="{name}" value="')[1].split('"')[0]


def test_words_typed_into_a_line_that_was_removed_are_kept(cast: Cast, plan: Plan, lee: Browser) -> None:
    item = factories.item(plan, "internal_coping", "Walk")
    items.remove_item(by=cast.lee.actor, item=item)
    page = sent(item, do="go:around")
    assert lee.post(address("plan-edit", plan, step="alone"), page).status_code == 302
    assert texts(plan) == [], "nothing was typed since, so it stays removed"
    item.text = "Walk Luna to the tower"
    page = sent(item, do="go:around")
    for _ in range(2):
        lee.post(address("plan-edit", plan, step="alone"), page)
    assert texts(plan) == ["Walk Luna to the tower"]


def test_two_who_write_a_safe_word_at_once_lose_none(cast: Cast, plan: Plan, lee: Browser) -> None:
    step = next(step for step in STEPS if Item.Purpose.SAFE_WORD in step.purposes)
    page = {"new-safe_word-text": "Larkspur", "new-safe_word-operation": str(uuid4()), "do": "save"}
    factories.item(plan, step.key, "Juniper", purpose=Item.Purpose.SAFE_WORD, on_copy=False)
    lee.post(address("plan-edit", plan, step=step.slug), page)
    assert texts(plan) == ["Juniper", "Larkspur"]
    assert not plan.items.filter(on_copy=True).exists()


def test_a_button_that_is_refused_keeps_what_was_typed(cast: Cast, plan: Plan, lee: Browser) -> None:
    brother = factories.contact(cast.rosa, "Milo Alvarez", do_not_contact=True)
    answer = lee.post(address("plan-edit", plan, step="help"), sent(new="My sister, in the evening", do=f"contact:{brother.pk}"))
    assert answer.status_code == 409
    assert "do not contact" in answer.content.decode()
    assert texts(plan) == ["My sister, in the evening"]


def test_words_too_long_do_not_hide_that_somebody_else_was_first(cast: Cast, plan: Plan, lee: Browser) -> None:
    item = factories.item(plan, "internal_coping", "Walk")
    factories.reworded(cast.lee, item, "Walk by day")
    item.text = "x" * 2001
    page = lee.post(address("plan-edit", plan, step="alone"), sent(item)).content.decode()
    assert f'name="{item.pk}-version" value="1"' in page, "sent again, it must meet the other text"


@pytest.mark.feature("B12")
def test_people_resources_and_places_are_picked(cast: Cast, plan: Plan, lee: Browser) -> None:
    ana, place, line = factories.contact(cast.rosa), factories.place(cast.rosa), factories.resource(cast.ada)
    lee.post(address("plan-edit", plan, step="help"), sent(do=f"contact:{ana.pk}"))
    lee.post(address("plan-edit", plan, step="around"), sent(do=f"place:{place.pk}"))
    lee.post(address("plan-edit", plan, step="pros"), sent(do=f"resource:{line.pk}"))
    assert [item.kind for item in plan.items.order_by("made_at")] == ["contact", "place", "resource"]
    page = lee.get(address("plan-edit", plan, step="help")).content.decode()
    assert "(928) 555-0177" in page
    assert "Add Ana Alvarez" not in page


def test_ruled_out_people_are_not_offered_and_refused(cast: Cast, plan: Plan, lee: Browser) -> None:
    marco = factories.contact(cast.rosa, "Marco D.", do_not_contact=True)
    page = lee.get(address("plan-edit", plan, step="help")).content.decode()
    assert "Add Marco D." not in page
    assert "Marco D.: do not contact" in page
    answer = lee.post(address("plan-edit", plan, step="help"), sent(do=f"contact:{marco.pk}"))
    assert answer.status_code == 409
    assert "Marco D. is marked do not contact. Remove the entry here" in answer.content.decode()


def test_the_directory_is_searched_in_the_page(cast: Cast, plan: Plan, lee: Browser) -> None:
    """Best first for the client's place, by beginnings of words in any order; suggestions are nothing to put into a plan."""
    factories.place(cast.rosa)
    factories.resource(cast.ada, "Another crisis line", county="Sonoma", region="CA")
    factories.resource(cast.ada, "Coconino crisis line", reported_at=timezone.now())
    factories.resource(cast.ada, "Flagstaff crisis line", county="", town="Flagstaff")
    factories.resource(cast.ada, "Suggested crisis line", adopted_at=None, checked=False)

    def found(words: str) -> list[str]:
        page = lee.post(address("plan-edit", plan, step="pros"), sent(do="find", find=words)).content.decode()
        names = re.findall(r"<strong>(\w+) crisis line</strong>", page.split('id="directory"')[1])
        assert names or "Nothing in the clinic" in page
        return names

    assert found("LINE cris") == ["Flagstaff", "Coconino", "Another"]
    assert found("sono") == ["Another"]
    assert found("onoma") == found("...") == []
    factories.resource(cast.ada, "Short crisis line", phone="988", reach="country", county="", region="")
    assert found("988") == ["Short"]
    assert found("crisis") == ["Flagstaff", "Short", "Coconino", "Another"], (
        "a reported one last, then what does not serve the place"
    )


@pytest.mark.feature("H8")
def test_what_the_client_does_not_want_is_not_offered(cast: Cast, plan: Plan, lee: Browser) -> None:
    home, team = factories.place(cast.rosa), factories.resource(cast.ada)
    edit = address("plan-edit", plan, step="pros")
    assert team.name in lee.get(edit).content.decode()
    assert [each["id"] for each in local_numbers(plan, [home])] == [str(team.pk)]
    ClientResource.objects.create(clinic_id=cast.elm.id, client=cast.rosa, resource=team, choice="never", made_by_id=cast.lee.id)
    assert team.name not in lee.get(edit).content.decode()
    assert local_numbers(plan, [home]) == []


def test_intake_answers_are_offered_until_they_are_in(cast: Cast, plan: Plan, lee: Browser) -> None:
    facts = {"changed_at": timezone.now(), "changed_by_id": cast.lee.id}
    Answer.objects.create(clinic_id=cast.elm.id, client=cast.rosa, key="what_helped", value="Cold water\nLuna", **facts)
    Answer.objects.create(clinic_id=cast.elm.id, client=cast.rosa, key="signal", value="Left ear", **facts)
    page = lee.get(address("plan-edit", plan, step="alone")).content.decode()
    assert "“Cold water”" in page
    assert not plan.items.exists(), "nothing enters the plan by itself"
    ref = page.split('value="suggest:')[2].split('"')[0]
    lee.post(address("plan-edit", plan, step="alone"), sent(do=f"suggest:{ref}"))
    assert texts(plan) == ["Luna"]
    assert "“Luna”" not in lee.get(address("plan-edit", plan, step="alone")).content.decode()
    page = lee.get(address("plan-edit", plan, step="video")).content.decode()
    lee.post(address("plan-edit", plan, step="video"), sent(do=f"suggest:{page.split('suggest:')[1].split(chr(34))[0]}"))
    signal = plan.items.get(step="telehealth")
    assert (signal.text, signal.purpose, signal.on_copy) == ("Left ear", "signal", False)


@pytest.mark.feature("B21")
def test_a_step_is_declined_with_a_reason_and_asked_again(plan: Plan, lee: Browser) -> None:
    page = address("plan-edit", plan, step="safer")
    lee.post(page, sent(do="mark:declined", reason="Not while my brother is here"))
    shown = lee.get(page).content.decode()
    assert "The client does not want this step for now." in shown
    assert "Not while my brother is here" in shown
    assert "brother" not in lee.get(address("plan-check", plan)).content.decode()
    lee.post(page, sent(do="ask_again"))
    assert "does not want this step" not in lee.get(page).content.decode()


# From the draft to the client


def seen(lee: Browser, plan: Plan) -> dict[str, Any]:
    """What the check page says it shows."""
    initial = lee.get(address("plan-check", plan)).context["form"].initial
    return {name: initial[name] for name in ("seen_number", "seen_stamp")}


@pytest.mark.feature("B1", "B9")
def test_from_an_empty_plan_to_a_shared_one(cast: Cast, lee: Browser) -> None:
    who = {"client": cast.rosa.pk}
    assert "No plan yet." in lee.get(reverse("plan", kwargs=who)).content.decode()
    started = lee.post(reverse("plan-start", kwargs=who))
    assert started.headers["Location"] == reverse("plan-edit", kwargs={**who, "step": "triggers"}) + "#lines"
    plan = Plan.objects.get(client=cast.rosa)
    lee.post(address("plan-edit", plan, step="signs"), sent(new="I stop answering"))
    lee.post(
        address("plan-edit", plan, step="video"), sent(**{"new-signal-text": "Left ear", "new-signal-operation": str(uuid4())})
    )
    check = lee.get(address("plan-check", plan)).content.decode()
    assert "Nobody to call yet." in check
    assert check.count("Left ear") == 1, "only under what is kept off copies"
    assert lee.post(address("plan-check", plan), {"seen_number": "0"}).status_code == 422
    finished = lee.post(address("plan-check", plan), {**seen(lee, plan), "answer": "not_yet", "review": "14"})
    assert finished.headers["Location"] == address("plan-share", plan) + "#open"
    assert "Nobody to call yet." in lee.get(address("plan-share", plan)).content.decode()
    assert lee.post(address("plan-share", plan)).status_code == 409
    lee.post(address("plan-nobody", plan))
    assert lee.post(address("plan-share", plan)).status_code == 302
    shared = lee.get(address("plan-share", plan)).content.decode()
    assert "Not possible: no e-mail address is known." in shared
    assert f'href="/clients/{plan.client_id}/edit/"' in shared
    lee.post(address("plan-participation", plan), {"answer": "took_part"})
    page = lee.get(address("plan", plan)).content.decode()
    assert "Not yet, Took part in making it" in page
    assert "Shared, not opened yet" in page
    plan.refresh_from_db()
    assert plan.is_shared


@pytest.mark.parametrize(
    ("email", "safe", "words"),
    [
        ("rosa@example.org", None, "nobody has asked yet whether e-mail is safe"),
        ("rosa@example.org", False, "the client said that e-mail is not safe"),
        ("rosa@example.org", True, "To rosa@example.org."),
        ("", True, "no e-mail address is known"),
    ],
)
def test_the_share_page_says_which_ways_are_safe(
    cast: Cast, plan: Plan, lee: Browser, email: str, safe: bool | None, words: str
) -> None:
    cast.rosa.email = email
    cast.rosa.save()
    if safe is not None:
        factories.safe_channel(cast.rosa, safe=safe)
    factories.item(plan, "support_contacts", contact=factories.contact(cast.rosa))
    factories.version(plan)
    lee.post(address("plan-share", plan))
    assert words in lee.get(address("plan-share", plan)).content.decode()


@pytest.mark.parametrize(
    ("review", "words"),
    [
        ({"review": "date"}, "Enter the date of the next review"),
        ({"review": "date", "review_on": "2020-01-01"}, "Next review must be today or later"),
        ({"review": "date", "review_on": "2062-10-01"}, "Choose a day within a year"),
        ({"review": "soon"}, "Choose one of the answers"),
    ],
)
def test_the_next_review_needs_a_day_to_come(plan: Plan, lee: Browser, review: dict[str, str], words: str) -> None:
    factories.item(plan, "warning_signs", "I stop answering")
    page = lee.post(address("plan-check", plan), {**seen(lee, plan), "answer": "took_part", **review})
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not PlanVersion.objects.filter(plan=plan).exists()


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        (45, ["In 7 days", "In 14 days", "In 30 days", "In 45 days", "On a date"]),
        (14, ["In 7 days", "In 14 days", "In 30 days", "On a date"]),
        (1, ["In 1 day", "In 7 days", "In 14 days", "In 30 days", "On a date"]),
    ],
)
def test_the_next_review_is_proposed_as_the_clinic_set_it(
    cast: Cast, plan: Plan, lee: Browser, days: int, shown: list[str]
) -> None:
    cast.elm.review_days = days
    cast.elm.save()
    factories.item(plan, "warning_signs", "I stop answering")
    field = lee.get(address("plan-check", plan)).context["form"]["review"]
    assert [label for _, label in field.field.choices] == shown
    assert field.value() == str(days)
    lee.post(address("plan-check", plan), {**seen(lee, plan), "answer": "took_part", "review": field.value()})
    assert Review.objects.get(plan=plan).due_on == cast.elm.today + timedelta(days=days)


def test_a_number_of_thousands_of_digits_breaks_no_page(plan: Plan, lee: Browser) -> None:
    line, digits = factories.item(plan, "warning_signs", "I stop answering"), "9" * 5000
    move = reverse("plan-item-move", kwargs={"client": plan.client_id, "item": line.pk})
    assert "This line was not moved." in lee.post(move, {"to": digits}).content.decode()
    picked = lee.post(address("plan-edit", plan, step="answers"), {"do": f"idea:{digits}"})
    assert picked.status_code == 200
    assert picked.content.decode().split('name="new-text"')[1].split("</textarea>")[0].split(">")[1].strip() == ""


def test_a_person_ruled_out_is_told_on_the_check_page(cast: Cast, plan: Plan, lee: Browser) -> None:
    ana = factories.contact(cast.rosa)
    factories.item(plan, "support_contacts", contact=ana)
    ana.permission = "never"
    ana.save()
    page = lee.post(address("plan-check", plan), {**seen(lee, plan), "answer": "took_part", "review": "7"})
    assert page.status_code == 409
    assert "Ana Alvarez is marked “never”." in page.content.decode()
    assert not Review.objects.filter(plan=plan).exists()


@pytest.mark.feature("B15")
def test_a_version_is_read_word_for_word_and_withdrawn(cast: Cast, plan: Plan, lee: Browser) -> None:
    ana = factories.contact(cast.rosa)
    factories.item(plan, "support_contacts", contact=ana)
    factories.item(plan, "telehealth", "Left ear", purpose="signal", on_copy=False)
    factories.version(plan)
    ana.phone = "(928) 555-0100"
    ana.save()
    page = lee.get(address("plan-version", plan, version=1)).content.decode()
    assert "(928) 555-0177" in page
    assert "Left ear" in page
    assert lee.get(address("plan-version", plan, version=2)).status_code == 404
    assert "The version before it is in force again" in lee.get(address("plan-withdraw", plan, version=1)).content.decode()
    lee.post(address("plan-withdraw", plan, version=1), {"reason": "A wrong number"})
    assert "No version is in force yet." in lee.get(address("plan", plan)).content.decode()


def test_withdrawing_an_older_version_changes_nothing_for_the_client_and_says_so(plan: Plan, lee: Browser) -> None:
    factories.item(plan, "internal_coping", "Walk")
    for _ in range(2):
        factories.version(plan)
    assert (
        "Version 2 stays in force, and the client sees no change."
        in lee.get(address("plan-withdraw", plan, version=1)).content.decode()
    )
    lee.post(address("plan-withdraw", plan, version=1), {"reason": "A wrong number"})
    plan.refresh_from_db()
    assert plan.number == 2


def test_a_version_too_large_to_exist_is_denied_and_recorded(cast: Cast, plan: Plan, lee: Browser) -> None:
    assert lee.get(address("plan-version", plan, version=10**12)).status_code == 404
    assert Event.objects.get().outcome == "denied"


def test_a_person_ruled_out_after_the_version_is_told(cast: Cast, plan: Plan, lee: Browser) -> None:
    ana = factories.contact(cast.rosa)
    factories.item(plan, "support_contacts", contact=ana)
    factories.version(plan)
    ana.do_not_contact = True
    ana.save()
    assert "Ana Alvarez has been ruled out" in lee.get(address("plan", plan)).content.decode()


@pytest.mark.feature("B21")
def test_a_plan_is_declined_and_asked_about_again(cast: Cast, lee: Browser) -> None:
    who = {"client": cast.rosa.pk}
    lee.post(reverse("plan-decline", kwargs=who), {"reason": "Not today"})
    page = lee.get(reverse("plan", kwargs=who)).content.decode()
    assert "Not today" in page
    assert "Ask again: start the plan" in page
    lee.post(reverse("plan-start", kwargs=who))
    assert "Not today" not in lee.get(reverse("plan", kwargs=who)).content.decode()


@pytest.mark.parametrize("change", ["text", "order", "removed", "on_copy"])
def test_a_draft_that_differs_from_the_version_says_so(cast: Cast, plan: Plan, lee: Browser, change: str) -> None:
    one, two = factories.item(plan, "internal_coping", "One"), factories.item(plan, "internal_coping", "Two")
    factories.version(plan)
    words = "The draft has changes that are not in force."
    assert words not in lee.get(address("plan", plan)).content.decode()
    by = cast.lee.actor
    if change == "text":
        factories.reworded(cast.lee, one, "Other")
    elif change == "order":
        items.move_item(by=by, item=two, to=1)
    elif change == "removed":
        items.remove_item(by=by, item=one)
    else:
        items.set_on_copy(by=by, item=one, on_copy=False)
    assert words in lee.get(address("plan", plan)).content.decode()


# Who, and how much work it is


@pytest.mark.parametrize("who", ["ada", "ben", "kay", "dov"])
def test_nobody_else_finds_the_plan(cast: Cast, plan: Plan, who: str) -> None:
    item = factories.item(plan, "warning_signs", "I stop answering")
    factories.version(plan)
    browser = browser_of(cast.staff[who])
    for name, more in (
        ("plan", {}),
        ("plan-edit", {"step": "signs"}),
        ("plan-check", {}),
        ("plan-share", {}),
        ("plan-version", {"version": 1}),
    ):
        assert browser.get(address(name, plan, **more)).status_code == 404, name
    for name in ("plan-item-save", "plan-item-move", "plan-item-remove", "plan-item-restore"):
        assert browser.post(address(name, plan, item=item.pk), {"text": "x", "version": "1"}).status_code == 404, name
    assert texts(plan) == ["I stop answering"]


def test_a_supervisor_reads_and_does_not_write(cast: Cast, plan: Plan) -> None:
    factories.item(plan, "warning_signs", "I stop answering")
    factories.version(plan)
    sam = browser_of(cast.sam)
    page = sam.get(address("plan", plan))
    assert page.status_code == 200
    assert "Change the plan" not in page.content.decode()
    assert sam.get(address("plan-edit", plan, step="signs")).status_code == 404


def test_an_item_of_another_client_is_not_found_here(cast: Cast, plan: Plan, lee: Browser) -> None:
    other = factories.item(factories.plan(cast.theo), "warning_signs", "Theo's")
    answer = lee.post(address("plan-item-save", plan, item=other.pk), {"text": "Mine", "version": "1"})
    assert answer.status_code == 404
    assert Item.objects.get(pk=other.pk).text == "Theo's"


def test_reading_and_saving_leave_one_event_each(cast: Cast, plan: Plan, lee: Browser) -> None:
    item = factories.item(plan, "internal_coping", "Walk")
    lee.get(address("plan-edit", plan, step="alone"))
    for version, text in enumerate(("Walk a", "Walk b", "Walk c"), 1):
        lee.post(address("plan-item-save", plan, item=item.pk), {"text": text, "version": str(version), "operation": str(uuid4())})
    told = Event.objects.filter(client_id=plan.client_id).order_by("at")
    assert [event.action for event in told] == ["plan.draft.read", "item.save"]


def filled(cast: Cast, plan: Plan, count: int) -> Item:
    """`count` lines in a step, half of them citing, and as much beside."""
    ana, line, place = factories.contact(cast.rosa), factories.resource(cast.ada), factories.place(cast.rosa)
    for number in range(count):
        factories.item(plan, "support_contacts", f"Line {number}")
        factories.item(plan, "support_contacts", contact=ana)
        factories.item(plan, "professionals", resource=line)
        factories.item(plan, "social_distraction", place=place)
    drafts.mark_step(by=cast.lee.actor, plan=plan, step=STEPS[0], state="declined")
    return factories.item(plan, "support_contacts", "The last")


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize(
    ("name", "more", "queries"), [("plan-edit", {"step": "help"}, 33), ("plan-check", {}, 36), ("plan", {}, 41)]
)
def test_pages_need_the_same_queries_at_any_length(
    cast: Cast,
    plan: Plan,
    lee: Browser,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
    name: str,
    more: Any,
    queries: int,
) -> None:
    filled(cast, plan, count)
    factories.version(plan, review_on=date(2026, 12, 21))
    page = address(name, plan, **more)
    lee.get(page)
    with django_assert_num_queries(queries):
        assert lee.get(page).status_code == 200


@pytest.mark.parametrize("count", [1, 20])
def test_a_save_costs_the_same_at_any_length(
    cast: Cast, plan: Plan, lee: Browser, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    item = filled(cast, plan, count)
    save = address("plan-item-save", plan, item=item.pk)
    lee.post(save, {"text": "First", "version": "1"})
    with django_assert_num_queries(13):
        assert lee.post(save, {"text": "Second", "version": "2"}).status_code == 200


@pytest.mark.parametrize("version", ["-1", "2147483647", "9" * 40, "one"])
def test_a_version_that_no_page_has_is_refused_in_words(cast: Cast, plan: Plan, lee: Browser, version: str) -> None:
    item = factories.item(plan, "internal_coping", "Walk")
    answer = lee.post(address("plan-item-save", plan, item=item.pk), {"text": "Run", "version": version})
    assert answer.status_code == 422
    assert "Not saved: this page has lost count of what it shows. Copy your words" in answer.content.decode()
    item.refresh_from_db()
    assert (item.text, item.version) == ("Walk", 1)


@pytest.mark.feature("B7")
@pytest.mark.feature("B8")
def test_limits_and_boundaries_go_from_the_intake_to_phone_and_paper_without_typing(cast: Cast, plan: Plan, lee: Browser) -> None:
    known = {
        "reply_time": "within one working day",
        "channels": "by phone",
        "messages_for": "moving a session",
        "emergency_only": "Dr. Lee's pager, until 10 pm",
        "after_hours": "the county line",
    }
    for key, value in known.items():
        said = {"value": value, "changed_by_id": cast.lee.id, "changed_at": timezone.now()}
        Answer.objects.create(clinic_id=plan.clinic_id, client=cast.rosa, key=key, **said)
    boundaries = [
        "Messages are answered: within one working day",
        "Between sessions I reach my therapist: by phone",
        "What messages are for: moving a session",
        "For emergencies only: Dr. Lee's pager, until 10 pm",
        "Outside these hours: the county line",
    ]
    for line in boundaries:  # each is gone from the list once it was added
        page = html.unescape(lee.get(address("plan-edit", plan, step="limits")).content.decode())
        assert line in page
        lee.post(address("plan-edit", plan, step="limits"), sent(do=f"suggest:{page.split('suggest:')[1].split(chr(34))[0]}"))
    limits = [str(idea) for idea in BY_KEY["provider_responses"].ideas if "harmed" in str(idea) or "life is in danger" in str(idea)]
    assert len(limits) == 2
    for limit in limits:
        number = [str(idea) for idea in BY_KEY["provider_responses"].ideas].index(limit)
        picked = lee.post(address("plan-edit", plan, step="answers"), sent(do=f"idea:{number}")).content.decode()
        assert limit in html.unescape(picked.split('name="new-text"')[1].split("</textarea>")[0])
        lee.post(address("plan-edit", plan, step="answers"), sent(new=limit))
    written = [*boundaries, *limits]
    assert [item.text for item in plan.items.kept().order_by("made_at")] == written
    asks = [hint for hint in all_hints(plan, read_draft(plan)).open if hint.item]
    assert asks == [], "our own words and the clinic's hours are no reason to ask"
    version = factories.version(plan)
    plan.shared_at, plan.shared_by_id = timezone.now(), cast.lee.id
    plan.save(update_fields=["shared_at", "shared_by"])
    phone = html.unescape(arrive(cast.lee, cast.rosa).get("/my/").content.decode())
    paper = drawn(version)
    for line in written:
        assert line in phone
        assert holds(paper, line)
