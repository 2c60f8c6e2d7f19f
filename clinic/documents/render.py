"""One HTML page to one tagged PDF. Runs inside the child process of `sandbox`; the site itself never imports WeasyPrint."""

import logging
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

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
    nothing = weasyprint.urls.URLFetcher(allowed_protocols=(), allow_redirects=False)
    fonts = _fonts()
    sheets = [weasyprint.CSS(string=printable(css), url_fetcher=nothing, font_config=fonts)] if css else []
    page = weasyprint.HTML(string=printable(html), url_fetcher=nothing)
    document = page.render(font_config=fonts, stylesheets=sheets, pdf_variant="pdf/ua-1")
    document.metadata = weasyprint.document.DocumentMetadata(title=title, lang=language)
    written: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return written


def printable(text: str) -> str:
    """The text without control characters and lone surrogates, which no PDF can hold."""
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"})


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
