"""What the clinician sees, judges and decides: dated, in words, never computed, never changed."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clinic.audit.models import Event
from clinic.db.context import clinic_context
from clinic.db.models import Immutable
from clinic.web.errors import Conflict
from intake.actions.answers import save_answer
from intake.actions.assessments import decide_care, formulate, observe
from intake.models import CareDecision, Formulation, Observation
from intake.queries import care_decision
from tests.cast import Cast, browser_of, seen_ahead
from tests.intake.scene import fill
from tests.together import together

PAGES = ("observation-list", "intake-formulations", "intake-formulation-new", "intake-formulation-compare", "intake-care")


def address(cast: Cast, name: str, **more: Any) -> str:
    return reverse(name, kwargs={"client": cast.rosa.pk, **more})


def page(cast: Cast, name: str, **more: Any) -> str:
    return browser_of(cast.lee).get(address(cast, name, **more)).content.decode()


def seen(cast: Cast, **more: Any) -> dict[str, Any]:
    return {"what": "hopeless", "words": "Nothing will change", "source": "session", "seen_on": cast.elm.today, **more}


@pytest.mark.feature("A14")
def test_an_observation_has_a_day_a_source_and_its_words_sealed(cast: Cast) -> None:
    browser, day = browser_of(cast.lee), cast.elm.today - timedelta(days=2)
    assert browser.post(address(cast, "observation-list"), seen(cast, seen_on=day.isoformat())).status_code == 302
    shown = page(cast, "observation-list")
    assert all(words in shown for words in ("Sees no way forward", "Nothing will change", "Seen or heard in a session", "Dr. Lee"))
    with connection.cursor() as cursor:
        cursor.execute("select what, words, source from intake_observation")
        assert not any(b"hopeless" in bytes(value) or b"Nothing" in bytes(value) for value in cursor.fetchone())
    assert Event.objects.filter(client_id=cast.rosa.pk, action="observation.record").count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"what": ""}, "Choose what you noticed"), ({"words": "\x00"}, "Say in a few words"), ({"words": "x" * 10_000}, "4000 characters"),
     ({"seen_on": "2199-01-01"}, "The day must be today or earlier"), ({"seen_on": "soon"}, "Enter a date, like")],
)  # fmt: skip
def test_an_observation_that_lacks_something_is_kept_in_the_form(cast: Cast, wrong: dict[str, str], words: str) -> None:
    refused = browser_of(cast.lee).post(address(cast, "observation-list"), {**seen(cast), **wrong})
    assert (refused.status_code, words in refused.content.decode()) == (422, True)
    assert not Observation.objects.exists()


def test_a_correction_stands_beside_what_it_corrects(cast: Cast) -> None:
    first = observe(by=cast.lee.actor, client=cast.rosa, **seen(cast))
    form = page(cast, "observation-correct", observation=first.pk)
    assert "Nothing will change" in form
    right = seen(cast, words="Nothing will change at work")
    assert browser_of(cast.lee).post(address(cast, "observation-correct", observation=first.pk), right).status_code == 302
    shown = page(cast, "observation-list")
    assert all(words in shown for words in ("Corrected on", "Puts an earlier entry right", "Nothing will change at work"))
    with pytest.raises(Conflict, match="corrected already"):
        observe(by=cast.lee.actor, client=cast.rosa, corrects=first, **seen(cast))
    with pytest.raises(Immutable):
        first.save()


def test_of_two_corrections_in_the_same_moment_one_wins(stage: Cast) -> None:
    with clinic_context(stage.elm.id):
        first = observe(by=stage.lee.actor, client=stage.rosa, **seen(stage))

    def correct() -> str:
        with clinic_context(stage.elm.id):
            try:
                observe(by=stage.lee.actor, client=stage.rosa, **seen(stage, words="She laughed"), corrects=first)
            except Conflict as refused:
                return str(refused)
            time.sleep(0.3)  # the other one begins while this is not committed
        return "corrected"

    assert sorted(together(correct, correct)) == ["This entry was corrected already. Correct the newer one.", "corrected"]
    with clinic_context(stage.elm.id):
        assert Observation.objects.filter(corrects=first).count() == 1


def test_an_observation_of_another_client_is_not_there(cast: Cast) -> None:
    other = observe(by=cast.ben.actor, client=cast.theo, **seen(cast))
    assert browser_of(cast.lee).get(address(cast, "observation-correct", observation=other.pk)).status_code == 404
    with pytest.raises(Http404):
        observe(by=cast.lee.actor, client=cast.rosa, corrects=other, **seen(cast))
    with pytest.raises(Conflict, match="future"):
        observe(by=cast.lee.actor, client=cast.rosa, **seen(cast, seen_on=cast.elm.today + timedelta(days=1)))


@pytest.mark.feature("A16")
def test_a_formulation_is_the_clinician_s_own_and_no_level_is_pre_set(cast: Cast) -> None:
    save_answer(by=cast.lee.actor, client=cast.rosa, key="risk_factors", value=["firearm", "attempt"], seen_version=0)
    form = page(cast, "intake-formulation-new")
    assert "No score and no answer sets it" in form
    assert "checked" not in form
    assert "firearm" not in form
    browser, words = browser_of(cast.lee), {"crisis": "Nights alone", "likely": "Likely after a night shift"}
    refused = browser.post(address(cast, "intake-formulation-new"), words)
    assert (refused.status_code, "I do not say a level”" in refused.content.decode()) == (422, True)
    assert browser.post(address(cast, "intake-formulation-new"), {"level": "low"}).status_code == 422
    assert browser.post(address(cast, "intake-formulation-new"), {**words, "level": "not_said"}).status_code == 302
    made = Formulation.objects.get()
    assert (made.words, made.level) == (words, "")
    assert all(said in page(cast, "intake-formulations") for said in ("Nights alone", "no level said", "Dr. Lee"))
    with pytest.raises(Conflict, match="at least one line"):
        formulate(by=cast.lee.actor, client=cast.rosa, words={"crisis": ""}, level="low")


def test_the_last_words_are_taken_over_only_when_asked_for_and_the_level_never(cast: Cast) -> None:
    formulate(by=cast.lee.actor, client=cast.rosa, words={"crisis": "Nights alone"}, level="high")
    empty = page(cast, "intake-formulation-new")
    assert "Nights alone" not in empty
    assert "Begin from the last one" in empty
    begun = browser_of(cast.lee).get(address(cast, "intake-formulation-new") + "?last=1").content.decode()
    assert "Nights alone" in begun
    assert "The level is not taken over" in begun
    assert "checked" not in begun


def test_two_dates_are_read_side_by_side(cast: Cast) -> None:
    assert "It takes two to compare" in page(cast, "intake-formulation-compare")
    made = [formulate(by=cast.lee.actor, client=cast.rosa, words={"crisis": f"View {n}"}, level="raised") for n in range(3)]
    newest = page(cast, "intake-formulation-compare")
    assert "View 1" in newest
    assert newest.index("View 1") < newest.index("View 2")
    chosen = address(cast, "intake-formulation-compare") + f"?one={made[2].pk}&two={made[0].pk}"
    shown = browser_of(cast.lee).get(chosen).content.decode()
    assert shown.index("View 0") < shown.index("View 2")
    assert "View 1" not in shown
    assert browser_of(cast.lee).get(address(cast, "intake-formulation-compare") + "?one=x\x00&two=%ff").status_code == 200


@pytest.mark.feature("A15")
def test_a_decision_about_care_blocks_nothing_and_is_seen(cast: Cast) -> None:
    browser = browser_of(cast.lee)
    assert browser.post(address(cast, "intake-care"), {"decision": "refer"}).status_code == 422
    assert browser.post(address(cast, "intake-care"), {"decision": "refer", "reason": "Needs a day clinic"}).status_code == 302
    decided = care_decision(cast.rosa)
    assert decided is not None
    assert not decided.suits
    assert "Refer: another kind of care is needed" in page(cast, "intake")
    assert "Refer: another kind of care is needed" in page(cast, "client")
    decide_care(by=cast.lee.actor, client=cast.rosa, decision="suits", reason="Came back")
    assert "Teletherapy suits" in page(cast, "intake")
    assert "Refer: another" not in page(cast, "client")
    assert [each.decision for each in CareDecision.objects.order_by("at")] == ["refer", "suits"]


@pytest.mark.parametrize("name", ["ben", "sam", "ada", "kay", "dov"])
def test_others_do_not_write_and_only_a_supervisor_reads(cast: Cast, name: str) -> None:
    by = cast.staff[name]
    for write in (
        lambda: observe(by=by.actor, client=cast.rosa, **seen(cast)),
        lambda: formulate(by=by.actor, client=cast.rosa, words={"crisis": "x"}, level="low"),
        lambda: decide_care(by=by.actor, client=cast.rosa, decision="suits", reason="x"),
    ):
        with pytest.raises(Http404):
            write()
    browser = browser_of(by)
    reads = {each for each in PAGES if browser.get(address(cast, each)).status_code == 200}
    assert reads == (set(PAGES) - {"intake-formulation-new"} if name == "sam" else set())


def test_pages_need_as_many_queries_full_as_with_one(cast: Cast) -> None:
    browser, counts = seen_ahead(browser_of(cast.lee)), []
    names = (*PAGES, "intake", "intake-consent", "intake-consent-renew")
    for _ in range(2):
        if not counts:
            fill(cast)
        else:
            for n in range(12):
                observe(by=cast.lee.actor, client=cast.rosa, **seen(cast))
                formulate(by=cast.lee.actor, client=cast.rosa, words={"crisis": str(n)}, level="low")
                decide_care(by=cast.lee.actor, client=cast.rosa, decision="suits", reason=str(n))
        for name in names:
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address(cast, name)).status_code == 200
            counts.append(len(queries))
    assert counts[: len(names)] == counts[len(names) :]


def test_long_lists_have_pages(cast: Cast) -> None:
    for n in range(21):
        observe(by=cast.lee.actor, client=cast.rosa, **seen(cast, words=f"Entry {n:02}"))
    first = page(cast, "observation-list")
    assert "Entry 20" in first
    assert "Entry 00" not in first
    assert "Entry 00" in browser_of(cast.lee).get(address(cast, "observation-list") + "?page=2").content.decode()
