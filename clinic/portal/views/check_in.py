"""The questions before a session: three or four pages at one address, so that no step and no answer stands in the browser's history."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from clinic.portal.access import CheckInRequest, check_in_page
from clinic.portal.check_in import has_answered_enough, known_of
from clinic.portal.check_in_forms import AdultForm, CompanyForm, NumberForm, WhereForm
from clinic.web.errors import Conflict
from emergency.actions import check_ins
from emergency.check_in_links import said_time

MOST = 4
Forms = tuple[WhereForm, CompanyForm, NumberForm] | tuple[WhereForm, CompanyForm, NumberForm, AdultForm]
ENOUGH = "You have answered many times. Say the rest on the call."


@check_in_page
def check_in(request: CheckInRequest) -> HttpResponse:
    """Each page hands the answers so far on to the next; only the last one writes, once, all of them."""
    forms = _forms(request)
    answered = min(_page(request), len(forms)) if request.method == "POST" else 0
    back = "back" in request.POST
    page = max(answered - 1, 1) if back else answered + 1
    if answered and not back:
        wrong = next((number for number in range(1, answered + 1) if not forms[number - 1].is_valid()), 0)
        page = wrong or page
    if page > len(forms):
        return _keep(request, forms)
    form = forms[page - 1]
    form.is_bound = answered >= page and not back  # a page that is only come to is not judged
    shown = {
        "form": form,
        "page": page,
        "last": len(forms),
        "before": forms[: page - 1],
        "time": said_time(request.therapy_session),
    }
    return render(request, "portal/check_in/question.html", shown, status=422 if form.is_bound and form.errors else 200)


def _forms(request: CheckInRequest) -> Forms:
    """All of them, with what was sent of each; what was chosen before is shown again. The last one only where an adult belongs to it."""
    clinic = request.therapy_session.clinic
    known, pack = known_of(request.client, clinic), clinic.country
    sent: dict[str, Any] = {"data": request.POST or None, "initial": request.POST.dict()}
    asked = (
        WhereForm(places=known.places, country=pack, **sent),
        CompanyForm(**sent),
        NumberForm(known=known, country=pack, **sent),
    )
    return (*asked, AdultForm(**sent)) if known.has_an_adult else asked


def _page(request: CheckInRequest) -> int:
    """The number of the page that was sent."""
    said = request.POST.get("page", "")
    return int(said) if said in map(str, range(1, MOST + 1)) else 0


def _keep(request: CheckInRequest, forms: Forms) -> HttpResponse:
    where, company, number, *adult = forms
    if has_answered_enough(request.therapy_session):
        raise Conflict(ENOUGH)
    check_ins.check_in(
        by=request.actor,
        client=request.client,
        session=request.therapy_session,
        company=company.cleaned_data["company"],
        call_back=number.call_back,
        adult=adult[0].said if adult else "",
        **where.facts,
    )
    return render(request, "portal/check_in/done.html", {"time": said_time(request.therapy_session)})
