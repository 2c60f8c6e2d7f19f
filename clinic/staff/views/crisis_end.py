"""Somewhere else, and the end: the two pages that lead out of the crisis view."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients.actions.break_glass import give_reason
from clinic.clients.queries import place_of, places, visible_client
from clinic.staff.actions import end_and_follow_up
from clinic.staff.crisis import crisis_of
from clinic.staff.crisis_forms import EndForm, HeardForm
from emergency.actions.crisis import move
from emergency.session_queries import check_in_of

CLINICIANS = ("therapist", "supervisor")


@staff_page(*CLINICIANS, event="crisis.place", stays_open=True)
def crisis_place(request: StaffRequest, client: UUID) -> HttpResponse:
    """One press on a known place or on what was said, or an address as it was told; then back, with the numbers of that place."""
    person = visible_client(request.actor, client)
    form = HeardForm(request.POST or None, home=request.membership.clinic.country)
    known, said = request.POST.get("place", ""), request.POST.get("said", "")
    if request.method == "POST" and (known or said):
        place = place_of(person, _id(known)) if known else None
        move(by=request.actor, client=person, place=place, said=None if place else check_in_of(person, _id(said)))
        return redirect("crisis", client=person.pk)
    counties = form.counties if request.method == "POST" and form.is_valid() else []
    if request.method == "POST" and form.is_valid() and not counties:
        move(by=request.actor, client=person, where=form.where)
        return redirect("crisis", client=person.pk)
    shown = {"client": person, "places": places(person), "form": form, "counties": counties}
    return render(request, "staff/crisis/place.html", shown, status=422 if form.errors else 200)


@staff_page(*CLINICIANS, event="crisis.read", stays_open=True)
def crisis_end(request: StaffRequest, client: UUID) -> HttpResponse:
    """How it ended. Leaving the page leaves the crisis view open."""
    person = visible_client(request.actor, client)
    crisis = crisis_of(request.actor, person, request.membership)
    if crisis.incident is None and crisis.grant is None:
        return redirect("client", client=person.pk)
    form = EndForm(request.POST or None, incident=crisis.incident, grant=crisis.grant, cancel_url=request.path.removesuffix("end/"))
    if request.method == "POST" and form.is_valid():
        if crisis.grant is not None:
            give_reason(by=request.actor, grant=crisis.grant, why=form.cleaned_data["why"], reason=form.cleaned_data["reason"])
        if crisis.incident is not None:
            ended = end_and_follow_up(by=request.actor, incident=crisis.incident, **form.facts)
            if ended.number:
                return redirect("incident", client=person.pk, incident=ended.pk)
        return redirect("client", client=person.pk)
    shown = {"client": person, "crisis": crisis, "form": form}
    return render(request, "staff/crisis/end.html", shown, status=422 if form.is_bound else 200)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as problem:
        raise Http404 from problem
