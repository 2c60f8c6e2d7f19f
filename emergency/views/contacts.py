"""The people around a client."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients.models import Client
from clinic.clients.permissions import may_write, require
from clinic.clients.queries import visible_client
from emergency import people
from emergency.actions import contacts
from emergency.contact_forms import ContactForm


def _writable(request: StaffRequest, client: UUID) -> Client:
    found = visible_client(request.actor, client)
    require(may_write(request.actor, found))
    return found


@staff_page("therapist", "supervisor", event="contact.list")
def listing(request: StaffRequest, client: UUID) -> HttpResponse:
    person = visible_client(request.actor, client)
    may_change = may_write(request.actor, person) and person.closed_at is None
    shown = {"client": person, "contacts": people.contacts(person), "may_change": may_change}
    return render(request, "emergency/contacts/list.html", shown)


@staff_page("therapist", "supervisor", event="contact.new")
def new(request: StaffRequest, client: UUID) -> HttpResponse:
    person = _writable(request, client)
    form = _form(request, person)
    if not form.is_valid():
        shown = {"form": form, "client": person}
        return render(request, "emergency/contacts/edit.html", shown, status=422 if form.is_bound else 200)
    contacts.add(by=request.actor, client=person, **form.cleaned_data)
    return redirect("contact-list", client=client)


@staff_page("therapist", "supervisor", event="contact.read")
def edit(request: StaffRequest, client: UUID, contact: UUID) -> HttpResponse:
    person = _writable(request, client)
    kept = people.contact_of(person, contact)
    form = _form(request, person, initial={name: getattr(kept, name) for name in contacts.FACTS})
    if not form.is_valid():
        shown = {"form": form, "client": person, "contact": kept}
        return render(request, "emergency/contacts/edit.html", shown, status=422 if form.is_bound else 200)
    contacts.edit(by=request.actor, contact=kept, **form.cleaned_data)
    return redirect("contact-list", client=client)


@require_POST
@staff_page("therapist", "supervisor")
def move(request: StaffRequest, client: UUID, contact: UUID) -> HttpResponse:
    contacts.move_up(by=request.actor, contact=people.contact_of(_writable(request, client), contact))
    return redirect("contact-list", client=client)


@staff_page("therapist", "supervisor", event="contact.read")
def retire(request: StaffRequest, client: UUID, contact: UUID) -> HttpResponse:
    person = _writable(request, client)
    kept = people.contact_of(person, contact)
    if request.method != "POST":
        return render(request, "emergency/contacts/retire.html", {"client": person, "contact": kept})
    contacts.retire(by=request.actor, contact=kept)
    return redirect("contact-list", client=client)


def _form(request: StaffRequest, client: Client, initial: dict[str, Any] | None = None) -> ContactForm:
    return ContactForm(
        request.POST or None,
        initial=initial or {},
        country=request.membership.clinic.country,
        cancel_url=reverse("contact-list", kwargs={"client": client.pk}),
    )
