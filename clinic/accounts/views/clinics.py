"""The clinic one works in now, and its settings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from clinic.accounts.access import StaffRequest, signed_in_page, staff_page
from clinic.accounts.actions import clinics
from clinic.accounts.forms import ClinicSettingsForm
from clinic.accounts.middleware import CLINIC
from clinic.accounts.sessions import hold
from clinic.web.errors import Http404
from clinic.web.open_forms import carry, own_changes


@staff_page()
def switch(request: StaffRequest) -> HttpResponse:
    mine = request.memberships
    if request.method == "POST":
        chosen = request.POST.get("clinic")
        if chosen not in {str(member.clinic_id) for member in mine}:
            raise Http404
        hold(request.session)
        request.session[CLINIC] = chosen
        return redirect("start")
    return render(request, "accounts/switch.html", {"memberships": mine})


@signed_in_page
def none(request: HttpRequest) -> HttpResponse:
    if request.actor is not None:  # type: ignore[attr-defined]
        return redirect("start")
    return render(request, "accounts/no_clinic.html")


@staff_page("admin")
def settings(request: StaffRequest) -> HttpResponse:
    clinic = request.membership.clinic
    initial = {name: getattr(clinic, name) for name in clinics.SETTINGS}
    form = ClinicSettingsForm(request.POST or None, initial=initial, country=clinic.country)
    carry(form, clinic)
    own = own_changes(form, clinic) if form.is_valid() else {}
    if form.is_bound and not form.errors:
        clinics.change_settings(by=request.actor, clinic=clinic, **own)
        return redirect("/manage/clinic/?saved=1")
    return render(request, "accounts/clinic_settings.html", {"form": form, "saved": "saved" in request.GET})
