"""The bar of an open session: on every staff page, in a fixed number of queries, and not on a shared screen."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic.accounts.models import Membership
from clinic.audit.models import Event
from clinic.clients.models import Client
from emergency.actions.check_ins import check_in
from emergency.models import CheckIn, IncidentEntry, TherapySession
from intake.actions.answers import save_answer
from tests import factories
from tests.architecture.test_addresses import patterns
from tests.cast import Cast, browser_of, seen_ahead
from tests.scene import arguments, records


def open_session(cast: Cast, *, began: timedelta = timedelta(minutes=1), client: Client | None = None) -> TherapySession:
    now = timezone.now()
    return TherapySession.objects.create(
        clinic_id=cast.elm.id, client=client or cast.rosa, therapist_id=cast.lee.pk, local_date=now.date(), local_time=now.time(),
        time_zone="UTC", starts_at=now - began, started_at=now - began, started_by_id=cast.lee.pk, made_by_id=cast.lee.pk,
    )  # fmt: skip


def confirm(cast: Cast, session: TherapySession, *, is_confirmed: bool = True, **fields: Any) -> CheckIn:
    place = factories.place(cast.rosa, time_zone="America/Phoenix", **fields)
    return check_in(by=cast.lee.actor, client=cast.rosa, session=session, told="place", place=place, is_confirmed=is_confirmed)


def page(browser: Browser, name: str = "account", **kwargs: Any) -> str:
    answer = browser.get(reverse(name, kwargs=kwargs))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_without_an_open_session_there_is_no_bar(cast: Cast) -> None:
    open_session(cast)
    for member in (cast.ben, cast.ada, cast.kay):
        assert "In session:" not in page(browser_of(member))


def test_it_says_with_whom_where_and_since_when(cast: Cast) -> None:
    session = open_session(cast)
    confirm(cast, session)
    body = page(browser_of(cast.lee))
    for words in ("In session:", "Rosa A.", "418 Birch St, Apt 3B, Flagstaff AZ", "Confirmed", "there", "(928) 555-0142"):
        assert words in body
    assert ">Place not confirmed<" not in body
    assert "If video drops: you call" in body, "nothing else is agreed"
    save_answer(by=cast.lee.actor, client=cast.rosa, key="backup_phone", value="(928) 555-0166", seen_version=0)
    assert "(928) 555-0166" in page(browser_of(cast.lee)).partition("<main")[0], "the agreed number, not any"
    check_in(by=cast.rosa.actor, client=cast.rosa, session=session, told="later", call_back="(928) 555-0189")
    assert 'Call back</span> <span class="nowrap">(928) 555-0189' in page(browser_of(cast.lee)), "what was said for today"
    save_answer(by=cast.lee.actor, client=cast.rosa, key="who_calls", value="client", seen_version=0)
    agreed = page(browser_of(cast.lee), "session", therapy_session=session.pk)
    bar, _, below = agreed.partition("<main")
    assert 'If video drops:</span><span class="session-short">If it drops:</span> Rosa A. calls you' in bar, "for wide and narrow"
    assert ("End session" in bar, "End session" in below.partition("<template")[0]) == (True, False), "one way to the end, not two"
    assert "Rosa Alvarez" not in body.partition("<main")[0], "first name and initial: the screen may be shared"
    assert f'href="{reverse("client", kwargs={"client": cast.rosa.pk})}' in body


@pytest.mark.parametrize(("minutes", "amber"), [(1, False), (4, True)])
def test_a_place_that_is_not_confirmed_turns_amber_after_three_minutes(cast: Cast, minutes: int, amber: bool) -> None:
    session = open_session(cast, began=timedelta(minutes=minutes))
    confirm(cast, session, is_confirmed=False)
    body = page(browser_of(cast.lee))
    assert ('class="amber"' in body) is amber
    assert "said at" in body


def test_an_answer_of_an_earlier_session_is_not_where_they_are_now(cast: Cast) -> None:
    before = open_session(cast, began=timedelta(days=7))
    confirm(cast, before)
    TherapySession.objects.update(ended_at=timezone.now(), ended_by_id=cast.lee.pk)
    open_session(cast, began=-timedelta(minutes=90))
    assert "418 Birch St" not in page(browser_of(cast.lee)).partition("<main")[0]


def test_it_costs_a_fixed_number_of_queries_and_fragments_pay_nothing(cast: Cast) -> None:
    browser = seen_ahead(browser_of(cast.lee))
    page(browser)
    with CaptureQueriesContext(connection) as without:
        page(browser)
    session = open_session(cast)
    for number in range(12):
        factories.contact(cast.rosa, f"Contact {number}")
        factories.resource(cast.lee, f"Line {number}")
    confirm(cast, session)
    page(browser)
    with CaptureQueriesContext(connection) as within:
        page(browser)
    assert len(within) - len(without) <= 1 + 9, "\n".join(query["sql"] for query in within.captured_queries)
    for number in range(30):
        factories.contact(cast.rosa, f"Further {number}")
        factories.resource(cast.lee, f"Further line {number}")
    with CaptureQueriesContext(connection) as more:
        page(browser)
    assert len(more) == len(within)
    with CaptureQueriesContext(connection) as fragment:
        browser.post(reverse("lock-here"), headers={"X-Background": "1"})
    assert not [query for query in fragment.captured_queries if "therapysession" in query["sql"]]


def test_a_session_keeps_the_screen_open_until_an_hour_after_its_end(cast: Cast) -> None:
    browser = browser_of(cast.lee)
    session = open_session(cast)
    page(browser)
    kept = browser.session
    kept["seen"] = int(time.time()) - 3600
    kept.save()
    assert browser.get(reverse("account")).status_code == 200, "an hour without touching anything"
    kept = browser.session
    assert abs(kept["open_until"] - (session.starts_at + timedelta(minutes=110)).timestamp()) < 2
    kept["open_until"], kept["seen"] = int(time.time()) - 1, int(time.time()) - 3600
    kept.save()
    assert browser.get(reverse("account")).status_code == 423


def test_after_the_session_the_usual_minutes_count(cast: Cast) -> None:
    browser = browser_of(cast.lee)
    open_session(cast)
    page(browser)
    TherapySession.objects.update(ended_at=timezone.now(), ended_by_id=cast.lee.pk)
    page(browser)
    kept = browser.session
    kept["seen"] = int(time.time()) - 3600
    kept.save()
    assert browser.get(reverse("account")).status_code == 423


def test_a_shared_screen_shows_none_of_it(cast: Cast) -> None:
    session = open_session(cast)
    confirm(cast, session)
    factories.contact(cast.rosa, "Zqmarco", permission="never")
    factories.plan(cast.rosa)
    body = page(browser_of(cast.lee), "plan-together", client=cast.rosa.pk, step="signs")
    for words in ("In session:", "Birch", "crisis-ready", "Zqmarco", "555-0142", "Skip to crisis"):
        assert words not in body
    assert reverse("crisis", kwargs={"client": cast.rosa.pk}) in body, "one bare link"
    assert not Event.objects.filter(action="crisis.ready").exists()


# pages of staff that do not carry the crisis view, and why
WITHOUT_IT = {
    "plan-together": "the client sees this screen too, and the view names people (decision 015)",
    "crisis": "it is the view",
    "plan-print": "it is the client's paper, and holds what is printed",
}


@pytest.mark.feature("F7")
def test_every_page_of_staff_carries_the_crisis_view_while_a_session_is_open(cast: Cast) -> None:
    rosa = records(cast)["rosa"]
    open_session(cast)
    Membership.objects.filter(pk=cast.lee.pk).update(roles=["admin", "therapist", "supervisor", "auditor"])
    lee = browser_of(cast.lee)
    carry, lack = set[str](), set[str]()
    for pattern in patterns():
        policy = getattr(pattern.callback, "policy", None)
        if not pattern.name or policy is None or policy.surface != "staff" or pattern.name.endswith("-pdf"):
            continue
        answer = lee.get(reverse(pattern.name, kwargs=arguments(list(pattern.pattern.converters), rosa)))
        assert answer.status_code < 500, pattern.name
        is_page = answer.status_code == 200 and not answer.streaming and answer.content.startswith(b"<!doctype html>")
        if is_page:
            body = answer.content.decode()
            (carry if '<template id="crisis-ready">' in body and "data-crisis-go" in body else lack).add(pattern.name)
    assert lack == WITHOUT_IT.keys()
    assert len(carry) > 80, sorted(carry)


def test_without_script_crisis_in_the_bar_is_told_at_once_and_once(cast: Cast) -> None:
    open_session(cast)
    lee = browser_of(cast.lee)
    bar = page(lee).partition("data-session-bar")[2].partition("</section>")[0]
    opening = reverse("crisis-open", kwargs={"client": cast.rosa.pk})
    assert f'<form method="post" action="{opening}">' in bar
    assert f'href="{reverse("crisis", kwargs={"client": cast.rosa.pk})}"' not in bar
    for _ in range(2):
        assert lee.post(opening)["Location"] == reverse("crisis", kwargs={"client": cast.rosa.pk})
    assert [entry.what for entry in IncidentEntry.objects.all()] == ["opened"]
