"""What a file may be is told by its content; whatever comes is taken or refused in words, never an error."""

from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from clinic.documents.handed_in import MOST_BYTES, FileKind, NotTaken, opened


def picture(kind: str, size: tuple[int, int] = (40, 30), colours: str = "RGB") -> bytes:
    made = BytesIO()
    Image.new(colours, size, 1).save(made, kind)
    return made.getvalue()


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF\n"
JPEG, PNG = picture("JPEG"), picture("PNG")


@pytest.mark.parametrize(("content", "kind"), [(PDF, FileKind.PDF), (JPEG, FileKind.JPEG), (PNG, FileKind.PNG)])
def test_three_kinds_are_kept_as_they_are(content: bytes, kind: FileKind) -> None:
    assert (opened(content).content, opened(content).kind) == (content, kind)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><script>alert(1)</script>", "not a PDF, JPEG or PNG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a PDF, JPEG or PNG"),
        (b" \n" + PDF, "not a PDF, JPEG or PNG"),
        (picture("GIF"), "not a PDF, JPEG or PNG"),
        (b"MZ" + PDF, "not a PDF, JPEG or PNG"),
        (PDF.removesuffix(b"%%EOF\n"), "cannot be opened"),
        (JPEG[:400], "cannot be opened"),
        (PNG[:-20], "cannot be opened"),
        (PNG.replace(b"IDAT", b"IDAX"), "cannot be opened"),
        (b"\xff\xd8\xff" + b"<script>" * 9, "cannot be opened"),
        (PDF + b"x" * MOST_BYTES, "at most 5 MB"),
        (picture("PNG", (5001, 5000), "1"), "too many dots"),
        (picture("PNG", (20_000, 20_000), "1"), "cannot be opened"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_everything_else_is_refused_in_words(content: bytes, said: str) -> None:
    with pytest.raises(NotTaken, match=said):
        opened(content)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([PDF, JPEG, PNG]), st.data())
def test_a_damaged_file_is_taken_or_refused_and_nothing_else(content: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(content) - 1))
    harmed = content[:at] + data.draw(st.binary(max_size=6)) + content[at + data.draw(st.integers(0, 6)) :]
    with suppress(NotTaken):
        assert opened(harmed).content == harmed
