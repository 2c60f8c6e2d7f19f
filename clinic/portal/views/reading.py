"""The plan on the phone, only its numbers, and on paper."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from clinic.portal.access import ClientRequest, client_page
from clinic.portal.queries import in_order, numbers_of, people_of, plan_document, shown_plan
from safetyplans.actions.shares import record_opening
from safetyplans.content import ClientPlan
from safetyplans.models import PlanDocument
from safetyplans.steps import BY_KEY


@client_page
def plan(request: ClientRequest) -> HttpResponse:
    """The plan as the client sees it today; without one that is shared, help numbers and plain words."""
    shown = shown_plan(request.client)
    if shown is None:
        return render(request, "portal/no_plan.html")
    record_opening(by=request.actor, version=shown.version)
    steps = [(step, step.key in BY_KEY and BY_KEY[step.key].opens) for step in in_order(shown.page)]
    return render(request, "portal/plan.html", {"plan": shown.page, "steps": steps, "first_contact": first_contact(shown.page)})


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
    """The stored PDF of the version in force; a page that looks again by itself while it is being made."""
    shown = shown_plan(request.client)
    size = request.GET.get("paper", request.clinic.country.paper.lower())
    if shown is None or size not in PlanDocument.Paper.values:
        raise Http404
    document = plan_document(shown.version, size)
    if document is None:
        return render(request, "portal/pdf_soon.html", headers={"Refresh": "3"})
    response = HttpResponse(bytes(document.pdf), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="my-page.pdf"'
    return response


def first_contact(page: ClientPlan) -> dict[str, str] | None:
    """Whom the first button of the bottom bar calls, by first name: the bar is narrow."""
    person = page.first_contact
    return {"name": (person.name.split() or [""])[0], "tel": person.phone} if person else None
