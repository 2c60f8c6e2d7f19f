"""Lists that are too long for the page, and columns that say where an entry is, when it is open and what it serves."""

from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinic.audit.models import Event
from emergency.imports.reader import MAX_ROWS, UnreadableFile, read_long, read_sheet
from emergency.models import Coverage, Resource, ResourceWord
from tests.cast import Cast, browser_of
from tests.emergency.imports import lists
from tests.emergency.test_import_pages import run as through_the_page

WIDE = b"""name,phone,town,state,zip,hours,time zone,latitude,longitude,areas served
Elm,928 555 0101,Flagstaff,AZ,86001,Mon-Fri 9 am to 5 pm,,35.2,-111.6,"Mohave County; 86004"
Oak,928 555 0102,Adak,AK,99546,Daily 8 am to 10 pm,,,,
Ash,928 555 0103,Hagatna,GU,96910,Daily 8 am to 10 pm,Pacific/Guam,"13,47","144,75",GU
Half,928 555 0104,Page,AZ,86040,,,36.9,,
Far,928 555 0105,Page,AZ,86040,,,136.9,-111,
Odd,928 555 0106,Page,AZ,86040,,,,,"Page; ???"
Zone,928 555 0107,Page,AZ,86040,,Mars/Base,,,
Zipped,928 555 0108,,,86001,,,,,
"""


def run(cast: Cast, file: Path, *flags: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import_resources", str(file), "--clinic", cast.elm.name, "--source", "A list", *flags, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def saved(tmp_path: Path, content: bytes) -> Path:
    file = tmp_path / "list.csv"
    file.write_bytes(content)
    return file


def rows(count: int) -> bytes:
    lines = (b"%d,Line %d,928 555 %04d,Town %d,Coconino,AZ" % (at, at, at % 10000, at // 10000) for at in range(count))
    return b"id,name,phone,town,county,state\n" + b"\n".join(lines) + b"\n"


def test_where_when_and_what_for_come_from_columns(cast: Cast) -> None:
    result = through_the_page(browser_of(cast.ada), WIDE)
    assert (result["added"], result["unreadable"]) == (4, 4)
    elm, oak, ash, zipped = (Resource.objects.get(name=name) for name in ("Elm", "Oak", "Ash", "Zipped"))
    assert (elm.latitude, elm.longitude, elm.opening["zone"]) == (35.2, -111.6, "America/Phoenix")
    assert elm.also_covers == ["Mohave County", "86004"]
    assert {"us|az|county:mohave", "us|zip:86004", "us|az|town:flagstaff"} <= set(
        Coverage.objects.filter(resource=elm).values_list("area", flat=True)
    )
    assert (oak.latitude, oak.opening["zone"]) == (51.8549, "America/Adak")
    assert (ash.latitude, ash.longitude, ash.opening["zone"]) == (13.47, 144.75, "Pacific/Guam")
    assert zipped.reach == "zip"
    again = through_the_page(browser_of(cast.ada), WIDE)
    assert (again["unchanged"], again["updated"]) == (4, 0)
    moved = through_the_page(
        browser_of(cast.ada), WIDE.replace(b"35.2,-111.6", b"35.3,-111.5").replace(b"Mohave County; ", b"Yuma County; ")
    )
    elm.refresh_from_db()
    assert (moved["updated"], elm.latitude, elm.also_covers) == (1, 35.3, ["Yuma County", "86004"])
    assert "us|az|county:yuma" in Coverage.objects.filter(resource=elm).values_list("area", flat=True)


def test_a_cell_that_cannot_be_read_is_named_with_its_row(cast: Cast, tmp_path: Path) -> None:
    _, told = run(cast, saved(tmp_path, WIDE), "--dry-run")
    assert told.splitlines() == [
        "Row 5: there is a latitude and no other coordinate",
        "Row 6: latitude “136.9” is no number of degrees",
        "Row 7: area “???” is not known",
        "Row 8: time zone “Mars/Base” is not known. Write it like America/Phoenix",
    ]


def test_a_list_too_long_for_the_page_is_refused_there_and_taken_by_the_command(cast: Cast, tmp_path: Path) -> None:
    long = rows(100_000)
    upload = BytesIO(long)
    upload.name = "list.csv"
    page = browser_of(cast.ada).post("/directory/import/", {"file": upload, "source": "x"}).content.decode()
    assert "more than 10,000 rows. Nothing was taken from it." in page
    assert Resource.objects.count() == 0
    assert read_long(saved(tmp_path, long)).count == 100_000
    with pytest.raises(UnreadableFile, match="more than 10,000 rows"):
        read_sheet(rows(MAX_ROWS + 1))


@pytest.mark.feature("H6")
def test_the_command_writes_part_by_part_and_nothing_twice(cast: Cast, tmp_path: Path) -> None:
    file = saved(
        tmp_path,
        b"\xef\xbb\xbf" + rows(2100) + b"2100,=1+1,928 555 0001,Page,Coconino,AZ\n5,Line 5,928 555 0005,Town 0,Coconino,AZ\n",
    )
    said, _ = run(cast, file, "--dry-run")
    assert "2,101 new" in said
    assert Resource.objects.count() == 0
    with CaptureQueriesContext(connection) as queries:
        said, told = run(cast, file)
    assert "2,101 entries were written." in said
    assert told == "Row 2103: the same entry stands in row 7\n"
    assert len(queries) < 80
    assert Resource.objects.filter(origin="import", adopted_at=None).count() == 2101
    assert Resource.objects.get(source_id="2100").name == "=1+1"
    assert ResourceWord.objects.filter(word="line").count() == 2100
    assert Event.objects.filter(action="directory.import").count() == 2
    said, _ = run(cast, file)
    assert "2,101 unchanged" in said
    assert "0 entries were written." in said
    said, _ = run(cast, saved(tmp_path, rows(2100).replace(b"928 555 0007", b"928 555 0999", 1)))
    assert "1 entries were written." in said
    assert Resource.objects.get(source_id="7").phone == "928 555 0999"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"name,phone\n", "no rows under them"),
        (rows(3000) + b'9,"Elm,928 555 0101,Page,Coconino,AZ\n', "Row 3002: a quotation mark is opened here and never closed."),
        (b"alpha,beta\nElm,x\n", "Choose the column that holds the name"),
        (b"PK\x03\x04", "Excel"),
        (rows(3000) + b"\0", "Row 3002: there is a character that is not text."),
    ],
    ids=["empty", "headings", "quote", "columns", "excel", "nul"],
)
def test_a_long_list_is_understood_to_its_end_or_refused_whole(cast: Cast, tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(CommandError, match="Nothing was written") as refusal:
        run(cast, saved(tmp_path, content))
    assert words in str(refusal.value)
    assert Resource.objects.count() == 0


def test_the_page_and_the_command_read_a_list_alike(tmp_path: Path) -> None:
    for content in (lists.hospitals(), lists.SEMICOLONS, lists.RENAMED, lists.LINE_BREAKS, "name,phone\nÖlm,1\n".encode("utf-16")):
        short, long = read_sheet(content), read_long(saved(tmp_path, content))
        assert (long.header, long.delimiter, tuple(long.rows())) == (short.header, short.delimiter, short.rows)
