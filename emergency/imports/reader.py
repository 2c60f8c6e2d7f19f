"""Bytes of a list that somebody saved somewhere, to rows with their line numbers.

Either the whole file is understood or it is refused with words and a line: a row that was quietly
merged with its neighbour would put one hospital's number beside another's name.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from emergency.imports.matching import known_headings

MAX_BYTES = 10 * 1024 * 1024
# What one request manages: twice as many took 23 seconds of an idle machine, and the proxy in front gives up after 20.
MAX_ROWS = 10_000
MAX_COLUMNS = 100
MAX_CELL = 20_000
MAX_LINE = 200_000
DELIMITERS = (",", ";", "\t", "|")
DELIMITER_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright bars"}
HEAD = 64 * 1024
HEADER_WITHIN = 20
SAMPLE = 50

NOT_A_LIST = (
    (b"PK\x03\x04", "This looks like an Excel workbook. Save it as CSV and upload that file."),
    (b"\xd0\xcf\x11\xe0", "This looks like an old Excel workbook. Save it as CSV and upload that."),
    (b"%PDF", "This is a PDF. Upload the list as a CSV file."),
)

NO_LETTERS = "The letters in this file cannot be read. Save it as CSV UTF-8."
NOT_TEXT = "there is a character that is not text. Save the list again."


class UnreadableFile(Exception):
    """The file cannot be read as a list; the message says why in plain words, with the line."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        self.line = line
        super().__init__(f"Row {line}: {reason}" if line else reason)


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `line` is the line of the file it starts on, `width` how many cells it had."""

    line: int
    cells: tuple[str, ...]
    width: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that was read: its headings (each different), its rows, and how it was understood."""

    header: tuple[str, ...]
    header_line: int
    rows: tuple[Row, ...]
    encoding: str
    delimiter: str
    notes: tuple[str, ...] = ()


def read_sheet(data: bytes) -> Sheet:
    """Read an uploaded list, or raise UnreadableFile. Title rows above the header are passed over."""
    text, encoding = decode(data)
    delimiter = guess_delimiter(text)
    rows = list(islice(_records(io.StringIO(text, newline=""), delimiter), MAX_ROWS + HEADER_WITHIN + 1))
    if len(rows) > MAX_ROWS + HEADER_WITHIN:
        raise UnreadableFile(_too_many())
    if not rows:
        raise UnreadableFile("The file is empty.")
    at = _header_at([row.cells for row in rows[:HEADER_WITHIN]])
    header = _distinct(rows[at].cells)
    if len(header) > MAX_COLUMNS:
        raise UnreadableFile(f"The file has more than {MAX_COLUMNS} columns.", rows[at].line)
    body = tuple(_fitted(row, len(header)) for row in rows[at + 1 :])
    if not body:
        raise UnreadableFile("The file has headings but no rows under them.")
    if len(body) > MAX_ROWS:
        raise UnreadableFile(_too_many())
    notes = _notes(encoding, delimiter, passed_over=at)
    return Sheet(header, rows[at].line, body, encoding, delimiter, notes)


@dataclass(frozen=True)
class LongSheet:
    """A list on the disk, of any length, read row by row."""

    path: Path
    header: tuple[str, ...]
    sample: tuple[Row, ...]
    count: int
    encoding: str
    delimiter: str
    body_at: int

    def rows(self) -> Iterator[Row]:
        """Every row under the headings, in order."""
        with self.path.open(encoding=self.encoding, newline="") as file:
            for row in islice(_records(file, self.delimiter), self.body_at, None):
                yield _fitted(row, len(self.header))


def read_long(path: Path) -> LongSheet:
    """A list too long for the page. It is gone through to its end, and refused with words and a line, before a row is handed out."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    _refuse_what_is_no_list(head)
    encoding = _encoding_of(path, head)
    with path.open(encoding=encoding, newline="") as file:
        delimiter = guess_delimiter(file.read(HEAD))
        file.seek(0)
        records = _records(file, delimiter)
        first = list(islice(records, HEADER_WITHIN + SAMPLE))
        if not first:
            raise UnreadableFile("The file is empty.")
        at = _header_at([row.cells for row in first[:HEADER_WITHIN]])
        header = _distinct(first[at].cells)
        if len(header) > MAX_COLUMNS:
            raise UnreadableFile(f"The file has more than {MAX_COLUMNS} columns.", first[at].line)
        count = len(first) - at - 1 + sum(1 for _ in records)
    if not count:
        raise UnreadableFile("The file has headings but no rows under them.")
    sample = tuple(_fitted(row, len(header)) for row in first[at + 1 :])
    return LongSheet(path, header, sample, count, encoding, delimiter, at + 1)


def _encoding_of(path: Path, head: bytes) -> str:
    for encoding in _encodings(head):
        try:
            with path.open(encoding=encoding) as file:
                while file.read(HEAD):
                    pass
        except UnicodeDecodeError:
            continue
        return encoding
    raise UnreadableFile(NO_LETTERS)


def _refuse_what_is_no_list(data: bytes) -> None:
    for start, reason in NOT_A_LIST:
        if data.startswith(start):
            raise UnreadableFile(reason)


def decode(data: bytes) -> tuple[str, str]:
    """The text of the file and the encoding it was read in."""
    if len(data) > MAX_BYTES:
        raise UnreadableFile("The file is larger than 10 MB. Split it and upload the parts.")
    _refuse_what_is_no_list(data)
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _without_nul(text.removeprefix("\ufeff")), encoding
    raise UnreadableFile(NO_LETTERS)


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if data.startswith(b"\xef\xbb\xbf"):
        return ("utf-8-sig",)
    head = data[:2000]
    # Plain Latin letters in UTF-16 have a zero for every second byte.
    if head[1::2].count(0) > len(head) / 4:
        return ("utf-16-le",)
    if head[0::2].count(0) > len(head) / 4:
        return ("utf-16-be",)
    return ("utf-8", "windows-1252")


def _without_nul(text: str) -> str:
    at = text.find("\0")
    if at >= 0:
        line = text.count("\n", 0, at) + 1
        raise UnreadableFile(NOT_TEXT, line)
    return text


def guess_delimiter(text: str) -> str:
    """The sign between cells: the one that gives the first rows headings we know, or equal widths."""
    start = text[:HEAD]
    return max(DELIMITERS, key=lambda sign: _score(start, sign))


def _score(start: str, sign: str) -> tuple[int, float, int]:
    reader = csv.reader(io.StringIO(start, newline=""), delimiter=sign)
    sample: list[list[str]] = []
    try:
        for cells in reader:
            if any(cells):
                sample.append(cells)
            if len(sample) == SAMPLE:
                break
    except csv.Error:
        pass  # the strict reading that follows says what is wrong, and where
    if not sample:
        return 0, 0.0, 0
    known = max(known_headings(cells) for cells in sample[:HEADER_WITHIN])
    width, rows = Counter(map(len, sample)).most_common(1)[0]
    return known, rows / len(sample) if width > 1 else 0.0, width


def _records(text: Iterable[str], delimiter: str) -> Iterator[Row]:
    reader = csv.reader(_counted(text), delimiter=delimiter, strict=True)
    starts = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableFile(_why(error), starts) from error
        row = _row(starts, cells)
        starts = reader.line_num + 1
        if row.cells:
            yield row


def _counted(lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if len(line) > MAX_LINE:
            raise UnreadableFile("this row is far too long for a list.", number)
        if "\0" in line:
            raise UnreadableFile(NOT_TEXT, number)
        yield line


def _row(line: int, cells: list[str]) -> Row:
    if any(len(cell) > MAX_CELL for cell in cells):
        raise UnreadableFile(f"a cell holds more than {MAX_CELL:,} characters.", line)
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return Row(line, tuple(cells[:end]), len(cells))


def _why(error: csv.Error) -> str:
    words = str(error)
    if "field larger" in words:
        return "a cell is far too long. A quotation mark may be missing."
    if "unexpected end" in words:
        return "a quotation mark is opened here and never closed."
    if "expected after" in words:
        return "a quotation mark is not closed, or stands inside a cell."
    return "this row cannot be read as cells."


def _header_at(first: list[tuple[str, ...]]) -> int:
    """Which of the first rows holds the headings: known words decide, then the usual width."""
    known = [known_headings(cells) for cells in first]
    if max(known) >= 2:
        return known.index(max(known))
    filled = [sum(1 for cell in cells if cell.strip()) for cells in first]
    usual = Counter(filled).most_common(1)[0][0]
    return next(at for at, count in enumerate(filled) if count * 2 > usual)


def _distinct(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Headings as words; empty ones are named by place and repeated ones get a number."""
    seen: Counter[str] = Counter()
    names = []
    for place, cell in enumerate(cells, start=1):
        name = re.sub(r"\s+", " ", cell).strip()[:80] or f"Column {place}"
        seen[name.casefold()] += 1
        count = seen[name.casefold()]
        names.append(f"{name} ({count})" if count > 1 else name)
    return tuple(names)


def _fitted(row: Row, width: int) -> Row:
    """The row padded to the header; one that has words beyond it keeps its real width."""
    if len(row.cells) > width:
        return Row(row.line, row.cells[:width], len(row.cells))
    padding = ("",) * (width - len(row.cells))
    return Row(row.line, row.cells + padding, min(row.width, width))


def _too_many() -> str:
    return (
        f"The file has more than {MAX_ROWS:,} rows. Nothing was taken from it. Split it and upload the parts, or ask whoever runs "
        "Handrail for “import_resources”, which takes lists of any length."
    )


def _notes(encoding: str, delimiter: str, passed_over: int) -> tuple[str, ...]:
    notes = []
    if encoding == "windows-1252":
        notes.append("The file is not UTF-8. It was read as Windows-1252: look at accented letters.")
    elif encoding.startswith("utf-16"):
        notes.append("The file was read as UTF-16.")
    if delimiter != ",":
        notes.append(f"Cells are divided by {DELIMITER_NAMES[delimiter]}.")
    if passed_over:
        rows = "1 row" if passed_over == 1 else f"{passed_over} rows"
        notes.append(f"{rows} above the headings passed over.")
    return tuple(notes)
