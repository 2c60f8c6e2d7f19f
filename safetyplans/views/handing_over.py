"""Share and hand over: which ways to the client are safe, how far the plan has come, what the client says back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.accounts.queries import member_names
from clinic.clients.queries import contact_safety, open_devices, visible_client
from clinic.web.errors import Conflict
from safetyplans import queries
from safetyplans.actions import hand_overs, shares
from safetyplans.forms.finishing import HandOverForm
from safetyplans.models import HandOver, Plan, PlanVersion
from safetyplans.permissions import check_edit
from safetyplans.share_queries import arrival
from safetyplans.version_queries import somebody_to_call, whom_to_call


@staff_page("therapist", "supervisor", event="plan.share.read")
def share(request: StaffRequest, client: UUID) -> HttpResponse:
    """Who gets it, which ways are safe now and why others are not; then the hand-over."""
    plan = queries.plan_of(visible_client(request.actor, client))
    if plan is None:
        return redirect("plan", client=client)
    check_edit(request.actor, plan)
    if request.method == "POST":
        shares.share(by=request.actor, plan=plan)
        return redirect("plan-share", client=client)
    version = queries.version_in_force(plan)
    return _share_page(request, plan, version, _form(plan, version) if version else None)


@require_POST
@staff_page("therapist", "supervisor", event="plan.share.read")
def hand_over(request: StaffRequest, client: UUID) -> HttpResponse:
    """What the client found and said back of the version in force."""
    plan = queries.get_plan(visible_client(request.actor, client))
    check_edit(request.actor, plan)
    version = queries.version_in_force(plan)
    if version is None:
        raise Conflict(_("No version is in force."))
    form = _form(plan, version, request.POST)
    if not form.is_valid():
        return _share_page(request, plan, version, form, 422)
    version.plan = plan
    said = form.cleaned_data
    hand_overs.record_hand_over(by=request.actor, version=version, **{**said, "found": HandOver.Found(said["found"])})
    return redirect(reverse("plan-share", kwargs={"client": client}) + "#hand-over")


def _form(plan: Plan, version: PlanVersion, data: Any = None) -> HandOverForm:
    person = whom_to_call(version)
    names = {"name": plan.client.short_name, "who": (person.split() or [""])[0]}
    asked = _("%(name)s found “Call %(who)s” without help") if person else _("%(name)s found the numbers without help")
    action = reverse("plan-hand-over", kwargs={"client": plan.client_id})
    return HandOverForm(data, found_label=asked % names, action=action)


def _share_page(
    request: StaffRequest, plan: Plan, version: PlanVersion | None, form: HandOverForm | None, status: int = 200
) -> HttpResponse:
    safety = {each.channel.value: each for each in contact_safety(plan.client)}
    shown: dict[str, Any] = {
        "client": plan.client,
        "here": "plan",
        "plan": plan,
        "version": version,
        "form": form,
        "somebody": plan.is_shared or plan.nobody_to_call_at is not None or bool(version and somebody_to_call(version)),
        "email": safety["email"],
        "devices": open_devices(plan.client),
    }
    if version is not None:
        talks = list(version.hand_overs.order_by("-at"))
        names = member_names(talk.by_id for talk in talks)
        shown |= {"arrival": arrival(plan, version), "hand_overs": [(talk, names.get(talk.by_id, "")) for talk in talks]}
    return render(request, "safetyplans/share.html", shown, status=status)


@staff_page("therapist", "supervisor", event="plan.share.read")
def end_share(request: StaffRequest, client: UUID) -> HttpResponse:
    person = visible_client(request.actor, client)
    plan = queries.get_plan(person)
    check_edit(request.actor, plan)
    if request.method != "POST":
        return render(request, "safetyplans/share_end.html", {"client": person, "plan": plan, "here": "plan"})
    shares.end_share(by=request.actor, plan=plan)
    return redirect("plan", client=client)
