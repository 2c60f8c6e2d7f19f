"""What stands on the client's page: own words, people to call, the numbers of today, help on every screen."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic.audit.models import Event, Outcome
from clinic.clients.models import Todo
from clinic.db.context import clinic_context
from clinic.web.errors import Conflict
from emergency.models import ProblemReport
from safetyplans.models import PlanDocument, VersionOpening
from tests import factories
from tests.cast import Cast, browser_of
from tests.portal.visits import SOMETIMES, UNSAFE, arrive, phone, shared_plan

PAGES = [
    "/my/",
    "/my/numbers/",
    "/my/print/",
    "/my/phone/",
    "/my/private/",
    "/my/page.pdf",
    "/my/numbers/told/",
    "/my/place/",
    "/my/place/told/",
]


def text(html: bytes) -> str:
    """What is read, without tags."""
    words = re.sub(r"<[^>]+>", " ", html.decode().split("<main")[1])
    return " ".join(words.replace("&#x27;", "'").split())


@pytest.mark.feature("D1", "D2")
def test_the_plan_with_a_call_and_a_text_for_every_number(cast: Cast) -> None:
    shared_plan(cast.lee, cast.rosa, professionals={"resource": factories.resource(cast.lee, sms="741741", sms_keyword="HOME")})
    html = arrive(cast.lee, cast.rosa).get("/my/").content.decode()
    for number in ('href="tel:+19285550177"', 'href="sms:+19285550177"', 'href="tel:+18775550190"', 'href="sms:741741"'):
        assert number in html
    assert 'href="tel:911"' in html
    assert "(928) 555-0177" in html
    assert "(877) 555-0190" in html
    assert "Text HOME to 741741" in html


def test_every_call_link_has_its_number_in_words_beside_it(cast: Cast) -> None:
    shared_plan(cast.lee, cast.rosa, professionals={"resource": factories.resource(cast.lee)})
    for page in ("/my/", "/my/numbers/"):
        html = arrive(cast.lee, cast.rosa).get(page).content.decode()
        for row in re.findall(r'<li class="who">.*?</li>', html, re.DOTALL):
            shown = re.sub(r"\D", "", re.sub(r"<[^>]+>", " ", row))
            for dialled in re.findall(r'href="tel:\+?1?(\d+)"', row):
                assert dialled in shown, row


@pytest.mark.feature("D5")
def test_steps_without_anything_are_skipped_and_never_counted(cast: Cast) -> None:
    shared_plan(cast.lee, cast.rosa)
    page = text(arrive(cast.lee, cast.rosa).get("/my/").content)
    assert "1. Signs it is getting hard" in page
    for absent in ("Making my place safer", "What matters to me", "0 of", "of 6"):
        assert absent not in page


def test_the_therapist_reads_the_steps_in_the_order_of_the_phone(cast: Cast) -> None:
    """On the check page, beside the plan in force and on the phone: the six, then those beside them."""
    more = {"triggers": {"text": "Sunday evenings"}, "means_safety": {"text": "Ana keeps the pills"}}
    shared_plan(cast.lee, cast.rosa, **more)
    lee, who = browser_of(cast.lee), {"client": cast.rosa.pk}
    pages = [
        arrive(cast.lee, cast.rosa).get("/my/"),
        lee.get(reverse("plan", kwargs=who)),
        lee.get(reverse("plan-check", kwargs=who)),
    ]
    titles = ["1. Signs it is getting hard", "4. People I can ask for help", "6. Making my place safer", "What can set it off"]
    for page in pages:
        read = text(page.content)
        assert sorted(titles, key=read.index) == titles, read


def test_steps_stand_open_where_they_are_needed_first(cast: Cast) -> None:
    shared_plan(cast.lee, cast.rosa, means_safety={"text": "Ana keeps the pills"}, triggers={"text": "Sunday evenings"})
    html = arrive(cast.lee, cast.rosa).get("/my/").content.decode()
    found = re.findall(r'<details class="step"( open)?>\s*<summary>(.*?)</summary>', html)
    assert [(title, bool(open)) for open, title in found] == [
        ("1. Signs it is getting hard", True),
        ("2. Things I can do on my own", True),
        ("4. People I can ask for help", True),
        ("6. Making my place safer", False),
        ("What can set it off", False),
    ]


def test_the_name_is_there_only_when_wished(cast: Cast) -> None:
    plan, _ = shared_plan(cast.lee, cast.rosa)
    browser = arrive(cast.lee, cast.rosa)
    page = browser.get("/my/").content.decode()
    for name in ("Rosa", "Alvarez, ", "Dr. Lee", "Elm Street"):
        assert name not in page
    assert "<h1>Start here.</h1>" in page
    cast.rosa.names_on_copies = True
    cast.rosa.save(update_fields=["names_on_copies"])
    factories.version(plan, review_on=timezone.localdate())
    page = browser.get("/my/").content.decode()
    assert "<h1>Hi Rosa. Start here.</h1>" in page
    assert "You and Dr. Lee will look again on" in page


def test_the_signal_and_the_safe_word_stay_off_the_phone(cast: Cast) -> None:
    plan, _ = shared_plan(cast.lee, cast.rosa)
    factories.item(plan, "telehealth", "I scratch my ear", purpose="signal", on_copy=False)
    factories.item(plan, "telehealth", "Pineapple", purpose="safe_word", on_copy=False)
    factories.item(plan, "telehealth", "You call me back", purpose="")
    factories.version(plan)
    browser = arrive(cast.lee, cast.rosa)
    pages = "".join(browser.get(page).content.decode() for page in PAGES)
    assert "You call me back" in pages
    assert "scratch" not in pages
    assert "Pineapple" not in pages


def test_what_staff_note_about_a_number_stays_with_staff(cast: Cast) -> None:
    factories.place(cast.rosa)
    note = "The old number 1-202-555-0199 is obsolete"
    cited = factories.resource(cast.lee, kind="text_line", sms="741741", note=note)
    factories.resource(cast.lee, "Team near Rosa", note=note)
    _, version = shared_plan(cast.lee, cast.rosa, professionals={"resource": cited})
    browser = arrive(cast.lee, cast.rosa)
    addresses = [*PAGES, "/my/numbers/file/", f"/my/numbers/{cited.id}/problem/"]
    assert "obsolete" not in str(version.content)
    assert b"obsolete" not in b"".join(browser.get(address).content for address in addresses)
    assert b"obsolete" not in browser.post("/my/numbers/file/", {}).content


@pytest.mark.feature("H5")
def test_a_client_says_that_a_number_did_not_work(cast: Cast) -> None:
    resource = factories.resource(cast.lee)
    shared_plan(cast.lee, cast.rosa, professionals={"resource": resource})
    browser = arrive(cast.lee, cast.rosa)
    assert f"/my/numbers/{resource.id}/problem/" in browser.get("/my/numbers/").content.decode()
    address = f"/my/numbers/{resource.id}/problem/"
    assert browser.post(address, {}).status_code == 422
    for _ in range(2):
        assert browser.post(address, {"problem": "no_answer"}).headers["Location"] == "/my/numbers/told/"
    report = ProblemReport.objects.filter(resource=resource).first()
    assert (report.from_client, report.by_id) == (True, None)
    assert Todo.objects.get(client=cast.rosa).kind == "number_reported"
    resource.refresh_from_db()
    assert resource.reported_at is not None


def test_only_numbers_of_ones_own_page_can_be_reported(cast: Cast) -> None:
    shared_plan(cast.lee, cast.rosa)
    other = factories.resource(cast.lee)
    with clinic_context(cast.oak.id):
        foreign = factories.resource(cast.dov)
    browser = arrive(cast.lee, cast.rosa)
    answers = [browser.post(f"/my/numbers/{id}/problem/", {"problem": "other"}) for id in (other.id, foreign.id, cast.rosa.id)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert not ProblemReport.objects.exists()
    denied = Event.objects.filter(actor_id=cast.rosa.id, outcome=Outcome.DENIED, view="my-number-problem")
    assert denied.count() == 3


def test_a_changed_number_shows_as_the_one_of_today(cast: Cast) -> None:
    resource = factories.resource(cast.lee)
    shared_plan(cast.lee, cast.rosa, professionals={"resource": resource})
    browser = arrive(cast.lee, cast.rosa)
    assert "new number" not in text(browser.get("/my/").content)
    resource.phone = "(877) 555-0123"
    resource.save()
    page = text(browser.get("/my/").content)
    assert "(877) 555-0123" in page
    assert "555-0190" not in page
    assert "new number" in page
    assert "Some numbers have changed" in text(browser.get("/my/print/").content)


def test_a_retired_number_shows_its_successor_or_whom_to_call_instead(cast: Cast) -> None:
    old, gone = factories.resource(cast.lee), factories.resource(cast.lee, "Night line", phone="(877) 555-0155")
    shared_plan(cast.lee, cast.rosa, professionals={"resource": old}, support_contacts={"resource": gone})
    new = factories.resource(cast.lee, "Coconino crisis line", phone="(877) 555-0123")
    for resource, successor in ((old, new), (gone, None)):
        resource.retired_at, resource.retired_by_id, resource.replaced_by = timezone.now(), cast.ada.id, successor
        resource.save()
    html = arrive(cast.lee, cast.rosa).get("/my/").content
    page = text(html)
    assert "Coconino crisis line new number" in page
    assert "Night line This number is no longer used. Call 988." in page
    for dead in (b"5550190", b"5550155", b"555-0190", b"555-0155"):
        assert dead not in html


@pytest.mark.feature("D14")
def test_local_numbers_of_the_clients_places(cast: Cast) -> None:
    factories.place(cast.rosa)
    factories.resource(cast.lee)
    shared_plan(cast.lee, cast.rosa)
    page = text(arrive(cast.lee, cast.rosa).get("/my/").content)
    assert "Help near my places Coconino mobile crisis team Near Sister's place (877) 555-0190" in page


@pytest.mark.feature("D11")
@pytest.mark.parametrize("address", PAGES)
def test_crisis_lines_on_every_screen(cast: Cast, address: str) -> None:
    shared_plan(cast.lee, cast.rosa)
    html = arrive(cast.lee, cast.rosa).get(address).content.decode()
    bar = html.split('<nav class="bar"')[1]
    assert 'href="tel:911"' in bar
    assert 'href="#lines"' in bar
    assert html.count('id="lines"') == 1
    assert 'href="tel:988"' in html
    assert 'href="sms:988"' in html


@pytest.mark.parametrize("change", ["not shared", "share ended", "withdrawn", "no plan"])
def test_without_a_plan_to_see_there_are_numbers_and_plain_words(cast: Cast, change: str) -> None:
    if change != "no plan":
        plan, _ = shared_plan(cast.lee, cast.rosa)
        if change == "not shared":
            plan.shared_at = plan.shared_by_id = None
        elif change == "share ended":
            plan.share_ended_at, plan.share_ended_by_id = timezone.now(), cast.lee.id
        else:
            plan.number = 0
        plan.save()
    browser = arrive(cast.lee, cast.rosa)
    page = browser.get("/my/").content.decode()
    assert 0 < page.index('id="lines"') < page.index("There is nothing else to see right now")
    assert "Walk Luna" not in "".join(browser.get(address).content.decode() for address in PAGES)


def test_opening_keeps_a_date_per_version_and_reading_no_event(cast: Cast) -> None:
    plan, _ = shared_plan(cast.lee, cast.rosa)
    browser = arrive(cast.lee, cast.rosa)
    before = Event.objects.count()
    for _ in range(3):
        for address in PAGES:
            browser.get(address)
    assert VersionOpening.objects.count() == 1
    factories.version(plan)
    browser.get("/my/")
    assert VersionOpening.objects.count() == 2
    assert Event.objects.count() == before


def test_the_pdf_of_the_version_or_a_page_that_looks_again(cast: Cast) -> None:
    _, version = shared_plan(cast.lee, cast.rosa)
    browser = arrive(cast.lee, cast.rosa)
    waiting = browser.get("/my/page.pdf?paper=letter")
    assert (waiting.status_code, waiting.headers["Refresh"]) == (202, "3; url=/my/page.pdf?style=full&paper=letter&look=1")
    assert "Refresh" not in browser.get("/my/page.pdf?paper=letter&look=40").headers
    assert browser.get(f"/my/page.pdf?paper=letter&look={'9' * 5000}").status_code == 202
    PlanDocument.objects.create(
        clinic=cast.elm, version=version, style="full", paper="letter", language="en", sha256="0" * 64, pdf=b"%PDF-1.7 words"
    )
    answer = browser.get("/my/page.pdf?paper=letter")
    assert answer.content == b"%PDF-1.7 words"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'inline; filename="my-plan.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert browser.get("/my/page.pdf?paper=poster").status_code == 404


@pytest.mark.feature("D9")
@pytest.mark.parametrize("address", [*PAGES, "/my/code/", "/my/sign-in/", "/my/removed/", "/l/unknown/", "/my/nowhere/"])
def test_every_page_is_neutral_and_has_leave_page(cast: Cast, address: str) -> None:
    shared_plan(cast.lee, cast.rosa)
    browser = arrive(cast.lee, cast.rosa)
    answer = browser.get(address, follow=True)
    html = answer.content.decode()
    assert re.search(r"<title>\s*(?:Error: )?My page\s*</title>", html)
    assert 'href="/exit/"' in html
    assert "Leave page" in html
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    outside = " ".join([*answer.headers.values(), *browser.cookies.keys(), *(m.value for m in browser.cookies.values()), address])
    assert not re.search(r"therap|safety|crisis|plan\b|suicid|rosa|elm street", outside, re.IGNORECASE)


@pytest.mark.parametrize("items", [1, 50])
def test_queries_of_the_plan_page_do_not_grow(cast: Cast, items: int) -> None:
    plan, _ = shared_plan(cast.lee, cast.rosa)
    for number in range(items):
        factories.item(plan, "support_contacts", contact=factories.contact(cast.rosa, f"Friend {number}"))
        factories.item(plan, "professionals", resource=factories.resource(cast.lee, f"Line {number}"))
    factories.version(plan)
    browser = arrive(cast.lee, cast.rosa)
    browser.get("/my/")
    with CaptureQueriesContext(connection) as queries:
        assert f"Friend {items - 1}" in browser.get("/my/").content.decode()
    own = [query for query in queries if not re.match(r"(SAVEPOINT|RELEASE|select (set_config|coalesce))", query["sql"])]
    assert len(own) == 9, [query["sql"][:120] for query in own]


@pytest.mark.parametrize("address", [*PAGES, "/my/numbers/file/", "/my/numbers/%s/problem/"])
def test_the_first_button_calls_the_same_person_on_every_page(cast: Cast, address: str) -> None:
    team = factories.resource(cast.lee)
    shared_plan(cast.lee, cast.rosa, professionals={"resource": team})
    browser = arrive(cast.lee, cast.rosa, UNSAFE)
    bar = browser.get(address.replace("%s", str(team.id))).content.decode().split('<nav class="bar"')[1]
    assert 'href="tel:+19285550177">Call Ana <' in bar
    assert bar.index("Call Ana") < bar.index("#lines") < bar.index("tel:911")


def test_the_first_button_stays_when_something_is_not_possible(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**known: object) -> None:
        raise Conflict("Not now.")

    monkeypatch.setattr("clinic.portal.views.phone.actions.set_shared", refuse)
    shared_plan(cast.lee, cast.rosa)
    refused = arrive(cast.lee, cast.rosa).post("/my/phone/", {"shared": "1"})
    assert refused.status_code == 409
    assert "Call Ana" in refused.content.decode().split('<nav class="bar"')[1]


def test_who_is_not_let_in_reads_no_name(cast: Cast) -> None:
    plan, _ = shared_plan(cast.lee, cast.rosa)
    browser = arrive(cast.lee, cast.rosa, SOMETIMES)
    browser.get("/exit/")
    for address in ("/my/open/", "/my/private/", "/my/removed/"):
        assert b"Ana" not in browser.get(address, follow=True).content
    assert b"Ana" not in phone().get("/my/private/").content
    own = arrive(cast.lee, cast.rosa)
    plan.share_ended_at, plan.share_ended_by_id = timezone.now(), cast.lee.id
    plan.save()
    assert b"Ana" not in b"".join(own.get(address).content for address in PAGES)
