"""Which places of clients have no checked dispatch line, crisis team or emergency department."""

from django.http import HttpResponse
from django.shortcuts import render

from clinic.accounts.access import StaffRequest, staff_page
from emergency.gaps import coverage_table
from emergency.permissions import may_edit_directory


@staff_page("admin", "supervisor", event="coverage.read")
def coverage(request: StaffRequest) -> HttpResponse:
    """The table; only how many counties have a gap where the list of the directory asks."""
    table = coverage_table(request.membership.clinic.country_code)
    if request.headers.get("HX-Request"):
        return render(request, "emergency/parts/gap_count.html", {"table": table})
    return render(request, "emergency/coverage.html", {"table": table, "may_edit": may_edit_directory(request.actor)})
