"""Accepting an invitation. Opening the link changes nothing, so that mail scanners cannot use it up."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clinic.accounts import pending, tickets
from clinic.accounts.access import address, open_page
from clinic.accounts.actions import invitations
from clinic.accounts.forms import JoinAgainForm, JoinForm
from clinic.accounts.models import Ticket
from clinic.accounts.queries import invitation as invitation_of
from clinic.accounts.queries import user_with
from clinic.accounts.views.signing_in import check_password, locked, second_step, why_not
from clinic.db.context import clinic_context
from clinic.web.errors import Conflict

JOINING = "joining"


@open_page
def gate(request: HttpRequest, token: str) -> HttpResponse:
    ticket = tickets.find(Ticket.Kind.INVITATION, token)
    if ticket is None:
        return render(request, "accounts/join_gone.html", status=410)
    if request.method == "POST":
        request.session.flush()
        request.session[JOINING] = ticket.pk
        return redirect("join-accept")
    return render(request, "accounts/join_gate.html", {"clinic": ticket.clinic})


@open_page
def accept(request: HttpRequest) -> HttpResponse:
    ticket = tickets.opened(Ticket.Kind.INVITATION, request.session.get(JOINING))
    if ticket is None or ticket.clinic_id is None:
        return render(request, "accounts/join_gone.html", status=410)
    with clinic_context(ticket.clinic_id):
        return _join(request, ticket)


def _join(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    invitation = invitation_of(ticket.object_id)
    if invitation is None or not invitation.is_open:
        raise Conflict(invitations.GONE)
    known = user_with(invitation.email)
    asked = request.POST or None, {"name": invitation.name}
    form = JoinAgainForm(asked[0], initial=asked[1]) if known else JoinForm(asked[0], initial=asked[1], email=invitation.email)
    if form.is_valid():
        name, password = form.cleaned_data["name"], form.cleaned_data["password"]
        proved = check_password(request, invitation.email, password) if known else None
        if known is None or proved is not None:
            user = invitations.accept(ticket=ticket, name=name, user=proved, password=password, address=address(request))
            pending.begin(request, user, clinic_id=ticket.clinic_id)
            return second_step(user)
        form.add_error("password", why_not(request) if locked(request) else _("That is not the password of this account"))
    shown = {"form": form, "clinic": ticket.clinic, "email": invitation.email, "known": known is not None}
    return render(request, "accounts/join.html", shown, status=429 if locked(request) else 200)
