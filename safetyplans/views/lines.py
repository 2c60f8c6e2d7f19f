"""What the editor's script sends: one line at a time. Answers are the status line and nothing else (at most 512 bytes)."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.accounts.queries import member_names
from clinic.clients.queries import visible_client
from clinic.web.clock import clock
from clinic.web.saving import HIGHEST
from clinic.web.whole_numbers import number_of
from safetyplans import queries
from safetyplans.actions import items, notes
from safetyplans.actions.notes import Asked
from safetyplans.forms.drafting import LineForm, NewLineForm, NoteForm, SignForm, as_sent
from safetyplans.models import Item, ItemNote
from safetyplans.steps import BY_SLUG

MOST = 10_000  # lines of a step that an order is asked about


def _line(request: StaffRequest, client: UUID, item: UUID) -> Item:
    return queries.get_item(visible_client(request.actor, client), item)


SAVED = '<p data-item="{}" data-version="{}">{} <time>{}</time></p>'


def _saved(request: StaffRequest, item: Item | ItemNote, version: int | None = None) -> HttpResponse:
    """The status line, without a template: it is what a pause in typing waits for."""
    at = clock(item.changed_at.astimezone(request.membership.clinic.zone))
    return HttpResponse(format_html(SAVED, item.pk, item.version if version is None else version, _("All changes saved"), at))


def _problem(request: StaffRequest, words: str) -> HttpResponse:
    return render(request, "parts/not_saved.html", {"problem": words}, status=422)


@require_POST
@staff_page("therapist", "supervisor")
def add(request: StaffRequest, client: UUID, step: str) -> HttpResponse:
    """A new line in the client's words."""
    plan = queries.get_plan(visible_client(request.actor, client))
    form = NewLineForm(request.POST)
    if step not in BY_SLUG:
        raise Http404
    if not form.is_valid():
        return _problem(request, form.problem)
    item = items.add_item(
        by=request.actor,
        plan=plan,
        step=BY_SLUG[step],
        text=form.cleaned_data["text"],
        purpose=form.cleaned_data["purpose"],
        operation_id=form.operation_id,
    )
    return _saved(request, item)


@require_POST
@staff_page("therapist", "supervisor")
def save(request: StaffRequest, client: UUID, item: UUID) -> HttpResponse:
    """The line with these words; 409 with both texts when somebody else was first."""
    form = LineForm(request.POST)
    if not form.is_valid():
        return _problem(request, form.problem)
    try:
        saved = items.save_item(
            by=request.actor,
            client_id=client,
            item_id=item,
            text=form.cleaned_data["text"],
            seen_version=form.seen_version,
            operation_id=form.operation_id,
        )
    except items.ItemChanged as changed:
        return changed_answer(request, changed.item, form.cleaned_data["text"])
    except items.ItemRemoved as removed:
        shown = {"message": str(removed), "who": _name(request, removed.item.removed_by_id), "item": removed.item}
        return render(request, "safetyplans/parts/line_gone.html", shown, status=409)
    return _saved(request, saved)


def changed_answer(request: StaffRequest, item: Item, mine: str) -> HttpResponse:
    """Both texts and the question which to keep."""
    shown = {"item": item, "mine": mine, "who": _name(request, item.changed_by_id)}
    return render(request, "safetyplans/parts/line_changed.html", shown, status=409)


def _name(request: StaffRequest, id: UUID | None) -> str:
    """Who it was; nobody's name on a shared screen, which says so with a header."""
    return "" if "X-Shared-Screen" in request.headers else member_names([id]).get(id or UUID(int=0), "")


@require_POST
@staff_page("therapist", "supervisor")
def sign(request: StaffRequest, client: UUID, item: UUID) -> HttpResponse:
    """What sort of warning sign the line is; 409 with both marks when somebody else was first."""
    line, form = _line(request, client, item), SignForm(request.POST)
    if not form.is_valid():
        return _problem(request, _("This line was not marked. Load the page again."))
    try:
        saved = items.set_sign(
            by=request.actor, item=line, sign=form.chosen, seen_version=form.seen_version, operation_id=form.operation_id
        )
    except items.SignChanged as changed:
        shown = {"item": changed.item, "mine": form.chosen.label, "who": _name(request, changed.item.changed_by_id)}
        return render(request, "safetyplans/parts/sign_changed.html", shown, status=409)
    return _saved(request, saved, version=saved.sign_version)


@require_POST
@staff_page("therapist", "supervisor")
def note(request: StaffRequest, client: UUID, item: UUID) -> HttpResponse:
    """What was asked about the line; 409 with both notes when somebody else was first."""
    line, form = _line(request, client, item), NoteForm(request.POST)
    if not form.is_valid():
        return _problem(request, form.problem)
    try:
        saved = notes.save_note(
            by=request.actor, item=line, asked=form.asked, seen_version=form.seen_version, operation_id=form.operation_id
        )
    except notes.NoteChanged as changed:
        theirs, who = Asked.of(changed.note), _name(request, changed.note.changed_by_id)
        shown = {"note": changed.note, "theirs": theirs, "answers": as_sent(theirs), "asked": form.asked, "who": who}
        return render(request, "safetyplans/parts/note_changed.html", shown, status=409)
    return _saved(request, saved)


@require_POST
@staff_page("therapist", "supervisor")
def move(request: StaffRequest, client: UUID, item: UUID) -> HttpResponse:
    """To the place `to` of its step, counted from 1: sent again, it changes nothing."""
    line, to = _line(request, client, item), number_of(request.POST.get("to", ""), HIGHEST)
    if to is None:
        return _problem(request, _("This line was not moved. Load the page again."))
    items.move_item(by=request.actor, item=line, to=min(to, MOST))
    return _saved(request, line)


@require_POST
@staff_page("therapist", "supervisor")
def remove(request: StaffRequest, client: UUID, item: UUID) -> HttpResponse:
    return _saved(request, items.remove_item(by=request.actor, item=_line(request, client, item)))


@require_POST
@staff_page("therapist", "supervisor")
def restore(request: StaffRequest, client: UUID, item: UUID) -> HttpResponse:
    return _saved(request, items.restore_item(by=request.actor, item=_line(request, client, item)))
