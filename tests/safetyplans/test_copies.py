"""The square on a printed copy: whether it is still the newest one, and not a word more."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from clinic.accounts.models import Ticket
from clinic.audit.models import Event
from safetyplans.actions import drafts, versions
from safetyplans.models import Participation, Plan, PlanVersion
from tests import factories
from tests.cast import Cast, browser_of

NEWEST, NEWER, UNUSED = "This copy is the newest one.", "There is a newer copy.", "This copy is no longer used."


@pytest.fixture
def plan(cast: Cast) -> Plan:
    made = drafts.start(by=cast.lee.actor, client=cast.rosa)
    factories.item(made, "warning_signs", "I stop answering Ana")
    return made


def finish(cast: Cast, plan: Plan) -> PlanVersion:
    review_on = plan.clinic.today + timedelta(days=14)
    return versions.put_in_force(by=cast.lee.actor, plan=plan, answer=Participation.Answer.TOOK_PART, review_on=review_on)


def read(version: PlanVersion) -> str:
    response = Browser().get(reverse("copy", kwargs={"token": version.copy_token}))
    assert response.status_code == 200
    said = [words for words in (NEWEST, NEWER, UNUSED) if words in response.content.decode()]
    assert len(said) == 1
    return said[0]


@pytest.mark.feature("J4")
def test_a_copy_tells_whether_it_is_the_newest_one(cast: Cast, plan: Plan) -> None:
    first, second = finish(cast, plan), finish(cast, plan)
    assert first.copy_token != second.copy_token
    assert (read(first), read(second)) == (NEWER, NEWEST)
    versions.withdraw(by=cast.lee.actor, version=second)
    assert (read(first), read(second)) == (NEWEST, UNUSED)
    third = finish(cast, plan)
    assert (read(first), read(second), read(third)) == (NEWER, NEWER, NEWEST)


@pytest.mark.parametrize("ended", ["plan", "client"])
def test_after_plan_or_care_has_ended_no_copy_is_used(cast: Cast, plan: Plan, ended: str) -> None:
    version = finish(cast, plan)
    row = plan if ended == "plan" else cast.rosa
    row.closed_at, row.closed_by_id = timezone.now(), cast.lee.id
    row.save(update_fields=["closed_at", "closed_by"])
    assert read(version) == UNUSED


def test_the_page_names_nobody_and_nothing_of_the_plan(cast: Cast, plan: Plan) -> None:
    version = finish(cast, plan)
    response = Browser().get(reverse("copy", kwargs={"token": version.copy_token}))
    text = response.content.decode()
    for word in ("Rosa", "Lee", "Elm Street", "555-0100", "answering", "plan", "version", "Version", "safety", "therap"):
        assert word not in text.replace("<!doctype html>", ""), word
    assert "988" in text
    assert "911" in text
    assert f"This copy is from {date_format(plan.clinic.today, cast.elm.country.date_format)}." in text
    assert "<title>My page</title>" in text
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


def test_looking_at_a_copy_leaves_no_trace(cast: Cast, plan: Plan) -> None:
    version = finish(cast, plan)
    before = Event.objects.count(), Ticket.objects.get(kind="copy").used_at
    address = reverse("copy", kwargs={"token": version.copy_token})
    for browser in (Browser(), browser_of(cast.ben)):
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        written = [query["sql"] for query in queries if query["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
        assert written == []
    assert before == (Event.objects.count(), Ticket.objects.get(kind="copy").used_at)


def test_an_unknown_copy_is_missing(cast: Cast, plan: Plan) -> None:
    version = finish(cast, plan)
    page = Ticket.objects.get(kind="copy")
    unknown = Browser().get("/v/not-a-token/")
    missing = Browser().get("/my/nowhere/")
    assert (unknown.status_code, unknown.content) == (404, missing.content)
    Ticket.objects.filter(pk=page.pk).update(kind="page")
    assert Browser().get(reverse("copy", kwargs={"token": version.copy_token})).status_code == 404


def test_a_copy_is_asked_about_years_later(cast: Cast, plan: Plan) -> None:
    version = finish(cast, plan)
    assert Ticket.objects.get(object_id=version.pk).expires_at > timezone.now() + timedelta(days=3650)
