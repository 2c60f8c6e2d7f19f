"""One's own account."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from clinic.accounts.access import StaffRequest, staff_page
from clinic.accounts.actions import members
from clinic.accounts.forms import DetailsForm
from clinic.accounts.queries import recovery_codes


@staff_page()
def account(request: StaffRequest) -> HttpResponse:
    member = request.membership
    shown = {"name": member.name, "phone": member.phone, "hours": member.hours}
    form = DetailsForm(request.POST or None, initial=shown, country=member.clinic.country)
    if form.is_valid():
        members.set_details(by=request.actor, member=member, **form.cleaned_data)
        return redirect("account")
    codes = recovery_codes(member.user)
    return render(request, "accounts/account.html", {"form": form, "codes_left": len(codes.hashes) if codes else 0})
