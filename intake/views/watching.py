"""Who is told of an answer about self-harm that a client gave from a link."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from clinic.accounts.access import StaffRequest, staff_page
from clinic.accounts.queries import member_names
from intake.actions import screenings
from intake.screening_forms import WatchForm
from intake.screening_queries import last_watch, may_be_told, watch, who_may_be_told


@staff_page("admin", "supervisor")
def page(request: StaffRequest) -> HttpResponse:
    standing, last = watch(), last_watch()
    form = WatchForm(request.POST or None, members=who_may_be_told(), watch=standing.row if standing else None)
    if request.method == "POST" and request.POST.get("go") == "end":
        screenings.end_watch(by=request.actor)
        return redirect("screening-watch")
    if request.method == "POST" and form.is_valid():
        told = may_be_told(UUID(form.cleaned_data["told"]))
        screenings.set_watch(by=request.actor, told=told, within_minutes=form.cleaned_data["within_minutes"])
        return redirect("screening-watch")
    names = member_names([last.told_id, last.set_by_id]) if last else {}
    shown = {
        "form": form, "watch": standing, "left": names.get(last.told_id, "") if last and not standing else "",
        "set_by": names.get(last.set_by_id, "") if last else "", "last": last,
    }  # fmt: skip
    return render(request, "intake/screenings/watch.html", shown, status=422 if form.errors else 200)
