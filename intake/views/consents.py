"""Explaining and recording consent to teletherapy."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from clinic.accounts.access import StaffRequest, staff_page
from clinic.accounts.queries import member_names
from clinic.clients.permissions import may_write
from clinic.clients.queries import visible_client
from intake.actions import consents
from intake.consent import POINTS
from intake.forms import ConsentForm
from intake.queries import consents as all_consents

CLINICIANS = ("therapist", "supervisor")


@staff_page(*CLINICIANS, event="consent.read")
def page(request: StaffRequest, client: UUID) -> HttpResponse:
    row = visible_client(request.actor, client)
    form = ConsentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        consents.give(by=request.actor, client=row, how=clean["how"], given_at=clean["given_at"] or timezone.now())
        return redirect("intake-consent", client=row.pk)
    given = all_consents(row)
    shown = {
        "client": row, "form": form, "points": POINTS, "consents": given, "current": next((c for c in given if not c.withdrawn_at), None),
        "names": member_names(c.recorded_by_id for c in given), "may_write": may_write(request.actor, row),
    }  # fmt: skip
    return render(request, "intake/consent.html", shown, status=422 if form.errors else 200)


@staff_page(*CLINICIANS, event="consent.read")
def withdraw(request: StaffRequest, client: UUID) -> HttpResponse:
    row = visible_client(request.actor, client)
    if request.method == "POST":
        consents.withdraw(by=request.actor, client=row)
        return redirect("intake-consent", client=row.pk)
    return render(request, "intake/consent_withdraw.html", {"client": row})
