"""The editor as a therapist uses it: typing, Enter, undo, a second writer, a lost network."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, Route, expect

from clinic.accounts.models import Membership
from clinic.clients.models import AccessGrant
from clinic.db.context import clinic_context
from safetyplans.models import Item, Plan
from tests import factories
from tests.cast import Cast, browser_of

SOON = 10_000
Open = Callable[..., Page]


@pytest.fixture
def plan(stage: Cast) -> Plan:
    with clinic_context(stage.elm.id):
        return factories.plan(stage.rosa)


@pytest.fixture
def open_step(stage: Cast, plan: Plan, live_server: Any, context: BrowserContext) -> Open:
    def open_it(step: str = "alone", member: Membership = stage.lee) -> Page:
        cookie = browser_of(member).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.goto(f"{live_server.url}/clients/{plan.client_id}/plan/edit/{step}/")
        return page

    return open_it


def texts(stage: Cast, plan: Plan) -> list[str]:
    with clinic_context(stage.elm.id):
        return [item.text for item in Item.objects.kept().filter(plan=plan)]


def status(page: Page) -> Any:
    return page.get_by_role("status").first


def item(page: Page, number: int) -> Any:
    return page.get_by_role("textbox", name=f"Item {number}", exact=True)


def saved(page: Page) -> None:
    expect(status(page)).to_have_text("All changes saved", timeout=SOON)


@pytest.mark.feature("B1", "B13")
def test_typing_saves_and_enter_adds(stage: Cast, plan: Plan, open_step: Open) -> None:
    page = open_step()
    page.get_by_label("Add item").fill("Walk Luna to the water tower")
    page.keyboard.press("Enter")
    page.keyboard.type("Cold water, count to 30")
    saved(page)
    expect(item(page, 1)).to_have_value("Walk Luna to the water tower")
    expect(item(page, 2)).to_be_focused()
    assert texts(stage, plan) == ["Walk Luna to the water tower", "Cold water, count to 30"]
    preview = page.get_by_role("complementary")
    expect(preview.get_by_role("listitem")).to_have_text(["Walk Luna to the water tower", "Cold water, count to 30"])
    page.keyboard.press("Enter")
    expect(page.get_by_label("Add item")).to_be_focused()
    page.keyboard.press("Backspace")  # in an empty new line: back to the one before, and nothing was added
    expect(item(page, 2)).to_be_focused()
    expect(item(page, 2)).to_have_value("Cold water, count to 30")
    expect(item(page, 3)).to_have_count(0)
    assert len(texts(stage, plan)) == 2
    held: list[Route] = []
    page.route("**/plan/items/**", lambda route: held.append(route))
    with page.expect_request("**/plan/items/**"):
        page.keyboard.press("End")
        page.keyboard.type(" and breathe")
    expect(status(page)).to_have_text("Saving...")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    with page.expect_event("dialog"):  # what is not stored yet is not left without a question
        page.evaluate("setTimeout(() => location.assign('/'))")
    assert asked == ["beforeunload"]
    expect(item(page, 2)).to_have_value("Cold water, count to 30 and breathe")
    expect(status(page)).to_have_text("Not saved yet. Trying again. Your words are still here.", timeout=SOON)
    assert texts(stage, plan)[1] == "Cold water, count to 30"
    held.pop().continue_()
    page.unroute("**/plan/items/**")
    saved(page)
    assert texts(stage, plan)[1] == "Cold water, count to 30 and breathe"
    assert page.evaluate("[localStorage.length, sessionStorage.length, indexedDB.databases ? 0 : 0]") == [0, 0, 0]


@pytest.mark.feature("B13")
def test_up_down_remove_and_put_back(stage: Cast, plan: Plan, open_step: Open) -> None:
    with clinic_context(stage.elm.id):
        for words in ("One", "Two", "Three"):
            factories.item(plan, "internal_coping", words)
    page = open_step()
    page.get_by_role("button", name="Move item 3 up").click()
    expect(status(page)).to_have_text("Three, now 2 of 3")
    expect(page.get_by_role("button", name="Move item 2 up")).to_be_focused()
    assert texts(stage, plan) == ["One", "Three", "Two"]
    page.get_by_role("button", name="Remove item 1").click()
    expect(page.get_by_text("Removed “One”.")).to_be_visible()
    expect(item(page, 1)).to_be_focused()
    assert texts(stage, plan) == ["Three", "Two"]
    page.get_by_role("button", name="Put back").click()
    expect(item(page, 1)).to_have_value("One")
    assert texts(stage, plan) == ["One", "Three", "Two"]


def test_a_lost_network_never_says_saved_and_nothing_is_lost(
    stage: Cast, plan: Plan, open_step: Open, context: BrowserContext
) -> None:
    with clinic_context(stage.elm.id):
        factories.item(plan, "internal_coping", "Walk")
    page = open_step()
    context.set_offline(True)
    item(page, 1).fill("Walk Luna")
    expect(status(page)).to_have_text("No connection. Keep this tab open. 1 change waiting.", timeout=SOON)
    item(page, 1).fill("Walk Luna to the water tower")
    page.wait_for_timeout(1200)
    expect(status(page)).not_to_contain_text("All changes saved")
    context.set_offline(False)
    saved(page)
    assert texts(stage, plan) == ["Walk Luna to the water tower"]


@pytest.mark.parametrize(
    ("code", "words"),
    [(500, "Not saved yet. Trying again. Your words are still here."), (404, "Not saved: you can no longer change this.")],
)
def test_an_answer_that_is_no_yes_is_told(stage: Cast, plan: Plan, open_step: Open, code: int, words: str) -> None:
    with clinic_context(stage.elm.id):
        factories.item(plan, "internal_coping", "Walk")
    page = open_step()
    page.route("**/plan/items/**", lambda route: route.fulfill(status=code, body="<p></p>"))
    item(page, 1).fill("Walk Luna")
    expect(status(page)).to_contain_text(words, timeout=SOON)
    expect(item(page, 1)).to_have_value("Walk Luna")


def test_too_long_a_text_is_told_and_kept(stage: Cast, plan: Plan, open_step: Open) -> None:
    page = open_step()
    page.get_by_label("Add item").fill("x" * 10_000)
    expect(status(page)).to_have_text(
        "Not saved: use 2000 characters at most. You have 10000 now. Your words are still here.", timeout=SOON
    )
    assert len(page.get_by_label("Add item").input_value()) == 10_000
    page.get_by_label("Add item").fill("x" * 20)
    saved(page)
    assert texts(stage, plan) == ["x" * 20]


def test_a_signed_out_therapist_is_told(stage: Cast, plan: Plan, open_step: Open, context: BrowserContext) -> None:
    with clinic_context(stage.elm.id):
        factories.item(plan, "internal_coping", "Walk")
    page = open_step()
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    item(page, 1).fill("Walk Luna")
    expect(status(page)).to_contain_text("Not saved: you are signed out.", timeout=SOON)
    assert texts(stage, plan) == ["Walk"]


@pytest.mark.parametrize(
    ("choice", "kept"),
    [("Keep mine", ["Walk Luna"]), ("Use Dr. Lee's", ["Walk by day"]), ("Keep both", ["Walk by day", "Walk Luna"])],
)
def test_two_writers_keep_both_texts(stage: Cast, plan: Plan, open_step: Open, choice: str, kept: list[str]) -> None:
    with clinic_context(stage.elm.id):
        factories.item(plan, "internal_coping", "Walk")
    first, second = open_step(), open_step()
    item(first, 1).fill("Walk by day")
    saved(first)
    item(second, 1).fill("Walk Luna")
    expect(second.locator(".line-changed p")).to_contain_text("“Walk by day” Yours: “Walk Luna”")
    expect(status(second)).to_contain_text("Not saved: Dr. Lee changed this line at")
    second.get_by_role("button", name=choice).click()
    saved(second)
    assert texts(stage, plan) == kept


def test_two_who_mark_a_line_are_asked(stage: Cast, plan: Plan, open_step: Open) -> None:
    with clinic_context(stage.elm.id):
        factories.item(plan, "warning_signs", "I stop answering")
    first, second = open_step("signs"), open_step("signs")
    marks = [page.get_by_label("What sort of sign").first for page in (first, second)]
    marks[0].select_option("Mood")
    saved(first)
    marks[1].select_option("Behaviour")
    expect(status(second)).to_have_text("Not saved: Dr. Lee has marked this line meanwhile.")
    second.get_by_role("button", name="Use Dr. Lee's").click()
    saved(second)
    expect(marks[1]).to_have_value("mood")
    marks[1].select_option("Body")
    saved(second)
    with clinic_context(stage.elm.id):
        line = Item.objects.get(plan=plan)
        assert (line.sign, line.sign_version) == ("body", 2)


def test_a_button_waits_for_what_is_typed(stage: Cast, plan: Plan, open_step: Open) -> None:
    with clinic_context(stage.elm.id):
        factories.contact(stage.rosa)
    page = open_step("help")
    page.get_by_label("Add item").fill("Somebody from the choir")
    page.get_by_role("button", name="Add Ana Alvarez, sister").click()
    expect(page.locator(".entry")).to_contain_text("Ana Alvarez")
    assert texts(stage, plan) == ["Somebody from the choir", ""]
    page.get_by_role("button", name="Save and continue to “Care team”").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Step 5. Crisis lines and my care team")


def test_an_answer_lost_on_the_way_makes_no_second_line(stage: Cast, plan: Plan, open_step: Open) -> None:
    page = open_step()
    lost: list[str] = []

    def lose_the_first(route: Any) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.request.url)
            route.fetch()  # the server stores it
            route.abort()

    page.route("**/plan/edit/alone/add/", lose_the_first)
    page.get_by_label("Add item").fill("Walk Luna")
    expect(status(page)).to_contain_text("No connection.", timeout=SOON)
    page.get_by_label("Add item").fill("Walk Luna to the water tower")
    saved(page)
    expect(item(page, 1)).to_have_value("Walk Luna to the water tower")
    assert len(lost) == 1
    assert texts(stage, plan) == ["Walk Luna to the water tower"]


def test_words_of_one_person_are_not_sent_as_anothers(stage: Cast, plan: Plan, open_step: Open, context: BrowserContext) -> None:
    with clinic_context(stage.elm.id):
        cover = {
            "clinic_id": stage.elm.id,
            "client": stage.rosa,
            "holder_id": stage.ben.id,
            "kind": "cover",
            "made_by_id": stage.ada.id,
        }
        AccessGrant.objects.create(**cover)
    page = open_step()
    url = page.url.partition("/clients/")[0]
    theirs = browser_of(stage.ben).cookies[settings.SESSION_COOKIE_NAME].value  # Ben signs in in another tab: the token changes too
    context.add_cookies(
        [
            {"name": settings.SESSION_COOKIE_NAME, "value": theirs, "url": url},
            {"name": settings.CSRF_COOKIE_NAME, "value": "b" * 32, "url": url},
        ]
    )
    page.get_by_label("Add item").fill("Walk Luna to the water tower")
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.url.endswith("/add/")) as first:
        page.keyboard.press("Enter")
    assert first.value.status == 403
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.url.endswith("/add/")) as second:
        pass  # it tries again by itself
    assert second.value.status == 403
    assert texts(stage, plan) == []
