"""The places a client can be."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients import queries
from clinic.clients.actions import places
from clinic.clients.forms.places import PlaceForm
from clinic.clients.models import Client
from clinic.clients.permissions import may_write, require


def _writable(request: StaffRequest, client: UUID) -> Client:
    found = queries.visible_client(request.actor, client)
    require(may_write(request.actor, found))
    return found


@staff_page("therapist", "supervisor", event="place.list")
def listing(request: StaffRequest, client: UUID) -> HttpResponse:
    person = queries.visible_client(request.actor, client)
    may_change = may_write(request.actor, person) and person.closed_at is None
    shown = {"client": person, "places": queries.places(person), "may_change": may_change}
    return render(request, "clients/places.html", shown)


@staff_page("therapist", "supervisor", event="place.new")
def new(request: StaffRequest, client: UUID) -> HttpResponse:
    person = _writable(request, client)
    form = _form(request, person)
    if not form.is_valid():
        shown = {"form": form, "client": person}
        return render(request, "clients/place.html", shown, status=422 if form.is_bound else 200)
    places.add(by=request.actor, client=person, **form.cleaned_data)
    return redirect("location-list", client=client)


@staff_page("therapist", "supervisor", event="place.read")
def edit(request: StaffRequest, client: UUID, place: UUID) -> HttpResponse:
    person = _writable(request, client)
    kept = queries.place_of(person, place)
    form = _form(request, person, initial={name: getattr(kept, name) for name in places.WORDS})
    if not form.is_valid():
        shown = {"form": form, "client": person, "place": kept}
        return render(request, "clients/place.html", shown, status=422 if form.is_bound else 200)
    places.edit(by=request.actor, place=kept, **form.cleaned_data)
    return redirect("location-list", client=client)


@require_POST
@staff_page("therapist", "supervisor")
def move(request: StaffRequest, client: UUID, place: UUID) -> HttpResponse:
    places.move_up(by=request.actor, place=queries.place_of(_writable(request, client), place))
    return redirect("location-list", client=client)


@staff_page("therapist", "supervisor", event="place.read")
def retire(request: StaffRequest, client: UUID, place: UUID) -> HttpResponse:
    person = _writable(request, client)
    kept = queries.place_of(person, place)
    if request.method != "POST":
        return render(request, "clients/place_retire.html", {"client": person, "place": kept})
    places.retire(by=request.actor, place=kept)
    return redirect("location-list", client=client)


def _form(request: StaffRequest, client: Client, initial: dict[str, str] | None = None) -> PlaceForm:
    return PlaceForm(
        request.POST or None,
        initial=initial or {},
        country_code=request.membership.clinic.country_code,
        cancel_url=reverse("location-list", kwargs={"client": client.pk}),
    )
