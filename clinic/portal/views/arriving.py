"""Coming to the page and leaving it: the link, the code, the question about the phone, the way back, Leave page."""

from dataclasses import replace

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from clinic.accounts import tickets
from clinic.accounts.models import Clinic, Ticket
from clinic.audit.actors import system
from clinic.clients.models import Client
from clinic.db.context import own_context
from clinic.portal import actions, cookies
from clinic.portal.access import enter, stranger_page, way_back
from clinic.portal.forms import CodeForm, StartForm, sent, wrong_code
from clinic.portal.queries import REMEMBERED_FOR, Door, State, door, invitation_of, open_invitation, waits_for
from clinic.web.transactions import without_database
from intake.actions.invitations import open_link
from intake.models import IntakeInvitation

FAMILIES = ("iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux")


@stranger_page
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The neutral gate. Looking at it spends nothing, so programs that follow links in mails cannot use it up."""
    ticket = tickets.find(Ticket.Kind.PAGE, token) or tickets.find(Ticket.Kind.INTAKE, token)
    if ticket is None or invitation_of(ticket.kind, ticket.object_id) is None:
        found = door(cookies.read_page(request))
        return redirect("my-plan") if found and found.state in {State.OPEN, State.LOCKED} else way_back(request, "link", 410)
    if request.method != "POST":
        return render(request, "portal/gate.html")
    response = redirect("my-code")  # the token leaves the address at once
    country = getattr(request, "country_code", "")
    cookies.write_start(response, cookies.Start(ticket.object_id, country, proved=False, kind=ticket.kind))
    return response


@stranger_page
def code(request: HttpRequest) -> HttpResponse:
    """The code told in the session; five tries."""
    start = cookies.read_start(request)
    if start is None:
        return way_back(request, "again")
    invitation = invitation_of(start.kind, start.invitation_id)
    if invitation is None:
        return way_back(request, "link", 410)
    form = CodeForm(sent(request))
    if form.is_valid():
        by = system(invitation.clinic_id)
        answer = actions.try_code(by=by, invitation=invitation, code=form.cleaned_data["code"])
        if answer is actions.Answer.ENDED:
            return way_back(request, "tries", 429)
        if answer is actions.Answer.RIGHT:
            return _to_questions(start, invitation) if isinstance(invitation, IntakeInvitation) else _to_start(start)
        invitation.refresh_from_db(fields=["tries"])
        form.add_error("code", wrong_code(invitation.tries, is_let_in=False))
    return render(request, "portal/code.html", {"form": form}, status=422 if form.errors else 200)


def _to_start(start: cookies.Start) -> HttpResponse:
    response = redirect("my-start")
    cookies.write_start(response, replace(start, proved=True))
    return response


def _to_questions(start: cookies.Start, invitation: IntakeInvitation) -> HttpResponse:
    """Nothing is asked about the phone: nothing is kept on it once its browser is closed."""
    open_link(by=invitation.client.actor, invitation=invitation)
    response = redirect("my-questions")
    cookies.write_filling(response, invitation.id, start.country_code)
    cookies.clear_start(response)
    return response


@stranger_page
def start(request: HttpRequest) -> HttpResponse:
    """Does anyone else use this phone? Asked before anything is kept."""
    begun = cookies.read_start(request)
    invitation = open_invitation(begun.invitation_id) if begun else None
    if begun is None or invitation is None:
        return way_back(request, "again" if begun is None else "link", 410 if begun else 200)
    if not begun.proved:
        return redirect("my-code")
    keep_nothing = invitation.client.phone_use == Client.PhoneUse.UNSAFE
    form = StartForm({"phone_use": Client.PhoneUse.UNSAFE} if keep_nothing else sent(request))
    if request.method != "POST" or not form.is_valid():
        shown = {"form": form, "keep_nothing": keep_nothing}
        return render(request, "portal/start.html", shown, status=422 if form.errors else 200)
    answer = form.cleaned_data["phone_use"]
    device, token = actions.open_page(by=invitation.client.actor, invitation=invitation, phone_use=answer, family=_family(request))
    response = redirect("my-plan" if device.remembered and not device.shared else "my-privacy")
    cookies.write_page(response, token, begun.country_code, REMEMBERED_FOR if device.remembered else None)
    cookies.clear_start(response)
    return response


@stranger_page
def unlock(request: HttpRequest) -> HttpResponse:
    """A shared phone asks for its code: help numbers first, then the question."""
    found = door(cookies.read_page(request))
    if found is None or found.state is not State.LOCKED:
        return redirect("my-plan")
    enter(request, found)
    form = CodeForm(sent(request))
    if not waits_for(found.device) and form.is_valid():
        answer, token = actions.unlock(by=found.client.actor, device=found.device, code=form.cleaned_data["code"])
        if answer is actions.Answer.ENDED:
            return way_back(request, "tries", 429)
        if answer is actions.Answer.RIGHT:
            response = redirect("my-plan")
            cookies.write_page(response, token, found.clinic.country_code, REMEMBERED_FOR)
            return response
        found.device.refresh_from_db()
        form.add_error("code", wrong_code(found.device.tries, is_let_in=True))
    if minutes := waits_for(found.device):
        return render(request, "portal/code_waits.html", {"minutes": minutes}, status=429)
    return render(request, "portal/code.html", {"form": form, "again": True}, status=422 if form.errors else 200)


@stranger_page
def sign_in(request: HttpRequest) -> HttpResponse:
    """For a phone that is not let in: help numbers first, then the way back. Never a bare form."""
    found = door(cookies.read_page(request))
    if found is not None:
        if found.state in {State.OPEN, State.LOCKED}:
            return redirect("my-plan")
        request.country_code = found.clinic.country_code  # type: ignore[attr-defined]
        if found.device.remembered:  # a phone that was to keep nothing does not name the office either
            request.clinic = found.clinic  # type: ignore[attr-defined]
    return way_back(request, "care" if found and found.state is State.CARE_ENDED else "phone")


@stranger_page
def privacy(request: HttpRequest) -> HttpResponse:
    """What Leave page does and what it cannot do. For anybody; a phone that is let in keeps its first button."""
    found = door(cookies.read_page(request))
    if found and found.state is State.OPEN:
        enter(request, found)
    return render(request, "portal/privacy.html")


@stranger_page
def removed(request: HttpRequest) -> HttpResponse:
    """The phone was forgotten just now."""
    return way_back(request, "removed")


@without_database
@stranger_page
def leave(request: HttpRequest) -> HttpResponse:
    """Leave page: off to a neutral site, whatever happens. Works without a cookie, and while the database is down."""
    found = _leave(request)
    response = redirect(found.clinic.exit_url if found else Clinic().exit_url)
    response["Clear-Site-Data"] = '"cache"'
    cookies.clear_start(response)
    if cookies.FILLING_COOKIE_NAME in request.COOKIES:
        cookies.forget_filling(response, cookies.country_of(request))
    if found and not found.device.remembered:
        cookies.clear_page(response, found.clinic.country_code)
    return response


def _leave(request: HttpRequest) -> Door | None:
    try:
        with own_context():
            found = door(cookies.read_page(request))
            if found and found.state is State.OPEN:
                actions.leave_page(by=found.client.actor, device=found.device)
            return found
    except Error:  # a connection that was cut is an InterfaceError, and that is no DatabaseError
        return None


def _family(request: HttpRequest) -> str:
    """What kind of phone it is, for the list of phones the therapist sees. No more than that is kept."""
    return next((name for name in FAMILIES if name in request.headers.get("User-Agent", "")), "")
