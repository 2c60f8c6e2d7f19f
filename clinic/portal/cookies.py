"""The two cookies of the client's surface: a secret and the country whose numbers to show. No word about a person.

The country stands beside the secret, so that error pages show the right numbers when the database does not answer.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from clinic.accounts.countries import codes

START_COOKIE_NAME = f"{settings.PAGE_COOKIE_NAME}-start"
START_WITHIN = timedelta(minutes=15)
SALT = "handrail.page-start"


@dataclass(frozen=True)
class Start:
    """How far an invitation has come in this browser: opened, or its code given too."""

    invitation_id: UUID
    country_code: str
    proved: bool


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
    return Start(UUID(written[0]), written[1], written[2])


def write_start(response: HttpResponse, start: Start) -> None:
    value = signing.dumps([str(start.invitation_id), start.country_code, start.proved], salt=SALT)
    _write(response, START_COOKIE_NAME, value, None)


def clear_start(response: HttpResponse) -> None:
    response.delete_cookie(START_COOKIE_NAME)


def country_of(request: HttpRequest) -> str:
    """The country these cookies name, or nothing. Only a code there is a pack for: anybody can write a cookie."""
    start = read_start(request)
    code = start.country_code if start else request.COOKIES.get(settings.PAGE_COOKIE_NAME, "").partition(".")[2]
    return code if code in codes() else ""


def _write(response: HttpResponse, name: str, value: str, keep_for: timedelta | None) -> None:
    response.set_cookie(name, value, max_age=keep_for, secure=settings.HTTPS, httponly=True, samesite="Lax")
