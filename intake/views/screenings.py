"""Questionnaires of a client: asked in the session answer by answer, their results, and what an answer about self-harm calls for."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients.actions import todos
from clinic.clients.models import Client
from clinic.clients.permissions import may_write
from clinic.clients.queries import visible_client
from clinic.clients.reach import reaching
from clinic.web.open_forms import carry, own_changes
from intake import instruments
from intake.actions import screenings
from intake.instruments import Instrument
from intake.models import Screening
from intake.screening import WHAT_THEN, standing
from intake.screening_forms import AgainForm, NoteForm, OneAnswerForm, ScreeningForm, SettleForm, name_of
from intake.screening_queries import again_of, first_contact, names_in, names_of, screening_of, series, shown, todo_of, watch
from intake.screening_queries import screenings as all_of

CLINICIANS = ("therapist", "supervisor")


def instrument_or_404(id: str) -> Instrument:
    if id not in instruments.IDS:
        raise Http404
    return instruments.get(id)


@staff_page(*CLINICIANS, event="screening.read")
def listing(request: StaffRequest, client: UUID) -> HttpResponse:
    return _list(request, visible_client(request.actor, client), AgainForm())


def _list(request: StaffRequest, row: Client, form: AgainForm) -> HttpResponse:
    found, clinic = all_of(row), request.membership.clinic
    form.action = reverse("screening-again", kwargs={"client": row.pk})
    context = {
        "client": row, "instruments": instruments.all_of_them(), "series": series(found, clinic.zone),
        "names": names_in(found), "watch": watch(), "may_change": may_write(request.actor, row) and row.closed_at is None,
        "may_set": request.actor.has("admin", "supervisor"), "again": again_of(row, clinic.zone), "today": clinic.today, "form": form,
    }  # fmt: skip
    return render(request, "intake/screenings/list.html", context, status=422 if form.errors else 200)


@require_POST
@staff_page(*CLINICIANS)
def again(request: StaffRequest, client: UUID) -> HttpResponse:
    """Ask one again every few weeks, or no more."""
    row = visible_client(request.actor, client)
    if "stop" in request.POST:
        screenings.ask_no_more(by=request.actor, client=row, instrument=instrument_or_404(request.POST["stop"]).id)
        return redirect("screening-list", client=row.pk)
    form = AgainForm(request.POST)
    if not form.is_valid():
        return _list(request, row, form)
    screenings.ask_again(by=request.actor, client=row, **form.cleaned_data)
    return redirect("screening-list", client=row.pk)


@staff_page(*CLINICIANS, event="screening.read")
def new(request: StaffRequest, client: UUID, instrument: str) -> HttpResponse:
    """What it is and where it comes from; a press starts it."""
    row, asked = visible_client(request.actor, client), instrument_or_404(instrument)
    if request.method == "POST":
        way = Screening.Way.SESSION if asked.wording_included else Screening.Way.RESULT
        made = screenings.begin(by=request.actor, client=row, instrument=asked.id, way=way)
        return redirect("screening", client=row.pk, screening=made.pk)
    return render(request, "intake/screenings/new.html", {"client": row, "instrument": asked})


@staff_page(*CLINICIANS, event="screening.read")
def page(request: StaffRequest, client: UUID, screening: UUID) -> HttpResponse:
    """The questions while it is open, and the result after it; without script the whole form is sent at once."""
    row = visible_client(request.actor, client)
    found = screening_of(row, screening)
    form = _form(request, found)
    if request.method == "POST" and form.is_valid():
        for item, value in form.given().items():
            screenings.answer(by=request.actor, screening=found, item=item, value=value)
        if request.POST.get("go") == "finish":
            screenings.finish(by=request.actor, screening=found)
        return redirect("screening", client=row.pk, screening=found.pk)
    return _show(request, row, found, form=form)


def _form(request: StaffRequest, found: Screening) -> ScreeningForm:
    data = request.POST if request.method == "POST" else None
    return ScreeningForm(data, instrument=instruments.get(found.instrument), given=standing(found.answers))


def _show(request: StaffRequest, client: Client, found: Screening, **forms: Any) -> HttpResponse:
    """The page of one questionnaire; `forms` are those that were sent, so that their errors show."""
    form = forms.get("form") or _form(request, found)
    view, todo = shown(found), todo_of(found)
    may_change = may_write(request.actor, client) and client.closed_at is None
    context = {
        "client": client, "reaching": reaching(client) if todo and not todo.done_at else None, "shown": view, "todo": todo, "form": form, "names": names_of(found, todo),
        "is_asked": view.is_open and may_change and found.way != Screening.Way.LINK,
        "rows": [(item, form[name_of(item)], item.id in view.outcome.positive) for item in view.instrument.items],
        "first_contact": first_contact(client), "may_change": may_change, "then": WHAT_THEN.get(view.outcome.result, ""),
        "may_settle": may_write(request.actor, client) or request.actor.has("supervisor"),
        "note_form": forms.get("note_form") or _note_form(found),
        "settle_form": forms.get("settle_form") or SettleForm(),
    }  # fmt: skip
    return render(
        request, "intake/screenings/page.html", context, status=422 if any(each.errors for each in forms.values()) else 200
    )


@require_POST
@staff_page(*CLINICIANS)
def answer(request: StaffRequest, client: UUID, screening: UUID, question: str) -> HttpResponse:
    """Store one answer as it is given; with help when it is about self-harm."""
    row = visible_client(request.actor, client)
    found = screening_of(row, screening)
    items = {item.id: item for item in instruments.get(found.instrument).items}
    if question not in items:
        raise Http404
    form = OneAnswerForm(request.POST, item=items[question])
    if not form.is_valid():
        return render(request, "intake/parts/answer_refused.html", {"form": form}, status=422)
    saved = screenings.answer(by=request.actor, screening=found, item=question, **form.cleaned_data)
    view = shown(saved)
    is_positive = question in view.outcome.positive
    context = {
        "client": row, "shown": view, "is_positive": is_positive, "todo": todo_of(saved) if is_positive else None,
        "first_contact": first_contact(row) if is_positive else None,
    }  # fmt: skip
    return render(request, "intake/screenings/parts/answered.html", context)


def _note_form(found: Screening, data: QueryDict | None = None) -> NoteForm:
    form = NoteForm(data, initial={"note": found.note})
    carry(form, found)
    return form


@require_POST
@staff_page(*CLINICIANS)
def note(request: StaffRequest, client: UUID, screening: UUID) -> HttpResponse:
    row = visible_client(request.actor, client)
    found = screening_of(row, screening)
    form = _note_form(found, request.POST)
    own = own_changes(form, found) if form.is_valid() else {}
    if form.errors:
        return _show(request, row, found, note_form=form)
    screenings.judge(by=request.actor, screening=found, note=own.get("note", found.note))
    return redirect("screening", client=row.pk, screening=found.pk)


@require_POST
@staff_page(*CLINICIANS)
def settle(request: StaffRequest, client: UUID, screening: UUID) -> HttpResponse:
    """What was done about an answer about self-harm."""
    row = visible_client(request.actor, client)
    found = screening_of(row, screening)
    todo, form = todo_of(found), SettleForm(request.POST)
    if todo is None:
        raise Http404
    if not form.is_valid():
        return _show(request, row, found, settle_form=form)
    todo.client = row
    todos.done(by=request.actor, todo=todo, note=form.cleaned_data["done"])
    return redirect("screening", client=row.pk, screening=found.pk)
