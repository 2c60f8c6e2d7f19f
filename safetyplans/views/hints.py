"""The quality helper on the therapist's pages: its questions beside a step, and the answers to them. Never on a shared screen."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients.queries import visible_client
from safetyplans import queries
from safetyplans.actions.hints import answer_hint, ask_hint_again, tell_reading
from safetyplans.forms.hints import HintForm
from safetyplans.hint_queries import Hints, all_hints, delivery_hints, step_hints
from safetyplans.models import Plan
from safetyplans.permissions import check_edit
from safetyplans.steps import BY_SLUG

CHECK, PLAN = "check", "plan"


@require_GET
@staff_page("therapist", "supervisor", event="plan.hints.read")
def listing(request: StaffRequest, client: UUID, step: str) -> HttpResponse:
    """What to ask at this step now: asked for by the script after lines were saved, and told of once per visit."""
    plan = queries.get_plan(visible_client(request.actor, client))
    check_edit(request.actor, plan)
    if step not in BY_SLUG:
        raise Http404
    tell_reading(by=request.actor, plan=plan)
    return _fragment(request, plan, _hints(plan, step))


@require_POST
@staff_page("therapist", "supervisor")
def answer(request: StaffRequest, client: UUID) -> HttpResponse:
    """Note an answer, or take one back. A question that has gone meanwhile needs none."""
    plan = queries.get_plan(visible_client(request.actor, client))
    form = HintForm(request.POST)
    if not form.is_valid():
        raise Http404
    take(request, plan, form)
    at = form.cleaned_data["at"]
    if request.headers.get("HX-Request"):
        return _fragment(request, plan, _hints(plan, at))
    address = "plan" if at == PLAN else "plan-check" if at == CHECK else "plan-edit"
    named = {"client": client} if at in (PLAN, CHECK) else {"client": client, "step": at}
    return redirect(reverse(address, kwargs=named) + "#hints")


def take(request: StaffRequest, plan: Plan, form: HintForm) -> None:
    """What a button of a hint does, here and in the form of the editor."""
    hint = _hints(plan, form.cleaned_data["at"]).find(form.key)
    if hint is None:
        check_edit(request.actor, plan)
    elif form.answer == HintForm.AGAIN:
        ask_hint_again(by=request.actor, plan=plan, hint=hint)
    else:
        answer_hint(by=request.actor, plan=plan, hint=hint, answer=form.answer)


def _hints(plan: Plan, at: str) -> Hints:
    draft = queries.read_draft(plan)
    if at == PLAN:
        return delivery_hints(plan, draft)
    return step_hints(plan, draft, BY_SLUG[at]) if at in BY_SLUG else all_hints(plan, draft)


def _fragment(request: StaffRequest, plan: Plan, hints: Hints) -> HttpResponse:
    shown = {"client": plan.client, "plan": plan, "hints": hints, "loose": True}
    return render(request, "safetyplans/parts/hints.html", shown)
