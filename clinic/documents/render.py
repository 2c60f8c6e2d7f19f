"""One HTML page to one tagged PDF. Runs inside the child process of `sandbox`; the site itself never imports WeasyPrint."""

import logging
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # control signs but tab and line end, lone surrogates
FONT_FILE = "DejaVuSans.ttf"
FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("/Library/Fonts"),
    Path.home() / ".local/share/fonts",
    Path.home() / ".fonts",
    Path.home() / "Library/Fonts",
)


class NotInstalled(RuntimeError):
    """A library or font that printing needs is missing; the message says what to install."""


def pdf(html: str, *, css: str = "", language: str, title: str) -> bytes:
    """A tagged PDF (pdf/ua-1) of a whole HTML page. Nothing is fetched, neither file nor address; the metadata hold
    only `language` and `title`; the same input gives the same bytes."""
    weasyprint = _weasyprint()
    # A warning of the library may quote the text of the page.
    logging.getLogger("weasyprint").disabled = True
    fonts = _fonts()
    page = weasyprint.HTML(string=printable(html), url_fetcher=_nothing())
    document = page.render(font_config=fonts, stylesheets=[_sheet(css)] if css else [], pdf_variant="pdf/ua-1")
    document.metadata = weasyprint.document.DocumentMetadata(title=title, lang=language)
    written: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return written


def printable(text: str) -> str:
    """The text without control characters and lone surrogates, which no PDF can hold."""
    return UNPRINTABLE.sub("", text)


def _nothing() -> Any:
    """Fetches nothing."""
    return _weasyprint().urls.URLFetcher(allowed_protocols=(), allow_redirects=False)


@lru_cache(maxsize=4)
def _sheet(css: str) -> Any:
    """A style sheet, read once per process: reading it costs as much as laying out ten lines."""
    return _weasyprint().CSS(string=printable(css), url_fetcher=_nothing(), font_config=_fonts())


def _weasyprint() -> Any:
    try:
        import weasyprint  # noqa: PLC0415  the one lazy import: the site runs without pango
    except (ImportError, OSError) as error:
        raise NotInstalled(
            "Printing needs WeasyPrint and the library Pango. On Debian or Ubuntu: "
            "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"
        ) from error
    return weasyprint


@cache
def _fonts() -> Any:
    """One font configuration per process: each holds a map of all fonts that is never given back."""
    if not any(folder.is_dir() and any(folder.rglob(FONT_FILE)) for folder in FONT_FOLDERS):
        raise NotInstalled("Printing needs the font DejaVu Sans. On Debian or Ubuntu: apt install fonts-dejavu-core")
    return _weasyprint().text.fonts.FontConfiguration()
