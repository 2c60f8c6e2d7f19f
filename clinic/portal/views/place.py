"""Where the client is, told by themselves at any time."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from clinic.clients.queries import places
from clinic.portal import actions
from clinic.portal.access import ClientRequest, client_page
from clinic.portal.check_in_forms import WhereNowForm
from clinic.portal.forms import sent


@client_page
def place(request: ClientRequest) -> HttpResponse:
    """One of the client's places by their own name for it, or another one as they type it."""
    form = WhereNowForm(sent(request), places=places(request.client), country=request.clinic.country)
    if form.is_valid():
        actions.tell_place(by=request.actor, client=request.client, **form.facts)
        return redirect("my-place-told")
    return render(request, "portal/place.html", {"form": form}, status=422 if form.errors else 200)


@client_page
def place_told(request: ClientRequest) -> HttpResponse:
    return render(request, "portal/place_told.html")
