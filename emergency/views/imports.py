"""A list into the directory, in four pages: upload, match, check, done."""

import json
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.web.errors import Conflict
from emergency import import_queries
from emergency.actions import imports as actions
from emergency.exports import csv_lines
from emergency.import_forms import CheckForm, MatchForm, UploadForm, lines
from emergency.models import ResourceImport


@staff_page("admin", event="directory.export")  # type: ignore[arg-type]  # an answer that is sent while it is read
def directory_export(request: StaffRequest) -> StreamingHttpResponse:
    """Every entry in use as CSV, sent while it is read."""
    headers = {"Content-Disposition": 'attachment; filename="directory.csv"'}
    return StreamingHttpResponse(csv_lines(request.membership.clinic_id), content_type="text/csv; charset=utf-8", headers=headers)


@staff_page("admin")
def directory_import(request: StaffRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        name, source = form.cleaned_data["file"].name, form.cleaned_data["source"]
        upload = actions.upload_list(by=request.actor, file_name=name, content=form.content, sheet=form.sheet, source=source)
        return redirect("directory-import-match", resource_import=upload.pk)
    return render(request, "emergency/import_upload.html", {"form": form})


@staff_page("admin")
def directory_import_match(request: StaffRequest, resource_import: UUID) -> HttpResponse:
    upload = _open(resource_import)
    form = MatchForm(request.POST or None, headers=upload.headers, initial=upload.columns)
    if form.is_valid():
        actions.match_columns(by=request.actor, upload=upload, columns=form.columns)
        return redirect("directory-import-check", resource_import=upload.pk)
    rows = import_queries.first_rows(upload)
    samples = [(heading, [row[at] for row in rows]) for at, heading in enumerate(upload.headers)]
    return render(request, "emergency/import_match.html", {"form": form, "upload": upload, "samples": samples})


@staff_page("admin")
def directory_import_check(request: StaffRequest, resource_import: UUID) -> HttpResponse:
    upload = _open(resource_import)
    if upload.state != ResourceImport.State.MATCHED:
        return redirect("directory-import-match", resource_import=upload.pk)
    ticks = {"ticked_out": request.POST.getlist("out"), "ticked_in": request.POST.getlist("in")}
    form = CheckForm(request.POST or None, **ticks)
    if form.is_valid():
        choice = actions.Choice(leave_out=form.out, take_in=form.taken)
        actions.confirm_import(by=request.actor, upload=upload, seen=form.cleaned_data["seen"], choice=choice)
        return redirect("directory-import-done", resource_import=upload.pk)
    return render(request, "emergency/import_check.html", {"form": form, "upload": upload, **_proposal(upload, form)})


@staff_page("admin")
def directory_import_done(request: StaffRequest, resource_import: UUID) -> HttpResponse:
    upload = import_queries.get_upload(resource_import)
    return render(request, "emergency/import_done.html", {"upload": upload, "result": upload.result})


@staff_page("admin")
@require_POST
def directory_import_cancel(request: StaffRequest, resource_import: UUID) -> HttpResponse:
    actions.cancel_import(by=request.actor, upload=import_queries.get_upload(resource_import))
    return redirect("directory")


def _open(upload_id: UUID) -> ResourceImport:
    upload = import_queries.get_upload(upload_id)
    if upload.settled_at:
        raise Conflict(actions.SETTLED)
    return upload


def _proposal(upload: ResourceImport, form: CheckForm) -> dict[str, object]:
    """What would happen to the rows, and the ticks of a page that came back."""
    sorting = import_queries.sort_upload(upload)
    taken_over = [change for change in sorting.changed if not change.adopted]
    return {
        "sorting": sorting,
        "counts": sorting.counts(),
        "seen": json.dumps(sorting.counts()),
        "proposed": len(sorting.new) + len(taken_over),
        "out": lines(form.ticked_out),
        "taken": lines(form.ticked_in),
    }
