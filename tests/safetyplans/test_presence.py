"""Who else has the plan open and what they changed: told without a word of the plan, and without keeping a session awake."""

import time
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from clinic.audit.models import Event
from clinic.clients.models import AccessGrant
from safetyplans.actions import items
from safetyplans.models import Plan, Presence
from safetyplans.steps import BY_KEY
from tests import factories
from tests.cast import Cast, browser_of

ALONE = BY_KEY["internal_coping"]


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """Lee's plan for Rosa, which Ben covers."""
    cover = {"clinic_id": cast.elm.id, "client": cast.rosa, "holder_id": cast.ben.id, "kind": "cover", "made_by_id": cast.ada.id}
    AccessGrant.objects.create(**cover)
    return factories.plan(cast.rosa)


def look(browser: Browser, plan: Plan, **known: str) -> Any:
    sent = {"step": "alone", "since": timezone.now().isoformat(), "there": "", **known}
    return browser.post(reverse("plan-presence", kwargs={"client": plan.client_id}), sent, headers={"X-Background": "1"})


def test_who_is_alone_hears_nothing(cast: Cast, plan: Plan) -> None:
    lee = browser_of(cast.lee)
    for _ in range(2):
        assert look(lee, plan).status_code == 204
    assert Presence.objects.get().member_id == cast.lee.id
    assert not Event.objects.exists(), "a poll is no event"


def test_two_see_each_other_until_one_goes(cast: Cast, plan: Plan) -> None:
    lee, ben = browser_of(cast.lee), browser_of(cast.ben)
    look(ben, plan, step="help")
    answer = look(lee, plan)
    assert "Ben Okoro has this plan open." in answer.content.decode()
    there = answer.content.decode().split('data-there="')[1].split('"')[0]
    assert look(lee, plan, there=there).status_code == 204, "the same as before"
    Presence.objects.filter(member_id=cast.ben.id).update(seen_at=timezone.now() - timedelta(minutes=1))
    assert "has this plan open" not in look(lee, plan, there=there).content.decode()


@pytest.mark.parametrize("change", ["text", "add", "order", "sign", "removed", "restored"])
def test_what_somebody_else_changed_is_told_once_and_without_words(cast: Cast, plan: Plan, change: str) -> None:
    one, two = factories.item(plan, "internal_coping", "zqword one"), factories.item(plan, "internal_coping", "zqword two")
    gone = factories.item(plan, "internal_coping", "zqword three")
    items.remove_item(by=cast.lee.actor, item=gone)
    lee, since, by = browser_of(cast.lee), timezone.now().isoformat(), cast.ben.actor
    assert look(lee, plan, since=since).status_code == 204
    {
        "text": lambda: factories.reworded(cast.ben, one, "zqword"),
        "add": lambda: items.add_item(by=by, plan=plan, step=ALONE, text="zqword", operation_id=uuid4()),
        "order": lambda: items.move_item(by=by, item=two, to=1),
        "sign": lambda: items.set_sign(by=by, item=one, sign="mood", seen_version=0, operation_id=uuid4()),
        "removed": lambda: items.remove_item(by=by, item=one),
        "restored": lambda: items.restore_item(by=by, item=gone),
    }[change]()
    answer = look(lee, plan, since=since).content.decode()
    assert "Ben Okoro changed this step at" in answer
    assert "zqword" not in answer
    assert "Ben Okoro changed “On my own” at" in look(lee, plan, since=since, step="help").content.decode()
    newest = answer.split('data-since="')[1].split('"')[0]
    assert look(lee, plan, since=newest).status_code == 204
    assert look(browser_of(cast.ben), plan, since=since, there="x").content.decode().count("changed") == 0, "not one's own"


def test_a_poll_keeps_no_session_awake(cast: Cast, plan: Plan) -> None:
    lee = browser_of(cast.lee)
    session = lee.session
    session["seen"] = int(time.time()) - 1700
    session.save()
    seen = session["seen"]
    look(lee, plan)
    assert lee.session["seen"] == seen


@pytest.mark.parametrize("known", [{"step": "nowhere"}, {"since": "soon"}, {"step": ""}])
def test_what_no_page_sends_is_not_found(cast: Cast, plan: Plan, known: dict[str, str]) -> None:
    assert look(browser_of(cast.lee), plan, **known).status_code == 404


@pytest.mark.parametrize("who", ["ada", "sam", "kay", "dov"])
def test_nobody_else_is_told(cast: Cast, plan: Plan, who: str) -> None:
    assert look(browser_of(cast.staff[who]), plan).status_code == 404
    assert not Presence.objects.exists()
