"""A client's own choice among the numbers of the directory, beside the places."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients.queries import places
from clinic.clients.row_pages import readable, writable
from clinic.web.forms import clean_words
from emergency import directory_queries, queries
from emergency.actions import choices as actions
from emergency.choice_forms import ChoiceForm
from emergency.choice_queries import choice_of, choices_of

MOST_FOUND = 20


@staff_page("therapist", "supervisor", event="client_resource.list")
def listing(request: StaffRequest, client: UUID) -> HttpResponse:
    """Choices that stand and the numbers of each place to choose from; the choices alone where the page of places asks."""
    person, may_change = readable(request, client)
    shown = {"client": person, "choices": choices_of(person), "may_change": may_change}
    if request.headers.get("HX-Request"):
        return render(request, "emergency/choices/standing.html", shown)
    country_code, words = request.membership.clinic.country_code, clean_words(request.GET.get("words", ""))[:100].strip()
    kept = places(person)
    shown["places"], shown["national"] = queries.by_place(kept, country_code)
    shown["found"] = directory_queries.found({"words": words}, country_code)[:MOST_FOUND] if words else []
    return render(request, "emergency/choices/list.html", shown | {"words": words})


@staff_page("therapist", "supervisor", event="client_resource.new")
def choose(request: StaffRequest, client: UUID, resource: UUID) -> HttpResponse:
    person, entry = writable(request, client), queries.get_resource(resource)
    form = ChoiceForm(request.POST or None, cancel_url=reverse("client-resource-list", args=[person.pk]))
    if form.is_valid():
        actions.choose_resource(by=request.actor, client=person, resource=entry, **form.cleaned_data)
        return redirect("client-resource-list", client=person.pk)
    shown = {"client": person, "resource": entry, "form": form}
    return render(request, "emergency/choices/form.html", shown, status=422 if form.is_bound else 200)


@require_POST
@staff_page("therapist", "supervisor")
def end(request: StaffRequest, client: UUID, client_resource: UUID) -> HttpResponse:
    actions.end_choice(by=request.actor, choice=choice_of(writable(request, client), client_resource))
    return redirect("client-resource-list", client=client)
