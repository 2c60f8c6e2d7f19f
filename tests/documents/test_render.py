"""What a PDF of ours is: tagged, named neutrally, the same every time, and complete."""

import io
from datetime import date

import pytest
from django.template import Context, Engine
from django.template.loader import render_to_string
from pypdf import PdfReader

from clinic.documents import render
from clinic.documents.stylesheets import stylesheet

ITEMS = (
    "Walk Luna to the water tower",
    "Tío Beto",
    "Đặng Thị Ngọc",
    "Łódź",
    "<b>not bold</b> & so on",
)


def page(*items: str, paper: str = "Letter", style: str = "full") -> str:
    """A plan as a caller would make it: the base page with escaped text in it."""
    source = """{% extends "pdf/base.html" %}{% block content %}
      <section class="danger"><h2>If I am in danger now</h2><p>Call <b class="number">911</b>.</p></section>
      {% for item in items %}<section><h2>Things I can do</h2><ul><li dir="auto">{{ item }}</li></ul></section>
      {% endfor %}{% endblock %}"""
    facts = {"language": "en", "title": "My plan", "paper": paper, "style": style, "version": 4}
    engine = Engine.get_default()
    return engine.from_string(source).render(Context({**facts, "made_on": date(2025, 10, 30), "items": items}))


def made(html: str) -> bytes:
    return render.pdf(html, css=stylesheet(), language="en", title="My plan")


def text(pdf: bytes) -> str:
    return "\n".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages)


def joined(pdf: bytes) -> str:
    """The text without the breaks that lines and pages put into it. Beside a sign that the font lacks, pypdf
    (not the viewers tried) puts a NUL after each letter."""
    return "".join(text(pdf).replace("\0", "").split())


@pytest.fixture(scope="module")
def plan() -> bytes:
    return made(page(*ITEMS))


@pytest.mark.feature("J3")
def test_it_is_tagged_for_screen_readers(plan: bytes) -> None:
    catalog = PdfReader(io.BytesIO(plan)).trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "en"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in catalog
    xmp = catalog["/Metadata"].get_data()
    assert b"pdfuaid" in xmp
    assert b"part" in xmp.split(b"pdfuaid", 1)[1]


def test_its_metadata_say_nothing_but_the_neutral_title(plan: bytes) -> None:
    info = PdfReader(io.BytesIO(plan)).metadata
    assert info is not None
    assert info.title == "My plan"
    assert set(info) == {"/Title", "/Producer"}


def test_metadata_of_the_page_do_not_get_in() -> None:
    loud = page("x").replace(
        "<title>My plan</title>",
        '<title>Safety plan of Rosa</title><meta name="author" content="Dr. Lee"><meta name="description" content="Suicide">'
        '<meta name="keywords" content="crisis"><meta name="dcterms.created" content="2025-10-30"><meta name="x" content="Rosa">',
    )
    info = PdfReader(io.BytesIO(made(loud)))
    assert info.metadata is not None
    assert set(info.metadata) == {"/Title", "/Producer"}
    xmp = info.trailer["/Root"]["/Metadata"].get_data()
    assert not [word for word in (b"Rosa", b"Lee", b"Suicide", b"crisis") if word in xmp]


def test_the_same_page_gives_the_same_bytes(plan: bytes) -> None:
    assert made(page(*ITEMS)) == plan


def test_it_holds_every_item_and_number_as_written(plan: bytes) -> None:
    found = joined(plan)
    for item in (*ITEMS, "911"):
        assert "".join(item.split()) in found


def test_the_footer_names_version_date_and_page() -> None:
    sheets = PdfReader(io.BytesIO(made(page(*["One more thing I can do"] * 30)))).pages
    assert len(sheets) > 1
    for number, sheet in enumerate(sheets, start=1):
        found = sheet.extract_text()
        assert "Version 4, 30 October 2025" in found
        assert f"Page {number} of {len(sheets)}" in found


def test_every_letter_is_set_in_the_font_we_ship_with(plan: bytes) -> None:
    fonts: set[str] = set()
    for sheet in PdfReader(io.BytesIO(plan)).pages:
        fonts |= {str(font["/BaseFont"]) for font in (ref.get_object() for ref in sheet["/Resources"]["/Font"].values())}
    assert fonts
    assert all("DejaVu" in name for name in fonts)


@pytest.mark.parametrize(("paper", "size"), [("Letter", (612, 792)), ("A4", (595, 842))])
@pytest.mark.parametrize("style", ["full", "large"])
def test_it_has_the_paper_asked_for(paper: str, size: tuple[int, int], style: str) -> None:
    box = PdfReader(io.BytesIO(made(page("x", paper=paper, style=style)))).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


@pytest.mark.parametrize(
    "item",
    ["x" * 10_000, "مرحبا بالعالم", "שלום עולם", "Luna 🙂🐕‍🦺", "a\u202eb", "e\u0301" * 40],
    ids=["long", "arabic", "hebrew", "emoji", "override", "combining"],
)
def test_hostile_text_leaves_a_document(item: str) -> None:
    assert "theend" in joined(made(page(item, "the end")))


def test_a_long_word_does_not_run_off_the_page() -> None:
    word = "".join(f"{number:05d}" for number in range(2_000))
    pdf = made(page(word))
    lines = [part for part in text(pdf).split() if part.isdigit() and len(part) > 4]
    assert word in "".join(lines)
    assert max(map(len, lines)) <= 80  # as many digits of 11 pt as fit between the margins


def test_control_signs_and_lone_surrogates_are_left_out() -> None:
    assert render.printable("a\x00b\x08c\td\ne\x7f\ud800f") == "abc\td\nef"
    assert "abc" in joined(made(page("a\x00b\x08c")))


def test_a_missing_font_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "FONT_FOLDERS", ())
    render._fonts.cache_clear()
    with pytest.raises(render.NotInstalled, match="apt install fonts-dejavu-core"):
        made(page("x"))


def test_the_base_page_tells_its_language_and_no_version_where_there_is_none() -> None:
    html = render_to_string("pdf/base.html", {"language": "es", "title": "Mi plan", "paper": "A4", "made_on": date(2025, 10, 30)})
    assert '<html lang="es">' in html
    assert "Version" not in html
