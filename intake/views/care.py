"""Whether teletherapy suits this client: the decision with its reason, and the earlier ones."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from clinic.accounts.access import StaffRequest, staff_page
from clinic.accounts.queries import member_names
from clinic.clients.permissions import may_write
from clinic.clients.queries import visible_client
from intake import queries
from intake.actions.assessments import decide_care
from intake.assessment_forms import CareForm

CLINICIANS = ("therapist", "supervisor")
PER_PAGE = 20


@staff_page(*CLINICIANS, event="care.read")
def page(request: StaffRequest, client: UUID) -> HttpResponse:
    row = visible_client(request.actor, client)
    form = CareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decide_care(by=request.actor, client=row, **form.cleaned_data)
        return redirect("intake-care", client=row.pk)
    listed = Paginator(queries.care_decisions(row), PER_PAGE).get_page(request.GET.get("page"))
    shown = {
        "client": row, "form": form, "page": listed, "names": member_names(each.by_id for each in listed.object_list),
        "suitability": queries.suitability(row), "may_write": may_write(request.actor, row),
    }  # fmt: skip
    return render(request, "intake/care.html", shown, status=422 if form.errors else 200)
