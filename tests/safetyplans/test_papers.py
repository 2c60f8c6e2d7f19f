"""Every style of paper: the words of the page, item by item, the numbers that belong there, and nothing that does not."""

import io
import re
import subprocess
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
import segno
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from clinic.accounts import tickets
from clinic.accounts.models import Ticket
from clinic.audit.actors import system
from clinic.audit.models import Event
from clinic.db.context import clinic_context
from clinic.documents import render, sandbox
from clinic.documents.sandbox import Limits
from clinic.web.errors import Http404
from intake.models import Answer
from safetyplans import document_queries, printing
from safetyplans import paper as sheets
from safetyplans.actions.documents import request_document
from safetyplans.cuts import CUTS, PART2_NOTICE
from safetyplans.document_queries import missing
from safetyplans.models import DocumentFailure, DocumentRequest, Item, PlanDocument, PlanVersion
from tests import factories
from tests.cast import Cast, browser_of, seen_ahead
from tests.portal.visits import arrive
from tests.safetyplans.test_documents import address, refetched, tags, together

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:weasyprint.*")

WRITTEN = {
    "warning_signs": ["I stop answering Ana", "Up after 2 am, scrolling", "I think they would be better off"],
    "internal_coping": ["Walk Luna to the water tower", "Cold water on my face, count to 30", "Kitchen songs, loud"],
    "social_distraction": ["Late Diner on 4th, open all night"],
    "means_safety": ["Ana keeps the pills in her locked box", "The rest goes back to the pharmacy by Friday"],
    "reasons_for_living": ["Luna", "Nursing school", "Ana's baby in March"],
    "telehealth": ["I say where I am at the start", "If the video stops, I stay put"],
    "provider_responses": ["If my life is in danger, help may be sent to where I am"],
}
WISHES = {"police_wish": "team_first", "must_not": "No uniforms in front of the children", "calms": "Speak slowly"}
EVERYWHERE = ["988", "(928) 555-0177", "(928) 555-0113", "(928) 555-0150", "(928) 555-0120", "(877) 555-0190", "741742"]
CLINIC_NUMBERS = ["(415) 555-0111", "(415) 555-0100", "(415) 555-0109"]


def reference(cast: Cast) -> PlanVersion:
    """Nine sections with 22 lines, numbers of every kind, and what must stay off copies."""
    rosa, elm = cast.rosa, cast.elm
    rosa.names_on_copies, rosa.legal_name, rosa.born_on = True, "Rosa Maria Alvarez", "1991-03-14"
    rosa.save()
    elm.after_hours_phone, elm.after_hours_words = "(415) 555-0109", "Until 10 pm"
    elm.save()
    for key, value in WISHES.items():
        Answer.objects.create(clinic=elm, client=rosa, key=key, value=value, changed_at=timezone.now(), changed_by_id=cast.lee.id)
    plan = factories.plan(rosa)
    place = factories.place(rosa)
    ana = factories.contact(rosa, release_signed_on=date(2026, 11, 3), may_discuss=True)
    beto = factories.contact(rosa, "Tío Beto", relation="uncle", phone="(928) 555-0113", permission="crisis", can_text=False)
    factories.contact(
        rosa, "Marco Dunn", relation="former partner", permission="never", do_not_contact=True, phone="(928) 555-0199"
    )
    factories.resource(cast.lee, note="Its former number is obsolete")
    hospital = factories.resource(cast.lee, "Flagstaff Medical Center", kind="emergency_department", phone="(928) 555-0120")
    line = factories.resource(
        cast.lee,
        "Northern line",
        kind="crisis_line",
        phone="(928) 555-0150",
        phone_menu="then press 3",
        sms="741742",
        sms_keyword="CALM",
        note="The old number is obsolete",
    )
    for step, texts in WRITTEN.items():
        for text in texts:
            factories.item(plan, step, text)
    factories.item(plan, "social_distraction", "until midnight", place=place)
    factories.item(plan, "support_contacts", "after six", contact=ana)
    factories.item(plan, "support_contacts", contact=beto)
    factories.item(plan, "professionals", resource=line)
    factories.item(plan, "professionals", resource=hospital)
    factories.item(plan, "telehealth", "I touch my left ear", purpose=Item.Purpose.SIGNAL, on_copy=False)
    version = factories.version(plan, review_on=date.today() + timedelta(30))
    return with_token(version)


def with_token(version: PlanVersion) -> PlanVersion:
    """A version is immutable, so one with a token is a new row."""
    token = tickets.issue(Ticket.Kind.COPY, object_id=version.pk, clinic_id=version.clinic_id, valid_for=timedelta(days=90))
    version.plan.number = version.plan.last_number = 2
    version.plan.save(update_fields=["number", "last_number"])
    fields = {name: getattr(version, name) for name in ("clinic_id", "plan", "language", "made_by_id")}
    return PlanVersion.objects.create(**fields, number=2, content={**version.content, "number": 2}, copy_token=token)


def pdf_of(version: PlanVersion, style: str, paper: str = "letter") -> PdfReader:
    page = sheets.page(version, style=style, paper=paper)
    return PdfReader(io.BytesIO(render.pdf(page.html, css=page.css, language=page.language, title=page.title)))


def squeezed(text: str) -> str:
    return "".join(text.replace("\0", "").split())


def text_of(pdf: PdfReader) -> str:
    return squeezed("".join(page.extract_text() for page in pdf.pages))


class Pieces(HTMLParser):
    """The pieces of text in <main>, in their order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.inside, self.silent, self.pieces = False, 0, list[str]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.inside |= tag == "main"
        self.silent += tag == "title"

    def handle_endtag(self, tag: str) -> None:
        self.inside &= tag != "main"
        self.silent -= tag == "title"

    def handle_data(self, data: str) -> None:
        if self.inside and not self.silent and squeezed(data):
            self.pieces.append(squeezed(data))


NOT_IN = {
    "full": ["obsolete", "left ear", "Marco", "Elm Street", "555-0111", "1991"],
    "large": ["obsolete", "left ear", "Marco", "Elm Street", "555-0111", "1991"],
    "card": ["obsolete", "left ear", "Marco", "Elm Street", "555-0111", "1991", "locked box", "help may be sent"],
    "support": [
        "obsolete",
        "left ear",
        "Marco",
        "Elm Street",
        "555-0111",
        "1991",
        "help may be sent",
        "video stops",
        "Lee",
        "locked box",
    ],
    "er": ["obsolete", "left ear", "help may be sent", "video stops", "555-0199"],
    "chart": ["obsolete"],
}
PAGES = {"full": 1, "large": 3, "card": 1, "support": 1, "er": 1, "chart": 2}


@pytest.mark.feature("J1")
@pytest.mark.feature("J2")
@pytest.mark.feature("J3")
@pytest.mark.feature("D7")
@pytest.mark.parametrize("style", CUTS)
def test_the_pdf_says_what_the_page_says_item_by_item(cast: Cast, style: str) -> None:
    version = reference(cast)
    answer = browser_of(cast.lee).get(f"{address(version, 'plan-print')}?style={style}")
    pieces = Pieces(answer.content.decode()).pieces[:-1]  # the last says version and day, which the PDF has in its footer
    pdf = pdf_of(version, style)
    text, place = text_of(pdf), 0
    left = ""
    for piece in pieces:
        found = text.find(piece, place)
        assert found >= 0, f"{piece} is not there, or not in this order: {text[place : place + 200]}"
        left, place = left + text[place:found], found + len(piece)
    footers = r"Version2,\d+\w+\d{4}|Page\d+of\d+|•"
    assert re.sub(footers, "", left + text[place:]) == "", "something stands in the PDF that is not on the page"
    others = {"er": CLINIC_NUMBERS, "chart": []}.get(style, ["911"])
    numbers = [*EVERYWHERE, *others]
    assert [number for number in numbers if squeezed(number) not in text] == []
    assert [words for words in NOT_IN[style] if squeezed(words) in text] == []
    assert len(pdf.pages) <= PAGES[style]
    assert f"Version2,{date.today().day}{date.today():%B%Y}" in text
    assert f"Page1of{len(pdf.pages)}" in text
    catalog = pdf.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "en"
    assert {"/H1", "/Figure", "/LI"} <= tags(catalog["/StructTreeRoot"])
    assert "Square to scan: is there a newer copy?" in figures(catalog["/StructTreeRoot"])
    assert pdf.metadata is not None
    neutral = f"{pdf.metadata.title} {CUTS[style].file_name}".lower()
    assert [word for word in ("safety", "suicide", "crisis", "therap", "clinic", "rosa", "emergency") if word in neutral] == []


def figures(node: object) -> list[str]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [alt for child in node for alt in figures(child)]
    if not isinstance(node, dict):
        return []
    return [str(node["/Alt"]) for _ in ("/Alt",) if "/Alt" in node] + figures(node.get("/K", []))


def test_a_person_without_a_number_stands_there_and_says_so(cast: Cast) -> None:
    version = reference(cast)
    dee = factories.contact(cast.rosa, "Dee Marsh", relation="neighbor", phone="", can_text=False)
    factories.item(version.plan, "support_contacts", "Knock, the bell is broken", contact=dee)
    version = factories.version(version.plan)
    for style in CUTS:
        shown = " ".join(re.sub(r"<[^>]+>", " ", sheets.page(version, style=style, paper="letter").html).split())
        after = shown.split("Dee Marsh")[1:]
        if style == "card":  # a card has room for numbers alone
            assert after == []
        else:
            assert re.match(r" ?, neighbor ?:? No number\b", after[0]), (style, after[0][:60])
            assert shown.count("No number") == len(after), "nobody else lacks one"
        assert 'tel:"' not in sheets.page(version, style=style, paper="letter").html
    pdf = pdf_of(version, "full")
    assert "DeeMarsh,neighbor:Nonumber" in text_of(pdf)
    assert len(pdf.pages) == PAGES["full"]
    version.plan.shared_at, version.plan.shared_by_id = timezone.now(), cast.lee.id
    version.plan.save(update_fields=["shared_at", "shared_by"])
    page = arrive(cast.lee, cast.rosa).get("/my/").content.decode()
    row = page[page.index("Dee Marsh") :].split("</li>")[0]
    assert "No number" in row
    assert "Knock, the bell is broken" in row
    assert "tel:" not in row
    assert page.count("No number") == 1


@pytest.mark.parametrize("style", CUTS)
def test_a4_is_a4_and_holds_the_reference_plan_as_well(cast: Cast, style: str) -> None:
    pdf = pdf_of(reference(cast), style, "a4")
    assert (round(pdf.pages[0].mediabox.width), round(pdf.pages[0].mediabox.height)) == (595, 842)
    assert len(pdf.pages) <= PAGES[style]


def test_the_chart_holds_what_the_copies_do_not(cast: Cast) -> None:
    version = reference(cast)
    html = sheets.page(version, style="chart", paper="letter").html
    for words in (
        "I touch my left ear",
        "kept off the client",
        "Dr. Lee",
        "Rosa Maria Alvarez",
        "14 March 1991",
        "Nothing written",
    ):
        assert words in html, words


def test_the_emergency_department_reads_whom_to_call_and_why(cast: Cast) -> None:
    html = " ".join(sheets.page(reference(cast), style="er", paper="letter").html.split())
    for words in ("Any time; release signed on 3 November 2026; may be told about care", "Only in a crisis; no signed release",
                  "Marco Dunn, former partner", "A crisis team first", "No uniforms in front of the children", "Until 10 pm"):  # fmt: skip
        assert words in html, words


def test_staff_papers_stay_as_they_were_made(cast: Cast) -> None:
    version = reference(cast)
    before = {style: sheets.page(version, style=style, paper="a4").html for style in CUTS}
    cast.rosa.legal_name, cast.rosa.names_on_copies = "Somebody Else", False
    cast.rosa.save()
    ana = cast.rosa.contacts.get(permission="any")
    ana.permission, ana.name = "never", "Nobody"
    ana.save()
    Answer.objects.update(changed_at=timezone.now())
    cast.elm.name, cast.elm.is_part2 = "Another name", True
    cast.elm.save()
    assert {style: sheets.page(refetched(version), style=style, paper="a4").html for style in CUTS} == before


def test_a_part_2_clinic_sends_its_notice_along(cast: Cast) -> None:
    cast.elm.is_part2 = True
    cast.elm.save()
    version = reference(cast)
    with_notice = [style for style in CUTS if PART2_NOTICE in sheets.page(version, style=style, paper="a4").html]
    assert with_notice == ["er", "support", "chart"]


@pytest.mark.feature("J4")
def test_the_square_leads_to_the_page_that_tells_of_newer_copies(cast: Cast) -> None:
    version = reference(cast)
    wanted = "http://localhost:8000" + reverse("copy", kwargs={"token": version.copy_token})
    drawn = segno.make(wanted, error="m").svg_inline(border=2, omitsize=True, lineclass=None)
    path = re.findall(r' d="([^"]+)"', drawn)
    for style in CUTS:
        html = sheets.page(version, style=style, paper="a4").html
        assert re.findall(r' d="([^"]+)"', html) == path, style
        assert html.count("Scan to see whether there is a newer copy") == 1
    old = PlanVersion.objects.get(plan=version.plan, number=1)
    assert "<svg" not in sheets.page(old, style="full", paper="a4").html


def test_large_print_keeps_a_section_on_one_page(cast: Cast) -> None:
    pages = [squeezed(page.extract_text()) for page in pdf_of(reference(cast), "large").pages]
    assert len(pages) > 1
    for first, last in (("1.Signs", "betteroff"), ("2.Things", "Kitchensongs"), ("4.People", "555-0113"), ("5.Crisis", "555-0120"),
                        ("6.Making", "byFriday"), ("Whatmatterstome", "inMarch")):  # fmt: skip
        assert [first in page for page in pages] == [last in page for page in pages], first


# Asked for


def test_what_few_need_is_made_when_somebody_asks(cast: Cast) -> None:
    version = reference(cast)
    lee = browser_of(cast.lee)
    kept = set(missing("letter"))
    answer = lee.get(f"{address(version)}?style=er&paper=a4")
    assert answer.status_code == 202
    assert answer["Refresh"] == f"3; url={address(version)}?style=er&paper=a4&look=1"
    assert f"{address(version, 'plan-print')}?style=er&amp;paper=a4" in answer.content.decode()
    assert set(missing("letter")) - kept == {(version.pk, "er", "a4")}
    lee.get(f"{address(version)}?style=er&paper=a4")
    lee.get(f"{address(version)}?style=card&paper=letter")  # is made by itself
    assert DocumentRequest.objects.count() == 1
    assert Event.objects.filter(action="document.request", client_id=cast.rosa.id).count() == 1


def test_a_client_asks_for_their_own_copies_only_and_leaves_no_event(cast: Cast) -> None:
    version = refetched(reference(cast))
    assert request_document(by=cast.rosa.actor, version=version, style="large", paper="a4")
    for by, style in ((cast.rosa.actor, "chart"), (cast.theo.actor, "full"), (cast.ben.actor, "full"), (cast.ada.actor, "er")):
        with pytest.raises(Http404):
            request_document(by=by, version=version, style=style, paper="a4")
    assert not Event.objects.filter(action="document.request").exists()


def test_twenty_clicks_at_once_render_once(stage: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_queries, "AT_FINISH", ())
    with clinic_context(stage.elm.id):
        version = reference(stage)
    rendered, really = [], sandbox.render

    def counted(html: str, **options: object) -> bytes:
        rendered.append(html)
        return really(html, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(sandbox, "render", counted)
    wanted = f"{address(version)}?style=card&paper=a4"
    browsers = [browser_of(stage.lee) for _ in range(20)]
    answers = together(*[lambda browser=browser: browser.get(wanted).status_code for browser in browsers])
    assert answers == [202] * 20
    made = together(*[lambda: printing.make_missing(by=system(stage.elm.id)).made] * 3)
    assert (sum(made), len(rendered)) == (1, 1)
    bodies = {browser.get(wanted).content for browser in browsers}
    with clinic_context(stage.elm.id):
        assert bodies == {PlanDocument.objects.get().pdf}


def test_a_style_whose_renderer_is_stopped_is_tried_again(stage: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_queries, "AT_FINISH", ())
    with clinic_context(stage.elm.id):
        version = refetched(reference(stage))
        request_document(by=stage.lee.actor, version=version, style="chart", paper="letter")
    with monkeypatch.context() as patch:
        patch.setattr(Limits.__init__, "__defaults__", (30_000_000, 20, 45.0))
        assert printing.make_missing(by=system(stage.elm.id)).failed == 1
    page = browser_of(stage.lee).get(f"{address(version)}?style=chart&paper=letter")
    assert "Use the print view" in page.content.decode()
    with clinic_context(stage.elm.id):
        DocumentFailure.objects.update(again_at=timezone.now())
    assert printing.make_missing(by=system(stage.elm.id)).made == 1


@pytest.mark.parametrize("style", ["full", "er", "chart"])
def test_queries_do_not_grow_with_the_plan(cast: Cast, style: str) -> None:
    version, lee = reference(cast), seen_ahead(browser_of(cast.lee))
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert lee.get(f"{address(version, 'plan-print')}?style={style}").status_code == 200
        counts.append(len(queries))
        for place in range(20):
            factories.item(version.plan, "warning_signs", f"Another one {place}")
        version = factories.version(version.plan)
    assert counts[0] == counts[1]


# Whatever people write

SCRIPTS = {
    "ar": "أمشي مع لونا إلى البرج", "he": "אני הולכת עם לונה למגדל", "ru": "Гулять с Луной до башни", "vi": "Đi dạo với Luna đến tháp nước",
    "el": "Περπατώ με τη Λούνα", "hi": "लूना के साथ टहलना", "bn": "লুনার সাথে হাঁটা", "am": "ከሉና ጋር መራመድ", "zh-cn": "和露娜散步到水塔",
    "ja": "ルナと一緒に歩く", "ko": "물탑까지 산책", "und-zsye": "🙂💛",
}  # fmt: skip
ALWAYS = {"ar", "he", "ru", "vi", "el"}  # DejaVu, without which nothing is printed at all


def scripts_with_fonts() -> set[str]:
    listed = subprocess.run(["fc-list", "--format=%{lang}|"], capture_output=True, text=True, check=False).stdout.split("|")
    return ALWAYS | (set(SCRIPTS) & {language for font in listed for language in font.split("|")})


def test_no_letter_of_an_installed_script_becomes_a_box(cast: Cast) -> None:
    plan = factories.plan(cast.rosa)
    for name in sorted(scripts_with_fonts()):
        factories.item(plan, "warning_signs", SCRIPTS[name])
    text = "".join(page.extract_text() for page in pdf_of(factories.version(plan), "full").pages)
    assert "\0" not in text, "pypdf reads a letter that no font has as NUL"
    assert squeezed(SCRIPTS["ru"]) in squeezed(text)


ODD = [
    "اتصل بأختي (928) 555-0177 قبل النوم",
    "Call אנה at (928) 555-0177 مرحبا now",
    "Luna 🙂🐕‍🦺💛",
    "e" + "\u0301" * 60 + " with marks on marks",
    "a\u202eb\ufffec",
    "\n".join(f"line {place}" for place in range(20)),
]


@pytest.mark.parametrize(("style", "signs", "things"), [("full", 10_000, 200), ("card", 10_000, 200), ("er", 1_500, 40)])
def test_odd_words_break_neither_the_page_nor_the_pdf(cast: Cast, style: str, signs: int, things: int) -> None:
    plan = factories.plan(cast.rosa)
    for text in [*ODD, "x" * signs]:
        factories.item(plan, "warning_signs", text)
    for place in range(things):
        factories.item(plan, "internal_coping", f"Thing {place}.")
    factories.item(plan, "support_contacts", "the end", contact=factories.contact(cast.rosa, "A" * 200))
    pdf = pdf_of(factories.version(plan), style)
    text = text_of(pdf)
    assert "(928)555-0177" in text
    assert inside(pdf), "a letter stands beyond the edge of the paper"
    if style == "card":
        assert len(pdf.pages) == 1
    else:
        assert text.count("x") >= signs
        assert [place for place in range(things) if f"Thing{place}." not in text] == []


def inside(pdf: PdfReader) -> bool:
    """Whether all words begin on the paper."""
    found: list[tuple[float, float]] = []

    def visit(text: str, _cm: object, tm: list[float], *_: object) -> None:
        if text.strip():
            found.append((tm[4] * 0.75, tm[5] * 0.75))

    for page in pdf.pages:
        page.extract_text(visitor_text=visit)
    return all(0 <= x <= 612 and 0 <= y <= 842 for x, y in found)
