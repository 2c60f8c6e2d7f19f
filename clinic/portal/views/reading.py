"""The plan on the phone, and only its numbers."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from clinic.portal.access import ClientRequest, client_page, unless_read_only
from clinic.portal.queries import numbers_of, people_of
from safetyplans.actions.shares import record_opening
from safetyplans.actions.versions import record_own_part
from safetyplans.following import open_following
from safetyplans.models import Participation
from safetyplans.steps import BY_KEY
from safetyplans.version_queries import own_answers


@client_page
def plan(request: ClientRequest) -> HttpResponse:
    """The plan as the client sees it today; without one that is shared, help numbers and plain words."""
    shown = request.own_plan()
    if shown is None:
        return render(request, "portal/no_plan.html", {"following": open_following(request.client)})
    with unless_read_only():
        record_opening(by=request.actor, version=shown.version)
    found = {
        "plan": shown.page,
        "steps": [(step, step.key in BY_KEY and BY_KEY[step.key].opens) for step in shown.page.in_order],
        "following": open_following(request.client),
        "own_answer": next(iter(own_answers(shown.version)), None),
    }
    return render(request, "portal/plan.html", found)


@client_page
def own_part(request: ClientRequest) -> HttpResponse:
    """I took part, or I have my copy: said once for each version, by a button of the page."""
    shown = request.own_plan()
    if shown is None:
        raise Http404
    answer = request.POST.get("answer", "")
    if answer in Participation.Answer.values:
        record_own_part(by=request.actor, version=shown.version, answer=Participation.Answer(answer))
    return redirect(reverse("my-plan") + "#my-part")


@client_page
def numbers(request: ClientRequest) -> HttpResponse:
    """Only the numbers."""
    shown = request.own_plan()
    page = shown.page if shown else None
    found = {"people": people_of(page) if page else [], "numbers": numbers_of(page) if page else []}
    return render(request, "portal/numbers.html", found)
