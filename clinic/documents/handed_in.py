"""What a file that somebody hands in may be: a PDF, a JPEG or a PNG, told by its content and never by its name."""

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO

from django.db import models
from django.utils.translation import gettext as _
from PIL import Image

MOST_BYTES = 5 * 1024 * 1024
MOST_DOTS = 25_000_000  # a picture of few bytes may need all memory once it is opened
UNREADABLE = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, ArithmeticError, MemoryError, struct.error, zlib.error,
    Image.DecompressionBombError,
)  # fmt: skip


class NotTaken(Exception):
    """A file that is not kept. The message is shown: say in plain words what to do."""


class FileKind(models.TextChoices):
    PDF = "pdf", "PDF"
    JPEG = "jpeg", "JPEG"
    PNG = "png", "PNG"

    @property
    def content_type(self) -> str:
        return "application/pdf" if self is FileKind.PDF else f"image/{self.value}"

    @property
    def file_name(self) -> str:
        """A name that says nothing about anybody."""
        return f"file.{self.value}"


@dataclass(frozen=True)
class HandedIn:
    """A file that was opened and found to be of one of these kinds. Made by `opened` alone."""

    content: bytes
    kind: FileKind


BEGINS = {b"%PDF-": FileKind.PDF, b"\xff\xd8\xff": FileKind.JPEG, b"\x89PNG\r\n\x1a\n": FileKind.PNG}


def opened(content: bytes) -> HandedIn:
    """The file with what it is; NotTaken when it is too large, something else, or cannot be opened."""
    if len(content) > MOST_BYTES:
        raise NotTaken(_("This file is too large. Choose one of at most 5 MB"))
    kind = next((kind for begin, kind in BEGINS.items() if content.startswith(begin)), None)
    if kind is None:
        raise NotTaken(_("This file is not a PDF, JPEG or PNG, whatever its name says. Choose one that is"))
    if kind is not FileKind.PDF:
        _open_picture(content, kind)
    elif b"%%EOF" not in content:
        raise NotTaken(_cut_off())
    return HandedIn(content, kind)


def _open_picture(content: bytes, kind: FileKind) -> None:
    try:
        with Image.open(BytesIO(content), formats=[kind.label]) as picture:
            if picture.width * picture.height > MOST_DOTS:
                raise NotTaken(_("This picture has too many dots to be opened here. Make it smaller and choose it again"))
            picture.verify()  # its parts and their sums; what it shows is read below
        with Image.open(BytesIO(content), formats=[kind.label]) as picture:
            picture.draft("RGB", (64, 64))  # a JPEG is read whole, and made small on the way
            picture.load()
    except UNREADABLE as problem:
        raise NotTaken(_cut_off()) from problem


def _cut_off() -> str:
    return _("This file cannot be opened: part of it is missing or damaged. Choose it again, or scan it again")
