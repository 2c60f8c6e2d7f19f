"""One's own account."""

from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.accounts.actions import members
from clinic.accounts.forms import ClinicianDetailsForm, DetailsForm
from clinic.accounts.queries import recovery_codes
from clinic.accounts.sessions import open_sessions


@staff_page()
def account(request: StaffRequest) -> HttpResponse:
    member = request.membership
    initial = {name: getattr(member, name) for name in ("name", "phone", "hours", "licensed_in")}
    kind = ClinicianDetailsForm if request.actor.is_clinician else DetailsForm
    form = kind(request.POST or None, initial=initial, country=member.clinic.country)
    if form.is_valid():
        members.set_details(by=request.actor, member=member, **form.cleaned_data)
        return redirect("account")
    codes = recovery_codes(member.user)
    shown = {
        "form": form,
        "codes_left": len(codes.hashes) if codes else 0,
        "sessions": open_sessions(request.user, request.session),
    }
    return render(request, "accounts/account.html", shown)


@require_POST
@staff_page()
def sign_out_elsewhere(request: StaffRequest) -> HttpResponse:
    """Every other session of this person ends; this one goes on."""
    member = members.sign_out_everywhere(by=request.actor, member=request.membership)
    update_session_auth_hash(request, member.user)
    return redirect("account")
