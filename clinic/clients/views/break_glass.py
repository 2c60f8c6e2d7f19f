"""Covering for a colleague: find a client of the clinic by name, say why, and the record is open for four hours."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients import queries
from clinic.clients.actions.break_glass import give_reason, open_record
from clinic.clients.break_glass_queries import client_to_open, unexplained
from clinic.clients.forms.break_glass import OpenForm, ReasonForm
from clinic.web.forms import clean_words

CLINICIANS = ("therapist", "supervisor")


@staff_page(*CLINICIANS, event="client.names")
def find(request: StaffRequest) -> HttpResponse:
    """Names of clients in care of the clinic that begin as asked, and nothing else of them. By POST: a name stands in no address."""
    words = clean_words(request.POST.get("words", "")).strip()[:80]
    found = queries.names_for_crisis(request.actor, words) if len(words) >= queries.LETTERS_AT_LEAST else []
    return render(request, "clients/find.html", {"words": words, "found": found, "is_short": len(words) < queries.LETTERS_AT_LEAST})


@staff_page(*CLINICIANS, event="client.name")
def open_as_cover(request: StaffRequest, client: UUID) -> HttpResponse:
    """The reason first. Whom the record is open to goes straight there."""
    person = client_to_open(request.actor, client)
    if queries.may_read(request.actor, person):
        return redirect("client", client=client)
    form = OpenForm(request.POST or None, cancel_url=reverse("client-find"))
    if not form.is_valid():
        shown = {"client": person, "form": form}
        return render(request, "clients/open.html", shown, status=422 if form.is_bound else 200)
    open_record(by=request.actor, client=person, **form.cleaned_data)
    return redirect("client", client=client)


@staff_page(*CLINICIANS, event="client.name")
def say_why(request: StaffRequest, client: UUID, grant: UUID) -> HttpResponse:
    """The reason afterwards, also when the record is closed again."""
    opened = unexplained(request.actor, client, grant)
    form = ReasonForm(request.POST or None, cancel_url=reverse("today"))
    if not form.is_valid():
        shown = {"client": opened.client, "grant": opened, "form": form}
        return render(request, "clients/say_why.html", shown, status=422 if form.is_bound else 200)
    give_reason(by=request.actor, grant=opened, **form.cleaned_data)
    return redirect("today")
