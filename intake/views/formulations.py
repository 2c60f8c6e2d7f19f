"""The clinician's view of the risk, dated and repeated: its history, a new one, and two beside each other."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from clinic.accounts.access import StaffRequest, staff_page
from clinic.accounts.queries import member_names
from clinic.clients.permissions import may_write
from clinic.clients.queries import visible_client
from intake import queries
from intake.actions.assessments import formulate
from intake.assessment_forms import FormulationForm
from intake.assessments import FORMULATION
from intake.models import Formulation
from intake.questions import Question

CLINICIANS = ("therapist", "supervisor")
PER_PAGE = 10


@staff_page(*CLINICIANS, event="formulations.read")
def history(request: StaffRequest, client: UUID) -> HttpResponse:
    row = visible_client(request.actor, client)
    listed = Paginator(queries.formulations(row), PER_PAGE).get_page(request.GET.get("page"))
    shown = {
        "client": row, "page": listed, "names": member_names(each.by_id for each in listed.object_list),
        "may_write": may_write(request.actor, row),
    }  # fmt: skip
    return render(request, "intake/formulations.html", shown)


@staff_page(*CLINICIANS, event="formulations.read")
def new(request: StaffRequest, client: UUID) -> HttpResponse:
    """An empty form; the words of the last one only when asked for, the level never."""
    row = visible_client(request.actor, client)
    if not may_write(request.actor, row):
        raise Http404
    last = queries.formulations(row).first()
    begun = last if "last" in request.GET else None
    form = FormulationForm(request.POST or None, initial=begun.words if begun else None)
    if request.method == "POST" and form.is_valid():
        formulate(by=request.actor, client=row, words=form.words(), level=form.cleaned_data["level"])
        return redirect("intake-formulations", client=row.pk)
    shown = {"client": row, "form": form, "last": last, "begun": begun}
    return render(request, "intake/formulation_new.html", shown, status=422 if form.errors else 200)


@staff_page(*CLINICIANS, event="formulations.read")
def compare(request: StaffRequest, client: UUID) -> HttpResponse:
    """Two dates beside each other, the earlier one first: the two chosen, else the newest two. No difference is counted."""
    row = visible_client(request.actor, client)
    dates = list(queries.formulations(row))
    chosen = [each for each in dates if str(each.pk) in (request.GET.get("one"), request.GET.get("two"))]
    both = chosen if len(chosen) == 2 else dates[:2]
    shown = {
        "client": row, "dates": dates, "both": both[::-1], "lines": side_by_side(both[::-1]),
        "names": member_names(each.by_id for each in both),
    }  # fmt: skip
    return render(request, "intake/formulation_compare.html", shown)


def side_by_side(both: list[Formulation]) -> list[tuple[Question, list[str]]]:
    """Each question of the table with what either said to it."""
    return [(question, [each.words.get(question.key, "") for each in both]) for question in FORMULATION]
