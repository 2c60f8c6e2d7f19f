"""What the clinic does in an emergency: its steps, and its notes on the law of a place."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.web.errors import Conflict
from clinic.web.saving import HIGHEST
from clinic.web.whole_numbers import number_of
from emergency import protocol_queries as queries
from emergency.actions import protocols as actions
from emergency.protocol_forms import NewNoteForm, NoteForm, ProtocolForm, initial_of, place_name, rearranged, rows_of, rows_sent
from emergency.protocol_queries import Worded

KEEPERS = ("admin", "supervisor")


@staff_page(*KEEPERS)
def listing(request: StaffRequest) -> HttpResponse:
    """Every scenario and ladder, and the notes."""
    today = request.membership.clinic.today
    shown = {
        "rows": queries.worded(),
        "notes": [(note, place_name(note.country_code, note.region), note.is_overdue(today)) for note in queries.notes()],
    }
    return render(request, "emergency/protocols/list.html", shown | {"saved": "saved" in request.GET})


@staff_page(*KEEPERS)
def protocol(request: StaffRequest, protocol: str) -> HttpResponse:
    """One of them. Its buttons move lines about on the page; only saving changes anything."""
    worded = queries.worded_one(protocol)
    if "do" in request.POST:
        return _page(request, worded, _moved(request, worded), moved=True)
    form = _filled(request, worded)
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        said = {"steps": form.steps, "prompts": form.cleaned_data["prompts"]}
        try:
            actions.word_protocol(by=request.actor, key=protocol, seen_version=version, **said)
            return _saved()
        except Conflict as conflict:
            form.refuse(conflict)
    return _page(request, worded, form)


def _filled(request: StaffRequest, worded: Worded) -> ProtocolForm:
    ladder = worded.scenario.is_ladder
    if request.method == "POST":
        return ProtocolForm(request.POST, steps=len(rows_sent(request.POST)), ladder=ladder)
    rows = rows_of(worded.scenario)
    initial = initial_of(rows, "\n".join(worded.scenario.prompts), worded.version)
    return ProtocolForm(initial=initial, steps=len(rows), ladder=ladder)


def _moved(request: StaffRequest, worded: Worded) -> ProtocolForm:
    rows = rearranged(rows_sent(request.POST), request.POST["do"])
    initial = initial_of(rows, request.POST.get("prompts", ""), request.POST.get("version", ""))
    return ProtocolForm(initial=initial, steps=len(rows), ladder=worded.scenario.is_ladder)


def _saved() -> HttpResponse:
    """Back to the list, which says so."""
    return redirect(reverse("protocol-list") + "?saved=1")


def _page(request: StaffRequest, worded: Worded, form: ProtocolForm, **more: Any) -> HttpResponse:
    shown = {"worded": worded, "scenario": worded.scenario, "form": form, **more}
    return render(request, "emergency/protocols/protocol.html", shown, status=form.status)


@require_POST
@staff_page(*KEEPERS)
def reset(request: StaffRequest, protocol: str) -> HttpResponse:
    """Back to the words Handrail came with."""
    seen = number_of(request.POST.get("version", ""), HIGHEST) or 0
    actions.word_protocol(by=request.actor, key=protocol, steps=(), prompts=(), seen_version=seen)
    return _saved()


@staff_page(*KEEPERS)
def note_new(request: StaffRequest) -> HttpResponse:
    clinic = request.membership.clinic
    form = NewNoteForm(request.POST or None, first=clinic.country_code, today=clinic.today, cancel_url=reverse("protocol-list"))
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("words", "reviewed_on")}
        try:
            actions.add_note(by=request.actor, **(form.where | said))
            return _saved()
        except Conflict as conflict:
            form.refuse(conflict)
    return render(request, "emergency/protocols/note.html", {"form": form}, status=form.status)


@staff_page(*KEEPERS)
def note(request: StaffRequest, jurisdiction_note: UUID) -> HttpResponse:
    found = queries.note_of(jurisdiction_note)
    initial = {"words": found.words, "reviewed_on": found.reviewed_on, "version": found.version}
    today = request.membership.clinic.today
    form = NoteForm(request.POST or None, initial=initial, today=today, cancel_url=reverse("protocol-list"))
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("words", "reviewed_on")}
        try:
            actions.edit_note(by=request.actor, note=found, seen_version=form.cleaned_data["version"] or 0, **said)
            return _saved()
        except Conflict as conflict:
            form.refuse(conflict)
    shown = {"form": form, "note": found, "place": place_name(found.country_code, found.region)}
    return render(request, "emergency/protocols/note.html", shown, status=form.status)


@require_POST
@staff_page(*KEEPERS)
def note_end(request: StaffRequest, jurisdiction_note: UUID) -> HttpResponse:
    """No note for this place any more."""
    found = queries.note_of(jurisdiction_note)
    seen = number_of(request.POST.get("version", ""), HIGHEST) or 0
    actions.edit_note(by=request.actor, note=found, words="", reviewed_on=None, seen_version=seen)
    return _saved()
