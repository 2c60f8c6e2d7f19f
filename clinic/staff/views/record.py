"""A client's record in one view, to read before, during and after a session, and to print."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients.break_glass_queries import held_for_a_time
from clinic.clients.permissions import may_write
from clinic.clients.queries import visible_client
from clinic.staff.queries import record_of
from safetyplans.steps import STEPS


@staff_page("therapist", "supervisor", event="client.read", reads_alone=True)
def client(request: StaffRequest, client: UUID) -> HttpResponse:
    person = visible_client(request.actor, client)
    may_change = may_write(request.actor, person)
    shown = {
        "client": person,
        "record": record_of(person, request.membership.clinic),
        "stand_in": held_for_a_time(request.actor, person),
        "may_change": may_change and person.closed_at is None,
        "may_tick": may_change,
        "first_step": STEPS[0].slug,
        "time_zone": request.membership.clinic.time_zone,
    }
    return render(request, "staff/record.html", shown)
