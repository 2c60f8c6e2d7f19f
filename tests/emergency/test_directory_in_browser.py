"""The directory at a desk: checking by keyboard, importing, seeing who has no cover, adding, finding while typing."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from clinic.db.context import clinic_context
from emergency import derived
from emergency.models import Resource
from tests import factories
from tests.cast import Cast
from tests.journeys.steps import Desk, code_now

TO_CHECK = 10
SCREENS = (
    "directory/",
    "directory/verify/",
    "directory/coverage/",
    "directory/second-look/",
    "directory/new/",
    "manage/notify/",
    "manage/directory/",
)


@pytest.fixture
def ada(stage: Cast, browser: Browser, web: str) -> Iterator[Desk]:
    desk = Desk(browser.new_context(viewport={"width": 1366, "height": 768}), web)
    yield desk.signs_in(stage.ada, code_now())
    desk.context.close()


@pytest.fixture
def directory(stage: Cast) -> None:
    """Ten lines that nobody has checked, and clients in two counties."""
    with clinic_context(stage.elm.id):
        made = [factories.resource(stage.ada, f"Line {at}", checked=False, phone=f"(928) 555-01{at:02}") for at in range(TO_CHECK)]
        made.append(
            factories.resource(stage.ada, "Maria Begay, nurse", kind="professional", comes_to_home=True, languages="Navajo")
        )
        derived.renew(made)
        factories.place(stage.rosa)
        factories.place(stage.theo, county="Mohave", town="Kingman", postcode="86401")


def list_of_60(folder: Path) -> Path:
    rows = [f"Clinic {at},(415) 555-01{at:02},Elm Town,CA" for at in range(58)] + [
        "No number,,Elm Town,CA",
        ",(415) 555-0199,Elm Town,CA",
    ]
    file = folder / "list.csv"
    file.write_text("name,phone,town,state\n" + "\n".join(rows) + "\n")
    return file


@pytest.mark.feature("H1", "H2", "H6", "H7")
def test_a_morning_with_the_directory(
    stage: Cast, ada: Desk, directory: None, tmp_path: Path, record_testsuite_property: Callable[[str, object], None]
) -> None:
    # U19: ten numbers, all right, by keyboard
    ada.opens("/directory/").is_on("Directory").sees("Professionals who can come in person", f"{TO_CHECK} due for a check")
    ada.clicks("Check numbers").is_on("Check numbers").clicks("Start the round").is_on("Line 0").sees("1 of 10 due")
    before = ada.measured()
    for at in range(TO_CHECK):
        expect(ada.page.locator("h1")).to_have_text(f"Line {at}")  # first: on the page before, the answer has the focus too
        expect(ada.page.get_by_label("Answered, all right")).to_be_focused()
        ada.presses("Space", "Enter")
    ada.sees("That was the last one of this round.", "Undo last")
    took = ada.measured() - before
    record_testsuite_property(f"U19, {TO_CHECK} numbers", took)
    assert took.keys / TO_CHECK <= 4, took
    assert took.seconds / TO_CHECK <= 45, took
    ada.clicks("Undo last").is_on("Line 9").sees("Not checked yet")
    expect(ada.page.get_by_label("Answered, all right")).to_be_focused()
    ada.presses("Space", "Enter").sees("Line 9: answered, all right")
    with clinic_context(stage.elm.id):
        assert all(each.is_checked for each in Resource.objects.filter(name__startswith="Line"))

    # U21: who has no cover, one click from the clinic's settings and from the directory; the line is asked for where it lacks
    for near in ("/directory/", "/manage/clinic/"):
        before = ada.opens(near).measured()
        ada.clicks("Coverage").is_on("Who has no cover")
        took = ada.measured() - before
        record_testsuite_property(f"U21 from {near}", took)
        assert took.clicks == 1, near
    expect(ada.page.locator("tbody tr").first).to_contain_text("Mohave County, AZ")
    ada.sees("2 counties with a gap", "1–2")
    ada.clicks("Add line", "tbody tr:first-child").is_on("Add an entry")
    expect(ada.box("County")).to_have_value("Mohave County")
    ada.writes("Name", "Kingman dispatch").writes("Phone", "911").writes("Office number", "928 555 0171")
    ada.writes("Areas it also covers", "86401\n???").writes("Hours", "24 hours").box("Hours").press("Tab")
    ada.sees("We read: every day, 24 hours").chooses("Called it").clicks("Save", "main form").is_on("Add an entry")
    ada.sees("own ten-digit number", "We cannot read the area “???”")
    ada.writes("Phone", "928 555 0172").writes("Areas it also covers", "86401\nPage, AZ").clicks("Save", "main form")
    ada.is_on("Kingman dispatch").sees("Waits for a second person", "Also: 86401; Page, AZ", "Open day and night")

    # U20: sixty rows with two bad ones
    ada.opens("/directory/import/").is_on("Import a list")
    before = ada.measured()
    ada.page.set_input_files("input[type=file]", list_of_60(tmp_path))
    ada.writes("Whose list is it?", "County list").clicks("Read the file").clicks("Check the rows").is_on("Check the rows")
    ada.sees("Row 60: phone is missing", "Row 61: name is missing").clicks("Add ", "main form").is_on(
        "The list is in the directory"
    )
    took = ada.measured() - before
    record_testsuite_property("U20, and two clicks for the file", took)
    assert took.clicks + 2 <= 8, (took, "two more for the file")

    # and any of them is found while its name is typed, or only those that are open
    ada.opens("/directory/").is_on("Directory").box("Name, number or note").press_sequentially("kingman d")
    expect(ada.page.locator("#found tbody tr")).to_have_count(1)
    expect(ada.page.locator("#found-count")).to_have_text("1 entry found")
    ada.opens("/directory/?words=Line&open=on&checked=on").sees(f"{TO_CHECK} entries found")
    shots(ada)
    ada.no_complaints()


def shots(desk: Desk) -> None:
    folder = os.environ.get("SHOTS")
    for name in SCREENS:
        desk.opens(f"/{name}").is_on("")
        for width, theme in ((1366, "light"), (360, "light"), (1366, "dark")) if folder else ():
            desk.page.set_viewport_size({"width": width, "height": 768})
            desk.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            path = Path(folder or "") / f"{name.strip('/').replace('/', '-')}-{width}-{theme}.png"
            desk.page.screenshot(path=str(path), full_page=True)
