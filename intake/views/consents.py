"""Explaining and recording consent to teletherapy."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clinic.accounts.access import StaffRequest, staff_page
from clinic.accounts.queries import member_names
from clinic.clients.permissions import may_write
from clinic.clients.queries import visible_client
from intake.actions import consents
from intake.consent import POINTS, VERSION, a_year_after
from intake.forms import ConsentForm
from intake.queries import consent
from intake.queries import consents as all_consents

CLINICIANS = ("therapist", "supervisor")


@staff_page(*CLINICIANS, event="consent.read")
def page(request: StaffRequest, client: UUID) -> HttpResponse:
    """The words to explain, the form while none is in force, and every consent with the words of its day."""
    row, today = visible_client(request.actor, client), request.membership.clinic.today
    form = ConsentForm(request.POST or None, initial={"renew_on": a_year_after(today)})
    if request.method == "POST" and form.is_valid():
        consents.give(by=request.actor, client=row, **form.cleaned_data)
        return redirect("intake-consent", client=row.pk)
    given = all_consents(row)
    current = next((each for each in given if each.is_in_force), None)
    shown = {
        "client": row, "form": form, "points": POINTS, "version": VERSION, "consents": given, "current": current,
        "is_due": bool(current and current.is_due(today)), "names": member_names(each.recorded_by_id for each in given),
        "may_write": may_write(request.actor, row),
    }  # fmt: skip
    return render(request, "intake/consent.html", shown, status=422 if form.errors else 200)


@staff_page(*CLINICIANS, event="consent.read")
def renew(request: StaffRequest, client: UUID) -> HttpResponse:
    """Today's words once more, and a new yes in the place of the one in force."""
    row, today = visible_client(request.actor, client), request.membership.clinic.today
    form = ConsentForm(request.POST or None, initial={"renew_on": a_year_after(today)}, submit_label=_("Renew consent"))
    if request.method == "POST" and form.is_valid():
        consents.renew(by=request.actor, client=row, **form.cleaned_data)
        return redirect("intake-consent", client=row.pk)
    shown = {"client": row, "form": form, "points": POINTS, "version": VERSION, "current": consent(row)}
    return render(request, "intake/consent_renew.html", shown, status=422 if form.errors else 200)


@staff_page(*CLINICIANS, event="consent.read")
def withdraw(request: StaffRequest, client: UUID) -> HttpResponse:
    row = visible_client(request.actor, client)
    if request.method == "POST":
        consents.withdraw(by=request.actor, client=row)
        return redirect("intake-consent", client=row.pk)
    return render(request, "intake/consent_withdraw.html", {"client": row})
