"""The cookies of the client's surface: a secret and the country whose numbers to show. No word about a person.

The country stands beside the secret, so that error pages show the right numbers when the database does not answer.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from clinic.accounts.countries import codes
from clinic.accounts.models import Ticket

START_COOKIE_NAME = f"{settings.PAGE_COOKIE_NAME}-start"
START_WITHIN = timedelta(minutes=15)
SALT = "handrail.page-start-2"
FILLING_COOKIE_NAME = f"{settings.PAGE_COOKIE_NAME}-fill"
FILLING_WITHIN = timedelta(hours=2)  # since the last page: long enough to think, and to write at length
FILLING_SALT = "handrail.page-fill"


@dataclass(frozen=True)
class Start:
    """How far an invitation has come in this browser: opened, or its code given too."""

    invitation_id: UUID
    country_code: str
    proved: bool
    kind: str = Ticket.Kind.PAGE


def read_page(request: HttpRequest) -> str:
    """The token of this phone, or nothing."""
    return request.COOKIES.get(settings.PAGE_COOKIE_NAME, "").partition(".")[0]


def write_page(response: HttpResponse, token: str, country_code: str, keep_for: timedelta | None = None) -> None:
    """Let this browser open the page: until it is closed, or for as long as `keep_for` says."""
    _write(response, settings.PAGE_COOKIE_NAME, f"{token}.{country_code}", keep_for)


def clear_page(response: HttpResponse, country_code: str) -> None:
    """Forget the phone. Until the browser is closed only the country stays, so that help numbers stay the right ones."""
    _write(response, settings.PAGE_COOKIE_NAME, f".{country_code}", None)


def read_start(request: HttpRequest) -> Start | None:
    """The invitation under way in this browser, for a quarter of an hour."""
    try:
        written = signing.loads(request.COOKIES.get(START_COOKIE_NAME, ""), salt=SALT, max_age=START_WITHIN)
    except signing.BadSignature:
        return None
    return Start(UUID(written[0]), *written[1:])


def write_start(response: HttpResponse, start: Start) -> None:
    value = signing.dumps([str(start.invitation_id), start.country_code, start.proved, start.kind], salt=SALT)
    _write(response, START_COOKIE_NAME, value, None)


def clear_start(response: HttpResponse) -> None:
    response.delete_cookie(START_COOKIE_NAME)


def read_filling(request: HttpRequest) -> UUID | None:
    """The invitation whose questions this browser has under way, its code given; for two hours from the last page."""
    written = _filling(request, FILLING_WITHIN)
    return UUID(written[0]) if written and written[0] else None


def write_filling(response: HttpResponse, invitation_id: UUID, country_code: str) -> None:
    """Let this browser go on with the questions, until it is closed."""
    _write(response, FILLING_COOKIE_NAME, signing.dumps([str(invitation_id), country_code], salt=FILLING_SALT), None)


def forget_filling(response: HttpResponse, country_code: str) -> None:
    """Only the country stays, until the browser is closed, so that help numbers stay the right ones."""
    _write(response, FILLING_COOKIE_NAME, signing.dumps(["", country_code], salt=FILLING_SALT), None)


def _filling(request: HttpRequest, max_age: timedelta | None) -> list[str]:
    try:
        return list(signing.loads(request.COOKIES.get(FILLING_COOKIE_NAME, ""), salt=FILLING_SALT, max_age=max_age))
    except signing.BadSignature:
        return []


def country_of(request: HttpRequest) -> str:
    """The country these cookies name, or nothing. Only a code there is a pack for: anybody can write a cookie."""
    start = read_start(request)
    filling = _filling(request, None)
    page = request.COOKIES.get(settings.PAGE_COOKIE_NAME, "").partition(".")[2]
    code = start.country_code if start else page or (filling[1] if filling else "")
    return code if code in codes() else ""


def _write(response: HttpResponse, name: str, value: str, keep_for: timedelta | None) -> None:
    response.set_cookie(name, value, max_age=keep_for, secure=settings.HTTPS, httponly=True, samesite="Lax")
