"""A questionnaire as a therapist uses it: each answer kept, help at once, a form that is left; pages fit for everybody."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, Route, expect

from clinic.accounts.models import Membership
from clinic.clients.models import Todo
from clinic.db.context import clinic_context
from intake.actions import screenings
from intake.models import Screening
from tests import factories
from tests.cast import Cast, browser_of
from tests.fit import fit_for_everybody

Open = Callable[..., Page]


@pytest.fixture
def open_page(stage: Cast, live_server: Any, context: BrowserContext) -> Open:
    def open_it(name: str, member: Membership = stage.lee, **kwargs: Any) -> Page:
        cookie = browser_of(member).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = context.pages[0] if context.pages else context.new_page()
        page.goto(live_server.url + reverse(name, kwargs=kwargs))
        return page

    return open_it


def past(stage: Cast) -> Screening:
    """Some that were given before; the newest of them."""
    for days, values in ((90, [1] * 8 + [0]), (55, [2] * 9), (30, [2] * 7), (1, [1] * 7 + [0, 1])):
        row = screenings.begin(by=stage.lee.actor, client=stage.rosa, instrument="phq9", way="session")
        for number, value in enumerate(values, 1):
            row = screenings.answer(by=stage.lee.actor, screening=row, item=number, value=value)
        if days == 1:
            row = screenings.answer(by=stage.lee.actor, screening=row, item=9, value=0)
        screenings.finish(by=stage.lee.actor, screening=row)
        Screening.objects.filter(pk=row.pk).update(started_at=timezone.now() - timedelta(days=days))
    return row


@pytest.mark.feature("A9")
def test_answers_are_kept_one_by_one_and_a_positive_one_brings_help_at_once(stage: Cast, open_page: Open) -> None:
    with clinic_context(stage.elm.id):
        factories.contact(stage.rosa)
    page = open_page("screening-list", client=stage.rosa.pk)
    page.get_by_role("button", name=re.compile("Start.*PHQ-9")).click()
    page.get_by_role("group", name="1. Little interest").get_by_label("Several days").check()
    ninth = page.get_by_role("group", name="9. Thoughts that you would be better off dead")
    ninth.get_by_label("Several days").check()
    expect(page.get_by_text("Nobody watches answers live.")).to_be_visible()
    expect(page.get_by_role("link", name="Open the crisis view")).to_be_visible()
    expect(page.get_by_text("911 from your phone reaches your area")).to_be_visible()
    expect(page.get_by_role("link", name="Call Ana Alvarez")).to_be_visible()
    expect(page.locator("#save-state")).to_contain_text("All changes saved")
    fit_for_everybody(page)
    page.goto("about:blank")
    with clinic_context(stage.elm.id):
        row = Screening.objects.get()
        assert {item: given[-1]["value"] for item, given in row.answers.items()} == {"1": 1, "9": 1}
        assert row.positive_at is not None
        assert Todo.objects.filter(kind="positive_answer", key=f"positive:{row.pk}").count() == 1
    page = open_page("today")
    page.get_by_role("link", name="Rosa A.: An answer about self-harm").click()
    expect(page.get_by_role("group", name="1. Little interest").get_by_label("Several days")).to_be_checked()
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_text("incomplete, 2 of 9")).to_be_visible()
    page.get_by_label("What was done").fill("Spoke at once, looked at the plan together")
    page.get_by_role("button", name="Settled").click()
    expect(page.get_by_text("Spoke at once, looked at the plan together")).to_be_visible()
    page.goto("about:blank")  # nothing asks to leave


def test_an_answer_given_before_the_script_came_is_sent_too(stage: Cast, open_page: Open) -> None:
    with clinic_context(stage.elm.id):
        row = screenings.begin(by=stage.lee.actor, client=stage.rosa, instrument="gad7", way="session")
    page = open_page("screening", client=stage.rosa.pk, screening=row.pk)
    held: list[Route] = []
    page.route("**/screening.js*", lambda route: held.append(route))
    with page.expect_request("**/screening.js*"):
        page.reload(wait_until="commit")
    page.get_by_role("group", name="1. Feeling nervous").get_by_label("Several days").check()
    held.pop().continue_()
    expect(page.locator("#save-state")).to_contain_text("All changes saved")
    with clinic_context(stage.elm.id):
        assert Screening.objects.get().answers["1"][-1]["value"] == 1


def test_a_trend_of_questionnaires_fits_and_passes_axe(stage: Cast, open_page: Open) -> None:
    with clinic_context(stage.elm.id):
        past(stage)
    fit_for_everybody(open_page("screening-list", client=stage.rosa.pk))
