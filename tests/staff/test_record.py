"""A client's record in one view."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic.clients.actions.contact_safety import Said, record_safety
from clinic.clients.models import Todo
from emergency.actions import contacts, guardianships
from safetyplans.models import Plan, PlanVersion, Review, VersionOpening
from tests import factories
from tests.cast import Cast, browser_of, seen_ahead
from tests.web import pages


def body(cast: Cast, who: str = "lee") -> str:
    answer = browser_of(cast.staff[who]).get(reverse("client", kwargs={"client": cast.rosa.pk}))
    assert answer.status_code == 200
    return str(answer.content.decode())


def plan_in_force(cast: Cast, *, due_on: date, number: int = 2) -> PlanVersion:
    common = {"clinic_id": cast.elm.id}
    plan = Plan.objects.create(
        **common, client=cast.rosa, number=number, last_number=number, made_by_id=cast.lee.pk, shared_at=timezone.now(),
        shared_by_id=cast.lee.pk,
    )  # fmt: skip
    Review.objects.create(**common, plan=plan, due_on=due_on, opened_by_id=cast.lee.pk)
    return PlanVersion.objects.create(**common, plan=plan, number=number, language="en", made_by_id=cast.lee.pk, content={})


@pytest.mark.feature("A1", "A2")
def test_one_page_holds_place_people_and_the_numbers_for_the_place(cast: Cast) -> None:
    factories.place(cast.rosa)
    factories.resource(cast.ada)
    factories.resource(cast.ada, "Yuma crisis team", county="Yuma", phone="(877) 555-0191")
    factories.contact(cast.rosa)
    page = body(cast)
    for words in ("418 Birch St", "Coconino mobile crisis team", "tel:+18775550190", "Checked", "Ana Alvarez", "tel:+19285550177"):
        assert words in page, words
    assert "Yuma" not in page, "a number for another county"


@pytest.mark.feature("H2", "H5")
def test_an_unchecked_or_stale_number_says_so_and_can_be_reported_from_here(cast: Cast) -> None:
    factories.place(cast.rosa)
    entry = factories.resource(cast.ada, checked=False)
    assert "Not checked yet" in body(cast)
    factories.resource(cast.ada, "Old line", next_check_on=date(2026, 1, 1))
    page = body(cast)
    assert "Check is overdue since 1 Jan 2026" in page
    assert reverse("resource-problem", kwargs={"resource": entry.pk}) in page


def test_somebody_not_to_be_called_stands_last_with_the_reason_and_without_a_number(cast: Cast) -> None:
    contacts.add(
        by=cast.lee.actor, client=cast.rosa, name="Marco", phone="928 555 0166", permission="never", do_not_contact=True,
        do_not_contact_reason="He has threatened her",
    )  # fmt: skip
    factories.contact(cast.rosa)
    page = body(cast)
    assert page.index("Ana Alvarez") < page.index("Marco")
    assert "He has threatened her" in page
    assert "5550166" not in page


def test_somebody_nobody_asked_about_has_no_number_to_dial_here(cast: Cast) -> None:
    factories.contact(cast.rosa, "Jules", permission="", phone="(928) 555-0179")
    page = body(cast)
    assert "Not asked yet" in page
    assert "5550179" not in page


def test_the_safe_contact_line_says_what_is_safe_and_when_it_was_asked(cast: Cast) -> None:
    assert "No way is marked safe" in body(cast)
    record_safety(
        by=cast.lee.actor, client=cast.rosa, said={"text": Said(True, "09:00-17:00"), "voicemail": Said(False, "", "Rosa only")}
    )
    page = body(cast)
    read = [pages.words(row) for row in pages.with_class(pages.tree(page), "matrix-read")[0].find("tbody").iter("tr")]
    today = f"{timezone.localdate(timezone=cast.elm.zone):%-d %b %Y}"
    assert read == [
        f"Text message Safe 9 am to 5 pm {today}",
        "E-mail Not asked",
        f"Phone call Not asked Not safe “Rosa only” {today}",
        "Letter Not asked",
    ]


def test_the_plan_line_says_version_opening_and_review(cast: Cast) -> None:
    assert "No plan yet. It takes about 20 to 45 minutes together." in body(cast)
    version = plan_in_force(cast, due_on=timezone.localdate() - timedelta(days=2))
    page = body(cast)
    assert "Version 2 is in force" in page
    assert "Not opened yet" in page
    assert "Review due" in page
    assert reverse("plan-pdf", kwargs={"client": cast.rosa.pk, "version": 2}) in page
    VersionOpening.objects.create(clinic_id=cast.elm.id, version=version, opened_on=date(2026, 11, 3))
    assert "First opened 3 Nov 2026" in body(cast)


def test_a_supervisor_without_a_grant_reads_and_has_nothing_to_press(cast: Cast) -> None:
    plan_in_force(cast, due_on=timezone.localdate())
    Todo.objects.create(clinic_id=cast.elm.id, client=cast.rosa, kind="tell_client", key="k")
    page = body(cast, "sam")
    assert "Version 2 is in force" in page
    for address in ("plan-review", "client-contact-safety"):
        assert reverse(address, kwargs={"client": cast.rosa.pk}) not in page
    assert "todos/" not in page


def test_the_title_names_nobody(cast: Cast) -> None:
    page = body(cast)
    assert "Rosa" not in page[page.index("<title>") : page.index("</title>")]


RECORD_QUERIES = 37  # 20 of the page itself, the others are session, clinic and audit


def test_queries_are_fixed_at_1_and_50_rows(cast: Cast, django_assert_num_queries: Any) -> None:
    plan_in_force(cast, due_on=timezone.localdate())

    def more(number: int) -> None:
        factories.place(cast.rosa, f"Place {number}", county=f"County {number}")
        person = factories.contact(cast.rosa, f"Person {number}")
        guardianships.add(by=cast.lee.actor, client=cast.rosa, contact=person, access="crisis")
        factories.resource(cast.ada, f"Team {number}", county=f"County {number}")
        Todo.objects.create(clinic_id=cast.elm.id, client=cast.rosa, kind="tell_client", key=f"k{number}")

    more(0)
    browser, address = seen_ahead(browser_of(cast.lee)), reverse("client", kwargs={"client": cast.rosa.pk})
    with CaptureQueriesContext(connection) as one:
        browser.get(address)
    for number in range(1, 50):
        more(number)
    with django_assert_num_queries(len(one)):
        assert "Person 49" in browser.get(address).content.decode()
    assert len(one) == RECORD_QUERIES, "\n".join(query["sql"] for query in one.captured_queries)
