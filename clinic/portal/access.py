"""Who may see a client's page: the phone whose cookie leads to an open door. The staff session does not count here."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache, partial, wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from clinic.accounts import tickets
from clinic.accounts.access import Policy, audited, facts_of
from clinic.accounts.models import Clinic
from clinic.audit.actors import Actor
from clinic.audit.log import surroundings
from clinic.clients.models import Client, Device
from clinic.portal import cookies
from clinic.portal.check_in import opens_at, session_of_link
from clinic.portal.queries import REMEMBERED_FOR, Door, Shown, State, door, open_questions, shown_plan, valid_for
from clinic.web.errors import Conflict
from emergency.check_in_links import is_open
from emergency.models import TherapySession
from intake.models import IntakeInvitation

log = logging.getLogger("handrail.portal")

View = Callable[..., HttpResponse]
# Visits within the same day or minute are not told apart: the date of expiry must not become a diary.
COARSE = {False: timedelta(days=1), True: timedelta(minutes=1)}


class ClientRequest(HttpRequest):
    """A request that `client_page` let through."""

    actor: Actor
    clinic: Clinic
    client: Client
    device: Device
    own_plan: Callable[[], Shown | None]  # read once, however many parts of the page ask


class CheckInRequest(HttpRequest):
    """A request that `check_in_page` let through."""

    actor: Actor
    client: Client
    therapy_session: TherapySession


class QuestionsRequest(HttpRequest):
    """A request that `questions_page` let through."""

    actor: Actor
    client: Client
    invitation: IntakeInvitation


def client_page(view: View) -> View:
    """A page of the client's own. Reading it leaves no event; refusals and writes do.

    A shared phone that is locked is asked for its code, every other phone is sent to help numbers and the way back.
    """

    @wraps(view)
    def inner(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        token = cookies.read_page(request)
        found = door(token)
        if found is None or found.state is not State.OPEN:
            return redirect("my-unlock" if found and found.state is State.LOCKED else "my-signin")
        enter(request, found)
        if _by_hand(request):
            _extend(found)
        response = audited(request, found.client.actor, "", lambda: _answered(view, request, kwargs), kwargs)
        if _by_hand(request):
            _remember(response, found, token)
        return response

    inner.policy = Policy("client")  # type: ignore[attr-defined]
    return login_not_required(inner)


def stranger_page(view: View) -> View:
    """A page for whoever holds a link or an old cookie. It shows nothing of a person."""

    @wraps(view)
    def inner(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        with surroundings(facts_of(request)):
            return view(request, **kwargs)

    inner.policy = Policy("open")  # type: ignore[attr-defined]
    return login_not_required(inner)


def questions_page(view: View) -> View:
    """A page of the questions that a client fills in from a link: for the browser in which the code was given.

    Reading it leaves no event; writes do. It admits to these questions and to nothing else of the client's.
    """

    @wraps(view)
    def inner(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        invitation_id = cookies.read_filling(request)
        invitation = open_questions(invitation_id) if invitation_id else None
        if invitation is None:
            return way_back(request, "link" if invitation_id else "again", 410 if invitation_id else 200)
        country_code = invitation.clinic.country_code
        request.actor, request.client = invitation.client.actor, invitation.client  # type: ignore[attr-defined]
        request.invitation, request.country_code = invitation, country_code  # type: ignore[attr-defined]
        response = audited(request, invitation.client.actor, "", lambda: _answered(view, request, kwargs), kwargs)
        if cookies.FILLING_COOKIE_NAME not in response.cookies:
            cookies.write_filling(response, invitation.id, country_code)
        return response

    inner.policy = Policy("client")  # type: ignore[attr-defined]
    return login_not_required(inner)


def check_in_page(view: View) -> View:
    """The page of the questions before a session, for whoever holds its link while it works; else help numbers and why not.

    Reading it leaves no event; the answer does. It admits to these questions and to nothing else of the client's.
    """

    @wraps(view)
    def inner(request: HttpRequest, token: str) -> HttpResponse:
        session = session_of_link(token)
        if session is None:
            return way_back(request, "check-in", 410)
        request.actor, request.client = session.client.actor, session.client  # type: ignore[attr-defined]
        request.therapy_session, request.country_code = session, session.clinic.country_code  # type: ignore[attr-defined]
        if not is_open(session):
            return render(request, "portal/check_in/not_now.html", {"session": session, "opens_at": opens_at(session)})
        return audited(request, session.client.actor, "", lambda: _answered(view, request, {}), {})

    inner.policy = Policy("client")  # type: ignore[attr-defined]
    return login_not_required(inner)


def way_back(request: HttpRequest, why: str, status: int = 200) -> HttpResponse:
    """Help numbers first, then why the page does not open and what to do."""
    return render(request, "portal/way_back.html", {"why": why}, status=status)


def enter(request: HttpRequest, found: Door) -> None:
    """Let the request act as this client, with the numbers of the clinic's country."""
    request.actor, request.clinic = found.client.actor, found.clinic  # type: ignore[attr-defined]
    request.client, request.device = found.client, found.device  # type: ignore[attr-defined]
    request.country_code = found.clinic.country_code  # type: ignore[attr-defined]
    if found.state is State.OPEN:  # a locked phone names nobody
        request.own_plan = cache(partial(shown_plan, found.client))  # type: ignore[attr-defined]


def _answered(view: View, request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse:
    try:
        with transaction.atomic():
            return view(request, **kwargs)
    except Conflict as conflict:
        return render(request, "portal/not_now.html", {"message": str(conflict)}, status=409)


def _by_hand(request: HttpRequest) -> bool:
    """Somebody did this. What a page asks by itself is no visit: a shared phone that lies about asks for its code all the same."""
    return "X-Background" not in request.headers


def _extend(found: Door) -> None:
    """Start the time anew with each visit; before the view, whose word on how long the phone stays open is the last.

    A database that takes no writes does not close the page.
    """
    device = found.device
    if device.remembered and found.ticket.expires_at < timezone.now() + valid_for(device) - COARSE[device.shared]:
        with unless_read_only():
            tickets.extend(found.ticket, valid_for(device))


@contextmanager
def unless_read_only() -> Iterator[None]:
    """For what is only noted in passing while a client reads: when it cannot be written, the page is shown all the same."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError:
        log.exception("not noted")


def _remember(response: HttpResponse, found: Door, token: str) -> None:
    """Let the cookie live on, unless the view has just written or taken it."""
    if found.device.remembered and settings.PAGE_COOKIE_NAME not in response.cookies:
        cookies.write_page(response, token, found.clinic.country_code, REMEMBERED_FOR)
