"""The list of clients: one's own, or for admins everybody with name, phone and therapist."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients.permissions import may_open
from clinic.clients.queries import LETTERS_AT_LEAST, Named, client_list, names_for_crisis
from clinic.web.forms import clean_words

PER_PAGE = 100


@staff_page("therapist", "supervisor", "admin", event="client.list")
def in_care(request: StaffRequest) -> HttpResponse:
    return _listing(request, closed=False)


@staff_page("therapist", "supervisor", "admin", event="client.list")
def closed(request: StaffRequest) -> HttpResponse:
    return _listing(request, closed=True)


def _listing(request: StaffRequest, *, closed: bool) -> HttpResponse:
    """Names are searched by POST or in the page, so that they never stand in an address."""
    words = clean_words(request.POST.get("words", "")).strip()[:80]
    found = client_list(request.actor, closed=closed, words=words)
    page = Paginator(found, max(len(found), 1) if words else PER_PAGE).get_page(_number(request))
    shown = {
        "page": page,
        "words": words,
        "closed": closed,
        "may_add": request.actor.has("therapist", "admin"),
    }
    if not closed and may_open(request.actor) and not request.actor.has("supervisor", "admin"):  # whose own list holds everybody
        shown |= {"may_find": True, "others": _others(request, words)}
    return render(request, "clients/list.html", shown)


def _others(request: StaffRequest, words: str) -> list[Named]:
    """Of colleagues' clients those of that name, by name alone."""
    found = names_for_crisis(request.actor, words) if len(words) >= LETTERS_AT_LEAST else []
    return [each for each in found if not each.is_own]


def _number(request: HttpRequest) -> str:
    return request.GET.get("page", "1")
