"""The directory: list, entry, changes, problems."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from emergency import check_queries, checks, queries
from emergency.actions import directory as actions
from emergency.forms import ProblemForm, ResourceForm, RetireForm, SearchForm
from emergency.permissions import may_edit_directory

PER_PAGE = 50
READERS = ("therapist", "supervisor", "admin")


@staff_page(*READERS)
def directory(request: StaffRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    today = timezone.localdate()
    country_code = request.membership.clinic.country_code
    wanted = queries.Search(**{**form.wanted, "country_code": country_code})
    page = Paginator(queries.search(wanted, today), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "counts": check_queries.directory_counts(today), "filtered": bool(form.wanted)}
    return render(request, "emergency/directory.html", context | {"may_edit": may_edit_directory(request.actor)})


@staff_page(*READERS)
def resource(request: StaffRequest, resource: UUID) -> HttpResponse:
    entry = queries.get_resource(resource)
    context = {
        "resource": entry,
        "history": queries.history(entry),
        "problems": queries.open_problems(entry),
        "number_to_check": checks.number_to_check(entry),
        "may_edit": may_edit_directory(request.actor) and not entry.retired_at,
    }
    return render(request, "emergency/resource.html", context)


@staff_page("admin")
def resource_new(request: StaffRequest) -> HttpResponse:
    form = ResourceForm(request.POST or None, **_surroundings(request))
    if form.is_valid():
        made = actions.add_resource(by=request.actor, facts=form.facts, checked=form.cleaned_data["checked"])
        return redirect("resource", resource=made.pk)
    return render(request, "emergency/resource_form.html", {"form": form, "resource": None})


@staff_page("admin")
def resource_edit(request: StaffRequest, resource: UUID) -> HttpResponse:
    entry = queries.get_resource(resource)
    initial = {name: getattr(entry, name) for name in actions.EDITABLE} | {"version": entry.version}
    form = ResourceForm(request.POST or None, initial=initial, **(_surroundings(request) | {"country_code": entry.country_code}))
    if form.is_valid():
        actions.edit_resource(
            by=request.actor,
            resource=entry,
            facts=form.facts,
            seen_version=form.cleaned_data["version"] or 0,
            checked=form.cleaned_data["checked"],
        )
        return redirect("resource", resource=entry.pk)
    return render(request, "emergency/resource_form.html", {"form": form, "resource": entry})


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
    if form.is_valid():
        actions.report_problem(by=request.actor, resource=entry, **form.cleaned_data)
        return redirect("resource", resource=entry.pk)
    return render(request, "emergency/resource_problem.html", {"form": form, "resource": entry})


@staff_page("admin")
@require_POST
def problem_settle(request: StaffRequest, problem_report: UUID) -> HttpResponse:
    report = actions.settle_problem(by=request.actor, report=queries.get_problem(problem_report))
    return redirect("resource", resource=report.resource_id)


def _surroundings(request: StaffRequest) -> dict[str, Any]:
    clinic = request.membership.clinic
    return {"country": clinic.country, "country_code": clinic.country_code}
