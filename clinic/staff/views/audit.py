"""The auditor's page: who did what and when, by pseudonym, without any clinical word."""

import csv
from io import StringIO
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients.break_glass_queries import opened_records
from clinic.staff import audit
from clinic.staff.audit_forms import AuditFilter
from clinic.web.spreadsheets import guarded


def _filtered(request: StaffRequest) -> tuple[AuditFilter, Any]:
    form = AuditFilter(request.GET or None, members=audit.members(), actions=audit.actions())
    return form, audit.found(form.chosen(), request.membership.clinic)


@staff_page("auditor", event="audit.read")
def page(request: StaffRequest) -> HttpResponse:
    form, events = _filtered(request)
    shown = Paginator(events, 50).get_page(request.GET.get("page"))
    rows = audit.rows(list(shown), request.membership.clinic)
    return render(request, "staff/audit.html", {"form": form, "page": shown, "rows": rows, "query": form.query()})


@staff_page("auditor", event="audit.read")
def opened(request: StaffRequest) -> HttpResponse:
    """Records that were opened in an emergency: who, when, and whether it was said why."""
    shown = Paginator(opened_records(), 50).get_page(request.GET.get("page"))
    return render(request, "staff/audit_opened.html", {"page": shown, "rows": audit.opened_rows(shown)})


@staff_page("auditor", event="audit.export")
def export(request: HttpRequest) -> HttpResponse:
    """The filtered events as CSV, at most audit.EXPORT_LIMIT of them, newest first; itself an event."""
    _, events = _filtered(request)  # type: ignore[arg-type]
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(audit.COLUMNS)
    writer.writerows(map(guarded, row.cells()) for row in audit.rows(list(events[: audit.EXPORT_LIMIT]), request.membership.clinic))  # type: ignore[attr-defined]
    return HttpResponse(
        out.getvalue(), content_type="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="events.csv"'}
    )
