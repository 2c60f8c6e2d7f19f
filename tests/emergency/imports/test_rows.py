"""A row to an entry, or the sentence why not."""

from collections import Counter

import pytest

from emergency.imports import matching
from emergency.imports.cells import clean
from emergency.imports.reader import read_sheet
from emergency.imports.rows import Candidate, Reading, Unreadable
from tests.emergency.imports import lists


def read(data: bytes, country: str = "US") -> tuple[list[Candidate], list[Unreadable]]:
    sheet = read_sheet(data)
    mapped = matching.guess(sheet.header, [row.cells for row in sheet.rows[:50]])
    return Reading(mapped, len(sheet.header), country).rows(sheet.rows)


def one(**cells: str) -> Candidate | Unreadable:
    candidates, unreadable = read(lists.csv_bytes([list(cells), list(cells.values())]))
    return (candidates or unreadable)[0]  # type: ignore[return-value]


def facts(**cells: str) -> dict[str, str]:
    read_one = one(**cells)
    assert isinstance(read_one, Candidate), read_one
    return read_one.facts


def test_every_hospital_but_the_one_without_a_real_number() -> None:
    candidates, unreadable = read(lists.hospitals())
    assert len(candidates) == lists.HOSPITALS - 1
    assert [row.reason for row in unreadable] == ["phone cannot be read"]
    kinds = Counter(candidate.facts["kind"] for candidate in candidates)
    assert set(kinds) == {"emergency_department", "hospital"}
    assert kinds["emergency_department"] > kinds["hospital"] > 0


def test_semicolons_in_windows_1252() -> None:
    candidates, unreadable = read(lists.SEMICOLONS)
    assert unreadable == []
    assert [c.facts["phone_digits"] for c in candidates] == ["19285550101", "19285550102", "19285550103"]
    assert [c.facts["kind"] for c in candidates] == ["hospital", "mobile_crisis", "emergency_department"]
    assert [c.facts["region"] for c in candidates] == ["AZ"] * 3


def test_reordered_and_renamed() -> None:
    candidates, _ = read(lists.RENAMED)
    assert [(c.line, c.facts["name"], c.facts["kind"]) for c in candidates] == [
        (4, "Pine Hospital", "emergency_department"),
        (5, "Mesa Hospital", "hospital"),
    ]


def test_quoted_line_breaks_and_the_line_of_a_missing_phone() -> None:
    candidates, unreadable = read(lists.LINE_BREAKS)
    assert candidates[0].facts["note"] == "Ask for the crisis worker, not the desk"
    assert [row.words for row in unreadable] == ["Row 5: phone is missing"]
    assert (candidates[1].facts["phone"], candidates[1].facts["phone_menu"]) == ("988", "press 1")


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"type": "Acute Care Hospitals", "emergency services": "Yes"}, "emergency_department"),
        ({"type": "Acute Care Hospitals", "emergency services": "No"}, "hospital"),
        ({"type": "Emergency department", "emergency services": "no"}, "hospital"),
        ({"type": "", "emergency services": "Yes"}, "emergency_department"),
        ({"type": "Mobile crisis team"}, "mobile_crisis"),
        ({"type": "911 center (PSAP)"}, "psap"),
        ({"type": "crisis_line"}, "crisis_line"),
        ({"type": "Sheriff"}, "police"),
        ({"type": "Library"}, "other"),
    ],
)
def test_kinds(cells: dict[str, str], kind: str) -> None:
    assert facts(name="Elm", phone="928 555 0101", **cells)["kind"] == kind


def test_a_psychiatric_hospital_is_not_called_an_emergency_department() -> None:
    found = facts(name="Elm", phone="928 555 0101", hospital_type="Psychiatric", emergency_services="Yes")
    assert found["kind"] == "hospital"
    assert "Ask whether" in found["note"]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"name": "", "phone": "988", "town": "Page"}, "name is missing"),
        ({"name": "Elm", "phone": "", "town": "Page"}, "phone is missing"),
        ({"name": "Elm", "phone": "ask", "town": "Page"}, "phone cannot be read"),
        ({"name": "E" * 300, "phone": "988"}, "name is longer than 160 characters"),
        ({"name": "Elm", "phone": "988", "country": "Atlantis"}, "country “Atlantis” is not known"),
        ({"name": "Elm", "phone": "988", "sms": "soon1"}, "text number cannot be read"),
        ({"name": "Elm", "phone": "988", "emergency services": "No"}, ""),
    ],
)
def test_reasons(cells: dict[str, str], reason: str) -> None:
    found = one(**cells)
    assert (found.reason if isinstance(found, Unreadable) else "") == reason


def test_a_row_of_another_width_is_not_guessed_at() -> None:
    data = b"name,phone,town\nElm,928 555 0101\nOak,928 555 0102,Page,more\nPine,928 555 0103,Page,\n"
    candidates, unreadable = read(data)
    assert [row.words for row in unreadable] == [
        "Row 2: has 2 cells, the headings are 3",
        "Row 3: has 4 cells, the headings are 3",
    ]
    assert [candidate.facts["name"] for candidate in candidates] == ["Pine"]


def test_a_text_line_needs_no_phone() -> None:
    found = facts(name="Crisis Text Line", phone="", sms="741741", kind="text_line")
    assert (found["sms"], found["phone_digits"]) == ("741741", "")


def test_spreadsheets_lose_zeros_and_hide_text_in_formulas() -> None:
    found = facts(name='="Elm"', phone='="9285550101"', zip="4743", state="maine")
    assert (found["name"], found["phone"], found["postcode"], found["region"]) == ("Elm", "9285550101", "04743", "ME")


@pytest.mark.parametrize(
    ("cell", "text"),
    [("  Elm \t West ", "Elm West"), ("e\u0301", "é"), ("a\u202eb", "ab"), ("a\x07b", "a b"), ("👩‍⚕️", "👩‍⚕️")],
)
def test_cells_are_cleaned(cell: str, text: str) -> None:
    assert clean(cell) == text
