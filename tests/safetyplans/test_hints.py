"""The quality helper on the therapist's pages: it asks, stays quiet once answered, and never meets the client."""

import time
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse
from django.utils import timezone

from clinic.audit.models import Event
from clinic.web.errors import Conflict
from emergency.models import Contact
from intake.models import Answer
from intake.sections import QUESTIONS
from intake.suggestions import suggestions
from safetyplans.actions import drafts, items
from safetyplans.actions.hand_overs import record_hand_over
from safetyplans.actions.hints import answer_hint
from safetyplans.actions.versions import put_in_force
from safetyplans.dialling import usable_number
from safetyplans.echoes import echo_of
from safetyplans.hint_queries import Hints, all_hints
from safetyplans.models import HandOver, HintAnswer, Item, Participation, Plan, StepState
from safetyplans.quality.facts import LineFacts, PersonFacts, PlanFacts, facts_of
from safetyplans.quality.plans import read_number_back
from safetyplans.quality.rules import BY_RULE, RULES
from safetyplans.queries import read_draft
from safetyplans.steps import BY_KEY, STEPS
from safetyplans.version_queries import somebody_to_call
from tests import factories
from tests.cast import Cast, browser_of

ALONE = BY_KEY["internal_coping"]


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return factories.plan(cast.rosa)


@pytest.fixture
def lee(cast: Cast) -> Browser:
    return browser_of(cast.lee)


def address(name: str, plan: Plan, **kwargs: Any) -> str:
    return reverse(name, kwargs={"client": plan.client_id, **kwargs})


def asked(plan: Plan) -> Hints:
    return all_hints(plan, read_draft(plan))


def keys(plan: Plan) -> set[str]:
    return {hint.rule.key for hint in asked(plan).open}


def say(cast: Cast, plan: Plan, text: str, step: str = "internal_coping") -> Item:
    return items.add_item(by=cast.lee.actor, plan=plan, step=BY_KEY[step], text=text, operation_id=uuid4())


# Asking


@pytest.mark.feature("B14")
def test_every_rule_names_its_source_and_asks_in_words() -> None:
    assert len({rule.key for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert "CLINICAL" in rule.source or "SCREENS" in rule.source or "FEATURES" in rule.source
        words = str(rule.question)
        assert words.endswith(("?", ".")), words
        assert not {"score", "grade", "%"} & set(words.lower().split())
    assert [rule.key for rule in RULES if rule.level == "amber"] == ["nobody_to_call"]
    assert [rule.key for rule in RULES if rule.level == "block"] == ["ruled_out"]


@pytest.mark.feature("B14")
def test_a_general_word_is_asked_about_under_its_line(cast: Cast, plan: Plan, lee: Browser) -> None:
    line = say(cast, plan, "Listen to music")
    page = lee.get(address("plan-edit", plan, step="alone")).content.decode()
    row = page[page.index(f'id="line-{line.pk}"') :]
    assert row.index("Which one, where, when?") < row.index("</li>")
    factories.reworded(cast.lee, line, "The tape my dad made")
    assert "general_word" not in keys(plan)


@pytest.mark.feature("B14")
def test_the_words_of_the_questions_are_those_of_the_design(cast: Cast, plan: Plan) -> None:
    ana = factories.contact(cast.rosa, phone="(928) 555-0177", willing=True)
    for step in ("social_distraction", "support_contacts"):
        items.cite_contact(by=cast.lee.actor, plan=plan, step=BY_KEY[step], contact=ana, operation_id=uuid4())
    factories.place(cast.rosa, name="Page AZ")
    say(cast, plan, "Client will utilize coping skills")
    say(cast, plan, "x" * 121)
    said = {hint.question for hint in asked(plan).open}
    assert {
        "These read like chart words. What would Rosa say?",
        "Long for a bad night. Could it be two items?",
        "Ana Alvarez is in both. Fine, but is there someone else too?",
        "At 2 am none of these may work. Ask about one.",
        "No local night line for Page AZ. Who answers there at night?",
        "Nothing here yet. Ask, or mark as “Not for now”.",
        "Have you talked about making the place safer?",
    } <= said


@pytest.mark.feature("B14")
def test_no_night_line_leads_to_where_one_is_found(cast: Cast, plan: Plan, lee: Browser) -> None:
    factories.place(cast.rosa, name="Page AZ")
    near, coverage = address("client-resource-list", plan), reverse("coverage")
    cover = {"kind": "cover", "made_by_id": cast.sam.pk}
    factories.AccessGrant.objects.create(clinic_id=cast.elm.pk, client=cast.rosa, holder_id=cast.sam.pk, **cover)
    for browser, leads in ((lee, False), (browser_of(cast.sam), True)):
        page = browser.get(address("plan-edit", plan, step="pros")).content.decode()
        asked_there = page[page.index("No local night line for Page AZ") :].split("</p>")[0]
        assert near in asked_there
        assert (coverage in asked_there) is leads
        assert browser.get(near).status_code == 200
    assert browser_of(cast.sam).get(coverage).status_code == 200


@pytest.mark.feature("B14")
def test_nobody_to_call_is_the_only_amber_question(cast: Cast, plan: Plan, lee: Browser) -> None:
    say(cast, plan, "music")
    assert {hint.rule.key for hint in asked(plan).open if hint.is_amber} == {"nobody_to_call"}
    page = lee.get(address("plan-edit", plan, step="help")).content.decode()
    assert "Who has Rosa turned to before? A helpline or a group can go here too." in page
    drafts.discuss_nobody_to_call(by=cast.lee.actor, plan=plan)
    plan.refresh_from_db()
    assert "nobody_to_call" not in keys(plan)


@pytest.mark.feature("B14")
def test_a_line_with_a_number_among_whom_to_ask_is_somebody_to_call_everywhere(cast: Cast, plan: Plan, lee: Browser) -> None:
    line = factories.resource(cast.lee, "Harbor Warm Line", phone="555-0190", kind="other")
    items.cite_resource(by=cast.lee.actor, plan=plan, step=BY_KEY["support_contacts"], resource=line, operation_id=uuid4())
    assert "nobody_to_call" not in keys(plan)
    assert read_draft(plan).somebody_to_call
    assert "Nobody to call" not in lee.get(address("plan-check", plan)).content.decode()
    version = force(cast, plan)
    assert somebody_to_call(version)
    assert "Nobody to call yet" not in lee.get(address("plan-share", plan)).content.decode()


@pytest.mark.parametrize("minutes", ["1", "5", None])
@pytest.mark.parametrize("caller", ["therapist", "client"])
def test_our_own_line_about_a_dropped_video_is_no_number_in_words(cast: Cast, caller: str, minutes: str | None) -> None:
    for key, value in {"who_calls": caller, "backup_phone": "(928) 555-0177", "wait_minutes": minutes}.items():
        if value:
            said = {"value": value, "changed_by_id": cast.lee.id, "changed_at": timezone.now()}
            Answer.objects.create(clinic_id=cast.rosa.clinic_id, client=cast.rosa, key=key, **said)
    line = next(each.text for each in suggestions(cast.rosa) if each.key == "backup_phone")
    facts = PlanFacts(lines=(LineFacts("1", "telehealth", line),))
    assert list(BY_RULE["number_in_words"].find(facts)) == []
    assert list(BY_RULE["video_not_agreed"].find(facts)) == []


@pytest.mark.feature("B22")
def test_each_risk_factor_asks_where_the_plan_answers_it(cast: Cast, plan: Plan, lee: Browser) -> None:
    (key, label), *_ = QUESTIONS["risk_factors"].choices
    Answer.objects.create(
        clinic_id=cast.rosa.clinic_id,
        client=cast.rosa,
        key="risk_factors",
        value=[key],
        changed_by_id=cast.lee.id,
        changed_at=plan.made_at,
    )
    hint = next(hint for hint in asked(plan).open if hint.rule.key == "risk_factor")
    assert hint.question == f"Where does the plan answer “{label}”?"
    assert [words for _, words in hint.choices] == ["Answered in the plan", "Not now"]
    lee.post(address("plan-hint", plan), {"at": "check", "hint": f"{hint.key}~in_plan"})
    assert "risk_factor" not in keys(plan)
    assert HintAnswer.objects.get(plan=plan).answer == "in_plan"


@pytest.mark.feature("B14")
def test_our_own_idea_taken_word_for_word_is_asked_about(cast: Cast, plan: Plan) -> None:
    say(cast, plan, str(ALONE.ideas[0]))
    assert "copied_idea" in keys(plan)


@pytest.mark.feature("B14")
def test_the_same_words_in_many_plans_are_asked_about_without_saying_whose(cast: Cast, plan: Plan) -> None:
    words = "Sit on the step until the bus has passed"
    others = [factories.plan(factories.client(cast.lee, f"Client {number}")) for number in range(4)]
    written = [say(cast, other, text) for other, text in zip(others, [words, words.upper(), f"{words}.", "Feed Luna"], strict=True)]
    line = say(cast, plan, "Something else entirely of my own")
    assert "same_words" not in keys(plan)
    factories.reworded(cast.lee, line, words)
    hint = next(hint for hint in asked(plan).open if hint.rule.key == "same_words")
    assert hint.item == str(line.pk)
    assert hint.question == "These words stand in several plans here. How would Rosa say it?"
    assert not any(other.client.short_name in hint.question for other in others)
    items.remove_item(by=cast.lee.actor, item=written[0])
    assert "same_words" not in keys(plan)  # two others are not many
    for each in [*others, plan]:
        say(cast, each, "Call Ana", step="support_contacts")
        say(cast, each, str(ALONE.ideas[0]))
    assert "same_words" not in keys(plan)  # short ones and our own ideas are no copies


def test_the_hash_of_a_line_tells_nothing_of_it_and_is_of_one_clinic(cast: Cast, plan: Plan) -> None:
    line = say(cast, plan, "Sit on the step until the bus has passed")
    ours = echo_of(line.clinic_id, "internal_coping", "sit on the STEP,  until the bus has passed!")
    assert line.echo == ours is not None
    assert echo_of(cast.oak.pk, "internal_coping", line.text) not in (None, ours)
    assert echo_of(line.clinic_id, "professionals", line.text) is None
    assert echo_of(line.clinic_id, "internal_coping", "Walk the dog") is None
    with override_settings(SECRET_KEY="another key of this installation"):
        assert echo_of(line.clinic_id, "internal_coping", line.text) != ours


@pytest.mark.feature("B14")
def test_numbers_are_read_back_once_and_again_when_one_changes(cast: Cast, plan: Plan, lee: Browser) -> None:
    ana = factories.contact(cast.rosa, phone="(928) 555-0177", willing=True)
    items.cite_contact(by=cast.lee.actor, plan=plan, step=BY_KEY["support_contacts"], contact=ana, operation_id=uuid4())
    asks = [hint.question for hint in asked(plan).open if hint.rule.key == "numbers_not_read"]
    assert asks == ["Not read back yet: Ana Alvarez. Read the numbers together, or dial them once?"]
    for checked, open_still in ((False, True), (True, False)):
        force(cast, plan, numbers_checked=checked)
        plan.refresh_from_db()
        assert ("numbers_not_read" in keys(plan)) is open_still
    Contact.objects.filter(pk=ana.pk).update(phone_changed_at=timezone.now())
    assert "numbers_not_read" in keys(plan)


@pytest.mark.feature("B14")
@pytest.mark.parametrize(("answer", "state"), [("nothing", "discussed"), ("not_yet", None), ("declined", "declined")])
def test_a_safer_place_has_its_three_answers(cast: Cast, plan: Plan, lee: Browser, answer: str, state: str | None) -> None:
    page = lee.get(address("plan-edit", plan, step="safer")).content.decode()
    asks = page[page.index("Have you talked about making the place safer?") :].split("data-hint-box")[0]
    for words in ("Talked, nothing to change", "Not yet", "The client does not want to"):
        assert words in asks
    new = {"new-text": "", "new-version": "0", "new-operation": str(uuid4())}
    lee.post(address("plan-edit", plan, step="safer"), {**new, "do": f"hint:safer_not_discussed~means_safety~{answer}"})
    assert "safer_not_discussed" not in keys(plan)
    said = StepState.objects.filter(plan=plan, step="means_safety").values_list("state", flat=True)
    assert list(said) == ([state] if state else [])
    drafts.ask_step_again(by=cast.lee.actor, plan=plan, step=BY_KEY["means_safety"])
    assert ("safer_not_discussed" in keys(plan)) is (state is not None)


def test_what_is_within_reach_is_not_left_at_nothing_to_change(cast: Cast, plan: Plan) -> None:
    said = {"value": ["firearm", "sleep"], "changed_by_id": cast.lee.id, "changed_at": plan.made_at}
    Answer.objects.create(clinic_id=cast.rosa.clinic_id, client=cast.rosa, key="risk_factors", **said)
    safer = BY_KEY["means_safety"]
    for state, asks in ((None, False), ("declined", False), ("discussed", True)):
        if state:
            drafts.mark_step(by=cast.lee.actor, plan=plan, step=safer, state=StepState.State(state))
        assert ("means_without_action" in keys(plan)) is asks
    hint = next(hint for hint in asked(plan).open if hint.rule.key == "means_without_action")
    assert "A firearm at home or within reach" in hint.question
    say(cast, plan, "Dad keeps the key to the safe", step="means_safety")
    assert "means_without_action" not in keys(plan)


def test_a_day_that_has_passed_is_asked_about_until_it_is_done(cast: Cast, plan: Plan) -> None:
    line = say(cast, plan, "Tomorrow Ana takes the key", step="means_safety")
    assert "past_date" not in keys(plan)
    Item.objects.filter(pk=line.pk).update(changed_at=timezone.now() - timedelta(days=3))
    assert asked(plan).of_line(str(line.pk))[0].question == "Its day has passed. Was it done?"
    line.refresh_from_db()
    factories.reworded(cast.lee, line, "Ana has the key")
    assert "past_date" not in keys(plan)


PERSON = PersonFacts("1", "Ana Reed", phone="(928) 555-0177")
NO_NUMBER = PersonFacts("2", "Bo", phone="")
THERAPIST = PersonFacts("3", "Kim Lee", phone="(928) 555-0188", provider=True)


@pytest.mark.parametrize(
    ("rule", "lines", "asks"),
    [
        ("no_number_around", [("social_distraction", NO_NUMBER)], True),
        ("no_number_around", [("social_distraction", PERSON)], False),
        ("no_number_around", [("social_distraction", NO_NUMBER), ("support_contacts", NO_NUMBER)], False),
        ("no_number_around", [("support_contacts", NO_NUMBER)], False),
        ("office_at_night", [("professionals", THERAPIST)], True),
        ("office_at_night", [("support_contacts", PERSON)], False),
    ],
)
def test_rules_on_facts_ask_on_one_side_only(rule: str, lines: list[tuple[str, PersonFacts]], asks: bool) -> None:
    facts = PlanFacts(lines=tuple(LineFacts(str(n), step, person=person, night=True) for n, (step, person) in enumerate(lines)))
    assert bool(list(BY_RULE[rule].find(facts))) is asks


@pytest.mark.feature("B14")
def test_where_a_reminder_is_kept_is_asked_once_there_is_something_to_be_reminded_of(cast: Cast, plan: Plan) -> None:
    assert "no_reminder" not in keys(plan)
    say(cast, plan, "Luna", step="reasons_for_living")
    assert "no_reminder" in keys(plan)
    items.add_item(
        by=cast.lee.actor,
        plan=plan,
        step=BY_KEY["reasons_for_living"],
        text="In my wallet",
        operation_id=uuid4(),
        purpose="reminder",
    )
    assert "no_reminder" not in keys(plan)


@pytest.mark.feature("B14")
def test_no_copy_handed_over_is_asked_only_of_a_version_in_force(cast: Cast, plan: Plan, lee: Browser) -> None:
    asks = "No copy was handed over yet."
    assert "not_handed_over" not in keys(plan)
    assert asks not in lee.get(address("plan", plan)).content.decode()
    say(cast, plan, "The tape my dad made")
    version = force(cast, plan)
    assert asks in lee.get(address("plan", plan)).content.decode()
    record_hand_over(by=cast.lee.actor, version=version, found=HandOver.Found.NOT_TRIED)
    assert asks not in lee.get(address("plan", plan)).content.decode()
    force(cast, plan)  # a newer one is another copy
    assert asks in lee.get(address("plan", plan)).content.decode()


@pytest.mark.parametrize(
    ("phone", "odd"),
    [("(928) 555-0177", False), ("+1 928 555 0177", False), ("928 555 0177 4", True), ("555-0177 after six", True)],
)
def test_an_odd_number_is_to_be_read_back(phone: str, odd: bool) -> None:
    line = LineFacts("1", "support_contacts", person=PersonFacts("2", "Ana", phone=phone))
    assert bool(list(read_number_back(PlanFacts(lines=(line,), country="US")))) is odd


@pytest.mark.parametrize(
    ("phone", "usable"),
    [("(928) 555-0177", True), ("555-0142 ext. 12", True), ("ext. 12", False), ("", False), ("call mum", False)],
)
def test_a_number_is_one_that_can_be_dialled(phone: str, usable: bool) -> None:
    assert usable_number(phone) is usable


@pytest.mark.parametrize(
    "text", ["", " ", "\u202e", "🙂" * 50, "x" * 10_000, "1" * 10_000, "с мамой " * 500, "a, " * 3000, "call " * 2000, "(" * 3000]
)
def test_no_text_breaks_or_slows_the_rules(cast: Cast, plan: Plan, text: str) -> None:
    for step in STEPS:
        factories.item(plan, step.key, text)
    facts = facts_of(plan, read_draft(plan))
    start = time.thread_time()
    for rule in RULES:
        list(rule.find(facts))
    assert time.thread_time() - start < 1


def test_a_language_without_word_lists_is_asked_about_facts_only(cast: Cast, plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(language="es")
    plan.refresh_from_db()
    say(cast, plan, "Listen to music")
    assert "general_word" not in keys(plan)
    assert "step_empty" in keys(plan)


# Answers


@pytest.mark.feature("B14")
def test_an_answer_keeps_it_quiet_until_its_step_changes(cast: Cast, plan: Plan, lee: Browser) -> None:
    line = say(cast, plan, "Listen to music")
    say(cast, plan, "work", step="triggers")
    answer = lee.post(address("plan-hint", plan), {"at": "alone", "hint": f"general_word~{line.pk}~talked"})
    assert answer["Location"] == address("plan-edit", plan, step="alone") + "#hints"
    assert line.pk not in {hint.item for hint in asked(plan).open if hint.rule.key == "general_word"}
    say(cast, plan, "stress", step="triggers")  # another step
    assert str(line.pk) not in {hint.item for hint in asked(plan).open}
    say(cast, plan, "reading")  # the same step
    assert str(line.pk) in {hint.item for hint in asked(plan).open if hint.rule.key == "general_word"}


@pytest.mark.parametrize("change", ["state", "removal"])
def test_what_is_said_of_a_step_and_a_removed_line_wake_it_too(cast: Cast, plan: Plan, change: str) -> None:
    other = say(cast, plan, "The tape my dad made")
    line = say(cast, plan, "Listen to music")
    hint = next(hint for hint in asked(plan).open if hint.item == str(line.pk))
    answer_hint(by=cast.lee.actor, plan=plan, hint=hint, answer="talked")
    assert asked(plan).of_line(str(line.pk)) == []
    if change == "state":
        drafts.mark_step(by=cast.lee.actor, plan=plan, step=ALONE, state=StepState.State.DISCUSSED)
    else:
        items.remove_item(by=cast.lee.actor, item=other)
    assert asked(plan).of_line(str(line.pk)) != []


def test_an_answer_about_the_whole_plan_stands_until_anything_changes(cast: Cast, plan: Plan) -> None:
    say(cast, plan, "The tape my dad made")
    hint = next(hint for hint in asked(plan).open if hint.rule.key == "nothing_at_night")
    answer_hint(by=cast.lee.actor, plan=plan, hint=hint, answer="not_now")
    assert "nothing_at_night" not in keys(plan)
    say(cast, plan, "Christmas", step="triggers")
    assert "nothing_at_night" in keys(plan)


@pytest.mark.feature("B14")
def test_an_answer_is_told_once_and_can_be_taken_back(cast: Cast, plan: Plan, lee: Browser) -> None:
    line = say(cast, plan, "Listen to music")
    for _ in range(2):
        lee.post(address("plan-hint", plan), {"at": "check", "hint": f"general_word~{line.pk}~talked"})
    assert Event.objects.filter(action="hint.answer").count() == 1
    assert "Listen" not in str(Event.objects.filter(action="hint.answer").values())
    page = lee.get(address("plan-check", plan)).content.decode()
    assert "Show answered ones" in page
    lee.post(address("plan-hint", plan), {"at": "check", "hint": f"general_word~{line.pk}~again"})
    assert "general_word" in keys(plan)
    assert Event.objects.filter(action="hint.ask_again").count() == 1


def test_the_editor_answers_without_a_script_and_stores_what_was_typed(cast: Cast, plan: Plan, lee: Browser) -> None:
    line = say(cast, plan, "Listen to music")
    sent = {f"{line.pk}-text": "Listen to jazz music", f"{line.pk}-version": "1", f"{line.pk}-operation": str(uuid4())}
    empty = {"new-text": "", "new-version": "0", "new-operation": str(uuid4())}
    lee.post(address("plan-edit", plan, step="alone"), {**sent, **empty, "do": f"hint:general_word~{line.pk}~talked"})
    line.refresh_from_db()
    assert line.text == "Listen to jazz music"
    step_empty = "hint:step_empty~warning_signs~not_now"
    lee.post(address("plan-edit", plan, step="signs"), {**empty, "do": step_empty})
    assert HintAnswer.objects.filter(plan=plan, rule="step_empty", answer="not_now").count() == 1


@pytest.mark.parametrize("hint", ["", "general_word", "unknown~x~talked", "general_word~x~perfect", "general_word~~talked"])
def test_nonsense_is_no_answer(plan: Plan, lee: Browser, hint: str) -> None:
    assert lee.post(address("plan-hint", plan), {"at": "check", "hint": hint}).status_code == 404
    assert HintAnswer.objects.count() == 0


# What it never does


@pytest.mark.feature("B14")
def test_a_person_who_is_ruled_out_is_the_one_thing_that_stops(cast: Cast, plan: Plan) -> None:
    marco = factories.contact(cast.rosa, name="Marco D.")
    items.cite_contact(by=cast.lee.actor, plan=plan, step=BY_KEY["support_contacts"], contact=marco, operation_id=uuid4())
    Contact.objects.filter(pk=marco.pk).update(permission="never")
    hint = next(hint for hint in asked(plan).open if hint.rule.key == "ruled_out")
    assert "Marco D." in hint.question
    assert hint.choices == []
    with pytest.raises(Conflict):
        answer_hint(by=cast.lee.actor, plan=plan, hint=hint, answer="talked")
    with pytest.raises(Conflict):
        force(cast, plan)


def force(cast: Cast, plan: Plan, numbers_checked: bool | None = None) -> Any:
    review_on = date.today() + timedelta(days=9)
    said = {"answer": Participation.Answer.TOOK_PART, "review_on": review_on, "numbers_checked": numbers_checked}
    return put_in_force(by=cast.lee.actor, plan=plan, **said)


@pytest.mark.feature("B14")
def test_what_was_asked_is_kept_with_the_version(cast: Cast, plan: Plan, lee: Browser) -> None:
    line = say(cast, plan, "Listen to music")
    hint = next(hint for hint in asked(plan).open if hint.rule.key == "general_word")
    answer_hint(by=cast.lee.actor, plan=plan, hint=hint, answer="talked")
    version = force(cast, plan)
    kept = next(each for each in version.findings if each["rule"] == "general_word")
    assert kept == {
        "rule": "general_word",
        "step": "internal_coping",
        "subject": str(line.pk),
        "question": "Which one, where, when?",
        "answer": "talked",
        "source": hint.rule.source,
    }
    items.remove_item(by=cast.lee.actor, item=line)
    page = lee.get(address("plan-version", plan, version=version.number)).content.decode()
    assert "What was asked when it was made" in page
    assert "Talked about it" in page


@pytest.mark.feature("B14")
def test_no_question_meets_the_client(cast: Cast, plan: Plan, lee: Browser) -> None:
    for step in STEPS:
        say(cast, plan, "Client will utilize coping skills", step=step.key)
    version = force(cast, plan)
    questions = {hint.question for hint in asked(plan).all}
    assert len(questions) > 5
    shown = str(version.content)
    for step in STEPS:
        shown += lee.get(address("plan-together", plan, step=step.slug)).content.decode()
    for question in questions:
        assert question not in shown
    assert "data-hint" not in shown
    assert "hints.js" not in shown


@pytest.mark.feature("B14")
def test_reading_it_takes_the_same_queries_for_any_plan(cast: Cast, plan: Plan) -> None:
    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            asked(Plan.objects.select_related("client", "clinic").get(pk=plan.pk))
        return len(queries)

    say(cast, plan, "music")
    few = counted()
    for number in range(59):
        say(cast, plan, f"music {number}", step=STEPS[number % len(STEPS)].key)
    assert counted() == few <= 11


def test_the_fragment_holds_the_step_and_nothing_of_others(cast: Cast, plan: Plan, lee: Browser) -> None:
    line = say(cast, plan, "Listen to music")
    say(cast, plan, "stress", step="triggers")
    answer = lee.get(address("plan-hints", plan, step="alone"), headers={"X-Background": "1"})
    page = answer.content.decode()
    assert f'data-hint-of="{line.pk}"' in page
    assert page.count("<p>Which one, where, when?") == 1
    assert lee.get(address("plan-hints", plan, step="nowhere")).status_code == 404


def test_a_colleague_without_access_and_an_auditor_get_nothing(cast: Cast, plan: Plan) -> None:
    for member in (cast.ben, cast.dov):
        browser = browser_of(member)
        assert browser.get(address("plan-hints", plan, step="alone")).status_code == 404
        assert (
            browser.post(address("plan-hint", plan), {"at": "check", "hint": "step_empty~warning_signs~talked"}).status_code == 404
        )
    assert HintAnswer.objects.count() == 0
