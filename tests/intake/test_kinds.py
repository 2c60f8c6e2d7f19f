"""Ticks, yes or no, and days: typed, saved without script, met by somebody else's, checked, and in the client's own hand."""

from typing import Any
from uuid import uuid4

import pytest
from django.http import Http404
from django.urls import reverse

from intake.actions.answers import save_answer
from intake.models import Answer
from intake.queries import answer_rows, answers, risk_factors
from intake.questions import Kind
from intake.sections import BY_SLUG, QUESTIONS, SECTIONS
from intake.suggestions import suggestions
from safetyplans.steps import STEPS
from tests import factories
from tests.cast import Cast, browser_of

ONE_OF = {"risk_factors": Kind.CHOICES, "police_wish": Kind.CHOICE, "rule_sober": Kind.YESNO, "rehearsed_on": Kind.DATE}
ODD = ["a\x00b", "\ud800", "x" * 10_000, "\u202eهي تقرأ الشفاه\u202c", "👩‍👧 Luna"]


def typed(cast: Cast, key: str, value: Any, seen: int = 0) -> Any:
    address = reverse("intake-answer", kwargs={"client": cast.rosa.pk, "key": key})
    data = {"value": value, "seen_version": seen, "operation_id": uuid4()}
    return browser_of(cast.lee).post(address, data, headers={"X-Background": "1"})


def page(cast: Cast, name: str, **more: str) -> str:
    return browser_of(cast.lee).get(reverse(name, kwargs={"client": cast.rosa.pk, **more})).content.decode()


def section(cast: Cast, slug: str, **data: Any) -> Any:
    return browser_of(cast.lee).post(reverse("intake-section", kwargs={"client": cast.rosa.pk, "section": slug}), data)


def save(cast: Cast, key: str, value: Any, **more: Any) -> Answer:
    return save_answer(by=cast.lee.actor, client=cast.rosa, key=key, value=value, **{"seen_version": 0, **more})


def test_the_kinds_are_what_these_tests_take_them_for() -> None:
    assert {key: QUESTIONS[key].kind for key in ONE_OF} == ONE_OF
    assert [slug for slug, part in BY_SLUG.items() if part.questions and not (2 <= len(part.questions) <= 7)] == []


@pytest.mark.feature("A7")
@pytest.mark.parametrize(
    ("key", "value", "kept"),
    [
        ("risk_factors", ["sleep", "firearm"], ["sleep", "firearm"]),
        ("police_wish", "team_first", "team_first"),
        ("rule_sober", "no", "no"),
        ("rehearsed_on", "2026-11-20", "2026-11-20"),
        ("rehearsed_on", "", None),
    ],
)
def test_each_kind_is_saved_as_it_is_chosen_and_taken_back(cast: Cast, key: str, value: Any, kept: Any) -> None:
    assert typed(cast, key, value).status_code == 200
    assert answers(cast.rosa).get(key) == kept
    assert typed(cast, key, [] if isinstance(value, list) else "", seen=1 if kept else 0).status_code == 200
    assert answers(cast.rosa) == {}


@pytest.mark.parametrize(
    ("key", "value"), [("risk_factors", ["sleep", "x"]), ("rule_sober", "maybe"), ("rehearsed_on", "tomorrow")]
)
def test_what_one_cannot_choose_is_refused_in_words(cast: Cast, key: str, value: Any) -> None:
    refused = typed(cast, key, value)
    assert refused.status_code == 422
    assert any(words in refused.content.decode() for words in ("Choose one of the answers", "Enter a date, like"))
    assert answers(cast.rosa) == {}


def test_none_of_these_stands_alone(cast: Cast) -> None:
    refused = typed(cast, "risk_factors", ["none", "sleep"])
    assert (refused.status_code, "alone, or take it away" in refused.content.decode()) == (422, True)
    assert typed(cast, "risk_factors", ["none"]).status_code == 200
    assert risk_factors(cast.rosa) == []


def test_the_plan_reads_which_risk_factors_are_ticked(cast: Cast) -> None:
    save(cast, "risk_factors", ["sleep", "firearm"])
    assert risk_factors(cast.rosa) == [("firearm", "A firearm at home or within reach"), ("sleep", "Sleeps badly")]
    assert risk_factors(cast.theo) == []


BEFORE = {
    "risk_factors": ["sleep"],
    "police_wish": "team_first",
    "rule_sober": "no",
    "rehearsed_on": "2026-11-20",
    "must_not": "No",
}


@pytest.mark.parametrize("odd", ODD, ids=["nul", "surrogate", "long", "rtl", "emoji"])
def test_odd_input_loses_nothing_and_breaks_nothing(cast: Cast, odd: str) -> None:
    browser, raw = browser_of(cast.lee), odd.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    for key, before in BEFORE.items():
        save(cast, key, before)
        address = reverse("intake-answer", kwargs={"client": cast.rosa.pk, "key": key})
        sent = {"value": [raw] if key == "risk_factors" else raw, "seen_version": 1, "operation_id": uuid4()}
        answer = browser.post(address, sent, headers={"X-Background": "1"})
        assert answer.status_code == (200 if key == "must_not" and len(odd) < 4000 else 422), key
        if answer.status_code == 422:
            assert answers(cast.rosa)[key] == before
            assert not any(words in answer.content.decode() for words in ("invalid", "ull char", "Select a valid"))
    assert section(cast, "factors", risk_factors=[raw], go="later").status_code == 422
    assert browser.get(reverse("intake-check", kwargs={"client": cast.rosa.pk})).status_code == 200


def test_two_who_ticked_see_both_in_words(cast: Cast) -> None:
    save(cast, "risk_factors", ["sleep"])
    met = typed(cast, "risk_factors", ["firearm"])
    assert met.status_code == 409
    assert all(words in met.content.decode() for words in ("Sleeps badly", 'data-value="sleep"', "Keep both"))
    save(cast, "rule_sober", "yes")
    met = typed(cast, "rule_sober", "no").content.decode()
    assert "Agreed" in met
    assert "Keep both" not in met


def test_the_checked_answers_lead_straight_into_a_plan(cast: Cast) -> None:
    lee, check = browser_of(cast.lee), reverse("intake-check", kwargs={"client": cast.rosa.pk})
    start = reverse("plan-start", kwargs={"client": cast.rosa.pk})
    assert f'action="{start}"' in lee.get(check).content.decode()
    assert lee.post(start).headers["Location"].startswith(reverse("plan-edit", kwargs={"client": cast.rosa.pk, "step": "triggers"}))
    assert start not in browser_of(cast.sam).get(check).content.decode(), "who only reads is not offered to write"


@pytest.mark.feature("A13")
@pytest.mark.feature("A6")
def test_sections_are_saved_and_checked_without_script(cast: Cast) -> None:
    tried = {
        "rehearsed_on": "2026-11-20",
        "device": "Her laptop",
        "picture": "yes",
        "sound": "no",
        "rung_back": "yes",
        "failed": "We ring",
    }
    assert section(cast, "rehearsal", **tried, go="completed").status_code == 302
    assert section(cast, "suitability", private_room="good", suits_mind="Follows well", go="completed").status_code == 302
    check = page(cast, "intake-check")
    assert all(words in check for words in ("20 November 2026", "It did not", "We ring", "Good enough", "Follows well"))
    form = page(cast, "intake-section", section="rehearsal")
    assert 'value="2026-11-20"' in form
    assert section(cast, "rehearsal", **{**tried, "rehearsed_on": "soon"}, go="later").status_code == 422
    assert answers(cast.rosa)["rehearsed_on"] == "2026-11-20"


@pytest.mark.feature("A11")
def test_wishes_for_an_emergency_are_asked_and_offered_to_nobody_silently(cast: Cast) -> None:
    wishes = {
        "police_wish": "no_police", "hospital_wish": "ask_first", "hospital_which": "Flagstaff Medical Center",
        "calms": "Speak slowly", "must_not": "No handcuffs", "not_involve": "Marco",
    }  # fmt: skip
    assert section(cast, "wishes", **wishes, go="completed").status_code == 302
    assert answers(cast.rosa) == wishes
    assert [(each.step, each.text) for each in suggestions(cast.rosa)] == [("provider_responses", "Speak slowly")]
    check = page(cast, "intake-check")
    assert all(words in check for words in ("No police", "Wants to be asked first", "No handcuffs", "Marco"))


@pytest.mark.feature("A18")
def test_rules_are_agreed_one_by_one_and_nothing_is_pre_set(cast: Cast) -> None:
    rules = [question.key for question in BY_SLUG["ground-rules"].questions if question.kind is Kind.YESNO]
    assert len(rules) == 5
    assert section(cast, "ground-rules", go="later").status_code == 302
    assert section(cast, "minor", adult_where="In the kitchen", under_age="", go="later").status_code == 302
    assert answers(cast.rosa) == {"adult_where": "In the kitchen"}
    assert section(cast, "ground-rules", **dict.fromkeys(rules[:2], "yes"), rule_recording="no", go="later").status_code == 302
    check = page(cast, "intake-check")
    assert (check.count(">Agreed<"), check.count(">Not agreed<")) == (2, 1)


def test_what_a_client_may_be_asked_speaks_to_them() -> None:
    asked = [question for part in SECTIONS for question in part.for_link]
    assert len(asked) > 15
    assert not any(
        question.by_client for slug in ("suitability", "ground-rules", "minor", "hours") for question in BY_SLUG[slug].questions
    )
    for question in asked:
        shown = [question.for_client, *(label for _, label in question.choices_for_client)]
        assert not any(word in str(words).lower() for words in shown for word in ("suicide", "crisis", "risk", "patient", "client"))
        assert not question.choices or question.choices_for_client or question.key == "wait_minutes", question.key
        assert {key for key, _ in question.choices_for_client} <= {key for key, _ in question.choices}
    assert all(part.for_client and part.why_for_client for part in SECTIONS if part.for_link)
    assert {question.feeds for question in QUESTIONS.values()} - {""} <= {step.key for step in STEPS}


def test_a_client_answers_for_themselves_only_what_may_be_asked(cast: Cast) -> None:
    own = {"client": cast.rosa, "seen_version": 0}
    factories.intake_invitation(cast.rosa, "stressors", "history")
    save_answer(by=cast.rosa.actor, key="stressors", value="The night shifts", **own)
    assert answer_rows(cast.rosa)["stressors"].is_from_client
    for by, key in ((cast.rosa, "past_harm"), (cast.rosa, "rule_sober"), (cast.theo, "stressors")):
        with pytest.raises(Http404):
            save_answer(by=by.actor, key=key, value="x", **own)


def test_what_the_client_wrote_and_what_they_would_rather_say_is_seen(cast: Cast) -> None:
    factories.intake_invitation(cast.rosa, "stressors")
    own = {"by": cast.rosa.actor, "client": cast.rosa, "seen_version": 0}
    save_answer(**own, key="stressors", value="The night shifts")
    save_answer(**own, key="triggers", value=None, wish="talk")
    save_answer(**own, key="substances", value=None, wish="skipped")
    hub = page(cast, "intake")
    assert "Ask first" in hub
    assert "Rosa A. wrote one answer" in hub
    for shown in (page(cast, "intake-section", section="stressors"), page(cast, "intake-check")):
        assert all(
            words in shown for words in ("Rosa A. wrote this on", "Rosa A. would rather talk about it", "Rosa A. skipped this")
        )
    save(cast, "triggers", "The phone at night", seen_version=1)
    assert answer_rows(cast.rosa)["triggers"].wish == ""
    assert "Ask first" not in page(cast, "intake")


def test_the_hub_knows_three_statuses(cast: Cast) -> None:
    save(cast, "stressors", "The night shifts")
    section(cast, "privacy", go="skip")
    section(cast, "hours", go="completed")
    hub = page(cast, "intake")
    assert (hub.count(">Completed<"), hub.count(">In progress<")) == (1, 1)
    assert hub.count(">Not started<") == len(SECTIONS) - 2
    assert hub.count("Skipped for now") == 1
    assert all(words in hub for words in ("So that help can reach the client", "1 of 7 completed"))


def test_consent_is_not_completed_before_it_is_recorded(cast: Cast) -> None:
    assert 'value="completed"' not in page(cast, "intake-section", section="consent")
    section(cast, "consent", go="completed")
    assert ">Completed<" not in page(cast, "intake")
