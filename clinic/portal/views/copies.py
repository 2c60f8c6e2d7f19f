"""The page behind the square on a printed copy: whether that copy is still the newest one, and nothing else."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from clinic.portal.access import stranger_page
from clinic.portal.queries import printed_copy


@stranger_page
def copy(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever holds the paper: no name, no clinic, no word of the plan. Looking at it leaves no trace."""
    found = printed_copy(token)
    if found is None:
        raise Http404
    request.country_code = found.country_code  # type: ignore[attr-defined]
    return render(request, "portal/copy.html", {"copy": found})
