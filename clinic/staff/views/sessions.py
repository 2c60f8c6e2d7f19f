"""A client's sessions: planning, moving and calling off, and the page of one session while it runs."""

from typing import Any
from uuid import UUID

import segno
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients.models import Client
from clinic.clients.permissions import may_write, require
from clinic.clients.queries import places
from clinic.clients.row_pages import readable, writable
from clinic.staff.risk import risk_of
from clinic.staff.session_forms import CancelForm, ChangeForm, EndForm, EntryForm, ScheduleForm, WhenForm
from clinic.staff.session_notes import Shown
from clinic.staff.sessions import screen_of
from emergency import session_queries as reads
from emergency.actions import check_in_links, session_log
from emergency.actions import sessions as actions
from emergency.check_in_links import sent_for
from emergency.models import TherapySession
from emergency.permissions import check_to_come

WAYS = ("minutes", "modality", "video_link", "time_zone", "local_time")
SHOWN = 50


def session_of(request: StaffRequest, session_id: UUID, *, to_write: bool = True) -> TherapySession:
    """A session that this person may write about (or only read); the event names its client. Http404 otherwise."""
    found = reads.visible_session(request.actor, session_id)
    request.about = found.client_id
    require(not to_write or may_write(request.actor, found.client))
    return found


@staff_page("therapist", "supervisor", event="session.list")
def listing(request: StaffRequest, client: UUID) -> HttpResponse:
    person, may_change = readable(request, client)
    coming, past = reads.upcoming(person), list(reads.past(person)[: SHOWN + 1])
    shown = {
        "client": person, "coming": coming, "past": past[:SHOWN], "more": len(past) > SHOWN, "may_change": may_change,
        "sent": sent_for(coming[:1]),
    }  # fmt: skip
    return render(request, "staff/sessions/list.html", shown)


def _about(request: StaffRequest, client: Client) -> dict[str, Any]:
    """What every form about the time of a session needs."""
    zones = [request.membership.clinic.time_zone, *(place.zone for place in places(client))]
    back = reverse("session-list", kwargs={"client": client.pk})
    return {"platforms": reads.platforms(), "zones": zones, "cancel_url": back}


def _agreed(form: WhenForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in actions.FACTS}


@staff_page("therapist", "supervisor", event="session.new")
def new(request: StaffRequest, client: UUID) -> HttpResponse:
    person = writable(request, client)
    last = reads.last_agreed(person)
    known: dict[str, Any] = {"minutes": 50, "modality": "video", "time_zone": request.membership.clinic.time_zone}
    if last is not None:
        known |= {name: getattr(last, name) for name in WAYS}
        known |= {"platform": str(last.platform_id or ""), "backup_platform": str(last.backup_platform_id or "")}
    form = ScheduleForm(request.POST or None, initial=known, **_about(request, person))
    if not form.is_valid():
        shown = {"form": form, "client": person, "none": not form.platforms}
        return render(request, "staff/sessions/new.html", shown, status=422 if form.is_bound else 200)
    dates = {"first": form.cleaned_data["day"], "weeks": form.cleaned_data["weeks"]}
    actions.schedule(by=request.actor, client=person, **dates, **_agreed(form))
    return redirect("session-list", client=client)


@staff_page("therapist", "supervisor", event="session.read")
def change(request: StaffRequest, therapy_session: UUID) -> HttpResponse:
    session = session_of(request, therapy_session)
    check_to_come(session)
    known = {name: getattr(session, name) for name in WAYS}
    known |= {"platform": str(session.platform_id or ""), "backup_platform": str(session.backup_platform_id or "")}
    known |= {"day": session.local_date}
    form = ChangeForm(request.POST or None, initial=known, weekly=session.series is not None, **_about(request, session.client))
    if not form.is_valid():
        shown = {"form": form, "client": session.client, "session": session, "sent": sent_for([session]).get(session.pk)}
        return render(request, "staff/sessions/change.html", shown, status=422 if form.is_bound else 200)
    scope = form.cleaned_data.get("scope") == "later"
    actions.change(by=request.actor, session=session, day=form.cleaned_data["day"], later=scope, **_agreed(form))
    return redirect("session-list", client=session.client_id)


@staff_page("therapist", "supervisor", event="session.read")
def cancel(request: StaffRequest, therapy_session: UUID) -> HttpResponse:
    session = session_of(request, therapy_session)
    check_to_come(session)
    back = reverse("session-list", kwargs={"client": session.client_id})
    sent = request.POST if request.method == "POST" else None
    form = CancelForm(sent, weekly=session.series is not None, cancel_url=back)
    if not form.is_valid():
        shown = {"form": form, "client": session.client, "session": session}
        return render(request, "staff/sessions/cancel.html", shown, status=422 if form.is_bound else 200)
    actions.cancel(by=request.actor, session=session, later=form.cleaned_data.get("scope") == "later")
    return redirect("session-list", client=session.client_id)


@staff_page("therapist", "supervisor", event="session.read")
def session(request: StaffRequest, therapy_session: UUID) -> HttpResponse:
    """Everything for this hour on one page: where, who hears, what when the video drops, means, the plan, the note."""
    found = session_of(request, therapy_session, to_write=False)
    return session_page(request, found, Shown.of(found))


def session_page(
    request: StaffRequest, found: TherapySession, note: Shown, *, means: EntryForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of a session, with its note as stored or as it could not be stored; `means` are words about means that could not be."""
    shown = {
        "screen": screen_of(found, request.membership),
        "client": found.client,
        "session": found,
        "note": note,
        "refused_means": means,
        "may_change": may_write(request.actor, found.client),
    }
    return render(request, "staff/sessions/session.html", shown, status=status)


@require_POST
@staff_page("therapist", "supervisor")
def start(request: StaffRequest, therapy_session: UUID) -> HttpResponse:
    """One click. Who has another session open is asked whether to end it."""
    wanted = session_of(request, therapy_session)
    other = reads.open_session_of(request.actor)
    if other is not None and other.pk != wanted.pk and request.POST.get("ending") != str(other.pk):
        return _ask_to_end(request, wanted.client, other)
    actions.start(by=request.actor, session=wanted, ending=other)
    return redirect("session", therapy_session=therapy_session)


@require_POST
@staff_page("therapist", "supervisor")
def begin(request: StaffRequest, client: UUID) -> HttpResponse:
    """From the record: the session planned for now, or one that nobody planned."""
    person = writable(request, client)
    other = reads.open_session_of(request.actor)
    if other is not None and other.client_id == person.pk:
        return redirect("session", therapy_session=other.pk)
    if other is not None and request.POST.get("ending") != str(other.pk):
        return _ask_to_end(request, person, other)
    begun = actions.begin(by=request.actor, client=person, zone=request.membership.clinic.time_zone, ending=other)
    return redirect("session", therapy_session=begun.pk)


def _ask_to_end(request: StaffRequest, client: Client, other: TherapySession) -> HttpResponse:
    return render(request, "staff/sessions/another_open.html", {"client": client, "other": other}, status=409)


@staff_page("therapist", "supervisor", event="session.read")
def close(request: StaffRequest, therapy_session: UUID) -> HttpResponse:
    """How it ended, in less than a minute; nothing has to be filled in."""
    found = session_of(request, therapy_session)
    screen = screen_of(found, request.membership)
    planned, back = screen.following is not None, reverse("session", kwargs={"therapy_session": found.pk})
    sent = request.POST if request.method == "POST" else None
    form = EndForm(sent, initial=EndForm.begun(found), is_planned=planned, cancel_url=back)
    shown = {"form": form, "client": found.client, "session": found, "screen": screen}
    if not form.is_valid():
        return render(request, "staff/sessions/end.html", shown, status=422 if form.errors else 200)
    said = {name: form.cleaned_data[name] for name in ("unsafe", "plan_touched")} | {"note": form.chosen(found)}
    following = form.cleaned_data.get("following")
    try:
        actions.end(by=request.actor, session=found, words=form.said_of_place, next_week=following == "week", **said)
    except actions.NoteChanged as changed:
        form.ask_which(changed.session)
        return render(request, "staff/sessions/end.html", shown, status=409)
    if following == "other":
        return redirect("session-new", client=found.client_id)
    return redirect("session", therapy_session=found.pk)


@require_POST
@staff_page("therapist", "supervisor")
def miss(request: StaffRequest, therapy_session: UUID) -> HttpResponse:
    found = session_of(request, therapy_session)
    session_log.miss(by=request.actor, session=found, at_risk=risk_of(found.client).raised)
    if "HX-Request" in request.headers:
        return render(request, "staff/sessions/parts/stored.html")
    return redirect("session", therapy_session=found.pk)


@require_POST
@staff_page("therapist", "supervisor", event="check_in.send")
def send_check_in(request: StaffRequest, therapy_session: UUID) -> HttpResponse:
    """By e-mail where that is safe; else the link is shown once, in the answer to this POST."""
    found = session_of(request, therapy_session)
    address, by_mail = check_in_links.send(by=request.actor, session=found)
    shown: dict[str, Any] = {"client": found.client, "session": found, "by_mail": by_mail}
    if not by_mail:
        shown |= {"link": address, "qr": segno.make(address, error="m").svg_data_uri(scale=6, border=4, light="#fff")}
    return render(request, "staff/sessions/sent.html", shown)
