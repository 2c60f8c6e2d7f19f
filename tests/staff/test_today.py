"""What waits for a clinician today."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic.audit.models import Event
from clinic.clients.actions import clients
from clinic.clients.models import Client, Todo
from clinic.notifications.models import Message
from clinic.staff.queries import today_in
from emergency.actions import incidents
from emergency.models import Contact, FollowUp
from safetyplans.actions import drafts
from safetyplans.models import Plan, Review
from tests import factories
from tests.cast import Cast, browser_of, seen_ahead
from tests.emergency.after_crisis import ended


def body(cast: Cast, who: str = "lee") -> str:
    answer = browser_of(cast.staff[who]).get(reverse("today"))
    assert answer.status_code == 200
    return str(answer.content.decode())


def review(cast: Cast, client: Client, days: int) -> Review:
    """A plan in force, with somebody to call, whose review was due this many days ago."""
    plan = Plan.objects.create(clinic_id=cast.elm.id, client=client, number=1, last_number=1, made_by_id=cast.lee.pk)
    factories.item(plan, "support_contacts", contact=factories.contact(client))
    due_on = today_in(cast.elm) - timedelta(days=days)
    return Review.objects.create(clinic_id=cast.elm.id, plan=plan, due_on=due_on, opened_by_id=cast.lee.pk)


def test_with_nothing_to_do_it_says_so(cast: Cast) -> None:
    review(cast, cast.rosa, -30)
    assert "Nothing needs you now." in body(cast)


def test_a_due_review_leads_to_the_review_and_says_how_long(cast: Cast) -> None:
    review(cast, cast.rosa, 3)
    page = body(cast)
    assert reverse("plan-review", kwargs={"client": cast.rosa.pk}) in page
    assert "3 days overdue" in page
    assert "Rosa A." in page
    assert "Rosa Alvarez" not in page, "first name and initial: the screen may be shared"


def test_a_review_within_a_week_is_announced_and_a_later_one_is_not(cast: Cast) -> None:
    review(cast, cast.rosa, -6)
    page = body(cast)
    assert "Reviews this week" in page
    assert "Needs you now" not in page
    Review.objects.update(due_on=today_in(cast.elm) + timedelta(days=8))
    assert "Reviews this week" not in body(cast)


def test_clients_without_a_plan_in_force_are_named(cast: Cast) -> None:
    assert "No plan in force yet" in body(cast)
    review(cast, cast.rosa, -30)
    assert "No plan in force yet" not in body(cast)


@pytest.mark.feature("K5")
def test_clients_stand_by_name_and_nothing_weighs_one_against_another(cast: Cast) -> None:
    for name in ("Zoe Lind", "Abe Lind", "Mo Lind"):
        factories.client(cast.lee, name)
    page = body(cast)
    assert page.index("Abe L.") < page.index("Mo L.") < page.index("Rosa A.") < page.index("Zoe L.")
    for word in ("risk", "score", "high", "opened", "times"):
        assert word not in page[page.index("<main") : page.index("</main>")].lower(), word


def test_a_todo_is_ticked_off_where_it_stands(cast: Cast) -> None:
    review(cast, cast.rosa, -30)
    todo = Todo.objects.create(clinic_id=cast.elm.id, client=cast.rosa, kind="tell_client", key="k")
    page = body(cast)
    assert "Rosa A.: Tell the client on the call" in page
    answer = browser_of(cast.lee).post(reverse("todo-done", kwargs={"todo": todo.pk}))
    assert answer["Location"] == reverse("today")
    assert "Tell the client" not in body(cast)


def test_more_than_five_todos_are_folded(cast: Cast) -> None:
    for number in range(8):
        Todo.objects.create(clinic_id=cast.elm.id, client=cast.rosa, kind="tell_client", key=f"k{number}")
    page = body(cast)
    assert "and 3 more" in page
    assert page.count("Rosa A.: Tell the client") == 8


@pytest.mark.parametrize("state", ["unknown", "dead"])
def test_a_message_in_trouble_is_shown_to_whoever_cares_for_the_client(cast: Cast, state: str) -> None:
    Message.objects.create(clinic_id=cast.elm.id, key="k", kind="page-ready", recipient_id=cast.rosa.pk, state=state)
    assert "Tell them on the call" in body(cast)
    assert "Tell them on the call" not in body(cast, "ben")


@pytest.mark.feature("B14")
def test_a_plan_with_nobody_to_call_stands_there_until_there_is_somebody_or_it_was_talked_about(cast: Cast) -> None:
    words = "Nobody to call in the plan of Rosa A."
    plan = review(cast, cast.rosa, -30).plan
    review(cast, factories.client(cast.lee, "Una Vale"), -30)
    ana = Contact.objects.get(client=cast.rosa)
    assert words not in body(cast)
    for change, back in (({"permission": "never"}, {"permission": "any"}), ({"phone": ""}, {"phone": "(928) 555-0177"})):
        for fields, told in ((change, True), (back, False)):
            for name, value in fields.items():
                setattr(ana, name, value)
            ana.save(update_fields=list(fields))
            page = body(cast)
            assert (words in page) is told
            assert "plan of Una" not in page
    ana.phone = ""
    ana.save(update_fields=["phone"])
    assert reverse("plan-edit", kwargs={"client": cast.rosa.pk, "step": "help"}) in body(cast)
    drafts.discuss_nobody_to_call(by=cast.lee.actor, plan=plan)
    assert words not in body(cast)


def test_colleagues_work_is_nobodys_but_the_supervisors(cast: Cast) -> None:
    review(cast, cast.theo, 9)
    clients.add(by=cast.ada.actor, name="Una Vale")
    assert "Theo" not in body(cast)
    page = body(cast, "sam")
    assert "Overdue with colleagues" in page
    assert "Theo B." in page
    assert "Ben Okoro, 9 days" in page
    assert "Una V." in page


def test_after_care_has_ended_only_the_last_look_is_left(cast: Cast) -> None:
    review(cast, cast.rosa, 3)
    clients.close(by=cast.lee.actor, client=cast.rosa, why="ended")
    page = body(cast)
    assert "Review the plan" not in page
    assert "Care has ended: look once more at the plan together" in page
    assert "Overdue with colleagues" not in body(cast, "sam")


@pytest.mark.parametrize(("who", "where"), [("ada", "directory"), ("kay", "audit")])
def test_others_begin_where_their_work_is(cast: Cast, who: str, where: str) -> None:
    assert browser_of(cast.staff[who]).get(reverse("today"))["Location"] == reverse(where)


@pytest.mark.parametrize("page", ["help", "accessibility", "privacy"])
@pytest.mark.parametrize("who", ["lee", "ada", "kay"])
def test_help_is_there_for_everybody(cast: Cast, page: str, who: str) -> None:
    assert browser_of(cast.staff[who]).get(reverse(page)).status_code == 200


TODAY_QUERIES = {"lee": 31, "sam": 32}


@pytest.mark.parametrize("who", ["lee", "sam"])
def test_queries_are_fixed_at_1_and_50_rows(cast: Cast, who: str, django_assert_num_queries: Any) -> None:
    def more(number: int) -> None:
        client = factories.client(cast.lee, f"Client {number}")
        review(cast, client, number % 20)
        Todo.objects.create(clinic_id=cast.elm.id, client=client, kind="tell_client", key=f"k{number}")
        factories.client(cast.ben, f"Other {number}")

    more(1)
    browser = seen_ahead(browser_of(cast.staff[who]))
    with CaptureQueriesContext(connection) as one:
        browser.get(reverse("today"))
    for number in range(2, 51):
        more(number)
    with django_assert_num_queries(len(one)):
        browser.get(reverse("today"))
    assert len(one) == TODAY_QUERIES[who], "\n".join(query["sql"] for query in one.captured_queries)


def test_a_supervisor_sees_what_incidents_wait_for(cast: Cast) -> None:
    def open_it(page: str, words: str) -> str:
        found = re.search(rf'<a href="([^"]+)">{re.escape(words)}', page)
        assert found, words
        return found[1]

    una = factories.member(cast.elm, "Una Vale", "supervisor")
    incident = ended(cast.lee, cast.rosa, began=timezone.now() - timedelta(hours=50))
    name = f"Rosa A.: report of incident {incident.called}"
    here = reverse("incident", kwargs={"client": cast.rosa.pk, "incident": incident.pk})
    FollowUp.objects.filter(incident=incident, what="month").update(owner=cast.ben.pk)
    page = body(cast, "sam")
    assert open_it(page, name) == here
    assert "Report overdue since" in page[page.index(name) :]
    assert cast.lee.name in page[page.index(name) : page.index(name) + 300]
    assert "Speak with the client within 24 hours" in page, "a colleague's overdue follow-up"
    month = "Speak with the client within 30 days"
    assert month not in page, "not due, and somebody's"
    cast.ben.ended_at, cast.ben.ended_by_id = timezone.now(), cast.ada.pk
    cast.ben.save(update_fields=["ended_at", "ended_by"])
    page = body(cast, "sam")
    assert "Nobody yet" in page[page.index(month) :], "whose owner has left is nobody's"
    assert "Ben Okoro" not in page[page.index(month) : page.index(month) + 300]
    assert "After incidents" not in body(cast), "of others nothing is told to a therapist"
    assert f"write the report of incident {incident.called}" in body(cast)

    said = dict.fromkeys(incidents.WRITTEN, "") | {"happened": "She was afraid.", "outcome": "at_home", "severity": "danger"}
    incidents.report(by=cast.sam.actor, incident=incident, seen_version=1, words=said, finished=True)
    assert f"sign off incident {incident.called}" not in body(cast, "sam"), "not the own report, while somebody else could"
    assert f"sign off incident {incident.called}" in browser_of(una).get(reverse("today")).content.decode()
    assert name not in body(cast, "sam")
    incidents.sign_off(by=una.actor, incident=incident, seen_version=2)
    close = f"Rosa A.: close incident {incident.called}"
    assert open_it(body(cast), close) == here + "#sign-off"
    assert close not in body(cast, "sam"), "it is with who led it, and who signed it"
    FollowUp.objects.filter(incident=incident).update(owner=cast.lee.pk)
    incidents.close(by=cast.lee.actor, incident=incident)
    assert close not in body(cast)


@pytest.mark.feature("E1")
def test_an_answer_that_comes_while_today_is_open_is_fetched_and_nothing_is_kept_awake(cast: Cast) -> None:
    session = factories.session(cast.lee, cast.rosa, minutes_from_now=20)
    lee = browser_of(cast.lee)
    address = reverse("today")
    stamp = re.search(r'data-today="(\w+)"', lee.get(address).content.decode())
    assert stamp
    seen, costs = lee.session["seen"], []

    def look(status: int) -> str:
        with CaptureQueriesContext(connection) as queries:
            answer = lee.get(f"{address}?stamp={stamp[1]}", headers={"X-Background": "1"})  # type: ignore[index]
        assert (answer.status_code, lee.session["seen"]) == (status, seen)
        costs.append(len(queries))
        return answer.content.decode()

    events = Event.objects.filter(action="today.read")
    before = events.count()
    assert look(204) == ""
    assert events.count() == before, "nothing was shown"
    factories.check_in(session, told="place", where={"name": "Sister's place"}, company="alone")
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        page = look(200)
    assert "Sister&#x27;s place" in page
    assert "<h1" not in page
    for n in range(3):
        factories.session(cast.lee, cast.rosa, minutes_from_now=30 + n)
    look(200)
    assert costs[1] == costs[2], costs
    lock = lee.session
    lock["locked"] = True
    lock.save()
    assert lee.get(f"{address}?stamp=", headers={"X-Background": "1"}).status_code == 423
