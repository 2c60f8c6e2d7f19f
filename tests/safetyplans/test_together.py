"""The editor on a shared screen: what only the therapist may see is not in the answer at all."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from clinic.clients.models import AccessGrant
from intake.models import Answer
from safetyplans.actions import drafts, items, notes
from safetyplans.models import Item, Plan, StepState
from safetyplans.steps import STEPS
from tests import factories
from tests.cast import Cast, browser_of
from tests.web.pages import tree, words


@pytest.fixture
def secret(cast: Cast) -> list[str]:
    """Words planted in everything that is for the therapist alone, in every step."""
    planted = [f"zqsecret{n}x" for n in range(14)]
    word = iter(planted)
    plan = factories.plan(cast.rosa)
    ruled_out = factories.contact(cast.rosa, next(word), do_not_contact=True, relation=next(word), note=next(word))
    factories.contact(cast.rosa, next(word), permission="never")
    cast.theo.name = next(word)
    cast.theo.save()
    facts = {"clinic_id": cast.elm.id, "client": cast.rosa, "changed_at": timezone.now(), "changed_by_id": cast.lee.id}
    Answer.objects.create(**facts, key="what_helped", value=next(word))
    Answer.objects.create(**facts, key="safe_word", value=next(word))
    barrier, signal, reason = next(word), next(word), next(word)
    factories.item(plan, "telehealth", signal, purpose="signal", on_copy=False)
    factories.item(plan, "support_contacts", next(word), contact=ruled_out)
    for step in STEPS:
        line = factories.item(plan, step.key, f"Shown in {step.slug}")
        asked = notes.Asked(barriers=barrier, likelihood="not_likely", at_night=True)
        notes.save_note(by=cast.lee.actor, item=line, asked=asked, seen_version=0, operation_id=uuid4())
    drafts.mark_step(by=cast.lee.actor, plan=plan, step=STEPS[6], state=StepState.State.DECLINED, reason=reason)
    gone = factories.item(plan, "telehealth", next(word), purpose="safe_word", on_copy=False)
    items.remove_item(by=cast.lee.actor, item=gone)
    factories.resource(cast.ada, checked=False)
    factories.place(cast.rosa)
    return [*list(planted[:11]), gone.text]


@pytest.mark.feature("B19")
def test_nothing_private_is_in_any_step(cast: Cast, secret: list[str]) -> None:
    lee = browser_of(cast.lee)
    private = [
        *secret,
        "Dr. Lee",
        "Ben Okoro",
        "Sam Reyes",
        "Rosa A",
        "Elm Street",
        "bad night?",
        "get in the way, and",
        "Night check",
    ]
    private += ["Not likely", "Ask about this line", "Not checked", "do not contact", "Nobody to call", "From the intake", "Today"]
    for step in STEPS:
        answer = lee.get(reverse("plan-together", kwargs={"client": cast.rosa.pk, "step": step.slug}))
        text = answer.content.decode()
        assert answer.status_code == 200
        assert f"Shown in {step.slug}" in text
        assert [word for word in private if word in text] == [], step.slug
        title = next(element for element in tree(text).iter("title"))
        assert words(title) == "Plan"
        links = [element.get("href", "") for element in tree(text).iter("a")]
        others = [link for link in links if "/plan/" in link and "/together/" not in link]
        assert others == [reverse("plan-edit", kwargs={"client": cast.rosa.pk, "step": step.slug})], "only the way back"
    shown = lee.get(reverse("plan-edit", kwargs={"client": cast.rosa.pk, "step": "help"})).content.decode()
    assert secret[0] in shown, "the planted words stand in the editor"


def test_a_step_that_is_left_out_is_no_gap_to_the_client(cast: Cast) -> None:
    """Whether it was declined or not reached yet."""
    plan = factories.plan(cast.rosa)
    drafts.mark_step(by=cast.lee.actor, plan=plan, step=STEPS[6], state=StepState.State.DECLINED, reason="Not today")
    lee, where = browser_of(cast.lee), {"client": cast.rosa.pk, "step": "help"}
    editor, together = (lee.get(reverse(page, kwargs=where)).content.decode() for page in ("plan-edit", "plan-together"))
    assert [word in editor for word in ("Empty", "Not for now")] == [True, True]
    assert [word in together for word in ("Empty", "Not for now", "Talked about")] == [False] * 3


@pytest.mark.feature("B19")
def test_it_writes_the_same_lines_and_stays_there(cast: Cast, secret: list[str]) -> None:
    lee, plan = browser_of(cast.lee), Plan.objects.get()
    page = reverse("plan-together", kwargs={"client": cast.rosa.pk, "step": "help"})
    ana = factories.contact(cast.rosa)
    went = lee.post(page, {"new-text": "The choir", "do": f"contact:{ana.pk}"})
    assert went.headers["Location"] == f"{page}#picks"
    went = lee.post(page, {"new-text": "", "do": "go:pros"})
    assert went.headers["Location"] == reverse("plan-together", kwargs={"client": cast.rosa.pk, "step": "pros"}) + "#lines"
    kept = [item.text for item in Item.objects.kept().filter(plan=plan, step="support_contacts")]
    assert kept[1:] == ["Shown in help", "The choir", ""], "the line that is not shown keeps its place and its words"
    refused = lee.post(page, {"new-text": "", "do": f"contact:{plan.client.contacts.get(permission='never').pk}"})
    assert refused.status_code == 409
    assert "That cannot be done here." in refused.content.decode()
    assert [word for word in secret if word in refused.content.decode()] == []


def test_a_conflict_names_nobody_on_a_shared_screen(cast: Cast, secret: list[str]) -> None:
    line = Item.objects.get(step="internal_coping")
    cover = {"clinic_id": cast.elm.id, "client": cast.rosa, "holder_id": cast.ben.id, "kind": "cover", "made_by_id": cast.ada.id}
    AccessGrant.objects.create(**cover)
    factories.reworded(cast.ben, line, "Walk by day")
    address = reverse("plan-item-save", kwargs={"client": cast.rosa.pk, "item": line.pk})
    sent = {"text": "Walk Luna", "version": "1", "operation": str(uuid4())}
    assert "Ben Okoro" in browser_of(cast.lee).post(address, sent).content.decode()
    answer: Any = browser_of(cast.lee).post(address, sent, headers={"X-Shared-Screen": "1"})
    assert answer.status_code == 409
    assert "Ben Okoro" not in answer.content.decode()
    assert "Somebody else changed this at" in answer.content.decode()
    look = {"step": "alone", "since": "2020-01-01T00:00:00+00:00", "shared": "on"}
    told = browser_of(cast.lee).post(reverse("plan-presence", kwargs={"client": cast.rosa.pk}), look).content.decode()
    assert "Somebody else changed this step at" in told
    assert "Ben" not in told


def test_a_conflict_without_a_script_names_nobody_either(cast: Cast, secret: list[str]) -> None:
    line = Item.objects.get(step="internal_coping")
    cover = {"clinic_id": cast.elm.id, "client": cast.rosa, "holder_id": cast.ben.id, "kind": "cover", "made_by_id": cast.ada.id}
    AccessGrant.objects.create(**cover)
    factories.reworded(cast.ben, line, "Walk by day")
    asked = notes.Asked(barriers="", at_night=False)
    notes.save_note(by=cast.ben.actor, item=line, asked=asked, seen_version=1, operation_id=uuid4())
    sent = {f"{line.pk}-text": "Walk Luna", f"{line.pk}-version": "1", f"{line.pk}-operation": str(uuid4()), "do": "save"}
    sent |= {f"{line.pk}-note-version": "1", f"{line.pk}-note-operation": str(uuid4()), f"{line.pk}-note-at_night": "yes"}
    for page, named in (("plan-edit", True), ("plan-together", False)):
        answer = browser_of(cast.lee).post(reverse(page, kwargs={"client": cast.rosa.pk, "step": "alone"}), sent)
        text = answer.content.decode()
        assert answer.status_code == 409
        assert ("Ben Okoro" in text) is named, page
        assert ("Somebody else changed this at" in text) is not named


def test_it_offers_nobody_who_is_not_in_the_plan_yet(cast: Cast, secret: list[str]) -> None:
    plan, lee = Plan.objects.get(), browser_of(cast.lee)
    page = reverse("plan-together", kwargs={"client": cast.rosa.pk, "step": "help"})
    factories.item(plan, "social_distraction", contact=factories.contact(cast.rosa, "Ana Alvarez"))
    factories.contact(cast.rosa, "Marco Diaz")
    text = lee.get(page).content.decode()
    assert "Add Ana Alvarez" in text
    assert "Marco" not in text
    assert "Somebody else is added outside this view." in text
    assert "Add Marco Diaz" in lee.get(reverse("plan-edit", kwargs={"client": cast.rosa.pk, "step": "help"})).content.decode()


@pytest.mark.parametrize("who", ["ada", "ben", "sam", "kay", "dov"])
def test_nobody_else_opens_it(cast: Cast, secret: list[str], who: str) -> None:
    page = reverse("plan-together", kwargs={"client": cast.rosa.pk, "step": "alone"})
    browser: Browser = browser_of(cast.staff[who])
    assert browser.get(page).status_code == 404
    assert browser.post(page, {"new-text": "x"}).status_code == 404
