"""Which static file answers for an error. Only paths: the files are made by `manage.py error_pages` from the country packs."""

from pathlib import Path

from django.conf import settings

FOLDER = Path(__file__).resolve().parents[2] / "static" / "errors"
STATUSES = (400, 403, 404, 410, 429, 500, 503)


def error_page(surface: str, status: int, country: str) -> Path:
    """The file for a surface ("staff" or "client"), a status and a country code. Client pages carry that country's
    numbers, or those of settings.DEFAULT_COUNTRY where the code has no pages. The file always exists."""
    page = _nearest(status)
    if surface == "staff":
        return FOLDER / f"staff-{page}.html"
    file = FOLDER / f"client-{page}-{country.lower()}.html"
    return file if file.exists() else FOLDER / f"client-{page}-{settings.DEFAULT_COUNTRY.lower()}.html"


RECORD = FOLDER / "staff-404-record.html"  # for clinicians, at every address of a client that they may not see or that is not there


def _nearest(status: int) -> int:
    if status in STATUSES:
        return status
    return 400 if status < 500 else 500
