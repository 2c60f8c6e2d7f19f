"""The steps for each emergency as they come, and as a clinic makes them its own; its notes on the law of a place."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clinic.audit.models import Event
from clinic.db.context import clinic_context
from clinic.web.errors import Conflict
from emergency import protocol_queries as queries
from emergency.actions import protocols as actions
from emergency.models import JurisdictionNote
from emergency.protocol_forms import rearranged
from emergency.protocols import AT_MOST, CRISES, LADDERS, SCENARIOS, Step
from tests.cast import Cast, browser_of

OWN = (Step("Ask where the client is now", "“Where are you?”"), Step("Stay on the line"))
MEANS = re.compile(r"\b(pills?|overdos\w*|knives|knife|guns?|firearms?|weapons?|rope|hang\w*|bridge|drown\w*|cut yourself)\b", re.I)


def note_for(country_code: str, region: str) -> JurisdictionNote | None:
    return queries.note_for(queries.notes(), country_code, region)


@pytest.mark.feature("F8", "F10")
def test_what_comes_with_handrail_is_short_calm_and_names_no_means() -> None:
    assert set(CRISES) == {"self_harm", "threat_others", "threat_therapist", "violence_home", "medical", "vanished", "minor"}
    for scenario in SCENARIOS.values():
        assert 1 <= len(scenario.steps) <= AT_MOST, scenario.key
        said = " ".join([*(f"{step.text} {step.prompt}" for step in scenario.steps), *scenario.prompts])
        assert not MEANS.search(said), scenario.key
        assert "!" not in said
        assert all(len(step.text) <= 120 for step in scenario.steps)
    for key in CRISES:
        assert SCENARIOS[key].steps[0].text.startswith("Ask where the client is now"), key
        assert SCENARIOS[key].prompts
    for key in LADDERS:
        minutes = [step.minutes for step in SCENARIOS[key].steps]
        assert all(each is not None for each in minutes), key
        assert minutes == sorted(minutes), key  # type: ignore[type-var]
    promises = " ".join(" ".join(SCENARIOS[key].prompts) for key in CRISES)
    assert "Do not promise" in promises


def test_a_clinic_words_its_steps_and_may_go_back(cast: Cast) -> None:
    assert queries.scenarios()["self_harm"] == SCENARIOS["self_harm"]
    actions.word_protocol(by=cast.sam.actor, key="self_harm", steps=OWN, prompts=["“I am here.”"], seen_version=0)
    with CaptureQueriesContext(connection) as captured:
        found = queries.scenarios()
    assert len(captured) == 1
    assert (found["self_harm"].steps, found["self_harm"].prompts) == (OWN, ("“I am here.”",))
    assert found["medical"] == SCENARIOS["medical"]
    with clinic_context(cast.oak.pk):
        assert queries.scenarios()["self_harm"] == SCENARIOS["self_harm"], "another clinic has its own"
    with pytest.raises(Conflict, match="Somebody else has changed"):
        actions.word_protocol(by=cast.ada.actor, key="self_harm", steps=OWN[:1], prompts=[], seen_version=0)
    actions.word_protocol(by=cast.ada.actor, key="self_harm", steps=(), prompts=(), seen_version=1)
    assert queries.scenarios()["self_harm"] == SCENARIOS["self_harm"]
    assert [event.reason for event in Event.objects.filter(action="protocol.word").order_by("at")] == ["own", "back_to_handrail"]


def test_who_may_not_and_what_may_not(cast: Cast) -> None:
    for who in (cast.lee, cast.kay):
        with pytest.raises(Http404):
            actions.word_protocol(by=who.actor, key="self_harm", steps=OWN, prompts=[], seen_version=0)
        with pytest.raises(Http404):
            actions.add_note(by=who.actor, country_code="US", region="AZ", words="x", reviewed_on=None)
    with pytest.raises(Http404):
        actions.word_protocol(by=cast.ada.actor, key="unheard_of", steps=OWN, prompts=[], seen_version=0)
    with pytest.raises(Conflict, match="9 steps"):
        actions.word_protocol(by=cast.ada.actor, key="self_harm", steps=[Step("x")] * 10, prompts=[], seen_version=0)


@pytest.mark.parametrize(
    ("do", "expected"),
    [
        ("up-2", "bac"), ("down-1", "bac"), ("remove-2", "ac"), ("add", "abc "), ("up-1", "abc"), ("down-3", "abc"), ("up-0", "abc"),
        ("remove-99", "abc"), ("remove-", "abc"), ("up-x", "abc"), ("", "abc"),
    ],
)  # fmt: skip
def test_buttons_move_lines_about(do: str, expected: str) -> None:
    rows = [{"text": letter} for letter in "abc"]
    assert "".join(row["text"] or " " for row in rearranged(rows, do)) == expected


@pytest.mark.feature("F3")
def test_the_page_moves_adds_removes_and_saves(cast: Cast) -> None:
    ada, address = browser_of(cast.ada), reverse("protocol", kwargs={"protocol": "dropped"})
    sent = {
        "version": "0", "count": "2", "prompts": "Slowly", "text_1": "Call back", "prompt_1": "", "minutes_1": "0",
        "text_2": "Call the phone", "prompt_2": "“We were cut off.”", "minutes_2": "3",
    }  # fmt: skip
    assert "Back to the words Handrail came with" not in ada.get(address).content.decode()
    page = ada.post(address, {**sent, "do": "up-2"}).content.decode()
    assert page.index("Call the phone") < page.index("Call back")
    assert "Not saved yet." in page
    assert queries.scenarios()["dropped"] == SCENARIOS["dropped"]
    assert ada.post(address, {**sent, "text_2": ""}).status_code == 422, "words to say need something to do"
    assert ada.post(address, {**sent, "minutes_2": "soon"}).status_code == 422
    flooded = ada.post(address, {"version": "0", "count": "99", "text_1": "x"})
    assert flooded.status_code == 422
    assert "step 9, or remove it" in flooded.content.decode()
    assert "step 10" not in flooded.content.decode()
    assert "Keep at least one step" in ada.post(address, {"version": "0", "count": "9999999"}).content.decode()
    assert ada.post(address, {**sent, "minutes_1": ""}).status_code == 302
    overtaken = ada.post(address, {**sent, "text_1": "Ring twice"})
    assert overtaken.status_code == 409, "the version that was seen is gone"
    page = overtaken.content.decode()
    for words in ("Somebody else has changed these steps.", "What you wrote is still on this page.", "Ring twice"):
        assert words in page
    assert ada.post(address, {**sent, "version": "1"})["Location"] == reverse("protocol-list") + "?saved=1"
    assert queries.scenarios()["dropped"].steps == (Step("Call back", "", 0), Step("Call the phone", "“We were cut off.”", 3))
    listing = ada.get(reverse("protocol-list") + "?saved=1").content.decode()
    assert "Saved." in listing
    assert "Your own" in listing
    assert "Ada Novak" in listing
    assert browser_of(cast.sam).get(address).status_code == 200
    assert ada.post(address, {**sent, "do": "up-" + "9" * 5000}).status_code == 200, "nothing moves"
    reset = reverse("protocol-reset", kwargs={"protocol": "dropped"})
    assert ada.post(reset, {"version": "9" * 5000}).status_code == 409
    ada.post(reset, {"version": "2"})
    assert queries.scenarios()["dropped"] == SCENARIOS["dropped"]


@pytest.mark.feature("F9")
def test_notes_on_the_law_are_the_clinics_and_grow_old(cast: Cast) -> None:
    assert JurisdictionNote.objects.count() == 0, "Handrail comes without any"
    ada, today = browser_of(cast.ada), cast.elm.today
    said = {"words": "Ask Sam first. " * 30, "reviewed_on": today - timedelta(days=366)}
    assert ada.post(reverse("jurisdiction-new"), {"place": "US-AZ", **said}).status_code == 302
    again = ada.post(reverse("jurisdiction-new"), {"place": "US-AZ", **said})
    assert again.status_code == 409
    assert said["words"].strip() in again.content.decode(), "nobody types it twice"
    assert ada.post(reverse("jurisdiction-new"), {"place": "US-", "words": "Anywhere else", "reviewed_on": ""}).status_code == 302
    assert ada.post(reverse("jurisdiction-new"), {"place": "XX-", **said}).status_code == 422
    page = ada.get(reverse("protocol-list")).content.decode()
    assert "Arizona, United States" in page
    assert page.count("Due for a legal review") == 2
    found = note_for("US", "AZ")
    assert found is not None
    assert found.words.startswith("Ask Sam first.")
    assert note_for("US", "TX").words == "Anywhere else"  # type: ignore[union-attr]
    assert note_for("CA", "ON") is None
    address = reverse("jurisdiction", kwargs={"jurisdiction_note": found.pk})
    tomorrow = {"words": "New", "reviewed_on": today + timedelta(days=1), "version": "1"}
    assert ada.post(address, tomorrow).status_code == 422
    assert ada.post(address, {**tomorrow, "reviewed_on": today}).status_code == 302
    overtaken = ada.post(address, {**tomorrow, "reviewed_on": today, "words": "Ask Bea"})
    assert overtaken.status_code == 409
    assert "Somebody else has changed this note." in overtaken.content.decode()
    assert "Ask Bea" in overtaken.content.decode()
    end = reverse("jurisdiction-end", kwargs={"jurisdiction_note": found.pk})
    assert ada.post(end, {"version": "9" * 5000}).status_code == 409
    ada.post(end, {"version": "2"})
    assert note_for("US", "AZ").words == "Anywhere else"  # type: ignore[union-attr]
    assert ada.post(reverse("jurisdiction-new"), {"place": "US-AZ", **said}).status_code == 302, "and it may come back"
