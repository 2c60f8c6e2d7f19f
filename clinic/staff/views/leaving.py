"""A colleague leaves, or stays without caring for clients: the page asks who takes them."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from clinic.accounts import queries
from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients.actions.leaving import leave, stop_caring
from clinic.clients.forms.care import LeaveForm, StopCaringForm
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


@staff_page("admin")
def hand_over(request: StaffRequest, member: UUID) -> HttpResponse:
    """After the last clinical role was taken off on the page of roles, which hands on those that stay."""
    person = queries.member(member)
    if person is None or person.ended_at is not None:
        raise Http404
    others = [each for each in queries.clinicians() if each.id != member]
    back = reverse("staff-edit", kwargs={"member": member})
    asked = {"roles": request.GET.getlist("roles")}
    form = StopCaringForm(request.POST or None, initial=asked, members=others, cancel_url=back)
    if not form.is_valid():
        shown = {"form": form, "member": person, "clients": caseload_size(member)}
        return render(request, "staff/hand_over.html", shown, status=422 if form.is_bound else 200)
    stop_caring(by=request.actor, member=person, roles=form.cleaned_data["roles"], takes_over=form.cleaned_data["holder"])
    return redirect("staff-list")
