"""Reading a plan: the version in force as the client sees it, every version word for word, and what changed between two."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.accounts.queries import member_names
from clinic.clients.models import Client
from clinic.clients.permissions import may_write
from clinic.clients.queries import visible_client
from emergency.queries import current
from safetyplans import queries
from safetyplans import version_queries as finished
from safetyplans.actions import versions
from safetyplans.comparing import compare
from safetyplans.content import as_written, for_client, kept_off_copies, resource_ids
from safetyplans.forms.comparing import CompareForm
from safetyplans.forms.finishing import ParticipationForm
from safetyplans.hint_queries import asked_when_made, delivery_hints
from safetyplans.models import Participation, PlanVersion
from safetyplans.version_queries import VersionLine


@staff_page("therapist", "supervisor", event="plan.read", reads_alone=True)
def plan(request: StaffRequest, client: UUID) -> HttpResponse:
    """The version in force as the client sees it, beside what happened to it, and all versions."""
    person = visible_client(request.actor, client)
    found = queries.plan_of(person)
    lines = finished.version_list(person)
    shown = {**_of_record(request, person), "plan": found, "versions": lines, "names": _names(lines)}
    if found is not None:
        version = queries.version_in_force(found)
        shown |= {
            "in_force": next((line for line in lines if line.in_force), None),
            "review": queries.open_review_of(found),
            "draft_is_newer": finished.draft_is_newer(found, version),
            "participation_form": ParticipationForm(action=reverse("plan-participation", kwargs={"client": client})),
        }
        if version is not None:
            shown |= {**_as_client_sees(version), "hints": delivery_hints(found, queries.read_draft(found))}
    return render(request, "safetyplans/plan.html", shown)


def _of_record(request: StaffRequest, person: Client) -> dict[str, object]:
    return {"client": person, "here": "plan", "may_change": may_write(request.actor, person) and person.closed_at is None}


def _names(lines: list[VersionLine]) -> dict[UUID, str]:
    """Who made the versions, took them out of force, and heard what the client says."""
    withdrew = [line.withdrawn.by_id for line in lines if line.withdrawn]
    heard = [talk.by_id for line in lines for talk in line.hand_overs]
    return member_names([*(line.made_by_id for line in lines), *withdrew, *heard])


def _as_client_sees(version: PlanVersion) -> dict[str, object]:
    document = version.content
    ruled_out = finished.ruled_out_since(version)
    return {
        "version": version,
        "seen": for_client(document, current(resource_ids(document)), {person.pk for person in ruled_out}),
        "kept_off": kept_off_copies(document),
        "ruled_out": ruled_out,
        "numbers_changed": finished.numbers_changed_in(version),
    }


@staff_page("therapist", "supervisor", event="plan.version.read", reads_alone=True)
def version(request: StaffRequest, client: UUID, version: int) -> HttpResponse:
    """A version word for word, with the numbers it was made with: who, when, why, and how it stands."""
    person = visible_client(request.actor, client)
    found = finished.version_of(person, version)
    lines = finished.version_list(person)
    line = finished.line_of(lines, found)
    shown = {
        **_of_record(request, person),
        "plan": found.plan,
        "version": found,
        "asked": asked_when_made(found),
        "line": line,
        "names": _names([line]),
        "versions": lines,
        "seen": as_written(found.content),
    }
    return render(request, "safetyplans/version.html", shown)


@staff_page("therapist", "supervisor", event="plan.compare.read")
def comparison(request: StaffRequest, client: UUID) -> HttpResponse:
    """What changed from one version to another, or to the draft (number 0), word by word."""
    person = visible_client(request.actor, client)
    lines = finished.version_list(person)
    form = CompareForm(request.GET or None, lines=lines, draft=queries.plan_of(person) is not None)
    shown = {**_of_record(request, person), "form": form, "versions": lines}
    if form.is_valid():
        a, b = form.cleaned_data["a"], form.cleaned_data["b"]
        shown |= {"a": a, "b": b, "found": compare(finished.document_of(person, a), finished.document_of(person, b))}
    return render(request, "safetyplans/compare.html", shown, status=422 if form.errors else 200)


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
