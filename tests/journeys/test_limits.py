"""The limits of SCREENS 5.2 that a whole session needs: a plan by keyboard (U8), one change shared again (U10), paper (U18)."""

import re
import time
from collections.abc import Callable
from io import BytesIO

import pypdf
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from clinic.db.context import clinic_context
from intake.models import Answer
from tests import factories
from tests.cast import Cast
from tests.journeys.steps import PATIENCE, Desk, code_now

Record = Callable[[str, object], None]
SAID = {"what_helped": "Walk Luna to the water tower", "safe_word": "marmalade", "means_plan": "Ana keeps the spare pills"}
# page, what is typed there, who is picked there: 18 lines and 4 people in nine sections; the other three have nothing to say
SCRIPT: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("What can set it off", (), ()),
    ("Step 1.", ("I stop answering Ana", "Awake after two, scrolling", "I give my plants away"), ()),
    ("Step 2.", ("Cold water, count to 30", "Songs of the choir, with headphones", "Draw the river"), ()),
    ("Step 3.", ("The reading room by the river, open until eight",), ("Chris Bell, friend", "Jo Marsh, neighbor")),
    ("Step 4.", ("I can write: “Hard night. Can you call me?”",), ("Ana Alvarez, sister", "Beto Alvarez, uncle")),
    ("Step 5.", ("Dr. Lee, on workdays from nine to five", "At other times the night line"), ()),
    ("Step 6.", ("The shed stays locked", "Beto keeps the key until we agree otherwise"), ()),
    ("What matters to me", ("Nursing school in the fall", "Luna waits at the door"), ()),
    ("For our video calls", ("If the call drops, my therapist calls me", "I charge my phone before the call"), ()),
    ("How we work together", ("Messages are read on workdays", "If we miss a call, we find a time the same week"), ()),
    ("What my therapist does", (), ()),
    ("Between our calls", (), ()),
)
ITEMS = [words for _, lines, people in SCRIPT for words in (*lines, *(who.split(",")[0] for who in people))]
KEYS_AT_MOST, CLICKS_TO_SHARE_AGAIN, CLICKS_TO_PAPER, PAGES = 90, 5, 2, {"full": 1, "large": 2}
NEW_WORDS = "Draw the river, or the bridge"


@pytest.mark.feature("B1", "B13", "D6")
def test_a_plan_by_keyboard_shared_printed_changed_and_shared_again(
    stage: Cast, a_desk: Callable[[], Desk], record_testsuite_property: Record
) -> None:
    # given Rosa with a finished intake: a place with numbers, four people, and words that fit the plan
    finished_intake(stage)
    lee = a_desk().signs_in(stage.lee, code_now()).is_at("/")
    home = f"{lee.site}/clients/{stage.rosa.pk}/plan/"
    lee.opens(home).sees("No plan yet")

    # when Lee writes a plan with her and touches nothing but the keyboard
    before = lee.measured()
    lee.tabs_to(lee.page.get_by_role("link", name="Skip to content")).presses("Enter")
    lee.tabs_to(lee.page.get_by_role("button", name="Start the plan")).presses("Enter")
    for heading, lines, people in SCRIPT:
        write(lee, heading, lines, people)
    check_and_share(lee)

    # then it took no more keys than a session can spare, and every word is in it
    took = lee.measured() - before
    record_testsuite_property("U8", took)
    lee.opens(home).is_on("Plan").sees("Version 1", "Shared, not opened yet", *ITEMS)
    assert took.keys <= KEYS_AT_MOST, took

    # when she wants it on paper, then it is two clicks away, one page, or two in large print
    for style, words in (("full", "Full page"), ("large", "Large print")):
        made(lee, f"{home}1.pdf?style={style}&paper=letter")
        before = lee.opens(home).measured()
        paper = printed(lee, words)
        took = lee.measured() - before
        record_testsuite_property(f"U18 {style}", took)
        assert took.clicks <= CLICKS_TO_PAPER, took
        assert len(paper.pages) == PAGES[style]

    # when one line changes a week later
    before = lee.opens(home).measured()
    lee.clicks_on(lee.page.get_by_role("link", name=re.compile("^Change “Things I can do on my own”")))
    lee.writes("Item 3", NEW_WORDS).clicks("Check and share")
    lee.chooses("Took part in making it").clicks("Put in force and share with Rosa")

    # then a handful of clicks put it in front of Rosa
    lee.sees("1. Open the page", "Version 2 has not been opened yet")
    took = lee.measured() - before
    record_testsuite_property("U10", took)
    assert took.clicks <= CLICKS_TO_SHARE_AGAIN, took
    lee.opens(home).sees("Version 2", NEW_WORDS)
    lee.no_complaints()


def finished_intake(stage: Cast) -> None:
    with clinic_context(stage.elm.id):
        factories.resource(stage.ada)
        factories.place(stage.rosa)
        factories.contact(stage.rosa)
        factories.contact(stage.rosa, "Beto Alvarez", relation="uncle", phone="(928) 555-0113")
        factories.contact(stage.rosa, "Chris Bell", relation="friend", phone="(928) 555-0188")
        factories.contact(stage.rosa, "Jo Marsh", relation="neighbor", phone="(928) 555-0189")
        own = {"clinic": stage.elm, "client": stage.rosa, "changed_at": timezone.now(), "changed_by_id": stage.lee.id}
        for key, value in SAID.items():
            Answer.objects.create(key=key, value=value, **own)


def write(desk: Desk, heading: str, lines: tuple[str, ...], people: tuple[str, ...]) -> None:
    """One step: the first Tab is in the empty line, Enter makes the next, Ctrl+Enter goes on from anywhere."""
    expect(desk.page.get_by_role("heading", level=1)).to_contain_text(heading, timeout=PATIENCE)
    desk.has_scripts()
    if lines:
        desk.tabs_to(desk.page.get_by_label("Add item")).types(lines[0])
    for words in lines[1:]:
        desk.presses("Enter").types(words)
    for name in people:
        desk.has_saved().tabs_to(desk.page.get_by_role("button", name=f"Add {name}")).presses("Enter")
        expect(desk.page.locator(".entry").filter(has_text=name.split(",")[0])).to_be_visible(timeout=PATIENCE)
        desk.has_scripts()  # of the page that came with them
    desk.presses("Control+Enter")


def check_and_share(desk: Desk) -> None:
    desk.is_on("Check the plan of Rosa").sees(*ITEMS)
    desk.tabs_to(desk.page.locator("#content").get_by_role("link", name="Put it in force")).presses("Enter")
    desk.tabs_to(desk.page.get_by_label("Took part in making it")).presses("Space", "Enter").is_on("Share the plan")
    desk.tabs_to(desk.page.get_by_role("button", name="Share with Rosa")).presses("Enter").sees("2. Let the client in")


def made(desk: Desk, address: str) -> None:
    """Once the worker has it."""
    end = time.monotonic() + 90
    while desk.context.request.get(address).status == 202:
        assert time.monotonic() < end, "no PDF within 90 seconds"
        time.sleep(0.3)


def printed(desk: Desk, words: str) -> pypdf.PdfReader:
    """From the plan page to the PDF; a headless browser keeps it as a file."""
    desk.clicks_on(desk.page.locator("summary").get_by_text("Print", exact=True))
    with desk.page.expect_response(re.compile(r"\.pdf\?")) as answer:
        desk.clicks_on(desk.page.get_by_role("link", name=words, exact=True))
    assert answer.value.headers["content-type"] == "application/pdf"
    return pypdf.PdfReader(BytesIO(desk.context.request.get(answer.value.url).body()))
