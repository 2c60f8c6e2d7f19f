"""Versions over time: who, when and why, how each stands, a draft from an old one, the client's own word, the hand-over."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic.audit.models import Event
from clinic.clients.models import Device, Todo
from clinic.web.errors import Conflict
from safetyplans.actions import drafts, hand_overs, items, returns, reviews, shares, versions
from safetyplans.models import HandOver, Item, Participation, Plan, PlanVersion, Review
from safetyplans.version_queries import own_answers, version_list, version_of
from tests import factories
from tests.cast import Cast, browser_of, seen_ahead
from tests.portal.visits import arrive

TOOK_PART, COPY = Participation.Answer.TOOK_PART, Participation.Answer.RECEIVED_COPY


@pytest.fixture
def plan(cast: Cast) -> Plan:
    made = drafts.start(by=cast.lee.actor, client=cast.rosa)
    factories.item(made, "warning_signs", "I stop answering Ana")
    factories.item(made, "support_contacts", contact=factories.contact(cast.rosa))
    return made


@pytest.fixture
def lee(cast: Cast) -> Browser:
    return browser_of(cast.lee)


def finish(cast: Cast, plan: Plan, **more: object) -> PlanVersion:
    plan.refresh_from_db()
    review_on = plan.clinic.today + timedelta(days=14)
    return versions.put_in_force(by=cast.lee.actor, plan=plan, **{"answer": TOOK_PART, "review_on": review_on, **more})


def address(name: str, plan: Plan, **kwargs: int) -> str:
    return reverse(name, kwargs={"client": plan.client_id, **kwargs})


def reword(cast: Cast, plan: Plan, text: str) -> None:
    line = plan.items.kept().get(step="warning_signs")
    factories.reworded(cast.lee, line, text, seen=line.version, operation_id=UUID(int=len(text)))


# Who, when, why, and how it stands


@pytest.mark.feature("B15")
def test_the_list_tells_who_when_why_and_how_each_version_stands(cast: Cast, plan: Plan, lee: Browser) -> None:
    finish(cast, plan)
    reword(cast, plan, "Up at 2 am")
    second = finish(cast, plan, reason="A line was too general")
    finish(cast, plan)
    versions.withdraw(by=cast.lee.actor, version=version_of(cast.rosa, 3), reason="A wrong number")
    lines = version_list(cast.rosa)
    assert [(line.number, line.state) for line in lines] == [(3, "withdrawn"), (2, "in_force"), (1, "superseded")]
    page = lee.get(address("plan", plan)).content.decode()
    for words in ("Dr. Lee", "A line was too general", "In force", "Superseded", "Withdrawn"):
        assert words in page
    read = lee.get(address("plan-version", plan, version=3)).content.decode()
    assert "A wrong number" in read
    assert "A line was too general" in lee.get(address("plan-version", plan, version=second.number)).content.decode()


@pytest.mark.feature("B15")
def test_a_closed_plan_is_still_read_and_numbers_go_on(cast: Cast, plan: Plan, lee: Browser) -> None:
    finish(cast, plan)
    finish(cast, plan)
    review = Review.objects.waiting().get(plan=plan)
    reviews.record_review(by=cast.lee.actor, review=review, outcome="retired", client_present=True)
    assert [line.state for line in version_list(cast.rosa)] == ["closed", "superseded"]
    page = lee.get(address("plan", plan)).content.decode()
    assert "Closed" in page
    assert "I stop answering Ana" in lee.get(address("plan-version", plan, version=2)).content.decode()
    again = drafts.start(by=cast.lee.actor, client=cast.rosa)
    factories.item(again, "warning_signs", "New words")
    assert finish(cast, again).number == 3, "two papers never carry the same number"
    assert [line.state for line in version_list(cast.rosa)] == ["in_force", "closed", "superseded"]


def test_lists_take_the_same_queries_however_many_versions(cast: Cast, plan: Plan, lee: Browser) -> None:
    seen_ahead(lee)
    pages = ("plan", "plan-compare", "plan-share", "plan-check")
    finish(cast, plan)
    finish(cast, plan)
    hand_overs.record_hand_over(by=cast.lee.actor, version=version_of(cast.rosa, 2), found=HandOver.Found.YES)
    counted = [_queries(lee, address(name, plan)) for name in pages]
    for _ in range(3):
        version = finish(cast, plan)
        hand_overs.record_hand_over(by=cast.lee.actor, version=version_of(cast.rosa, version.number), found=HandOver.Found.YES)
    assert [_queries(lee, address(name, plan)) for name in pages] == counted


def _queries(browser: Browser, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return len([query for query in queries if "SAVEPOINT" not in query["sql"]])


# Read together, not what somebody changed meanwhile


def answers(browser: Browser, plan: Plan) -> dict[str, str]:
    """What the check page would send, with an answer chosen."""
    form = browser.get(address("plan-check", plan)).context["form"]
    return {
        "answer": "took_part",
        "review": "14",
        "seen_number": form.initial["seen_number"],
        "seen_stamp": form.initial["seen_stamp"],
    }


@pytest.mark.feature("B15")
@pytest.mark.parametrize("change", ["line", "removed", "restored", "number", "version"])
def test_what_changed_behind_the_check_page_is_not_put_in_force_unread(cast: Cast, plan: Plan, lee: Browser, change: str) -> None:
    gone = items.remove_item(by=cast.lee.actor, item=factories.item(plan, "internal_coping", "Gone"))
    sent = answers(lee, plan)
    if change == "line":
        reword(cast, plan, "Other words")
    elif change == "removed":
        items.remove_item(by=cast.lee.actor, item=plan.items.kept().get(step="warning_signs"))
    elif change == "restored":
        items.restore_item(by=cast.lee.actor, item=gone)
    elif change == "number":
        ana = cast.rosa.contacts.get()
        ana.phone = "(928) 555-0199"
        ana.save(update_fields=["phone"])
    else:
        finish(cast, plan)
    before = plan.versions.count()
    refused = lee.post(address("plan-check", plan), {**sent, "reason": "My reason"})
    assert refused.status_code == 409
    assert plan.versions.count() == before
    text = refused.content.decode()
    assert "while you had this page open" in text
    assert "My reason" in text
    shown = refused.context["form"]
    again = {**sent, "seen_number": shown["seen_number"].value(), "seen_stamp": shown["seen_stamp"].value()}
    assert lee.post(address("plan-check", plan), again).status_code == 302, "read again, it can be put in force"
    assert plan.versions.count() == before + 1


def test_the_reason_is_kept_and_stays_off_the_client_s_copy(cast: Cast, plan: Plan, lee: Browser) -> None:
    sent = answers(lee, plan) | {"reason": "Rosa moved to her sister"}
    assert lee.post(address("plan-check", plan), sent).headers["Location"] == address("plan-share", plan) + "#open"
    version = version_of(cast.rosa, 1)
    assert version.reason == "Rosa moved to her sister"
    assert "moved" not in str(version.content)


def test_a_shared_plan_is_shared_anew_with_its_version(cast: Cast, plan: Plan) -> None:
    """The client is told once for each version, without a second button."""
    finish(cast, plan)
    plan.refresh_from_db()
    shares.share(by=cast.lee.actor, plan=plan)
    Device.objects.create(clinic_id=cast.elm.id, client=cast.rosa, remembered=True)
    finish(cast, plan)
    assert [todo.kind for todo in Todo.objects.filter(client=cast.rosa)] == ["tell_client"]


# Comparing


@pytest.mark.feature("B15")
def test_two_versions_and_the_draft_are_compared_on_a_page(cast: Cast, plan: Plan, lee: Browser) -> None:
    finish(cast, plan)
    reword(cast, plan, "I stop calling Ana")
    finish(cast, plan)
    items.remove_item(by=cast.lee.actor, item=plan.items.kept().get(step="support_contacts"))
    page = lee.get(address("plan-compare", plan), {"a": 1, "b": 2})
    text = " ".join(page.content.decode().split())
    assert '<del><span class="vh">[removed: </span>answering<span class="vh"> ]</span></del>' in text
    assert '<ins><span class="vh">[added: </span>calling<span class="vh"> ]</span></ins>' in text
    draft = lee.get(address("plan-compare", plan), {"a": 2, "b": 0}).content.decode()
    assert "to the draft" in draft
    assert "Ana Alvarez" in draft
    assert "They say the same." in lee.get(address("plan-compare", plan), {"a": 1, "b": 1}).content.decode()
    assert lee.get(address("plan-compare", plan)).context["a"] == 2
    assert lee.get(address("plan-compare", plan), {"a": 1, "b": 7}).status_code == 422
    assert Event.objects.filter(action="plan.compare.read").count() == 5


def test_nobody_else_compares(cast: Cast, plan: Plan) -> None:
    finish(cast, plan)
    for stranger in (cast.ben, cast.ada, cast.kay, cast.dov):
        assert browser_of(stranger).get(address("plan-compare", plan), {"a": 1, "b": 0}).status_code == 404


# A draft from an old version


@pytest.mark.feature("B15")
def test_a_draft_from_an_old_version_says_what_it_said(cast: Cast, plan: Plan, lee: Browser) -> None:
    place = factories.place(cast.rosa)
    factories.item(plan, "social_distraction", place=place)
    factories.item(plan, "telehealth", "left ear", purpose="signal", on_copy=False)
    first = finish(cast, plan)
    reword(cast, plan, "Other words")
    finish(cast, plan)
    asked = lee.get(address("plan-draft-from", plan, version=1)).content.decode()
    assert "One line of the draft is taken out. You can put it back for 24 hours. One line of" in " ".join(asked.split())
    assert plan.items.kept().count() == 4
    made = lee.post(address("plan-draft-from", plan, version=1))
    assert made.headers["Location"] == address("plan", plan) + "edit/" + made.headers["Location"].split("/")[-2] + "/"
    again = finish(cast, plan)
    said = [[(item["text"], item["purpose"], item["on_copy"], item.get("contact"), item.get("place")) for item in step["items"]]
            for version in (first, again) for step in version.content["steps"]]  # fmt: skip
    assert said[: len(said) // 2] == said[len(said) // 2 :]
    assert Event.objects.filter(action="plan.draft_from", version=1, count=4).count() == 1
    removed = plan.items.exclude(removed_at=None)
    assert removed.count() == 1, "lines that say the same stay, with their notes"
    items.restore_item(by=cast.lee.actor, item=removed.get(step="warning_signs"))
    assert plan.items.kept().filter(step="warning_signs").count() == 2


def test_what_is_no_longer_used_comes_in_as_words_and_who_is_ruled_out_does_not(cast: Cast, plan: Plan, lee: Browser) -> None:
    marco = factories.contact(cast.rosa, "Marco D.")
    gone, old = factories.contact(cast.rosa, "Tío Beto", phone="(928) 555-0155"), factories.resource(cast.ada, "Old line")
    new = factories.resource(cast.ada, "New line")
    replaced = factories.resource(cast.ada, "Moved line", retired_at=None)
    for step, cites in (
        ("support_contacts", {"contact": marco}), ("support_contacts", {"contact": gone}),
        ("professionals", {"resource": old}), ("professionals", {"resource": replaced}),
    ):  # fmt: skip
        factories.item(plan, step, **cites)
    finish(cast, plan)
    marco.do_not_contact = True
    marco.save(update_fields=["do_not_contact"])
    for row in (gone, old, replaced):
        row.retired_at, row.retired_by_id = timezone.now(), cast.lee.id
        row.save(update_fields=["retired_at", "retired_by"])
    replaced.replaced_by = new
    replaced.save(update_fields=["replaced_by"])
    asked = lee.get(address("plan-draft-from", plan, version=1)).content.decode()
    assert asked.index("Left out") < asked.index("Marco D.") < asked.index("as words only") < asked.index("Tío Beto")
    returns.make_draft_from(by=cast.lee.actor, client=cast.rosa, version=version_of(cast.rosa, 1))
    lines = {(item.step, item.kind, item.text, item.resource_id) for item in plan.items.kept()}
    assert ("support_contacts", "text", "Tío Beto, sister, (928) 555-0155", None) in lines
    assert ("professionals", "text", "Old line", None) in lines
    assert ("professionals", "resource", "", new.pk) in lines
    assert not any("Marco" in item.text or item.contact_id == marco.pk for item in plan.items.kept())


def test_a_line_that_stays_in_the_draft_says_who_put_it_in_its_place(cast: Cast, plan: Plan) -> None:
    """A colleague with the editor open is told who changed it, not who had written it long ago."""
    finish(cast, plan)
    Item.objects.filter(plan=plan).update(changed_by_id=cast.ben.id)
    returns.make_draft_from(by=cast.lee.actor, client=cast.rosa, version=version_of(cast.rosa, 1))
    assert {item.changed_by_id for item in plan.items.kept()} == {cast.lee.id}


def test_a_draft_from_a_closed_plan_opens_a_new_one(cast: Cast, plan: Plan) -> None:
    finish(cast, plan)
    plan.closed_at, plan.closed_by_id = timezone.now(), cast.lee.id
    plan.save(update_fields=["closed_at", "closed_by"])
    again = returns.make_draft_from(by=cast.lee.actor, client=cast.rosa, version=version_of(cast.rosa, 1))
    assert again.pk != plan.pk
    assert Item.objects.filter(plan=again).count() == 2


def test_only_who_may_write_makes_a_draft_from_a_version(cast: Cast, plan: Plan) -> None:
    version = finish(cast, plan)
    for stranger in (cast.ben, cast.kay):
        with pytest.raises(Http404):
            returns.make_draft_from(by=stranger.actor, client=cast.rosa, version=version)


# The client's own word


@pytest.mark.feature("C1")
def test_the_client_says_once_for_each_version_that_they_took_part(cast: Cast, plan: Plan, lee: Browser) -> None:
    finish(cast, plan, answer=Participation.Answer.NOT_YET)
    plan.refresh_from_db()
    shares.share(by=cast.lee.actor, plan=plan)
    rosa = arrive(cast.lee, cast.rosa)
    page = rosa.get("/my/").content.decode()
    assert "I took part in making this" in page
    assert "It is not a promise." in page
    for answer in ("received_copy", "took_part", "received_copy"):
        assert rosa.post("/my/part/", {"answer": answer}).headers["Location"] == "/my/#my-part"
    page = rosa.get("/my/").content.decode()
    assert "you said: I have my copy." in page
    assert 'name="answer"' not in page
    version = version_of(cast.rosa, 1)
    assert [(each.answer, each.by_id) for each in own_answers(version)] == [("received_copy", cast.rosa.id)]
    assert Event.objects.filter(action="plan.participation", actor_id=cast.rosa.id, version=1).count() == 1
    shown = lee.get(address("plan", plan)).content.decode()
    assert "Received a copy, says the client" in shown
    finish(cast, plan)
    assert 'name="answer"' in rosa.get("/my/").content.decode(), "a new version is asked about anew"


def test_an_old_version_cannot_be_signed_nor_somebody_else_s(cast: Cast, plan: Plan) -> None:
    first = finish(cast, plan)
    plan.refresh_from_db()
    with pytest.raises(Conflict):  # not shared yet
        versions.record_own_part(by=cast.rosa.actor, version=first, answer=COPY)
    shares.share(by=cast.lee.actor, plan=plan)
    second = finish(cast, plan)
    versions.withdraw(by=cast.lee.actor, version=finish(cast, plan))
    with pytest.raises(Conflict, match="newer copy"):
        versions.record_own_part(by=cast.rosa.actor, version=first, answer=COPY)
    with pytest.raises(Conflict):
        versions.record_own_part(by=cast.rosa.actor, version=version_of(cast.rosa, 3), answer=COPY)
    for by in (cast.lee.actor, cast.theo.actor):
        with pytest.raises(Http404):
            versions.record_own_part(by=by, version=second, answer=COPY)
    with pytest.raises(Http404):
        versions.record_own_part(by=cast.rosa.actor, version=second, answer=Participation.Answer.DECLINED)
    assert not Participation.objects.filter(by_id=cast.rosa.id).exists()


# The hand-over


@pytest.mark.feature("C8")
def test_what_the_client_says_back_is_kept_with_the_version(cast: Cast, plan: Plan, lee: Browser) -> None:
    finish(cast, plan)
    plan.refresh_from_db()
    shares.share(by=cast.lee.actor, plan=plan)
    arrive(cast.lee, cast.rosa).get("/my/")
    panel = " ".join(lee.get(address("plan-share", plan)).content.decode().split())
    for words in ("Link shown on the call", "Code confirmed", "Version 1 opened on", "Kept on the phone: yes.", "iPhone"):
        assert words in panel
    assert "Rosa A. found “Call Ana”" in panel
    refused = lee.post(address("plan-hand-over", plan), {"says_what": "Walk Luna"})
    assert refused.status_code == 422
    assert "Walk Luna" in refused.content.decode()
    said = {"found": "not_tried", "says_what": "Walk Luna", "says_whom": "Ana, then 988", "kept_where": "On the fridge"}
    assert lee.post(address("plan-hand-over", plan), said).status_code == 302
    lee.post(address("plan-hand-over", plan), {"found": "yes"})
    talks = HandOver.objects.order_by("at")
    assert [(talk.found, talk.says_whom, talk.by_id) for talk in talks] == [
        ("not_tried", "Ana, then 988", cast.lee.id),
        ("yes", "", cast.lee.id),
    ]
    for name, kwargs in (("plan", {}), ("plan-version", {"version": 1})):
        page = lee.get(address(name, plan, **kwargs)).content.decode()
        assert all(words in page for words in ("Ana, then 988", "On the fridge", "Not tried"))
    assert Event.objects.filter(action="plan.hand_over", version=1, reason="yes").count() == 1


@pytest.mark.feature("C8")
def test_a_plan_that_is_not_on_the_phone_is_handed_over_too(cast: Cast, plan: Plan, lee: Browser) -> None:
    cast.rosa.phone_use = "unsafe"
    cast.rosa.save(update_fields=["phone_use"])
    finish(cast, plan)
    asks, there = "No copy was handed over yet.", f"{address('plan-share', plan)}#hand-over"
    before = lee.get(address("plan", plan)).content.decode()
    assert asks in before
    assert there in before
    panel = lee.get(address("plan-share", plan)).content.decode()
    assert "The plan is not on the phone." in panel
    assert "No link sent yet." not in panel
    assert "Stop sharing" not in panel
    said = {"found": "yes", "says_whom": "Ana", "kept_where": "In the tin with the tea"}
    assert lee.post(address("plan-hand-over", plan), said).status_code == 302
    after = lee.get(address("plan", plan)).content.decode()
    assert "In the tin with the tea" in after
    assert asks not in after
    plan.refresh_from_db()
    assert not plan.is_shared


def test_a_hand_over_is_of_the_version_in_force(cast: Cast, plan: Plan) -> None:
    finish(cast, plan)
    finish(cast, plan)
    with pytest.raises(Conflict, match="no longer in force"):
        hand_overs.record_hand_over(by=cast.lee.actor, version=version_of(cast.rosa, 1), found=HandOver.Found.YES)
    for stranger in (cast.ben, cast.kay):
        with pytest.raises(Http404):
            hand_overs.record_hand_over(by=stranger.actor, version=version_of(cast.rosa, 2), found=HandOver.Found.YES)
