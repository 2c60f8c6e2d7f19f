"""Reading a plan: the version in force as the client sees it, earlier versions, and taking one out of force."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.accounts.queries import member_names
from clinic.clients.permissions import may_write
from clinic.clients.queries import visible_client
from emergency.queries import current
from safetyplans import queries
from safetyplans.actions import versions
from safetyplans.content import as_written, for_client, kept_off_copies, resource_ids
from safetyplans.forms.finishing import ParticipationForm, WithdrawForm
from safetyplans.models import Participation, PlanVersion


@staff_page("therapist", "supervisor", event="plan.read")
def plan(request: StaffRequest, client: UUID) -> HttpResponse:
    person = visible_client(request.actor, client)
    found = queries.plan_of(person)
    shown = {
        "client": person,
        "here": "plan",
        "plan": found,
        "may_change": may_write(request.actor, person) and person.closed_at is None,
    }
    if found is not None:
        lines = queries.version_list(found)
        version = queries.version_in_force(found)
        shown |= {
            "versions": lines,
            "names": member_names(line.made_by_id for line in lines),
            "in_force": next((line for line in lines if line.in_force), None),
            "review": queries.open_review_of(found),
            "draft_is_newer": queries.draft_is_newer(found, version),
            "participation_form": ParticipationForm(action=reverse("plan-participation", kwargs={"client": client})),
        }
        shown |= _as_client_sees(version) if version else {}
    return render(request, "safetyplans/plan.html", shown)


def _as_client_sees(version: PlanVersion) -> dict[str, object]:
    document = version.content
    return {
        "version": version,
        "seen": for_client(document, current(resource_ids(document))),
        "kept_off": kept_off_copies(document),
        "ruled_out": queries.ruled_out_since(version),
    }


@staff_page("therapist", "supervisor", event="plan.version.read")
def version(request: StaffRequest, client: UUID, version: int) -> HttpResponse:
    """A version word for word, with the numbers it was made with."""
    person = visible_client(request.actor, client)
    plan = queries.get_plan(person)
    found = queries.version_numbered(plan, version)
    shown = {
        "client": person,
        "here": "plan",
        "plan": plan,
        "version": found,
        "line": next(line for line in queries.version_list(plan) if line.number == version),
        "made_by": member_names([found.made_by_id]).get(found.made_by_id, ""),
        "seen": as_written(found.content),
        "may_change": may_write(request.actor, person) and person.closed_at is None,
    }
    return render(request, "safetyplans/version.html", shown)


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


@require_POST
@staff_page("therapist", "supervisor")
def participation(request: StaffRequest, client: UUID) -> HttpResponse:
    """What the client did with the version in force, told later."""
    plan = queries.get_plan(visible_client(request.actor, client))
    form = ParticipationForm(request.POST)
    if form.is_valid() and plan.number:
        found = queries.version_numbered(plan, plan.number)
        answer = Participation.Answer(form.cleaned_data["answer"])
        versions.record_participation(by=request.actor, version=found, answer=answer)
    return redirect("plan", client=client)
