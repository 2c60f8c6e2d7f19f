"""Check: read the draft as the client will, with what is missing, and put it in force."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients.queries import visible_client
from clinic.web.errors import Conflict
from emergency.queries import current
from safetyplans import queries
from safetyplans.actions import drafts, versions
from safetyplans.content import build, for_client, kept_off_copies, resource_ids, stamp
from safetyplans.forms.finishing import FinishForm
from safetyplans.hint_queries import all_hints
from safetyplans.models import Participation, Plan
from safetyplans.permissions import check_edit
from safetyplans.steps import as_read
from safetyplans.wording import steps_in


@staff_page("therapist", "supervisor", event="plan.draft.read")
def check(request: StaffRequest, client: UUID) -> HttpResponse:
    """The draft as the client will read it, with what is missing; finishing puts it in force."""
    plan = queries.plan_of(visible_client(request.actor, client))
    if plan is None:
        return redirect("plan", client=client)
    check_edit(request.actor, plan)
    today = plan.clinic.today
    form = _form(request, plan, today)
    if request.method != "POST" or not form.is_valid():
        return _check_page(request, plan, form, today, 422 if form.errors else 200)
    said = form.cleaned_data
    try:
        versions.put_in_force(
            by=request.actor,
            plan=plan,
            answer=Participation.Answer(said["answer"]),
            reason=said["reason"],
            review_on=said["review_on"],
            numbers_checked=said["numbers_checked"],
            seen_number=said["seen_number"],
            seen_stamp=said["seen_stamp"],
        )
    except Conflict as conflict:
        form.add_error(None, str(conflict))
        return _check_page(request, plan, form, today, 409)
    return redirect(reverse("plan-share", kwargs={"client": client}) + "#open")


def _form(request: StaffRequest, plan: Plan, today: date) -> FinishForm:
    label = _("Put in force and share with %(name)s") % {"name": plan.client.short_name} if plan.is_shared else ""
    return FinishForm(request.POST or None, today=today, review_days=plan.clinic.review_days, submit_label=label)


def _check_page(request: StaffRequest, plan: Plan, form: FinishForm, today: date, status: int) -> HttpResponse:
    plan.refresh_from_db(fields=["last_number"])  # a colleague may have been faster
    document = build(plan, number=plan.last_number + 1, made_on=today, made_by_id=request.actor.id)
    form.show(number=plan.last_number, stamp=stamp(document))
    seen = for_client(document, current(resource_ids(document)))
    states = {step["key"]: step["state"] for step in document["steps"]}
    steps = sorted(steps_in(plan.language), key=lambda step: as_read(step.number))
    shown = {
        "client": plan.client,
        "plan": plan,
        "form": form,
        "seen": seen,
        "parts": [{"step": step, "seen": seen.step(step.key), "state": states[step.key]} for step in steps],
        "kept_off": kept_off_copies(document),
        "hints": all_hints(plan, queries.read_draft(plan)),
    }
    return render(request, "safetyplans/check.html", shown, status=status)


@require_POST
@staff_page("therapist", "supervisor")
def nobody(request: StaffRequest, client: UUID) -> HttpResponse:
    """It was talked about that there is nobody to call."""
    drafts.discuss_nobody_to_call(by=request.actor, plan=queries.get_plan(visible_client(request.actor, client)))
    return redirect(reverse("plan-check", kwargs={"client": client}) + "#somebody")
