"""The people around a client: those in the client's life, and other providers."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients.models import Client
from clinic.clients.row_pages import RowPages, readable
from emergency import people
from emergency.actions import contacts
from emergency.contact_forms import AllowedForm, form_for
from emergency.models import Contact


def _form(request: StaffRequest, client: Client, row: Contact | None = None, role: str = "") -> AllowedForm:
    return form_for(row.role if row else role)(
        request.POST or None,
        initial={name: getattr(row, name) for name in contacts.FACTS} if row else {},
        country=request.membership.clinic.country,
        cancel_url=reverse("contact-list", kwargs={"client": client.pk}),
    )


PAGES = RowPages(
    name="contact",
    home="contact-list",
    found=people.contact_of,
    form=_form,
    actions=contacts,
    page="emergency/contacts/edit.html",
    retire_page="emergency/contacts/retire.html",
)


@staff_page("therapist", "supervisor", event="contact.list")
def listing(request: StaffRequest, client: UUID) -> HttpResponse:
    person, may_change = readable(request, client)
    everybody = people.contacts_with_papers(person)
    shown = {
        "client": person,
        "contacts": [each for each in everybody if not each.is_provider],
        "providers": [each for each in everybody if each.is_provider],
        "guardians": people.guardians(person),
        "may_change": may_change,
    }
    return render(request, "emergency/contacts/list.html", shown)


@staff_page("therapist", "supervisor", event="contact.new")
def new(request: StaffRequest, client: UUID) -> HttpResponse:
    return PAGES.new(request, client)


@staff_page("therapist", "supervisor", event="contact.new")
def new_provider(request: StaffRequest, client: UUID) -> HttpResponse:
    return PAGES.new(request, client, role=Contact.Role.PROVIDER)


@staff_page("therapist", "supervisor", event="contact.read")
def edit(request: StaffRequest, client: UUID, contact: UUID) -> HttpResponse:
    return PAGES.edit(request, client, contact)


@require_POST
@staff_page("therapist", "supervisor")
def move(request: StaffRequest, client: UUID, contact: UUID) -> HttpResponse:
    return PAGES.move(request, client, contact)


@staff_page("therapist", "supervisor", event="contact.read")
def retire(request: StaffRequest, client: UUID, contact: UUID) -> HttpResponse:
    return PAGES.retire(request, client, contact)
