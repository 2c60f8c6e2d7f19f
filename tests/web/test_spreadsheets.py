"""No cell of an export runs in a spreadsheet."""

import pytest

from clinic.web.spreadsheets import guarded


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-x", "@SUM(A1)", "\t=1", "\r=1", "＝1", "  =1+1", "\u00a0=1"])
def test_formulas_do_not_leave(cell: str) -> None:
    assert guarded(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "Elm", "+44 1632 960 142", "-", "(928) 555-0101", "988", "a=b"])
def test_other_cells_leave_as_they_are(cell: str) -> None:
    assert guarded(cell) == ("'-" if cell == "-" else cell)
