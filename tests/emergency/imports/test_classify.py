"""Rows of a list against the directory."""

import sys

from clinic.clients.postcodes import zone_told_by
from clinic.web.numbers import read_number
from emergency.imports import matching
from emergency.imports.classify import Known, Sorting, classify, identity
from emergency.imports.phones import read_phone
from emergency.imports.reader import read_sheet
from emergency.imports.rows import Candidate, Reading
from tests.emergency.imports import lists

CMS = "CMS hospitals"


def row(line: int = 2, **facts: str) -> Candidate:
    base = {"name": "Elm Hospital", "phone": "928 555 0101", "phone_digits": "19285550101", "town": "Flagstaff"}
    return Candidate(line, {**base, "region": "AZ", "country_code": "US", "kind": "hospital", **facts})


def known(candidate: Candidate, source: str = CMS, **state: bool) -> Known:
    return Known(candidate.line, source, dict(candidate.facts), **state)


def sort(rows: list[Candidate], directory: list[Known], source: str = CMS) -> Sorting:
    return classify(rows, [], directory, source)


def test_a_second_run_of_the_hospitals_changes_nothing() -> None:
    sheet = read_sheet(lists.hospitals())
    mapped = matching.guess(sheet.header, [cells.cells for cells in sheet.rows[:50]])
    candidates, unreadable = Reading(mapped, len(sheet.header), "US").rows(sheet.rows)
    first = classify(candidates, unreadable, [], CMS)
    assert first.counts() == {"new": 5379, "changed": 0, "unchanged": 0, "duplicate": 1, "unreadable": 1}
    second = classify(candidates, unreadable, map(known, first.new), CMS)
    assert second.counts() == {"new": 0, "changed": 0, "unchanged": 5379, "duplicate": 1, "unreadable": 1}


def test_a_changed_number_is_told_field_by_field() -> None:
    old, new = (
        row(source_id="1", county="COCONINO"),
        row(source_id="1", phone="928 555 0199", phone_digits="19285550199", county=""),
    )
    (change,) = sort([new], [known(old)]).changed
    assert [(d.field, d.old, d.new) for d in change.differences] == [("phone", "928 555 0101", "928 555 0199")]


def test_another_spelling_of_the_same_number_is_no_change() -> None:
    same = row(source_id="1", phone="+1 (928) 555-0101")
    assert sort([same], [known(row(source_id="1"))]).counts()["unchanged"] == 1


def test_an_entry_of_the_clinics_own_is_marked() -> None:
    (change,) = sort([row(source_id="1", name="Oak")], [known(row(source_id="1"), adopted=True)]).changed
    assert change.adopted


def test_without_numbers_of_the_source_name_phone_and_town_decide() -> None:
    spelled = row(name="ELM  hospital", town="flagstaff")
    assert identity(spelled.facts, "a") == identity(row().facts, "b")
    assert sort([row()], [known(row(), source="by hand")]).counts()["unchanged"] == 1


def test_the_same_name_in_another_town_is_another_entry() -> None:
    sorting = sort([row(2), row(3, town="Page")], [])
    assert [candidate.line for candidate in sorting.new] == [2, 3]


def test_the_same_row_twice_cannot_be_added() -> None:
    sorting = sort([row(2, source_id="1"), row(3, source_id="1")], [])
    (twice,) = sorting.duplicates
    assert (twice.candidate.line, twice.may_add) == (3, False)
    assert "row 2" in twice.reason


def test_a_lookalike_under_another_number_is_left_to_the_admin() -> None:
    (alike,) = sort([row(2, source_id="1"), row(3, source_id="2")], []).duplicates
    assert (alike.candidate.line, alike.may_add) == (3, True)
    (elsewhere,) = sort([row(source_id="1")], [known(row(), source="by hand")]).duplicates
    assert "from elsewhere" in elsewhere.reason


def test_a_namesake_with_another_number_is_shown_before_it_is_added() -> None:
    (alike,) = sort([row(phone="928 555 0199", phone_digits="19285550199")], [known(row())]).duplicates
    assert "another number" in alike.reason


def test_retired_entries_do_not_come_back() -> None:
    (gone,) = sort([row(source_id="1")], [known(row(source_id="1"), retired=True)]).duplicates
    assert not gone.may_add


def calls(rows: int) -> int:
    """How many functions are called to sort a list of so many rows against a directory that has them all."""
    sheet = read_sheet(lists.made_up_hospitals(rows))
    mapped = matching.guess(sheet.header, [cells.cells for cells in sheet.rows[:50]])
    for kept in (read_phone, read_number, zone_told_by):
        kept.cache_clear()  # or whoever counts second counts less
    called = 0

    def count(_frame: object, event: str, _about: object) -> None:
        nonlocal called
        called += event == "call"

    sys.setprofile(count)
    try:
        candidates, unreadable = Reading(mapped, len(sheet.header), "US").rows(sheet.rows)
        sorting = classify(candidates, unreadable, map(known, candidates), CMS)
    finally:
        sys.setprofile(None)
    assert sorting.counts()["unchanged"] == rows - 1
    return called


def test_four_times_as_many_rows_are_four_times_the_work() -> None:
    calls(300)  # what is read once in a process
    assert calls(1200) < 4.4 * calls(300)
