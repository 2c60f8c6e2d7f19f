"""Incidents: the list, one incident, its report, sign-off and end."""

from datetime import timedelta
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.accounts.queries import clinicians
from clinic.clients.permissions import may_write, require
from clinic.clients.queries import visible_client
from clinic.documents.sandbox import RenderFailed
from clinic.staff import incidents as reads
from clinic.staff.actions import record_past_incident
from clinic.staff.incident_paper import FILE_NAME, paper
from clinic.web.errors import Conflict
from clinic.web.forms import ClinicForm
from clinic.web.saving import HIGHEST
from clinic.web.whole_numbers import number_of
from emergency import incident_queries as queries
from emergency.actions import incidents as actions
from emergency.actions.plan_troubles import record_trouble
from emergency.clocks import Clock
from emergency.incident_forms import NewIncidentForm, ReportForm, TroubleForm
from emergency.models import Incident
from emergency.permissions import may_record_incident, may_write_incident
from emergency.protocols import CRISES, SCENARIOS
from emergency.timeline import as_report

CLINICIANS = ("therapist", "supervisor")
PER_PAGE = 50


def writable(request: StaffRequest, client: UUID, incident: UUID) -> Incident:
    """The incident this person may write in, or Http404."""
    found = queries.visible_incident(request.actor, client, incident)
    require(may_write_incident(request.actor, found))
    return found


def ask(request: StaffRequest, found: Incident, form: ClinicForm, heading: str, **more: object) -> HttpResponse:
    """The page of a form about an incident."""
    shown = {"incident": found, "client": found.client, "form": form, "heading": heading, **more}
    return render(request, "staff/incidents/form.html", shown, status=form.status)


def back(found: Incident) -> str:
    return reverse("incident", kwargs={"client": found.client_id, "incident": found.pk})


@staff_page(*CLINICIANS, "auditor", event="incident.list")
def listing(request: StaffRequest) -> HttpResponse:
    """All incidents of the clients whose record one may open, the newest first; an auditor sees pseudonyms."""
    clinic = request.membership.clinic
    page = Paginator(queries.incidents(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "rows": reads.listed(page, clinic), "by_pseudonym": not request.actor.is_clinician}
    if request.actor.is_clinician:
        shown["waiting"] = reads.waiting_for(request.actor, clinic)
    return render(request, "staff/incidents/list.html", shown)


@staff_page(*CLINICIANS, event="incident.list")
def of_client(request: StaffRequest, client: UUID) -> HttpResponse:
    """The incidents of one client."""
    person = visible_client(request.actor, client)
    rows = reads.listed(queries.incidents_of(request.actor, person), request.membership.clinic)
    shown = {"client": person, "rows": rows, "may_write": may_record_incident(request.actor, person)}
    return render(request, "staff/incidents/of_client.html", shown)


@staff_page(*CLINICIANS, event="incident.read")
def incident(request: StaffRequest, client: UUID, incident: UUID) -> HttpResponse:
    """One incident with its timeline; `?order=oldest` turns it around."""
    found = queries.visible_incident(request.actor, client, incident)
    page = reads.page_of(request.actor, found, request.membership.clinic)
    oldest = request.GET.get("order") == "oldest"
    shown = {"page": page, "incident": found, "client": found.client, "oldest": oldest}
    return render(request, "staff/incidents/incident.html", shown | {"lines": page.lines if oldest else page.lines[::-1]})


@staff_page(*CLINICIANS, event="incident.print")
def pdf(request: StaffRequest, client: UUID, incident: UUID) -> HttpResponse:
    """The report as it stands now. It is made for this answer and kept nowhere: an incident goes on growing."""
    found = queries.visible_incident(request.actor, client, incident)
    clinic = request.membership.clinic
    try:
        made = paper(reads.page_of(request.actor, found, clinic), clinic)
    except RenderFailed as problem:
        raise Conflict(_("%(why)s Use the print button of your browser instead.") % {"why": problem}) from problem
    shown = {"Content-Disposition": f'inline; filename="{FILE_NAME}"'}
    return HttpResponse(made, content_type="application/pdf", headers=shown)


@staff_page(*CLINICIANS, event="incident.read")
def new(request: StaffRequest, client: UUID) -> HttpResponse:
    """A crisis that had no crisis view."""
    person = visible_client(request.actor, client)
    require(may_record_incident(request.actor, person))
    form = NewIncidentForm(
        request.POST or None,
        members=clinicians(),
        scenarios=[(key, SCENARIOS[key].title) for key in CRISES],
        clock=Clock(request.membership.clinic.zone),
        not_before=timezone.now() - timedelta(days=1),
        cancel_url=reverse("client-incidents", kwargs={"client": client}),
    )
    if form.is_valid():
        made = record_past_incident(by=request.actor, client=person, **form.facts)
        return redirect("incident", client=client, incident=made.pk)
    shown = {"client": person, "form": form, "heading": _("Record an incident")}
    return render(request, "staff/incidents/client_form.html", shown, status=422 if form.is_bound else 200)


@staff_page(*CLINICIANS, event="incident.read")
def report(request: StaffRequest, client: UUID, incident: UUID) -> HttpResponse:
    """The report. It begins with the timeline, so that nothing has to be typed again."""
    found = writable(request, client, incident)
    if request.method == "POST" and "X-Background" in request.headers:
        return _keep_while_typing(request, found)
    page = reads.page_of(request.actor, found, request.membership.clinic)
    initial = {name: getattr(found, name) for name in actions.WRITTEN} | {"version": found.report_version}
    if not found.happened and not found.reported_at:
        initial["happened"] = as_report(page.lines)
    form = ReportForm(request.POST or None, initial=initial, cancel_url=back(found))
    if form.is_valid():
        try:
            actions.report(
                by=request.actor, incident=found, seen_version=form.seen_version, words=form.words, finished=form.is_finished
            )
            return redirect(back(found))
        except Conflict as conflict:
            form.refuse(conflict)
    return ask(request, found, form, _("Report"), page=page)


def _keep_while_typing(request: StaffRequest, found: Incident) -> HttpResponse:
    """The draft as it stands. 200 with the status line, 422 with what is wrong."""
    form = ReportForm(request.POST)
    if not form.is_valid() or form.is_finished:
        return render(request, "staff/incidents/report_refused.html", {"form": form}, status=422)
    saved = actions.report(by=request.actor, incident=found, seen_version=form.seen_version, words=form.words, finished=False)
    return render(request, "staff/incidents/report_saved.html", {"incident": saved, "now": timezone.now()})


@require_POST
@staff_page("supervisor")
def sign_off(request: StaffRequest, client: UUID, incident: UUID) -> HttpResponse:
    found = queries.visible_incident(request.actor, client, incident)
    seen = number_of(request.POST.get("version", ""), HIGHEST)
    actions.sign_off(by=request.actor, incident=found, seen_version=seen or 0)
    return redirect(back(found))


@require_POST
@staff_page(*CLINICIANS)
def close(request: StaffRequest, client: UUID, incident: UUID) -> HttpResponse:
    found = queries.visible_incident(request.actor, client, incident)
    actions.close(by=request.actor, incident=found)
    return redirect(back(found))


@staff_page(*CLINICIANS, event="incident.read")
def trouble(request: StaffRequest, client: UUID, incident: UUID) -> HttpResponse:
    """The plan did not go to plan in this incident."""
    found = writable(request, client, incident)
    form = TroubleForm(request.POST or None, cancel_url=back(found))
    if form.is_valid():
        record_trouble(by=request.actor, client=found.client, incident=found, **form.facts)
        return redirect(back(found))
    return ask(request, found, form, _("When the plan did not go to plan"))


@staff_page(*CLINICIANS, event="plan.read")
def plan_trouble(request: StaffRequest, client: UUID) -> HttpResponse:
    """The same outside an incident, from the review of the plan."""
    person = visible_client(request.actor, client)
    require(may_write(request.actor, person))
    form = TroubleForm(request.POST or None, cancel_url=reverse("plan-review", kwargs={"client": client}))
    if form.is_valid():
        record_trouble(by=request.actor, client=person, **form.facts)
        return redirect("plan-review", client=client)
    shown = {"client": person, "form": form, "heading": _("When the plan did not go to plan")}
    return render(request, "staff/incidents/client_form.html", shown, status=422 if form.is_bound else 200)
