"""U23: the report of an incident begins with its timeline, and it does not close while something is arranged for nobody."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from clinic.accounts.models import Membership
from clinic.db.context import clinic_context
from emergency.models import FollowUp, Incident
from tests import factories
from tests.cast import Cast, browser_of
from tests.emergency.after_crisis import ended
from tests.fit import fit_for_everybody
from tests.journeys.steps import Desk

Visit = Callable[[Membership, str], Page]


@pytest.fixture
def visit(stage: Cast, live_server: Any, context: BrowserContext) -> Visit:
    def open_it(member: Membership, address: str) -> Page:
        cookie = browser_of(member).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = context.pages[0] if context.pages else context.new_page()
        page.goto(live_server.url + address)
        return page

    return open_it


@pytest.mark.feature("G1", "G5")
def test_u23_a_report_from_the_timeline_to_the_end(
    stage: Cast, visit: Visit, context: BrowserContext, live_server: Any, record_testsuite_property: Callable[[str, object], None]
) -> None:
    # given an incident that has ended, with one follow-up that nobody owns
    with clinic_context(stage.elm.id):
        factories.place(stage.rosa, time_zone="America/Phoenix")
        incident = ended(stage.lee, stage.rosa)
        FollowUp.objects.filter(incident=incident, what="case_review").update(owner=None)
    here = reverse("incident", kwargs={"client": stage.rosa.pk, "incident": incident.pk})

    # when Lee opens the report, the timeline stands in it already; only words are changed
    desk = Desk(context, live_server.url)
    page = visit(stage.lee, here)
    fit_for_everybody(page)
    before = desk.measured()
    desk.clicks_on(page.get_by_role("link", name="Write the report"))
    happened = page.get_by_label("What happened")
    expect(happened).to_have_value(re.compile(re.escape("2:49 pm (12:49 pm there): Call to Coconino mobile crisis team: answered")))
    desk.clicks_on(page.get_by_role("button", name="Hand in for sign-off"))
    expect(page.get_by_role("alert")).to_contain_text("Choose how grave it was")
    fit_for_everybody(page)
    desk.clicks_on(page.get_by_label("Danger, no harm"))
    desk.clicks_on(happened)
    happened.fill("Rosa was afraid of the night. The crisis team came, and she went to her sister.")
    # what is typed is kept while it is typed: the page may go, and the words are there when it is opened again
    expect(page.locator("#save-state")).to_contain_text("All changes saved")
    page.goto(page.url)
    expect(happened).to_have_value(re.compile("^Rosa was afraid of the night"))
    expect(page.get_by_label("Danger, no harm")).to_be_checked()
    happened.focus()
    desk.presses("End")
    happened.type(" She rang at nine.")
    desk.clicks_on(page.get_by_role("button", name="Hand in for sign-off"))
    expect(page.get_by_text("She rang at nine.")).to_be_visible()

    # and a line that is only begun is not lost by a slip: the browser asks
    desk.clicks_on(page.get_by_role("link", name="Add what happened", exact=True))
    desk.writes("What happened", "Ana rang")
    page.wait_for_load_state()  # before that no script asks
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    with page.expect_event("dialog"):
        desk.clicks_on(page.get_by_role("link", name="Go back"))
    expect(page.get_by_label("What happened")).to_have_value("Ana rang")
    assert asked == ["beforeunload"]
    desk.clicks_on(page.get_by_role("button", name="Add to the timeline"))
    expect(page.get_by_text("Ana rang")).to_be_visible()

    # then a supervisor reads and signs it, and it cannot be closed before the case review is somebody's
    page = visit(stage.sam, reverse("incident-list"))
    fit_for_everybody(page)
    desk.clicks_on(page.get_by_role("link", name=f"sign off incident {incident.called}"))
    expect(page.get_by_text("Before it can be closed")).to_be_visible()
    desk.clicks_on(page.get_by_role("button", name="Sign off"))
    expect(page.get_by_text("“Review of the case” has no owner.")).to_be_visible()
    expect(page.get_by_role("button", name="Close the incident")).to_have_count(0)
    desk.clicks_on(page.get_by_role("link", name=re.compile("Who and when.*Review of the case")))
    desk.picks("Who does it", "Sam Reyes")
    fit_for_everybody(page)
    desk.clicks_on(page.get_by_role("button", name="Save"))
    desk.clicks_on(page.get_by_role("button", name="Close the incident"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Closed")
    record_testsuite_property("U23, and a line added, a slip and a refusal on the way", desk.measured() - before)
    fit_for_everybody(page)
    with clinic_context(stage.elm.id):
        incident = Incident.objects.get(pk=incident.pk)
        assert (incident.closed_by_id, incident.signed_by_id, incident.reported_by_id) == (stage.sam.pk, stage.sam.pk, stage.lee.pk)


@pytest.mark.feature("F3")
def test_the_clinic_makes_the_steps_its_own(stage: Cast, visit: Visit) -> None:
    page = visit(stage.ada, reverse("clinic-settings"))
    page.get_by_role("link", name="Steps for each emergency").click()
    fit_for_everybody(page)
    page.get_by_role("link", name="Change “The connection dropped”").click()
    fit_for_everybody(page)
    page.get_by_role("button", name="Move down step 1").click()
    expect(page.get_by_role("status")).to_have_text("Not saved yet.")
    expect(page.get_by_label("Step 1: what to do")).to_have_value("Call the phone")
    page.get_by_role("button", name="Add a step").click()
    page.get_by_label("Step 5: what to do").fill("Tell the front desk")
    page.get_by_label("Step 5: what to do").press("Enter")  # saves, and moves nothing
    page.get_by_role("link", name="Change “The connection dropped”").click()
    expect(page.get_by_label("Step 5: what to do")).to_have_value("Tell the front desk")
    expect(page.get_by_label("Step 1: what to do")).to_have_value("Call the phone")
    page.get_by_role("button", name="Back to the words Handrail came with").click()
    expect(page.get_by_text("Your own")).to_have_count(0)
    page.get_by_role("link", name="Add a note").click()
    fit_for_everybody(page)
    page.get_by_label("For clients in").select_option(label="Arizona")
    page.get_by_label("Your clinic's note").fill("Ask Sam before you warn anybody.")
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_text("Due for a legal review")).to_be_visible()
