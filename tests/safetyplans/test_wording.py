"""The clinic's own words for the steps: who may write them, what they reach, and what stays as it was."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404
from django.test import Client as Browser
from django.urls import reverse

from clinic.audit.actors import system
from clinic.audit.models import Event
from clinic.db.context import clinic_context
from clinic.documents import render
from safetyplans import paper as sheets
from safetyplans.actions import drafts, shares, versions
from safetyplans.actions.documents import make_document
from safetyplans.actions.wording import word_step
from safetyplans.models import Participation, Plan, PlanDocument, PlanVersion, StepWording
from safetyplans.plain_words import is_hard
from safetyplans.steps import BY_KEY, BY_SLUG, STEPS
from safetyplans.wording import step_called
from tests import factories
from tests.cast import Cast, browser_of
from tests.portal.visits import arrive

SIGNS = BY_KEY["warning_signs"]


@pytest.fixture
def ada(cast: Cast) -> Browser:
    return browser_of(cast.ada)


@pytest.fixture
def plan(cast: Cast) -> Plan:
    made = drafts.start(by=cast.lee.actor, client=cast.rosa)
    factories.item(made, "warning_signs", "I stop answering Ana")
    factories.item(made, "support_contacts", contact=factories.contact(cast.rosa))
    return made


def finish(cast: Cast, plan: Plan) -> PlanVersion:
    plan.refresh_from_db()
    review_on = plan.clinic.today + timedelta(days=14)
    return versions.put_in_force(by=cast.lee.actor, plan=plan, answer=Participation.Answer.TOOK_PART, review_on=review_on)


def address(step: str = "signs", name: str = "wording-step") -> str:
    return reverse(name, kwargs={"step": step})


def words(title: str, **more: str) -> dict[str, str]:
    return {"title": title, "ask": str(SIGNS.ask), "prompts": "\n".join(map(str, SIGNS.prompts)), **more}


@pytest.mark.feature("B2")
def test_an_admin_words_a_step_and_goes_back(cast: Cast, ada: Browser) -> None:
    assert address() in ada.get(reverse("wording")).content.decode()
    assert reverse("wording") in ada.get(reverse("clinic-settings")).content.decode()
    preview = ada.post(address(), {**words("How I notice"), "preview": "1"}).content.decode()
    assert "1. How I notice" in " ".join(preview.split())
    assert not StepWording.objects.exists()
    assert ada.post(address(), words("How I notice")).headers["Location"] == reverse("wording")
    row = StepWording.objects.get()
    assert (row.title, row.ask, row.prompts, row.by_id) == ("How I notice", "", "", cast.ada.id)
    event = Event.objects.get(action="step.word")
    assert (event.fields, event.reason, event.object_id) == (["title"], "signs", row.pk)
    ada.post(address(), words("How I notice"))
    assert StepWording.objects.count() == 1, "the same words again are no change"
    page = ada.get(address()).content.decode()
    assert "Ada Novak" in page
    ada.post(address(name="wording-reset"))
    assert str(getattr(step_called("signs", "en"), "title", "")) == str(SIGNS.title)
    told = " ".join(ada.get(address()).content.decode().split())
    assert told.index("Back to Handrail") < told.index("How I notice</dd>"), "the history keeps what stood before"


def test_only_admins_word_steps(cast: Cast) -> None:
    for member in (cast.lee, cast.sam, cast.kay):
        browser = browser_of(member)
        for path in (reverse("wording"), address(), address(name="wording-reset")):
            assert browser.get(path).status_code in (404, 405)
            assert browser.post(path, words("Mine")).status_code in (404, 405)
        with pytest.raises(Http404):
            word_step(by=member.actor, step=SIGNS, language="en", title="Mine")
    assert not StepWording.objects.exists()
    assert browser_of(cast.ada).get(address("nowhere")).status_code == 404


def test_the_words_of_one_clinic_are_not_those_of_another(cast: Cast) -> None:
    word_step(by=cast.ada.actor, step=SIGNS, language="en", title="How I notice")
    with clinic_context(cast.oak.id):
        assert str(getattr(step_called("signs", "en"), "title", "")) == str(SIGNS.title)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"title": "x" * 81}, "80 characters at most"),
        ({"ask": "x" * 301}, "300 characters at most"),
        ({"prompts": "\n".join("abcdefghi")}, "8 prompts at most. You have 9 now"),
        ({"prompts": "x" * 201}, "200 characters at most for each prompt"),
    ],
)
def test_what_is_too_long_is_told_in_plain_words(ada: Browser, sent: dict[str, str], told: str) -> None:
    refused = ada.post(address(), words("How I notice") | sent)
    assert refused.status_code == 422
    assert told in refused.content.decode()
    assert not StepWording.objects.exists()


def test_a_hard_title_is_told_and_may_stand(ada: Browser) -> None:
    assert [str(step.title) for step in STEPS if is_hard(str(step.title))] == []
    hard = "Identification of individual destabilisation"
    assert "hard to read" in ada.post(address(), {**words(hard), "preview": "1"}).content.decode()
    assert ada.post(address(), words(hard)).status_code == 302


# What it reaches


@pytest.mark.feature("B2")
def test_editor_check_and_new_versions_say_it_in_the_clinic_s_words(cast: Cast, plan: Plan) -> None:
    word_step(by=cast.ada.actor, step=SIGNS, language="en", title="How I notice", ask="“What comes first?”", prompts=["“Where?”"])
    lee, own = browser_of(cast.lee), {"client": plan.client_id}
    editor = lee.get(reverse("plan-edit", kwargs={**own, "step": "signs"})).content.decode()
    for said in ("How I notice", "“What comes first?”", "“Where?”"):
        assert said in editor
    assert "How I notice" in lee.get(reverse("plan-check", kwargs=own)).content.decode()
    finish(cast, plan)
    plan.refresh_from_db()
    shares.share(by=cast.lee.actor, plan=plan)
    assert "How I notice" in arrive(cast.lee, cast.rosa).get("/my/").content.decode()


@pytest.mark.feature("B15")
def test_finished_versions_and_their_papers_keep_their_words(cast: Cast, plan: Plan) -> None:
    """Byte by byte: the stored documents, the stored PDFs, and the same version printed again, in large print and as a card too."""
    version = finish(cast, plan)
    for style in STYLES:
        assert make_document(by=system(cast.elm.id), version=version, style=style, paper="letter")
    before = _kept(version)
    for step in BY_SLUG.values():
        word_step(by=cast.ada.actor, step=step, language="en", title=f"New {step.slug}", ask="New", prompts=["New"])
    assert _kept(PlanVersion.objects.select_related("plan__client", "plan__clinic").get(pk=version.pk)) == before
    assert "New signs" in str(finish(cast, plan).content)


STYLES = ("full", "large", "card")


def _kept(version: PlanVersion) -> tuple[Any, dict[str, bytes], dict[str, bytes]]:
    stored = {each.style: bytes(each.pdf) for each in PlanDocument.objects.filter(version=version)}
    assert set(stored) == set(STYLES)
    return PlanVersion.objects.get(pk=version.pk).content, stored, {style: _printed(version, style) for style in STYLES}


def _printed(version: PlanVersion, style: str) -> bytes:
    page = sheets.page(version, style=style, paper="letter")
    return render.pdf(page.html, css=page.css, language=page.language, title=page.title)
