"""The draft on the client's phone while it is written together: who may see it, what is in it, and how it ends."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic.accounts.models import Ticket
from clinic.audit.models import Event
from clinic.clients.actions import clients, phones
from clinic.clients.models import Device
from clinic.db.context import clinic_context
from clinic.portal.actions import remove_page
from clinic.web.errors import Conflict
from emergency.actions import sessions
from emergency.models import TherapySession
from safetyplans.actions import drafts, items, notes, shares, versions
from safetyplans.actions.following import end_following, let_follow, record_following
from safetyplans.actions.presence import be_seen
from safetyplans.models import Following, Participation, Plan, StepState
from safetyplans.steps import BY_SLUG, STEPS
from tests import factories
from tests.cast import Cast, browser_of
from tests.portal.visits import SOMETIMES, UNSAFE, arrive, phone, shared_plan

PAGE = "/my/follow/"
TOOK_PART = Participation.Answer.TOOK_PART
LINE = "Your therapist is writing with you."


def poll(browser: Browser, seal: str = "") -> Any:
    return browser.get(PAGE, headers={"X-Background": "1", "If-None-Match": seal})


def is_over(browser: Browser) -> bool:
    """Neither page nor poll shows a word, and the client's own page does not speak of it."""
    page, asked = browser.get(PAGE), poll(browser)
    assert {page.status_code, asked.status_code} in ({200}, {302})
    own = browser.get("/my/", follow=True).content.decode()
    assert (page.status_code == 302) == (LINE not in own)
    return page.status_code == 302


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """The first plan of Rosa, a draft with one line."""
    plan = factories.plan(cast.rosa)
    factories.item(plan, "internal_coping", "Walk Luna to the water tower")
    return plan


@pytest.fixture
def rosa(cast: Cast, plan: Plan) -> Browser:
    """Her phone, on which she may follow."""
    browser = arrive(cast.lee, cast.rosa)
    let_follow(by=cast.lee.actor, plan=plan)
    return browser


def test_lee_lets_rosa_follow_and_stops_it_from_the_editor(cast: Cast, plan: Plan) -> None:
    lee, rosa = browser_of(cast.lee), arrive(cast.lee, cast.rosa)
    edit = reverse("plan-edit", kwargs={"client": cast.rosa.pk, "step": "alone"})
    assert "Let Rosa A. follow on the phone" in lee.get(edit).content.decode()
    assert is_over(rosa)
    went = lee.post(edit, {"new-text": "Cold water, count to 30", "do": "follow"})
    assert went.headers["Location"] == f"{edit}#lines"
    now = Following.objects.get()
    assert (now.session, now.until - now.made_at) == (None, timedelta(hours=2))
    assert LINE in rosa.get("/my/").content.decode()
    page = rosa.get(PAGE)
    html = page.content.decode()
    for words in (
        "This is a draft. It changes while you talk.",
        "Walk Luna to the water tower",
        "Cold water, count to 30",
        "Leave page",
    ):
        assert words in html
    assert "Your own page stays as it is." not in html, "there is none yet"
    assert page.headers["Cache-Control"] == "no-store"
    shown = lee.get(edit).content.decode()
    assert "Rosa A. can see this draft on the phone until" in shown
    assert "Opened at" in shown
    together = lee.get(reverse("plan-together", kwargs={"client": cast.rosa.pk, "step": "alone"})).content.decode()
    assert "On the phone until" in together
    assert "Rosa A." not in together
    # it stops even when a line beside the button cannot be saved
    assert lee.post(edit, {"new-text": "x" * 2001, "do": "follow_end"}).status_code == 422
    assert is_over(rosa)
    told = [event.action for event in Event.objects.order_by("at") if "follow" in event.action]
    assert told == ["plan.follow", "plan.followed", "plan.end_follow"]


def test_without_a_phone_it_says_what_to_do(cast: Cast, plan: Plan) -> None:
    lee = browser_of(cast.lee)
    edit = reverse("plan-edit", kwargs={"client": cast.rosa.pk, "step": "alone"})
    shown = lee.get(edit).content.decode()
    assert "Rosa A. could follow on the phone, but no phone opens the page now." in shown
    assert reverse("client-access", kwargs={"client": cast.rosa.pk}) in shown
    refused = lee.post(edit, {"do": "follow"})
    assert refused.status_code == 409
    assert "No phone of Rosa A. opens the page now." in refused.content.decode()
    arrive(cast.lee, cast.rosa, UNSAFE)
    assert "Better read it aloud." in lee.get(edit).content.decode()
    Ticket.objects.filter(kind=Ticket.Kind.DEVICE).update(expires_at=timezone.now())  # twelve hours later
    assert "no phone opens the page now" in lee.get(edit).content.decode()


def test_what_only_the_therapist_may_see_is_not_in_it(cast: Cast, plan: Plan, rosa: Browser) -> None:
    secret = [f"zqsecret{n}x" for n in range(9)]
    ruled_out = factories.contact(cast.rosa, secret[0], do_not_contact=True, relation=secret[1])
    ana = factories.contact(cast.rosa, "Ana Alvarez", note=secret[2])
    factories.contact(cast.rosa, secret[3])  # not in the plan
    factories.item(plan, "support_contacts", secret[4], contact=ruled_out)
    factories.item(plan, "telehealth", secret[5], purpose="signal", on_copy=False)
    gone = factories.item(plan, "internal_coping", secret[6])
    items.remove_item(by=cast.lee.actor, item=gone)
    line = factories.item(plan, "support_contacts", "She knows me", contact=ana)
    factories.item(plan, "professionals", resource=factories.resource(cast.lee))
    factories.item(plan, "social_distraction", place=factories.place(cast.rosa))
    asked = notes.Asked(barriers=secret[7], likelihood="not_likely", at_night=True)
    notes.save_note(by=cast.lee.actor, item=line, asked=asked, seen_version=0, operation_id=uuid4())
    drafts.mark_step(by=cast.lee.actor, plan=plan, step=STEPS[6], state=StepState.State.DECLINED, reason=secret[8])
    be_seen(by=cast.lee.actor, plan=plan, step=BY_SLUG["help"])
    for answer in (rosa.get(PAGE), poll(rosa)):
        html = answer.content.decode()
        for words in ("Ana Alvarez", "(928) 555-0177", "She knows me", "Sister&#x27;s place", "(877) 555-0190", "Writing here now"):
            assert words in html
        private = [*secret, "Rosa", "Lee", "Elm Street", "Not likely", "Not for now", "Ask:", "Night check", "tel:+1928", "Item"]
        assert [word for word in private if word in html] == []
    here = poll(rosa).content.decode().split("The other steps")[0]
    assert "She knows me" in here
    assert "Walk Luna" not in here


def test_304_until_a_word_a_person_or_the_step_changes(cast: Cast, plan: Plan, rosa: Browser) -> None:
    ana = factories.contact(cast.rosa, "Ana Alvarez")
    line = factories.item(plan, "support_contacts", contact=ana)
    found = re.search(r'data-follow="([^"]*)"', rosa.get(PAGE).content.decode())
    assert found
    seal = found[1].replace("&quot;", '"')

    def changed() -> bool:
        nonlocal seal
        answer = poll(rosa, seal)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.content == b"" if answer.status_code == 304 else b"<html" not in answer.content
        seal = answer.headers["ETag"]
        return bool(answer.status_code == 200)

    events = Event.objects.count()
    assert not changed()
    factories.reworded(cast.lee, line, "My sister")
    assert changed()
    assert not changed()
    ana.permission = "never"
    ana.save(update_fields=["permission"])
    assert changed(), "who is ruled out while it is followed is gone at once"
    be_seen(by=cast.lee.actor, plan=plan, step=BY_SLUG["help"])
    assert changed()
    assert not changed()
    assert Event.objects.count() == events + 1, "the save; looking leaves nothing"


@pytest.mark.parametrize("lines", [1, 30])
def test_looking_costs_the_same_at_any_length(cast: Cast, plan: Plan, rosa: Browser, lines: int) -> None:
    for number in range(lines):
        factories.item(plan, "support_contacts", contact=factories.contact(cast.rosa, f"Friend {number}"))
        replaced = {"replaced_by": factories.resource(cast.lee, f"New line {number}"), "retired_at": timezone.now()}
        old = factories.resource(cast.lee, f"Line {number}", **replaced, retired_by_id=cast.ada.id)
        factories.item(plan, "professionals", resource=old)
    assert f"New line {lines - 1}" in poll(rosa).content.decode()
    seal = poll(rosa).headers["ETag"]
    for status, sent in ((200, ""), (304, seal)):
        with CaptureQueriesContext(connection) as queries:
            assert poll(rosa, sent).status_code == status
        own = [query["sql"] for query in queries if not re.match(r"(SAVEPOINT|RELEASE|select (set_config|coalesce))", query["sql"])]
        assert len(own) == 6, own
        assert [sql for sql in own if not sql.startswith("SELECT")] == []


def _finish(cast: Cast, plan: Plan) -> None:
    plan.refresh_from_db()
    versions.put_in_force(by=cast.lee.actor, plan=plan, answer=TOOK_PART, review_on=plan.clinic.today)


def _finish_and_share(cast: Cast, plan: Plan) -> None:
    plan.shared_at = plan.shared_by = None
    plan.save()
    _finish(cast, plan)
    assert Following.objects.open().exists(), "nobody shares it yet"
    plan.refresh_from_db()
    shares.share(by=cast.lee.actor, plan=plan)


def _decline_and_ask_again(cast: Cast, plan: Plan) -> None:
    drafts.decline_plan(by=cast.lee.actor, client=cast.rosa)
    with pytest.raises(Conflict):
        let_follow(by=cast.lee.actor, plan=plan)
    drafts.start(by=cast.lee.actor, client=cast.rosa)


def _close_plan(cast: Cast, plan: Plan) -> None:
    plan.closed_at, plan.closed_by_id = timezone.now(), cast.lee.id
    plan.save()


ENDS: dict[str, Callable[[Cast, Plan], Any]] = {
    "stopped": lambda cast, plan: end_following(by=cast.lee.actor, plan=plan),
    "two hours later": lambda *_: Following.objects.update(until=timezone.now()),
    "the session ends": lambda cast, _: sessions.end(by=cast.lee.actor, session=TherapySession.objects.get()),
    "a version of a shared plan": _finish,
    "the plan is shared": _finish_and_share,
    "sharing ends": lambda cast, plan: shares.end_share(by=cast.lee.actor, plan=plan),
    "the plan is declined": _decline_and_ask_again,
    "the plan is closed": _close_plan,
    "care ends": lambda cast, _: clients.close(by=cast.lee.actor, client=cast.rosa, why="planned"),
    "phones are signed out": lambda cast, _: phones.end_devices(by=cast.lee.actor, client=cast.rosa),
    "the phone is removed": lambda cast, _: remove_page(by=cast.rosa.actor, device=Device.objects.get()),
}


@pytest.mark.parametrize("how", ENDS)
def test_it_ends_and_does_not_begin_again(cast: Cast, how: str) -> None:
    factories.session(cast.lee, cast.rosa, started=True)
    plan, _ = shared_plan(cast.lee, cast.rosa)
    browser = arrive(cast.lee, cast.rosa)
    let_follow(by=cast.lee.actor, plan=plan)
    assert not is_over(browser)
    ENDS[how](cast, plan)
    assert is_over(browser)
    assert not Following.objects.open().exists()
    if how != "care ends":
        assert is_over(arrive(cast.lee, cast.rosa, browser=phone())), "on a phone that comes later"


def test_begun_again_it_is_another_and_twice_is_one(cast: Cast, plan: Plan, rosa: Browser) -> None:
    first = Following.objects.get()
    assert let_follow(by=cast.lee.actor, plan=plan) == first
    Following.objects.update(until=timezone.now())
    second = let_follow(by=cast.lee.actor, plan=plan)
    assert second != first
    assert not is_over(rosa)
    assert Event.objects.filter(action="plan.follow").count() == 2


def test_whose_it_is_not(cast: Cast, plan: Plan, rosa: Browser) -> None:
    edit = reverse("plan-edit", kwargs={"client": cast.rosa.pk, "step": "alone"})
    for who in ("ada", "ben", "sam", "kay", "dov"):
        assert browser_of(cast.staff[who]).post(edit, {"do": "follow_end"}).status_code == 404
    with pytest.raises(Http404):
        let_follow(by=cast.ben.actor, plan=plan)
    with pytest.raises(Http404):
        end_following(by=cast.ben.actor, plan=plan)
    with pytest.raises(Http404):
        record_following(by=cast.theo.actor, following=Following.objects.get())
    assert is_over(arrive(cast.ben, cast.theo))
    with clinic_context(cast.oak.id):
        assert is_over(arrive(cast.dov, cast.eve))
    assert phone().get(PAGE).headers["Location"] == "/my/sign-in/"
    assert not is_over(rosa)
    shown = browser_of(cast.lee)
    assert shown.get(PAGE).headers["Location"] == "/my/sign-in/", "the session of staff counts for nothing here"


def test_a_shared_phone_asks_for_its_code_however_long_the_page_asks(cast: Cast, plan: Plan) -> None:
    browser = arrive(cast.lee, cast.rosa, SOMETIMES)
    let_follow(by=cast.lee.actor, plan=plan)
    found = Ticket.objects.get(kind=Ticket.Kind.DEVICE)
    soon = found.expires_at - timedelta(minutes=20)
    Ticket.objects.update(expires_at=soon)
    asked = poll(browser)
    assert asked.status_code == 200
    assert not asked.cookies
    found.refresh_from_db()
    assert found.expires_at == soon, "asked by the page itself: no visit"
    browser.get(PAGE)
    found.refresh_from_db()
    assert found.expires_at > soon
    Ticket.objects.update(expires_at=timezone.now())
    assert [poll(browser).headers["Location"], browser.get(PAGE).headers["Location"]] == ["/my/open/"] * 2
    browser.get("/exit/")
    assert browser.get(PAGE).status_code == 302


def test_opening_it_is_told_once(cast: Cast, plan: Plan, rosa: Browser) -> None:
    for _ in range(2):
        rosa.get(PAGE)
        poll(rosa)
    told = Event.objects.filter(actor_id=cast.rosa.id, action="plan.followed")
    assert [event.object_id for event in told] == [Following.objects.get().pk]
