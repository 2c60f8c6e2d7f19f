"""What is pressed while a session runs: the place, who hears, the number, means, tries, the note."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients.models import Place
from clinic.clients.queries import place_of, places
from clinic.staff.session_forms import AdultForm, ElsewhereForm, EntryForm, NumberForm
from clinic.staff.session_notes import NoteForm, Shown
from clinic.staff.sessions import language_of, resolved
from clinic.staff.views.sessions import session_of, session_page
from clinic.web.errors import Conflict
from emergency import session_queries as reads
from emergency.actions import check_ins, places_said, session_log
from emergency.actions import sessions as actions
from emergency.models import CheckIn, TherapySession
from emergency.pressed import Pressed

NO_NUMBER = "Enter a phone number, like 928 555 0142 or +1 928 555 0142. Nothing was changed."


def _back(request: StaffRequest, session: TherapySession, at: str, **told: object) -> HttpResponse:
    """To the page; the script, which sends what waited, gets that it is stored."""
    if "HX-Request" in request.headers:
        return render(request, "staff/sessions/parts/stored.html", told)
    response = redirect("session", therapy_session=session.pk)
    response["Location"] += f"#{at}"
    return response


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _pressed(request: StaffRequest) -> Pressed:
    """When the button was pressed and its name, where the script says so."""
    try:
        at = datetime.fromisoformat(request.POST.get("at", ""))
    except ValueError:
        at = None
    return Pressed(at if at and at.tzinfo else None, _uuid(request.POST.get("operation", "")))


@require_POST
@staff_page("therapist", "supervisor")
def confirm(request: StaffRequest, therapy_session: UUID) -> HttpResponse:
    """ "Yes, confirmed": the address that was on the screen, named by its answer or its place; or "Not told"."""
    session = session_of(request, therapy_session)
    said, place = _uuid(request.POST.get("said", "")), _uuid(request.POST.get("place", ""))
    pressed = _pressed(request)
    if "not_told" in request.POST:
        check_ins.was_not_told(by=request.actor, session=session, pressed=pressed)
    elif said:
        check_ins.confirm(by=request.actor, session=session, said=reads.check_in_of(session.client, said), pressed=pressed)
    elif place:
        check_ins.confirm(by=request.actor, session=session, place=place_of(session.client, place), pressed=pressed)
    else:
        raise Http404
    return _back(request, session, "where")


@staff_page("therapist", "supervisor", event="session.read")
def elsewhere(request: StaffRequest, therapy_session: UUID) -> HttpResponse:
    """A different place: its numbers are shown before anything is saved, with one more press where there is no script."""
    session = session_of(request, therapy_session)
    form = ElsewhereForm(request.POST or None, home=request.membership.clinic.country)
    shown: dict[str, Any] = {"form": form, "client": session.client, "session": session}
    is_piece = "HX-Request" in request.headers
    if form.is_valid():
        place = Place(client_id=session.client_id, clinic_id=session.clinic_id, **form.where)
        shown |= {
            "place": place,
            "found": resolved(place, request.membership, session.client, language_of(session.client)),
            "seen": form.fingerprint,
        }
        if not is_piece and "save" in request.POST and form.cleaned_data["seen"] == form.fingerprint:
            places_said.confirm_elsewhere(by=request.actor, session=session, where=form.where)
            return _back(request, session, "where")
    if is_piece:
        return render(request, "staff/sessions/parts/elsewhere_numbers.html", shown)
    shown["places"] = places(session.client)
    return render(request, "staff/sessions/elsewhere.html", shown, status=422 if form.errors else 200)


@require_POST
@staff_page("therapist", "supervisor")
def company(request: StaffRequest, therapy_session: UUID) -> HttpResponse:
    session = session_of(request, therapy_session)
    said = request.POST.get("company", "")
    if said not in {CheckIn.Company.ALONE, CheckIn.Company.DEAF, CheckIn.Company.MAY_HEAR}:
        raise Http404
    check_ins.said_company(by=request.actor, session=session, company=said, pressed=_pressed(request))
    return _back(request, session, "private")


@require_POST
@staff_page("therapist", "supervisor")
def adult(request: StaffRequest, therapy_session: UUID) -> HttpResponse:
    session = session_of(request, therapy_session)
    form = AdultForm(request.POST, country=request.membership.clinic.country)
    if not form.is_valid():
        raise Conflict(NO_NUMBER)
    said = form.cleaned_data
    answer = {"adult": said["adult"], "phone": said["number"]}
    check_ins.said_adult(by=request.actor, session=session, pressed=_pressed(request), **answer)
    return _back(request, session, "where")


@require_POST
@staff_page("therapist", "supervisor")
def call_back(request: StaffRequest, therapy_session: UUID) -> HttpResponse:
    session = session_of(request, therapy_session)
    form = NumberForm(request.POST, country=request.membership.clinic.country)
    if not form.is_valid():
        raise Conflict(NO_NUMBER)
    number = form.cleaned_data["number"]
    check_ins.said_call_back(by=request.actor, session=session, number=number, pressed=_pressed(request))
    return _back(request, session, "backup")


@require_POST
@staff_page("therapist", "supervisor", event="session.read")
def entry(request: StaffRequest, therapy_session: UUID) -> HttpResponse:
    """One more line of the log: means, the signal, the connection, a try and what came of it. Words that are too long come back whole."""
    session, form = session_of(request, therapy_session), EntryForm(request.POST)
    if not form.is_valid():
        if "HX-Request" in request.headers:
            return render(request, "parts/not_saved.html", {"problem": form.problem}, status=422)
        return session_page(request, session, Shown.of(session), means=form, status=422)
    rung = request.POST.get("rung", "")
    what = request.POST.get("what", "")
    session_log.write_entry(
        by=request.actor,
        session=session,
        what=what,
        rung=int(rung) if rung.isdecimal() and len(rung) < 3 else None,
        words=form.cleaned_data["words"],
        pressed=_pressed(request),
    )
    return _back(request, session, "means" if what.startswith("means") else "private" if what == "signal" else "backup")


@require_POST
@staff_page("therapist", "supervisor", event="session.read")
def note(request: StaffRequest, therapy_session: UUID) -> HttpResponse:
    """The short note, saved while it is typed and by its button; 409 with both texts when somebody else was first."""
    session, form = session_of(request, therapy_session), NoteForm(request.POST)
    if not form.is_valid():
        return _not_noted(request, session, Shown.sent(form, form.problem), 422)
    written = form.chosen(session)
    try:
        if written is not None:
            session = actions.write_note(by=request.actor, session=session, note=written)
    except actions.NoteChanged as changed:
        return _not_noted(request, session, Shown.beside(form, changed.session), 409)
    except Conflict as closed:
        return _not_noted(request, session, Shown.sent(form, str(closed)), 409)
    return _back(request, session, "note", version=session.note_version)


def _not_noted(request: StaffRequest, session: TherapySession, note: Shown, status: int) -> HttpResponse:
    """The script gets the words about it; without one the page comes back with what was typed."""
    if "HX-Request" not in request.headers:
        return session_page(request, session, note, status=status)
    if note.theirs is None:
        return render(request, "parts/not_saved.html", {"problem": note.problem}, status=status)
    shown = {"session": note.theirs, "who": note.who, "mine": note.words}
    return render(request, "staff/sessions/parts/note_changed.html", shown, status=status)
