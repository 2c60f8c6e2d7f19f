"""A colleague leaves: the page asks who takes the clients."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from clinic.accounts import queries
from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients.actions.leaving import leave
from clinic.clients.forms.care import LeaveForm
from clinic.clients.queries import caseload_size


@staff_page("admin")
def deactivate(request: StaffRequest, member: UUID) -> HttpResponse:
    leaving = queries.member(member)
    if leaving is None or leaving.ended_at is not None:
        raise Http404
    others = [each for each in queries.clinicians() if each.id != member]
    form = LeaveForm(request.POST or None, members=others, cancel_url=reverse("staff-edit", kwargs={"member": member}))
    if not form.is_valid():
        shown = {"form": form, "leaving": leaving, "clients": caseload_size(member)}
        return render(request, "staff/leaving.html", shown, status=422 if form.is_bound else 200)
    leave(by=request.actor, member=leaving, takes_over=form.cleaned_data["holder"])
    return redirect("staff-list")
