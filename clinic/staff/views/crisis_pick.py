"""The way into a crisis view outside a session: choose the client, and it is open."""

from contextlib import suppress
from uuid import UUID, uuid4

from django.db import DatabaseError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients.actions.break_glass import open_record
from clinic.clients.break_glass_queries import client_to_open
from clinic.clients.queries import may_read, visible_client
from clinic.staff.crisis_pick import choice_of
from clinic.web.forms import clean_words
from emergency.actions.crisis import open_crisis

CLINICIANS = ("therapist", "supervisor")


@staff_page(*CLINICIANS, event="client.names", stays_open=True, reads_alone=True)
def crisis_pick(request: StaffRequest) -> HttpResponse:
    """Names, and nothing else of clients that are not one's own. Searched in the page, or by POST: a name stands in no address."""
    words = clean_words(request.POST.get("words", "")).strip()[:80]
    choice = choice_of(request.actor, request.membership.clinic, words, _here(request))
    return render(request, "staff/crisis/pick.html", {"choice": choice})


def _here(request: StaffRequest) -> UUID | None:
    """The client whose page Crisis was pressed on."""
    with suppress(ValueError):
        return UUID(request.GET.get("client", ""))
    return None


@require_POST
@staff_page(*CLINICIANS)
def crisis_open(request: StaffRequest, client: UUID) -> HttpResponse:
    """The crisis view at once; whoever may not read the record gets it for four hours, and is asked why at the end.

    The log tells of it, where the database takes writes: where it does not, the view is needed all the more.
    """
    person = client_to_open(request.actor, client)
    if not may_read(request.actor, person):
        open_record(by=request.actor, client=person)
    person = visible_client(request.actor, client)
    with suppress(DatabaseError):
        open_crisis(by=request.actor, client=person, operation_id=uuid4())
    return redirect("crisis", client=client)
