"""Check and share: read the draft as the client will, put it in force, open or close the client's access."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients.queries import contact_safety, open_devices, visible_client
from clinic.web.errors import Conflict
from emergency.queries import current
from safetyplans import queries
from safetyplans.actions import drafts, shares, versions
from safetyplans.content import build, for_client, kept_off_copies, resource_ids
from safetyplans.forms.finishing import FinishForm
from safetyplans.models import Participation, Plan
from safetyplans.permissions import check_edit
from safetyplans.steps import STEPS


def _draft(request: StaffRequest, client: UUID) -> Plan | None:
    plan = queries.plan_of(visible_client(request.actor, client))
    if plan is not None:
        check_edit(request.actor, plan)
    return plan


@staff_page("therapist", "supervisor", event="plan.draft.read")
def check(request: StaffRequest, client: UUID) -> HttpResponse:
    """The draft as the client will read it, with what is missing; finishing puts it in force."""
    plan = _draft(request, client)
    if plan is None:
        return redirect("plan", client=client)
    today = plan.clinic.today
    initial = {"seen_number": plan.last_number, "review": str(plan.clinic.review_days)}
    form = FinishForm(request.POST or None, today=today, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return _check_page(request, plan, form, today, 422 if form.errors else 200)
    try:
        versions.put_in_force(
            by=request.actor,
            plan=plan,
            answer=Participation.Answer(form.cleaned_data["answer"]),
            review_on=form.cleaned_data["review_on"],
            numbers_checked=form.cleaned_data["numbers_checked"],
            seen_number=form.cleaned_data["seen_number"],
        )
    except Conflict as conflict:
        form.add_error(None, str(conflict))
        return _check_page(request, plan, form, today, 409)
    return redirect("plan-share", client=client)


def _check_page(request: StaffRequest, plan: Plan, form: FinishForm, today: date, status: int) -> HttpResponse:
    document = build(plan, number=plan.last_number + 1, made_on=today, made_by_id=request.actor.id)
    seen = for_client(document, current(resource_ids(document)))
    states = {step["key"]: step["state"] for step in document["steps"]}
    shown = {
        "client": plan.client,
        "plan": plan,
        "form": form,
        "seen": seen,
        "parts": [{"step": step, "seen": seen.step(step.key), "state": states[step.key]} for step in STEPS],
        "kept_off": kept_off_copies(document),
    }
    return render(request, "safetyplans/check.html", shown, status=status)


@require_POST
@staff_page("therapist", "supervisor")
def nobody(request: StaffRequest, client: UUID) -> HttpResponse:
    """It was talked about that there is nobody to call."""
    drafts.discuss_nobody_to_call(by=request.actor, plan=queries.get_plan(visible_client(request.actor, client)))
    return redirect(reverse("plan-check", kwargs={"client": client}) + "#somebody")


@staff_page("therapist", "supervisor", event="plan.share.read")
def share(request: StaffRequest, client: UUID) -> HttpResponse:
    """Who gets it, which ways are safe now and why others are not."""
    plan = _draft(request, client)
    if plan is None:
        return redirect("plan", client=client)
    if request.method == "POST":
        shares.share(by=request.actor, plan=plan)
        return redirect("plan-share", client=client)
    version = queries.version_in_force(plan)
    safety = {each.channel.value: each for each in contact_safety(plan.client)}
    lines = queries.version_list(plan)
    shown = {
        "client": plan.client,
        "here": "plan",
        "plan": plan,
        "version": version,
        "in_force": next((line for line in lines if line.in_force), None),
        "somebody": bool(version and version.content["first_contact"]) or plan.nobody_to_call_at is not None,
        "email": safety["email"],
        "devices": open_devices(plan.client),
    }
    return render(request, "safetyplans/share.html", shown)


@staff_page("therapist", "supervisor", event="plan.share.read")
def end_share(request: StaffRequest, client: UUID) -> HttpResponse:
    person = visible_client(request.actor, client)
    plan = queries.get_plan(person)
    check_edit(request.actor, plan)
    if request.method != "POST":
        return render(request, "safetyplans/share_end.html", {"client": person, "plan": plan, "here": "plan"})
    shares.end_share(by=request.actor, plan=plan)
    return redirect("plan", client=client)
