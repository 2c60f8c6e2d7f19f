"""Sections and questionnaires that the client fills in from a link: choosing, sending, ending."""

from typing import Any
from uuid import UUID

import segno
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients.models import Client
from clinic.clients.permissions import may_write, require
from clinic.clients.phone_access import link
from clinic.clients.queries import contact_safety, visible_client
from clinic.notifications.kinds import KINDS
from intake import instruments
from intake.actions import invitations
from intake.by_link import invitations as all_of
from intake.by_link import offers, words_of
from intake.invitation_forms import InviteForm
from intake.models import IntakeInvitation
from intake.screening_queries import watch

CLINICIANS = ("therapist", "supervisor")


@staff_page(*CLINICIANS, event="intake.read")
def page(request: StaffRequest, client: UUID) -> HttpResponse:
    """What to send and how; the link and code are shown once, in the answer to the button."""
    row = visible_client(request.actor, client)
    named, offered = watch(), offers(row)
    given = instruments.all_of_them() if named else []
    form = InviteForm(request.POST or None, offers=offered, instruments=given)
    if request.method == "POST":
        require(may_write(request.actor, row))
    if request.method == "POST" and form.is_valid():
        made, token, code = invitations.invite(by=request.actor, client=row, parts=form.parts, way=form.way)
        return _show_link(request, made, token, code)
    shown = {
        "client": row, "form": form, "watch": named, "may_set": request.actor.has("admin", "supervisor"),
        "done": [each.section for each in offered if not each.open],
        "may_change": may_write(request.actor, row) and row.closed_at is None,
        "rows": [(each, words_of(each)) for each in all_of(row)], **_by_email(row),
    }  # fmt: skip
    return render(request, "intake/send.html", shown, status=422 if form.errors else 200)


def _by_email(client: Client) -> dict[str, Any]:
    """Whether a mail may go, what the client said about it, and what it will say."""
    safety = next(each for each in contact_safety(client) if each.channel == "email")
    may_send = safety.is_safe and bool(client.email) and client.phone_use != Client.PhoneUse.UNSAFE
    return {"email_is_safe": may_send, "email_safety": safety.row, "mail_says": KINDS["intake-ready"].words}


def _show_link(request: StaffRequest, made: IntakeInvitation, token: str, code: str) -> HttpResponse:
    shown: dict[str, Any] = {"client": made.client, "code": code, "parts": words_of(made)}
    if made.way == IntakeInvitation.Way.SHOWN:
        address = link(token)
        shown |= {"link": address, "qr": segno.make(address, error="m").svg_data_uri(scale=6, border=4, light="#fff")}
    return render(request, "intake/sent.html", shown)


@require_POST
@staff_page(*CLINICIANS)
def end(request: StaffRequest, client: UUID, intake_invitation: UUID) -> HttpResponse:
    """The link stops working; what was answered stays."""
    row = visible_client(request.actor, client)
    found = next((each for each in all_of(row) if each.pk == intake_invitation), None)
    if found is None:
        raise Http404
    found.client = row
    invitations.end(by=request.actor, invitation=found)
    return redirect("intake-invite", client=row.pk)
