"""Which country's numbers a client's pages and error pages show, known before anything can fail."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from clinic.accounts import tickets
from clinic.accounts.models import Ticket
from clinic.portal import cookies
from clinic.web.errors import CLIENT_PATHS


class CountryMiddleware:
    """Sets `request.country_code` on the client's surface: from the cookie, or from the clinic of the link, used up or not.

    Stands before the transaction, because the error page of a database that is down needs it too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(CLIENT_PATHS):
            _show(request, cookies.country_of(request))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """Before the check of the form's token: its refusal is a page with numbers as well."""
        if request.path.startswith(("/l/", "/c/")) and "token" in kwargs:
            token = kwargs["token"]
            kinds = [Ticket.Kind.CHECKIN] if request.path.startswith("/c/") else [Ticket.Kind.PAGE, Ticket.Kind.INTAKE]
            ticket = next((found for kind in kinds if (found := tickets.seen(kind, token))), None)
            _show(request, ticket.clinic.country_code if ticket and ticket.clinic else "")


def _show(request: HttpRequest, country_code: str) -> None:
    if country_code:
        request.country_code = country_code  # type: ignore[attr-defined]
