"""Files kept with an incident or a contact: handing one in, reading it, taking it out."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients.models import Client
from clinic.clients.permissions import may_write, require
from clinic.clients.row_pages import writable
from clinic.documents.handed_in import FileKind
from emergency import people
from emergency.actions import attachments as actions
from emergency.attachment_forms import FileForm
from emergency.attachment_queries import is_full, visible_attachment
from emergency.incident_queries import visible_incident
from emergency.models import Attachment
from emergency.permissions import may_write_incident

CLINICIANS = ("therapist", "supervisor")
# nothing inside it runs or loads, whatever a browser makes of it
CLOSED = {"Content-Security-Policy": "default-src 'none'; sandbox", "X-Content-Type-Options": "nosniff"}


@staff_page(*CLINICIANS, event="incident.read")
def incident_file(request: StaffRequest, client: UUID, incident: UUID) -> HttpResponse:
    """A file for an incident."""
    found = visible_incident(request.actor, client, incident)
    require(may_write_incident(request.actor, found))
    home = _home_of_incident(client, incident)
    heading = _("Add a file to incident %(called)s") % {"called": found.called}
    return _handing_in(request, found.client, home, heading, actions.keep_with_incident, incident=found)


@staff_page(*CLINICIANS, event="contact.read")
def release(request: StaffRequest, client: UUID, contact: UUID) -> HttpResponse:
    """The signed release of a contact."""
    person = writable(request, client)
    found = people.contact_of(person, contact)
    heading = _("Add the signed release for %(name)s") % {"name": found.name}
    return _handing_in(request, person, _home_of_contact(client), heading, actions.keep_release, contact=found)


@staff_page(*CLINICIANS, event="file.read")
def file(request: StaffRequest, client: UUID, attachment: UUID) -> HttpResponse:
    """The file itself, to be put aside under a neutral name; never shown inside the browser."""
    found = visible_attachment(request.actor, client, attachment).file
    kind = FileKind(found.kind)
    headers = {**CLOSED, "Content-Disposition": f'attachment; filename="{kind.file_name}"'}
    return HttpResponse(found.content, content_type=kind.content_type, headers=headers)


@staff_page(*CLINICIANS, event="file.list")
def take_out(request: StaffRequest, client: UUID, attachment: UUID) -> HttpResponse:
    """Asking first, and taking it out."""
    found = visible_attachment(request.actor, client, attachment)
    person = found.file.client
    require(may_write_incident(request.actor, found.incident) if found.incident else may_write(request.actor, person))
    if request.method == "POST":
        actions.take_out(by=request.actor, attachment=found)
        return redirect(_home(found))
    shown = {"client": person, "attachment": found, "home": _home(found)}
    return render(request, "emergency/attachments/take_out.html", shown)


def _handing_in(
    request: StaffRequest, client: Client, home: str, heading: str, keep: Callable[..., Attachment], **belongs_to: Any
) -> HttpResponse:
    initial = {"title": _("Signed release")} if "contact" in belongs_to else {}
    form = FileForm(request.POST or None, request.FILES or None, initial=initial, cancel_url=home)
    if form.is_valid():
        keep(by=request.actor, title=form.cleaned_data["title"], file=form.handed_in, **belongs_to)
        return redirect(home)
    shown = {"client": client, "home": home, "heading": heading, "form": None if is_full(**belongs_to) else form}
    return render(request, "emergency/attachments/hand_in.html", shown, status=422 if form.is_bound else 200)


def _home(found: Attachment) -> str:
    client = found.file.client_id
    return _home_of_incident(client, found.incident_id) if found.incident_id else _home_of_contact(client)


def _home_of_incident(client: UUID, incident: UUID) -> str:
    return reverse("incident", kwargs={"client": client, "incident": incident}) + "#files"


def _home_of_contact(client: UUID) -> str:
    return reverse("contact-list", kwargs={"client": client})
