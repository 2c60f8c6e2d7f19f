"""Where the day begins: clinicians see what needs them, admins the directory, auditors the log."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from clinic.accounts.access import StaffRequest, staff_page
from clinic.staff.queries import today_of
from clinic.staff.sessions import Agenda, agenda_of


@staff_page(event="today.read", reads_alone=True)
def today(request: StaffRequest) -> HttpResponse:
    if not request.actor.is_clinician:
        return redirect("directory" if request.actor.has("admin") else "audit")
    clinic = request.membership.clinic
    if "X-Background" in request.headers:
        return _sessions(request, agenda_of(request.actor, clinic))
    shown = {"today": today_of(request.actor, clinic), "agenda": agenda_of(request.actor, clinic)}
    return render(request, "staff/today.html", shown)


def _sessions(request: StaffRequest, agenda: Agenda) -> HttpResponse:
    """The sessions alone, for the page that stays open; 204 when they stand as it shows them. Nobody is there for it: it keeps nothing awake."""
    if agenda.stamp == request.GET.get("stamp", ""):
        return HttpResponse(status=204)
    return render(request, "staff/sessions/parts/today.html", {"agenda": agenda})
