"""The plan on the phone, only its numbers, and on paper."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template import loader
from django.urls import reverse

from clinic.portal.access import ClientRequest, client_page, unless_read_only
from clinic.portal.queries import numbers_of, people_of, shown_plan
from safetyplans.actions.shares import record_opening
from safetyplans.actions.versions import record_own_part
from safetyplans.content import ClientPlan
from safetyplans.document_queries import failed, stored
from safetyplans.models import Participation, PlanDocument, PlanVersion
from safetyplans.steps import BY_KEY
from safetyplans.version_queries import own_answers

SECONDS, LOOKS = 3, 40  # a page left open must not visit for ever


@client_page
def plan(request: ClientRequest) -> HttpResponse:
    """The plan as the client sees it today; without one that is shared, help numbers and plain words."""
    shown = shown_plan(request.client)
    if shown is None:
        return render(request, "portal/no_plan.html")
    with unless_read_only():
        record_opening(by=request.actor, version=shown.version)
    found = {
        "plan": shown.page,
        "steps": [(step, step.key in BY_KEY and BY_KEY[step.key].opens) for step in shown.page.in_order],
        "first_contact": first_contact(shown.page),
        "own_answer": next(iter(own_answers(shown.version)), None),
    }
    return render(request, "portal/plan.html", found)


@client_page
def own_part(request: ClientRequest) -> HttpResponse:
    """I took part, or I have my copy: said once for each version, by a button of the page."""
    shown = shown_plan(request.client)
    if shown is None:
        raise Http404
    answer = request.POST.get("answer", "")
    if answer in Participation.Answer.values:
        record_own_part(by=request.actor, version=shown.version, answer=Participation.Answer(answer))
    return redirect(reverse("my-plan") + "#my-part")


@client_page
def numbers(request: ClientRequest) -> HttpResponse:
    """Only the numbers."""
    shown = shown_plan(request.client)
    page = shown.page if shown else None
    found = {
        "people": people_of(page) if page else [],
        "numbers": numbers_of(page) if page else [],
        "first_contact": first_contact(page) if page else None,
    }
    return render(request, "portal/numbers.html", found)


@client_page
def paper(request: ClientRequest) -> HttpResponse:
    """The ways to have it on paper."""
    shown = shown_plan(request.client)
    if shown is None:
        raise Http404
    sizes = sorted(PlanDocument.Paper.choices, key=lambda size: size[1] != request.clinic.country.paper)
    return render(request, "portal/print.html", {"plan": shown.page, "sizes": sizes, "first_contact": first_contact(shown.page)})


@client_page
def pdf(request: ClientRequest) -> HttpResponse:
    """The stored PDF of the version in force; until it is made a page that looks again by itself for two minutes."""
    shown = shown_plan(request.client)
    size = request.GET.get("paper", request.clinic.country.paper.lower())
    if shown is None or size not in PlanDocument.Paper.values:
        raise Http404
    document = stored(shown.version, style=PlanDocument.Style.FULL, paper=size)
    if document is None:
        return _not_yet(request, shown.version, size)
    response = HttpResponse(document.pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="my-page.pdf"'
    return response


def _not_yet(request: ClientRequest, version: PlanVersion, size: str) -> HttpResponse:
    looks = int(request.GET["look"]) if request.GET.get("look", "").isdecimal() else 0
    coming = looks < LOOKS and failed(version, style=PlanDocument.Style.FULL, paper=size) is None
    headers = {"Refresh": f"{SECONDS}; url={request.path}?paper={size}&look={looks + 1}"} if coming else {}
    page = loader.render_to_string("portal/pdf_soon.html", {"coming": coming}, request)
    return HttpResponse(page, status=202, headers=headers)


def first_contact(page: ClientPlan) -> dict[str, str] | None:
    """Whom the first button of the bottom bar calls, by first name: the bar is narrow."""
    person = page.first_contact
    return {"name": (person.name.split() or [""])[0], "tel": person.phone} if person else None
