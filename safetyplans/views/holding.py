"""Which plans hold an entry of the directory."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from clinic.accounts.access import StaffRequest, staff_page
from safetyplans import queries
from safetyplans.version_queries import clients_with_changed_numbers, holders


@staff_page("therapist", "supervisor", "admin", event="resource.plans.read")
def plans_of_resource(request: StaffRequest, resource: UUID) -> HttpResponse:
    """How many plans in force hold it; whose, only to those who may read them. A fragment where the entry's page asks."""
    entry = queries.get_resource(resource)
    shown = {"resource": entry, "holders": holders(request.actor, entry)}
    fragment = request.headers.get("HX-Request")
    return render(request, "safetyplans/parts/holders.html" if fragment else "safetyplans/holders.html", shown)


@staff_page("therapist", "supervisor", event="plan.changed_numbers")
def changed_numbers(request: StaffRequest) -> HttpResponse:
    """Whose plans, of one's own clients, hold a number that is no longer today's."""
    shown = {"clients": clients_with_changed_numbers(request.actor)}
    return render(request, "safetyplans/changed_numbers.html", shown)
