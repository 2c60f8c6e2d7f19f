"""Answers that are not the page asked for. Their pages are static files, so that they work when nothing else does."""

import sys

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from clinic.db.outages import is_outage
from clinic.web.error_pages import error_page

__all__ = ["Conflict", "Http404", "answer", "csrf_failed", "too_many_tries"]

CLIENT_PATHS = ("/my/", "/l/", "/c/", "/v/", "/exit/")


class Conflict(Exception):
    """Not possible now (409). The message is shown: say in plain words why and what to do."""


def answer(request: HttpRequest, status: int) -> HttpResponse:
    """The static error page of this surface, with the help numbers of the country where it is known."""
    surface = "client" if request.path.startswith(CLIENT_PATHS) else "staff"
    country = getattr(request, "country_code", settings.DEFAULT_COUNTRY)
    return HttpResponse(error_page(surface, status, country).read_bytes(), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 where the database is the reason and trying again helps, so that scripts keep the words and send them again."""
    return answer(request, 503 if is_outage(sys.exc_info()[1]) else 500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return answer(request, 403)


def too_many_tries(request: HttpRequest, credentials: object = None, *args: object, **kwargs: object) -> HttpResponse:
    return answer(request, 429)
