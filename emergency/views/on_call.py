"""Who is on call: kept by admins and supervisors, asked from the crisis view."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.accounts.queries import clinicians
from emergency import on_call_queries
from emergency.actions.on_call import end_on_call, put_on_call
from emergency.on_call_forms import TurnForm


@staff_page("admin", "supervisor")
def oncall(request: StaffRequest) -> HttpResponse:
    """The schedule from now on, and a form for one more turn."""
    form = TurnForm(request.POST or None, members=clinicians(), zone=request.membership.clinic.zone)
    if form.is_valid():
        values = form.cleaned_data
        put_on_call(by=request.actor, member=values["member"], starts_at=values["starts_at"], ends_at=values["ends_at"])
        return redirect("oncall")
    shown = {"turns": on_call_queries.turns(), "asked": on_call_queries.on_call_now(), "form": form}
    return render(request, "emergency/on_call.html", shown, status=422 if form.is_bound else 200)


@require_POST
@staff_page("admin", "supervisor")
def oncall_end(request: StaffRequest, on_call: UUID) -> HttpResponse:
    end_on_call(by=request.actor, on_call=on_call_queries.turn_of(on_call))
    return redirect("oncall")
