"""Bytes to rows: whatever a spreadsheet saves is read whole, or refused with words and a line."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emergency.imports.reader import MAX_BYTES, MAX_ROWS, UnreadableFile, read_sheet
from tests.emergency.imports import lists


def refusal(data: bytes) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as refused:
        read_sheet(data)
    return refused.value


def test_the_real_hospitals_are_read_whole() -> None:
    sheet = read_sheet(lists.hospitals())
    assert len(sheet.rows) == lists.HOSPITALS
    assert list(sheet.header) == lists.HEADER
    assert (sheet.rows[0].line, sheet.rows[-1].line) == (2, lists.HOSPITALS + 1)
    assert sheet.notes == ()


def test_semicolons_in_windows_1252_keep_their_letters_and_say_so() -> None:
    sheet = read_sheet(lists.SEMICOLONS)
    assert sheet.delimiter == ";"
    assert sheet.rows[0].cells[:3] == ("Klinik Große Linde", "(928) 555-0101", "Linden-Allee 4, Haus B")
    assert "Windows-1252" in sheet.notes[0]
    assert "semicolons" in sheet.notes[1]


def test_a_title_row_above_the_headings_is_passed_over() -> None:
    sheet = read_sheet(lists.RENAMED)
    assert sheet.header[4] == "Facility Name"
    assert sheet.header_line == 3
    assert [row.line for row in sheet.rows] == [4, 5]


def test_a_bom_is_no_letter_and_quoted_line_breaks_keep_the_lines_right() -> None:
    sheet = read_sheet(lists.LINE_BREAKS)
    assert sheet.header[0] == "name"
    assert [row.line for row in sheet.rows] == [2, 5, 7]
    assert sheet.rows[0].cells[2] == "Ask for\nthe crisis worker,\r\nnot the desk"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_utf_16_and_every_delimiter(encoding: str, delimiter: str) -> None:
    rows = [["Name", "Phone", "Town"], ["Elm, West; North", "928 555 0101", "Ägidien"]]
    sheet = read_sheet(lists.csv_bytes(rows, encoding=encoding, delimiter=delimiter))
    assert sheet.delimiter == delimiter
    assert sheet.rows[0].cells == ("Elm, West; North", "928 555 0101", "Ägidien")


def test_headings_nobody_knows_are_found_by_their_width() -> None:
    sheet = read_sheet(b"A list\nfoo,bar,baz\n1,2,3\n4,5,6\n")
    assert sheet.header == ("foo", "bar", "baz")


def test_empty_and_repeated_headings_get_names_of_their_own() -> None:
    assert read_sheet(b"name,,phone,Phone\na,b,c,d\n").header == ("name", "Column 2", "phone", "Phone (2)")


def test_an_unclosed_quote_is_told_with_its_line_and_nothing_is_merged() -> None:
    data = b'name,phone\nElm,928 555 0101\n"Pine,928 555 0102\nMesa,928 555 0103\n'
    refused = refusal(data)
    assert refused.line == 3
    assert str(refused) == "Row 3: a quotation mark is opened here and never closed."
    later = refusal(data + b'"Oak",928 555 0104\n')
    assert later.line == 3


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\n\n , ,\n", "empty"),
        (b"name,phone\n", "no rows"),
        (b"name,phone\nE\x00lm,928 555 0101\n", "Row 2: there is a character that is not text"),
        (b"PK\x03\x04....", "Excel"),
        (b"%PDF-1.7", "PDF"),
        (b"name,phone\n\x81\x8d,1\n", "letters"),
        (b"name,phone\n" + b"x" * 30_000 + b",1\n", "Row 2: a cell holds more than"),
        (b"name,phone\n" + b"x" * 300_000 + b",1\n", "Row 2: this row is far too long"),
        (b'name,phone\n"' + b"x\n" * 150_000 + b'",1\n', "far too long"),
        (b"a" + b",a" * 150 + b"\n" + b"b" + b",b" * 150 + b"\n", "100 columns"),
    ],
)
def test_files_that_are_no_list_are_refused_in_words(data: bytes, words: str) -> None:
    assert words in str(refusal(data))


def test_the_limits() -> None:
    head = b"name,phone\n"
    just = head + b"Elm,988\n" * MAX_ROWS
    assert len(read_sheet(just).rows) == MAX_ROWS
    assert "10,000 rows" in str(refusal(just + b"Elm,988\n"))
    assert "10 MB" in str(refusal(b"x" * (MAX_BYTES + 1)))


CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).filter(str.strip)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=20))
def test_what_a_spreadsheet_writes_is_read_back_cell_by_cell(rows: list[tuple[str, str, str]]) -> None:
    data = lists.csv_bytes([["name", "phone", "note"], *map(list, rows)])
    assert [row.cells for row in read_sheet(data).rows] == rows


@given(st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(UnreadableFile):
        sheet = read_sheet(data)
        assert all(len(row.cells) == len(sheet.header) for row in sheet.rows)
