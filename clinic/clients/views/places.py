"""The places a client can be."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients import queries
from clinic.clients.actions import places
from clinic.clients.forms.places import PlaceForm, suggestion
from clinic.clients.models import Client, Place
from clinic.clients.row_pages import RowPages, readable, writable


def _form(request: StaffRequest, client: Client, row: Place | None = None) -> PlaceForm:
    """With "Look up" or "Take over" pressed, the form as it was typed, not yet judged."""
    about: dict[str, Any] = {
        "country_code": request.membership.clinic.country_code,
        "cancel_url": reverse("location-list", kwargs={"client": client.pk}),
        "look_up_url": reverse("location-zip", kwargs={"client": client.pk}),
    }
    if "look_up" in request.POST or "take" in request.POST:
        return PlaceForm.being_filled(request.POST, **about)
    known = {name: getattr(row, name) or "" for name in places.WORDS} if row else {}
    return PlaceForm(request.POST or None, initial=known, **about)


PAGES = RowPages(
    name="place",
    home="location-list",
    found=queries.place_of,
    form=_form,
    actions=places,
    page="clients/place.html",
    retire_page="clients/place_retire.html",
)


@staff_page("therapist", "supervisor", event="place.list")
def listing(request: StaffRequest, client: UUID) -> HttpResponse:
    person, may_change = readable(request, client)
    shown = {"client": person, "places": queries.places(person), "may_change": may_change}
    return render(request, "clients/places.html", shown)


@staff_page("therapist", "supervisor", event="place.new")
def new(request: StaffRequest, client: UUID) -> HttpResponse:
    return PAGES.new(request, client)


@staff_page("therapist", "supervisor", event="place.read")
def edit(request: StaffRequest, client: UUID, place: UUID) -> HttpResponse:
    return PAGES.edit(request, client, place)


@require_POST
@staff_page("therapist", "supervisor", event="place.zip")
def look_up_zip(request: StaffRequest, client: UUID) -> HttpResponse:
    """What a ZIP tells, as a part of the page: asked by POST, so that the ZIP stands in no address."""
    writable(request, client)
    return render(request, "clients/parts/zip.html", {"zip": suggestion(request.POST)})


@require_POST
@staff_page("therapist", "supervisor")
def move(request: StaffRequest, client: UUID, place: UUID) -> HttpResponse:
    return PAGES.move(request, client, place)


@staff_page("therapist", "supervisor", event="place.read")
def retire(request: StaffRequest, client: UUID, place: UUID) -> HttpResponse:
    return PAGES.retire(request, client, place)
