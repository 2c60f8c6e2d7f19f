"""Guardians of a client: who they are, how that was verified, what they may be told."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients.models import Client
from clinic.clients.row_pages import RowPages
from emergency import people
from emergency.actions import guardianships
from emergency.guardian_forms import GuardianForm
from emergency.models import Guardianship


def _form(request: StaffRequest, client: Client, row: Guardianship | None = None) -> GuardianForm:
    return GuardianForm(
        request.POST or None,
        people=None if row else people.possible_guardians(client),
        initial={name: getattr(row, name) for name in guardianships.FACTS} if row else {},
        cancel_url=reverse("contact-list", kwargs={"client": client.pk}),
    )


PAGES = RowPages(
    name="guardianship",
    home="contact-list",
    found=people.guardianship_of,
    form=_form,
    actions=guardianships,
    page="emergency/contacts/guardian.html",
    retire_page="emergency/contacts/guardian_end.html",
)


@staff_page("therapist", "supervisor", event="guardianship.new")
def new(request: StaffRequest, client: UUID) -> HttpResponse:
    return PAGES.new(request, client)


@staff_page("therapist", "supervisor", event="guardianship.read")
def edit(request: StaffRequest, client: UUID, guardianship: UUID) -> HttpResponse:
    return PAGES.edit(request, client, guardianship)


@staff_page("therapist", "supervisor", event="guardianship.read")
def end(request: StaffRequest, client: UUID, guardianship: UUID) -> HttpResponse:
    return PAGES.retire(request, client, guardianship)
