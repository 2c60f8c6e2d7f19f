"""The clinic's list of whom to tell of an emergency: clinicians read it, admins keep it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.web.open_forms import carry, own_changes
from emergency.actions import notify as actions
from emergency.models import NotifyEntry
from emergency.notify_forms import NotifyForm
from emergency.notify_queries import get_notify_entry, notify_list
from emergency.permissions import may_edit_directory


@staff_page("therapist", "supervisor", "admin")
def listing(request: StaffRequest) -> HttpResponse:
    shown = {"entries": notify_list(), "may_edit": may_edit_directory(request.actor)}
    return render(request, "emergency/notify/list.html", shown)


@staff_page("admin")
def new(request: StaffRequest) -> HttpResponse:
    form = _form(request)
    if form.is_valid():
        actions.add_notify_entry(by=request.actor, **form.cleaned_data)
        return redirect("notify-list")
    return render(request, "emergency/notify/form.html", {"form": form, "entry": None})


@staff_page("admin")
def edit(request: StaffRequest, notify_entry: UUID) -> HttpResponse:
    entry = get_notify_entry(notify_entry)
    form = _form(request, entry)
    carry(form, entry)
    own = own_changes(form, entry) if form.is_valid() else {}
    if form.is_bound and not form.errors:
        actions.edit_notify_entry(by=request.actor, entry=entry, **own)
        return redirect("notify-list")
    return render(request, "emergency/notify/form.html", {"form": form, "entry": entry})


@require_POST
@staff_page("admin")
def move(request: StaffRequest, notify_entry: UUID) -> HttpResponse:
    actions.move_notify_entry_up(by=request.actor, entry=get_notify_entry(notify_entry))
    return redirect("notify-list")


@staff_page("admin")
def retire(request: StaffRequest, notify_entry: UUID) -> HttpResponse:
    entry = get_notify_entry(notify_entry)
    if request.method != "POST":
        return render(request, "emergency/notify/retire.html", {"entry": entry})
    actions.retire_notify_entry(by=request.actor, entry=entry)
    return redirect("notify-list")


def _form(request: StaffRequest, entry: NotifyEntry | None = None) -> NotifyForm:
    initial = {name: getattr(entry, name) for name in actions.WORDS} if entry else None
    return NotifyForm(
        request.POST or None, initial=initial, country=request.membership.clinic.country, cancel_url=reverse("notify-list")
    )
