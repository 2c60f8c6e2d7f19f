"""Who looks after a client: therapist, cover, the end of care. Names only, so admins may work here."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.accounts.queries import clinicians
from clinic.clients import queries
from clinic.clients.actions import caseload, clients
from clinic.clients.break_glass_queries import opened, opened_records
from clinic.clients.forms.care import AssignForm, CloseForm, CoverForm
from clinic.clients.models import Client
from clinic.clients.permissions import may_manage, may_open, may_place, require


def _managed(request: StaffRequest, client: UUID) -> Client:
    found = queries.listed_client(request.actor, client)
    require(may_manage(request.actor, found))
    return found


@staff_page("admin", "supervisor", "therapist", event="client.care")
def assign(request: StaffRequest, client: UUID) -> HttpResponse:
    """Who looks after the client now; admins and supervisors change it here."""
    person = queries.listed_client(request.actor, client)
    require(may_place(request.actor) or request.method != "POST")
    care = queries.care_of(person)
    record = queries.may_read(request.actor, person)
    form = AssignForm(request.POST or None, members=clinicians())
    if form.is_valid():
        place = caseload.transfer if care.caseload else caseload.assign
        place(by=request.actor, client=person, holder=form.cleaned_data["holder"])
        return redirect("client-assign", client=client)
    shown = {
        "client": person,
        "care": care,
        "form": form if may_place(request.actor) and person.closed_at is None else None,
        "may_manage": may_manage(request.actor, person),
        "may_open": may_open(request.actor),
        "record": record,
        "opened": opened(opened_records().filter(client=person)) if record else [],
    }
    return render(request, "clients/care.html", shown, status=422 if form.is_bound else 200)


@staff_page("admin", "supervisor", "therapist", event="client.care")
def cover(request: StaffRequest, client: UUID) -> HttpResponse:
    person = _managed(request, client)
    back = reverse("client-assign", kwargs={"client": client})
    form = CoverForm(request.POST or None, members=clinicians(), cancel_url=back)
    if not form.is_valid():
        return render(request, "clients/cover.html", {"form": form, "client": person}, status=422 if form.is_bound else 200)
    starts_at, ends_at = form.moments(request.membership.clinic.time_zone)
    given = {"holder": form.cleaned_data["holder"], "handover_note": form.cleaned_data["handover_note"]}
    caseload.cover(by=request.actor, client=person, starts_at=starts_at, ends_at=ends_at, **given)
    return redirect(back)


@require_POST
@staff_page("admin", "supervisor", "therapist")
def end_cover(request: StaffRequest, client: UUID, grant: UUID) -> HttpResponse:
    caseload.end_cover(by=request.actor, grant=queries.cover_of(_managed(request, client), grant))
    return redirect("client-assign", client=client)


@staff_page("admin", "supervisor", "therapist", event="client.care")
def close(request: StaffRequest, client: UUID) -> HttpResponse:
    person = _managed(request, client)
    back = reverse("client-assign", kwargs={"client": client})
    form = CloseForm(request.POST or None, cancel_url=back)
    if not form.is_valid():
        return render(request, "clients/close.html", {"form": form, "client": person}, status=422 if form.is_bound else 200)
    clients.close(by=request.actor, client=person, why=form.cleaned_data["why"])
    return redirect(back)


@require_POST
@staff_page("admin", "supervisor", "therapist")
def reopen(request: StaffRequest, client: UUID) -> HttpResponse:
    clients.reopen(by=request.actor, client=_managed(request, client))
    return redirect("client-assign", client=client)
