"""The client's copy as a PDF: complete, neutral, made once, kept sealed, and never in the way when it cannot be made."""

import io
import threading
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from clinic.accounts.models import Clinic
from clinic.audit.actors import system
from clinic.audit.models import Event
from clinic.celery import app
from clinic.db.context import clinic_context
from clinic.devservers.processes import Child
from clinic.documents import render, sandbox
from clinic.documents.sandbox import Limits, RenderFailed
from clinic.web.errors import Http404
from safetyplans import document_queries, printing
from safetyplans import paper as sheets
from safetyplans.actions.documents import WAITS, make_document, record_failure, request_document
from safetyplans.actions.versions import withdraw
from safetyplans.document_queries import missing, stored
from safetyplans.management.commands import make_documents as command
from safetyplans.models import DocumentFailure, Item, Plan, PlanDocument, PlanVersion
from tests import factories
from tests.cast import Cast, browser_of
from tests.servers import eventually
from tests.together import together

LONG = "x" * 10_000
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:weasyprint.*")


def words_of(document: PlanDocument) -> str:
    """The text without the breaks that lines and pages put into it, and the NULs of pypdf beside signs no font has."""
    sheets = PdfReader(io.BytesIO(document.pdf)).pages
    return "".join("".join(sheet.extract_text() for sheet in sheets).replace("\0", "").split())


def holds(document: PlanDocument, text: str) -> bool:
    return "".join(text.split()) in words_of(document)


def full_plan(cast: Cast) -> Plan:
    """Something of each kind in it."""
    rosa = cast.rosa
    plan = factories.plan(rosa)
    place = factories.place(rosa)
    line = factories.resource(
        cast.lee, "Northern line", kind="crisis_line", phone="(928) 555-0150", phone_menu="then press 3", sms="741742",
        sms_keyword="CALM", hours="6 pm to 6 am",
    )  # fmt: skip
    factories.resource(cast.lee)  # serves the county of the place, named nowhere in the plan
    for step, text in [("triggers", "A late call from work"), ("warning_signs", "Up after 2 am, scrolling"),
                       ("internal_coping", "Walk Luna to the water tower"), ("means_safety", "The pills are with Ana"),
                       ("telehealth", "I stay put when the call drops")]:  # fmt: skip
        factories.item(plan, step, text)
    factories.item(plan, "social_distraction", "until midnight", place=place)
    factories.item(plan, "support_contacts", "after six", contact=factories.contact(rosa))
    factories.item(plan, "support_contacts", contact=factories.contact(rosa, "Tío Beto", phone="(928) 555-0113", can_text=False))
    factories.item(plan, "professionals", resource=line)
    factories.item(plan, "telehealth", "I touch my left ear", purpose=Item.Purpose.SIGNAL, on_copy=False)
    return plan


def made(version: PlanVersion, paper: str = "letter") -> PlanDocument:
    document = make_document(by=system(version.clinic_id), version=version, style="full", paper=paper)
    assert document
    return document


def drawn(version: PlanVersion, paper: str = "letter") -> PlanDocument:
    """What it looks like, rendered in this process, which is warm: fifteen tests need no process of their own."""
    page = sheets.page(version, style="full", paper=paper)
    return PlanDocument(version=version, pdf=render.pdf(page.html, css=page.css, language=page.language, title=page.title))


def refetched(version: PlanVersion) -> PlanVersion:
    return PlanVersion.objects.select_related("plan__client", "clinic").get(pk=version.pk)


def address(version: PlanVersion, name: str = "plan-pdf") -> str:
    return reverse(name, kwargs={"client": version.plan.client_id, "version": version.number})


# What stands on the paper


@pytest.mark.feature("D6")
@pytest.mark.feature("D14")
def test_it_holds_every_item_and_every_number(cast: Cast) -> None:
    cast.rosa.names_on_copies = True
    version = factories.version(full_plan(cast), review_on=date.today() + timedelta(30))
    document = drawn(version)
    for text in [item["text"] for step in version.content["steps"] for item in step["items"] if item["on_copy"]]:
        assert holds(document, text), text
    for text in ("Sister's place: until midnight", "Ana Alvarez, sister: call or text (928) 555-0177", "Tío Beto, sister: call (928) 555-0113",
                 "Northern line: call (928) 555-0150 (then press 3) or text CALM to 741742", "6 pm to 6 am",
                 "Coconino mobile crisis team, near Sister's place: call (877) 555-0190", "Call 911", "988", "HOME to 741741"):  # fmt: skip
        assert holds(document, text), text
    assert holds(document, "For Rosa. Made with Dr. Lee on")


def test_help_stands_first_and_empty_steps_not_at_all(cast: Cast) -> None:
    found = words_of(drawn(factories.version(full_plan(cast))))
    order = ["Myplan", "IfIamindangernow", "911", "(877)555-0190", "1.Signsitisgettinghard", "4.PeopleIcanaskforhelp",
             "6.Makingmyplacesafer", "Whatcansetitoff", "Forourvideocalls"]  # fmt: skip
    places = [found.index(words) for words in order]
    assert places == sorted(places)
    assert "Whatmatterstome" not in found


def test_signal_and_safe_word_only_where_the_client_wants_them(cast: Cast) -> None:
    plan = full_plan(cast)
    assert not holds(drawn(factories.version(plan)), "I touch my left ear")
    Item.objects.filter(plan=plan, purpose=Item.Purpose.SIGNAL).update(on_copy=True)
    assert holds(drawn(factories.version(plan)), "I touch my left ear")


def test_it_names_neither_clinic_nor_people_of_it_where_the_client_wants_that(cast: Cast) -> None:
    cast.rosa.names_on_copies = False
    found = words_of(drawn(factories.version(full_plan(cast))))
    assert [word for word in ("Rosa", "Lee", "ElmStreet", "safety", "therap") if word in found] == []


@pytest.mark.feature("J3")
def test_screen_readers_find_tags_language_and_title(cast: Cast) -> None:
    reader = PdfReader(io.BytesIO(drawn(factories.version(full_plan(cast))).pdf))
    catalog = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalog
    assert catalog["/Lang"] == "en"
    assert b"pdfuaid" in catalog["/Metadata"].get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == "My plan"
    assert set(reader.metadata) == {"/Title", "/Producer"}
    kinds = tags(catalog["/StructTreeRoot"])
    assert {"/H1", "/H2", "/L", "/LI", "/Link"} <= kinds


def tags(node: Any) -> set[str]:
    node = node.get_object()
    if not isinstance(node, dict):
        return set()
    children = node.get("/K", [])
    children = children.get_object() if hasattr(children, "get_object") else children
    found = {str(node["/S"])} if "/S" in node else set()
    for child in children if isinstance(children, list) else [children]:
        found |= tags(child) if hasattr(child, "get_object") else set()
    return found


@pytest.mark.parametrize(("paper", "size"), [("letter", (612, 792)), ("a4", (595, 842))])
def test_it_has_the_size_of_the_paper_and_a_footer(cast: Cast, paper: str, size: tuple[int, int]) -> None:
    document = drawn(factories.version(full_plan(cast)), paper)
    sheets = PdfReader(io.BytesIO(document.pdf)).pages
    assert (round(sheets[0].mediabox.width), round(sheets[0].mediabox.height)) == size
    assert holds(document, f"Version 1, {date.today().day} {date.today():%B %Y}")
    assert holds(document, f"Page 1 of {len(sheets)}")


def test_numbers_can_be_tapped_where_the_paper_is_a_screen(cast: Cast) -> None:
    sheets = PdfReader(io.BytesIO(drawn(factories.version(full_plan(cast))).pdf)).pages
    links = {note.get_object()["/A"]["/URI"] for sheet in sheets for note in sheet.get("/Annots", [])}
    assert {"tel:988", "tel:+19285550177", "tel:+18775550190", "sms:741742"} <= links
    assert all(link.startswith(("tel:", "sms:")) for link in links)


@pytest.mark.parametrize("text", [LONG, "مرحبا بالعالم", "Luna 🙂🐕‍🦺", "a\u202eb\x00c", "<b>not bold</b> & so on", "one\n\ntwo"],
                         ids=["long", "right-to-left", "emoji", "control", "markup", "lines"])  # fmt: skip
def test_hostile_words_leave_a_document(cast: Cast, text: str) -> None:
    plan = factories.plan(cast.rosa)
    factories.item(plan, "warning_signs", text)
    factories.item(plan, "means_safety", "the end")
    document = drawn(factories.version(plan))
    assert holds(document, "the end")
    assert words_of(document).count("x") >= (10_000 if text is LONG else 0)
    if "<b>" in text:
        assert holds(document, text)


def test_a_british_copy_has_no_american_number(db: None) -> None:
    leeds = factories.clinic("Leeds Talking", country_code="GB")
    kim = factories.member(leeds, "Kim Hall", "therapist")
    with clinic_context(leeds.id):
        client = factories.client(kim, "Joan Firth", phone="01632 960 142")
        factories.place(client, region="", county="", town="Leeds", postcode="LS1 4AP", country_code="GB")
        plan = factories.plan(client)
        factories.item(plan, "support_contacts", contact=factories.contact(client, "Ada", phone="01632 960 177"))
        document = drawn(factories.version(plan), "a4")
        for text in ("In danger now? Call 999", "116 123", "01632 960177"):
            assert holds(document, text), text
        assert [number for number in ("911", "988") if number in words_of(document)] == []


# Made once, kept sealed


def test_it_does_not_change_with_contacts_and_directory(cast: Cast) -> None:
    plan = full_plan(cast)
    version = factories.version(plan)
    before = made(version)
    contact = plan.items.exclude(contact=None).first().contact
    contact.name, contact.phone = "Somebody Else", "(928) 555-0199"
    contact.save()
    line = plan.items.exclude(resource=None).first().resource
    line.phone, line.retired_at, line.retired_by_id = "(928) 555-0198", timezone.now(), cast.ada.id
    line.save()
    later = sheets.pdf(refetched(version), style="full", paper="letter")
    assert later == before.pdf == PlanDocument.objects.get(pk=before.pk).pdf
    assert holds(before, "(928) 555-0177")
    assert holds(before, "(928) 555-0150")


def test_what_is_stored_is_sealed_and_has_its_fingerprint(cast: Cast) -> None:
    document = made(factories.version(full_plan(cast)))
    with connection.cursor() as cursor:
        cursor.execute("select pdf from safetyplans_plandocument where id = %s", [document.pk])
        row = bytes(cursor.fetchone()[0])
    assert b"%PDF" not in row
    assert len(row) > len(document.pdf)
    assert sha256(PlanDocument.objects.get(pk=document.pk).pdf).hexdigest() == document.sha256


def test_only_the_system_makes_documents_and_tells_of_it(cast: Cast) -> None:
    version = factories.version(full_plan(cast))
    with pytest.raises(Http404):
        make_document(by=cast.lee.actor, version=version, style="full", paper="letter")
    document = made(version)
    told = Event.objects.get(action="document.make")
    assert (told.client_id, told.object_id, told.version) == (cast.rosa.id, document.pk, 1)
    assert make_document(by=system(cast.elm.id), version=version, style="full", paper="letter") is None


def staged(stage: Cast) -> PlanVersion:
    with clinic_context(stage.elm.id):
        return factories.version(full_plan(stage))


def test_two_workers_render_each_style_once(stage: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    version, rendered, really = staged(stage), [], sandbox.render

    def counted(html: str, **options: Any) -> bytes:
        rendered.append(html)
        return really(html, **options)

    monkeypatch.setattr(sandbox, "render", counted)
    rounds = together(*[lambda: printing.make_missing(by=system(stage.elm.id))] * 2)
    rounds.append(printing.make_missing(by=system(stage.elm.id)))
    assert [sum(each.made for each in rounds), sum(each.failed for each in rounds)] == [3, 0]
    assert len(rendered) == 3
    with clinic_context(stage.elm.id):
        stored_ones = PlanDocument.objects.filter(version=version).values_list("style", "paper")
        assert sorted(stored_ones) == [("card", "letter"), ("full", "letter"), ("large", "letter")]
        assert Event.objects.filter(action="document.make", client_id=stage.rosa.id).count() == 3


def test_a_worker_passes_by_what_another_is_at(stage: Cast) -> None:
    version, held, done = staged(stage), threading.Event(), threading.Event()

    def holding() -> None:
        with clinic_context(stage.elm.id), connection.cursor() as cursor:
            name = f"document {version.pk} full letter en"
            cursor.execute("select pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
            held.set()
            done.wait(30)

    def passing_by() -> Any:
        held.wait(10)
        try:
            return printing.make_missing(by=system(stage.elm.id))
        finally:
            done.set()

    assert together(holding, passing_by)[1].made == 2
    with clinic_context(stage.elm.id):
        assert missing("letter") == [(version.pk, "full", "letter")]


def test_the_command_makes_what_versions_lack(
    stage: Cast, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    version = staged(stage)
    assert stage.elm.id in printing.clinics_to_print()
    monkeypatch.setattr(command, "clinics_to_print", lambda: [stage.elm.id])  # not what other tests have left
    call_command("make_documents")
    assert capsys.readouterr().out == "3 made, 0 not.\n"
    with clinic_context(stage.elm.id):
        assert all(stored(version, style=style, paper="letter") for style in ("full", "large", "card"))
        assert missing("letter") == []


def test_a_worker_makes_them_and_the_therapist_sees_that(stage: Cast, worker: Child) -> None:
    version, browser = staged(stage), browser_of(stage.lee)
    assert browser.get(address(version)).status_code == 202
    app.send_task("safetyplans.tasks.make_in_clinic", (str(stage.elm.id),))
    eventually(lambda: browser.get(address(version)).status_code == 200, "a PDF made by the worker", 60)
    assert browser.get(address(version)).content.startswith(b"%PDF")


def test_a_withdrawn_version_gets_none(cast: Cast) -> None:
    plan = full_plan(cast)
    first, second = factories.version(plan), factories.version(plan)
    withdraw(by=cast.lee.actor, version=second)
    request_document(by=cast.lee.actor, version=refetched(second), style="er", paper="a4")
    assert {version_id for version_id, _, _ in missing("letter")} == {first.pk}


# When it cannot be made


def test_a_failure_is_seen_and_stops_no_other(stage: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with clinic_context(stage.elm.id):
        bad = factories.plan(stage.theo)
        factories.item(bad, "warning_signs", "many words " * 60_000)
        factories.version(bad)
    version = staged(stage)
    monkeypatch.setattr(sandbox.Limits.__init__, "__defaults__", (1_500_000_000, 6, 90.0))
    monkeypatch.setattr(document_queries, "AT_FINISH", ("full",))
    done = printing.make_missing(by=system(stage.elm.id))
    assert (done.made, done.failed) == (1, 1)
    with clinic_context(stage.elm.id):
        failure = DocumentFailure.objects.get()
        assert failure.why == sandbox.TOO_SLOW
        assert failure.again_at == failure.failed_at + WAITS[0]
        assert missing("letter") == []
        assert stored(version, style="full", paper="letter")
        assert Event.objects.filter(action="document.make", outcome="failed", client_id=stage.theo.id).count() == 1


def test_a_version_that_cannot_be_opened_stops_no_other(stage: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_queries, "AT_FINISH", ("card",))
    good = staged(stage)
    with clinic_context(stage.elm.id):
        content = {"format": 1, "number": 2}  # as damaged as it may be
        broken = PlanVersion.objects.create(
            clinic_id=stage.elm.id, plan=good.plan, number=2, language="en", made_by_id=stage.lee.id, content=content
        )
    done = printing.make_missing(by=system(stage.elm.id))
    assert (done.made, done.failed) == (1, 1)
    with clinic_context(stage.elm.id):
        assert {failure.why for failure in DocumentFailure.objects.filter(version=broken)} == {printing.UNEXPECTED}


def test_it_is_tried_again_ever_more_seldom(cast: Cast) -> None:
    version = factories.version(full_plan(cast))
    for tries, wait in enumerate([*WAITS, WAITS[-1]], start=1):
        failure = record_failure(by=system(cast.elm.id), version=version, style="full", paper="letter", why="Why.")
        assert (failure.tries, failure.again_at) == (tries, failure.failed_at + wait)
    assert missing("letter") == [(version.pk, style, "letter") for style in ("large", "card")]
    DocumentFailure.objects.update(again_at=timezone.now())
    assert len(missing("letter")) == 3


def test_a_document_that_fails_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    version = factories.version(full_plan(cast))
    monkeypatch.setattr(Limits.__init__, "__defaults__", (30_000_000, 20, 45.0))
    with pytest.raises(RenderFailed):
        make_document(by=system(cast.elm.id), version=version, style="full", paper="letter")
    assert not PlanDocument.objects.exists()
    assert not Event.objects.filter(action="document.make").exists()


# The pages


def test_the_therapist_gets_the_stored_bytes(cast: Cast) -> None:
    version = factories.version(full_plan(cast))
    document = made(version)
    answer = browser_of(cast.lee).get(address(version))  # the paper of the clinic's country
    assert answer.status_code == 200
    assert answer.content == document.pdf
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="my-plan.pdf"'
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    told = Event.objects.get(action="document.read")
    assert (told.client_id, told.version, told.outcome) == (cast.rosa.id, 1, "ok")


@pytest.mark.parametrize("name", ["plan-pdf", "plan-print"])
@pytest.mark.parametrize("who", ["ada", "ben", "kay", "dov"])
def test_nobody_else_gets_it(cast: Cast, who: str, name: str) -> None:
    version = factories.version(full_plan(cast))
    form = {"style": "full", "paper": "letter", "language": "en", "sha256": "0" * 64}
    PlanDocument.objects.create(clinic_id=version.clinic_id, version=version, pdf=b"%PDF-1.7 Luna", **form)
    assert browser_of(cast.lee).get(address(version)).content == b"%PDF-1.7 Luna"
    answer = browser_of(getattr(cast, who)).get(address(version, name))
    assert answer.status_code == 404
    assert b"%PDF" not in answer.content
    assert b"Luna" not in answer.content


@pytest.mark.parametrize("query", ["?paper=a5", "?style=poster", "?paper=a4&style="])
def test_what_there_is_not_is_not_found(cast: Cast, query: str) -> None:
    version = factories.version(full_plan(cast))
    browser = browser_of(cast.lee)
    assert browser.get(address(version) + query).status_code == 404
    assert browser.get(address(version).replace("1.pdf", "9.pdf")).status_code == 404


def test_a_page_waits_for_it_and_says_so(cast: Cast) -> None:
    version = factories.version(full_plan(cast))
    browser = browser_of(cast.lee)
    answer = browser.get(address(version) + "?paper=a4")
    assert answer.status_code == 202
    assert answer["Refresh"] == f"3; url={address(version)}?style=full&paper=a4&look=1"
    page = answer.content.decode()
    assert "The PDF is being made. This page looks again by itself." in page
    assert address(version, "plan-print") in page
    assert not Event.objects.filter(action="document.read").exists()
    last = browser.get(address(version) + "?look=40")
    assert "Refresh" not in last
    assert "It takes longer than usual" in last.content.decode()


def test_a_failure_offers_the_print_view(cast: Cast) -> None:
    version = factories.version(full_plan(cast))
    record_failure(by=system(cast.elm.id), version=version, style="full", paper="letter", why=sandbox.SETUP)
    answer = browser_of(cast.lee).get(address(version))
    page = answer.content.decode()
    assert "Refresh" not in answer
    assert "The PDF could not be made. Use the print view" in page
    assert "apt install libpango" in page
    assert address(version, "plan-print") in page


def test_the_print_view_holds_the_same_and_works_without_a_printer(cast: Cast) -> None:
    version = factories.version(full_plan(cast))
    answer = browser_of(cast.lee).get(address(version, "plan-print"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<title>My plan</title>" in page
    for text in ("Walk Luna to the water tower", "(928) 555-0177", "(877) 555-0190", "911", "CALM", "Version 1"):
        assert text in page
    assert "I touch my left ear" not in page
    assert "Elm Street" not in page
    assert "not in force" not in page
    assert Event.objects.get(action="document.read").client_id == cast.rosa.id


def test_the_print_view_says_when_another_version_is_in_force(cast: Cast) -> None:
    plan = full_plan(cast)
    first = factories.version(plan)
    factories.version(plan)
    assert "This version is not in force." in browser_of(cast.lee).get(address(first, "plan-print")).content.decode()


def test_another_clinic_makes_only_its_own(stage: Cast) -> None:
    version = staged(stage)
    assert printing.make_missing(by=system(stage.oak.id)).made == 0
    with clinic_context(stage.oak.id):
        assert not PlanVersion.objects.filter(pk=version.pk).exists()
    assert stage.oak.id not in printing.clinics_to_print()
    assert Clinic.objects.filter(pk=stage.oak.id).exists()
