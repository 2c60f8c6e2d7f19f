"""Taking a version out of force, and making a draft from one: each with a page of its own that says what will happen."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients.permissions import check_write
from clinic.clients.queries import visible_client
from safetyplans import queries
from safetyplans import version_queries as finished
from safetyplans.actions import returns, versions
from safetyplans.forms.finishing import WithdrawForm
from safetyplans.returning import returning, staying
from safetyplans.steps import STEPS


@staff_page("therapist", "supervisor", event="plan.version.read")
def withdraw(request: StaffRequest, client: UUID, version: int) -> HttpResponse:
    person = visible_client(request.actor, client)
    found = queries.version_numbered(queries.get_plan(person), version)
    back = reverse("plan-version", kwargs={"client": client, "version": version})
    label = _("Take version %(number)d out of force") % {"number": version}
    form = WithdrawForm(request.POST or None, cancel_url=back, submit_label=label)
    if request.method == "POST" and form.is_valid():
        versions.withdraw(by=request.actor, version=found, reason=form.cleaned_data["reason"])
        return redirect("plan", client=client)
    shown = {"client": person, "here": "plan", "version": found, "form": form}
    return render(request, "safetyplans/withdraw.html", shown, status=422 if form.errors else 200)


@staff_page("therapist", "supervisor", event="plan.version.read")
def draft_from(request: StaffRequest, client: UUID, version: int) -> HttpResponse:
    """Make a draft from an old version: what goes, what comes in, and what cannot come in as it was."""
    person = visible_client(request.actor, client)
    found = finished.version_of(person, version)
    check_write(request.actor, person)
    if request.method == "POST":
        returns.make_draft_from(by=request.actor, client=person, version=found)
        return redirect("plan-edit", client=client, step=STEPS[0].slug)
    plan, coming = queries.plan_of(person), returning(person, found.content)
    items = queries.read_draft(plan).items if plan else ()
    stay = len(staying(items, coming.lines))
    shown = {
        "client": person,
        "here": "plan",
        "version": found,
        "going": len(items) - stay,
        "entering": len(coming.lines) - stay,
        "coming": coming,
    }
    return render(request, "safetyplans/draft_from.html", shown)
