"""The client's phones: who is signed in, a new invitation, signing all out."""

from uuid import UUID

import segno
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients import queries
from clinic.clients.actions import phones
from clinic.clients.models import Client, PageInvitation
from clinic.clients.permissions import may_write, require
from clinic.clients.phone_access import link


def _writable(request: StaffRequest, client: UUID) -> Client:
    found = queries.visible_client(request.actor, client)
    require(may_write(request.actor, found))
    return found


@staff_page("therapist", "supervisor", event="phone.list")
def access(request: StaffRequest, client: UUID) -> HttpResponse:
    person = queries.visible_client(request.actor, client)
    safety = {each.channel.value: each for each in queries.contact_safety(person)}
    shown = {
        "client": person,
        "devices": queries.open_devices(person),
        "invitations": queries.invitations(person),
        "email_is_safe": safety["email"].is_safe and bool(person.email),
        "email_safety": safety["email"].row,
        "may_change": may_write(request.actor, person) and person.closed_at is None,
    }
    return render(request, "clients/phones.html", shown)


@require_POST
@staff_page("therapist", "supervisor")
def invite(request: StaffRequest, client: UUID) -> HttpResponse:
    """The link and code are shown once, in the answer to this POST, and kept nowhere in the page's address."""
    person = _writable(request, client)
    way = PageInvitation.Way.EMAIL if request.POST.get("way") == "email" else PageInvitation.Way.SHOWN
    invitation, token, code = phones.invite(by=request.actor, client=person, way=way)
    shown = {"client": person, "invitation": invitation, "code": code}
    if way == PageInvitation.Way.SHOWN:
        address = link(token)
        shown |= {"link": address, "qr": segno.make(address, error="m").svg_data_uri(scale=6, border=4, light="#fff")}
    return render(request, "clients/invited.html", shown)


@staff_page("therapist", "supervisor", event="phone.list")
def sign_out(request: StaffRequest, client: UUID) -> HttpResponse:
    person = _writable(request, client)
    if request.method != "POST":
        return render(request, "clients/phones_end.html", {"client": person, "devices": queries.open_devices(person)})
    phones.end_devices(by=request.actor, client=person)
    return redirect("client-access", client=client)
