"""What the clinician noticed, newest first, and putting an entry right by a new one."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from clinic.accounts.access import StaffRequest, staff_page
from clinic.accounts.queries import member_names
from clinic.clients.permissions import may_write
from clinic.clients.queries import visible_client
from intake import queries
from intake.actions.assessments import observe
from intake.assessment_forms import ObservationForm

CLINICIANS = ("therapist", "supervisor")
PER_PAGE = 20


@staff_page(*CLINICIANS, event="observations.read")
def page(request: StaffRequest, client: UUID) -> HttpResponse:
    row, today = visible_client(request.actor, client), request.membership.clinic.today
    form = ObservationForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        observe(by=request.actor, client=row, **form.cleaned_data)
        return redirect("observation-list", client=row.pk)
    listed = Paginator(queries.observations(row), PER_PAGE).get_page(request.GET.get("page"))
    corrections = queries.corrections_of(listed.object_list)
    shown = {
        "client": row, "form": form, "page": listed, "may_write": may_write(request.actor, row),
        "rows": [(each, corrections.get(each.pk)) for each in listed.object_list],
        "names": member_names(each.by_id for each in listed.object_list),
    }  # fmt: skip
    return render(request, "intake/observations.html", shown, status=422 if form.errors else 200)


@staff_page(*CLINICIANS, event="observations.read")
def correct(request: StaffRequest, client: UUID, observation: UUID) -> HttpResponse:
    """The entry in a form; what is recorded stands beside it, the old one is not changed."""
    row, today = visible_client(request.actor, client), request.membership.clinic.today
    before = queries.observation(row, observation)
    if before is None or not may_write(request.actor, row):
        raise Http404
    initial = {"what": before.what, "words": before.words, "source": before.source, "seen_on": before.seen_on}
    form = ObservationForm(request.POST or None, today=today, initial=initial)
    if request.method == "POST" and form.is_valid():
        observe(by=request.actor, client=row, corrects=before, **form.cleaned_data)
        return redirect("observation-list", client=row.pk)
    shown = {"client": row, "form": form, "before": before}
    return render(request, "intake/observation_correct.html", shown, status=422 if form.errors else 200)
