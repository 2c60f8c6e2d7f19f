"""The crisis view of a client, its log, and its end. The view itself reads and writes nothing but its audit event."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_POST, require_safe

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients.models import Client
from clinic.clients.queries import visible_client
from clinic.staff.crisis import Crisis, crisis_of, crisis_stamp
from clinic.staff.crisis_lines import UnreadableLines, lines_of_form, lines_of_script
from emergency.actions.crisis import write

CLINICIANS = ("therapist", "supervisor")


@staff_page(*CLINICIANS, event="crisis.read", stays_open=True, reads_alone=True)
@gzip_page  # nothing a stranger chooses stands in it, and its one secret is masked anew each time
@require_safe
def crisis(request: StaffRequest, client: UUID) -> HttpResponse:
    person = visible_client(request.actor, client)
    return render(request, "staff/crisis/page.html", {"crisis": _of(request, person), "client": person})


@staff_page(*CLINICIANS, event="crisis.read", stays_open=True, reads_alone=True)
@require_GET
def crisis_state(request: StaffRequest, client: UUID) -> HttpResponse:
    """The view again when it has changed since `stamp`; else 204."""
    person = visible_client(request.actor, client)
    if crisis_stamp(person) == request.GET.get("stamp", ""):
        return HttpResponse(status=204)
    return render(request, "staff/crisis/panel.html", {"crisis": _of(request, person)})


@staff_page(*CLINICIANS, event="crisis.log", stays_open=True)
@require_POST
def crisis_log(request: StaffRequest, client: UUID) -> HttpResponse:
    """Take lines into the log. From the script: JSON in, the log as it is now out. From a form: back to the view."""
    person = visible_client(request.actor, client)
    if request.content_type != "application/json":
        return _from_form(request, person)
    try:
        lines = lines_of_script(request.body, request.membership.clinic.country)
    except UnreadableLines:
        return JsonResponse({"problem": "These lines could not be read. They stay on the page."}, status=422)
    if lines:
        write(by=request.actor, client=person, lines=lines)
    now = _of(request, person)
    log = render_to_string("staff/crisis/lines.html", {"crisis": now}, request)
    told_at = now.where.at.isoformat() if now.where.at else ""
    return JsonResponse(
        {"log": log, "stamp": now.stamp, "told_at": told_at, "incident": now.incident.called if now.incident else ""}
    )


@staff_page(*CLINICIANS, event="crisis.print", stays_open=True, reads_alone=True)
@require_safe
def crisis_print(request: StaffRequest, client: UUID) -> HttpResponse:
    person = visible_client(request.actor, client)
    return render(request, "staff/crisis/print.html", {"crisis": _of(request, person), "client": person})


def _from_form(request: StaffRequest, person: Client) -> HttpResponse:
    lines = lines_of_form(request.POST, _of(request, person))
    if lines:
        write(by=request.actor, client=person, lines=lines)
    return redirect("crisis", client=person.pk)


def _of(request: StaffRequest, person: Client) -> Crisis:
    kind = request.GET.get("kind") or request.POST.get("scenario", "")
    return crisis_of(request.actor, person, request.membership, kind)
