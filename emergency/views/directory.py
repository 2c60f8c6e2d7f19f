"""The directory: list, entry, changes, problems."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.web.errors import Conflict
from clinic.web.time_zones import time_zones
from clinic.web.ways_back import way_back
from emergency import check_queries, checks, directory_queries, queries
from emergency.actions import directory as actions
from emergency.derived import fill
from emergency.forms import ProblemForm, RetireForm, SearchForm
from emergency.models import Resource
from emergency.opening_words import reading
from emergency.permissions import may_edit_directory, may_verify
from emergency.resource_forms import ResourceForm, asked, country_said
from emergency.views.rounds import Round

PER_PAGE = 50
READERS = ("therapist", "supervisor", "admin")


@staff_page(*READERS)
def directory(request: StaffRequest) -> HttpResponse:
    """The list; only what was found where the search box asks while somebody types."""
    form = SearchForm(request.GET)
    found = directory_queries.found(form.wanted, request.membership.clinic.country_code)
    entries, professionals = directory_queries.apart(found, form.wanted.get("kind", ""))
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {"page": page, "professionals": professionals if page.number == 1 else []}
    context |= {"form": form, "filtered": bool(form.wanted), "may_edit": may_edit_directory(request.actor)}
    context["nearest"] = directory_queries.nearest_to(form.wanted, request.membership.clinic.country_code)
    if request.headers.get("HX-Request"):
        return render(request, "emergency/parts/found.html", context | {"typing": True})
    context["counts"] = check_queries.directory_counts(timezone.localdate())
    context["may_see_coverage"] = request.actor.has("admin", "supervisor")
    return render(request, "emergency/directory.html", context)


@staff_page(*READERS)
def resource(request: StaffRequest, resource: UUID) -> HttpResponse:
    entry = queries.get_resource(resource)
    context = {
        "resource": entry,
        "history": queries.history(entry),
        "problems": queries.open_problems(entry),
        "number_to_check": checks.number_to_check(entry),
        "may_edit": may_edit_directory(request.actor) and not entry.retired_at,
        "may_verify": may_verify(request.actor, entry) and not entry.retired_at,
    }
    return render(request, "emergency/resource.html", context)


@staff_page("admin")
def resource_new(request: StaffRequest) -> HttpResponse:
    known = {name: request.GET.get(name, "")[:80] for name in ("kind", "county", "region", "country_code")}
    form = ResourceForm(request.POST or None, initial=known, home=request.membership.clinic.country_code)
    if form.is_valid():
        made = actions.add_resource(by=request.actor, facts=form.facts, checked=form.cleaned_data["checked"])
        return redirect("resource", resource=made.pk)
    return render(request, "emergency/resource_form.html", {"form": form, "resource": None})


@staff_page("admin")
def resource_edit(request: StaffRequest, resource: UUID) -> HttpResponse:
    entry, at = queries.get_resource(resource), Round.of_request(request)
    home = request.membership.clinic.country_code
    form = ResourceForm(request.POST or None, initial=_initial(entry), entry=entry, home=home)
    if form.is_valid():
        said: dict[str, Any] = {"facts": form.facts, "checked": form.cleaned_data["checked"]}
        try:
            actions.edit_resource(by=request.actor, resource=entry, seen_version=form.cleaned_data["version"] or 0, **said)
            return redirect(at.after_change if at.at else reverse("resource", args=[entry.pk]))
        except Conflict as conflict:
            form.refuse(conflict)
    shown = {"form": form, "resource": entry, "round": at}
    return render(request, "emergency/resource_form.html", shown, status=form.status)


@staff_page("admin")
def resource_retire(request: StaffRequest, resource: UUID) -> HttpResponse:
    entry = queries.get_resource(resource)
    form = RetireForm(request.POST or None, others=list(queries.replacements(entry)), submit_label="Stop using this entry")
    if request.method == "POST" and form.is_valid():
        actions.retire_resource(by=request.actor, resource=entry, replaced_by=form.successor)
        return redirect("resource", resource=entry.pk)
    return render(request, "emergency/resource_retire.html", {"form": form, "resource": entry})


@staff_page("admin")
@require_POST
def resource_adopt(request: StaffRequest, resource: UUID) -> HttpResponse:
    actions.adopt_resource(by=request.actor, resource=queries.get_resource(resource))
    return redirect("resource", resource=resource)


@staff_page(*READERS)
def resource_problem(request: StaffRequest, resource: UUID) -> HttpResponse:
    entry = queries.get_resource(resource)
    form = ProblemForm(request.POST or None)
    back = way_back(request, otherwise=reverse("resource", args=[entry.pk]))
    if form.is_valid():
        actions.report_problem(by=request.actor, resource=entry, **form.cleaned_data)
        return redirect(back)
    return render(request, "emergency/resource_problem.html", {"form": form, "resource": entry, "back": back})


@staff_page("admin")
@require_POST
def problem_settle(request: StaffRequest, problem_report: UUID) -> HttpResponse:
    report = actions.settle_problem(by=request.actor, report=queries.get_problem(problem_report))
    return redirect("resource", resource=report.resource_id)


@require_POST
@staff_page("admin")
def resource_hours(request: StaffRequest) -> HttpResponse:
    """How the machine reads the hours that somebody types."""
    words = {name: request.POST.get(name, "")[:160] for name in ("hours", "time_zone", "postcode", "county", "region")}
    country = country_said(request.POST.get("country_code", ""), request.membership.clinic.country_code)
    typed = Resource(country_code=country, **words)
    zone = typed.time_zone if typed.time_zone in time_zones() else ""
    typed.time_zone = zone
    return render(request, "emergency/parts/hours_read.html", {"hours": typed.hours, "read": reading(fill(typed).opening)})


def _initial(entry: Resource) -> dict[str, Any]:
    known = {name: getattr(entry, name) for name in actions.EDITABLE} | {"version": entry.version}
    answers = {name: asked(entry, name) for name in ("may_dispatch", "comes_to_home")}
    return known | answers | {"also_covers": "\n".join(entry.also_covers)}
