"""Who else has the plan open and which steps they changed: asked every few seconds, answered without a word of the plan."""

from hashlib import sha256
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.accounts.queries import member_names
from clinic.clients.queries import visible_client
from safetyplans import queries
from safetyplans.actions.presence import be_seen
from safetyplans.editor_queries import Change, changed_by_others, others_there
from safetyplans.forms.drafting import PresenceForm
from safetyplans.steps import BY_KEY, BY_SLUG


@require_POST
@staff_page("therapist", "supervisor")
def presence(request: StaffRequest, client: UUID) -> HttpResponse:
    """204 while the same people are there and nobody else has changed anything since `since`."""
    plan = queries.get_plan(visible_client(request.actor, client))
    form = PresenceForm(request.POST)
    if not form.is_valid() or form.cleaned_data["step"] not in BY_SLUG:
        raise Http404
    be_seen(by=request.actor, plan=plan, step=BY_SLUG[form.cleaned_data["step"]])
    others = others_there(plan, request.actor)
    changes = changed_by_others(plan, request.actor, form.cleaned_data["since"])
    there = sha256("".join(map(str, others)).encode()).hexdigest()[:12] if others else ""
    if there == form.cleaned_data["there"] and not changes:
        return HttpResponse(status=204)
    names = {} if form.cleaned_data["shared"] else member_names([*others, *(change.who for change in changes)])
    shown = {
        "client": plan.client,
        "page": "plan-together" if form.cleaned_data["shared"] else "plan-edit",
        "there": there,
        "since": changes[-1].at if changes else form.cleaned_data["since"],
        "others": [names.get(id, _("Somebody else")) for id in others],
        "changes": [_told(change, names, form.cleaned_data["step"]) for change in changes],
    }
    return render(request, "safetyplans/parts/company.html", shown)


def _told(change: Change, names: dict[UUID, str], here: str) -> dict[str, object]:
    step = BY_KEY[change.step]
    return {"step": step, "here": step.slug == here, "at": change.at, "who": names.get(change.who, _("Somebody else"))}
