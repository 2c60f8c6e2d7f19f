"""Todos are ticked off where they are met."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients.actions import todos
from clinic.clients.queries import visible_todo


@require_POST
@staff_page("therapist", "supervisor")
def done(request: StaffRequest, todo: UUID) -> HttpResponse:
    found = todos.done(by=request.actor, todo=visible_todo(request.actor, todo))
    if request.POST.get("back") == "client":
        return redirect("client", client=found.client_id)
    return redirect("today")
