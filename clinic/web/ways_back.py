"""Where somebody came from, to go back there when they are done."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

FIELD = "back"


def way_back(request: HttpRequest, *, otherwise: str) -> str:
    """The path of the page of ours that led here, kept by the form in `back`; `otherwise` when there is none.

    Nothing of it stands in the address: a first visit reads the browser's Referer, which stays within this host.
    """
    said = request.POST.get(FIELD) or request.META.get("HTTP_REFERER", "")
    if not url_has_allowed_host_and_scheme(said, allowed_hosts={request.get_host()}):
        return otherwise
    parts = urlsplit(said)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return path if parts.path.startswith("/") and parts.path != request.path else otherwise
