"""Which places of clients have no checked dispatch line, crisis team or emergency department."""

from django.http import HttpResponse
from django.shortcuts import render

from clinic.accounts.access import StaffRequest, staff_page
from emergency.gaps import coverage_table
from emergency.permissions import may_edit_directory


@staff_page("admin", "supervisor", event="coverage.read")
def coverage(request: StaffRequest) -> HttpResponse:
    table = coverage_table(request.membership.clinic.country_code)
    return render(request, "emergency/coverage.html", {"table": table, "may_edit": may_edit_directory(request.actor)})
