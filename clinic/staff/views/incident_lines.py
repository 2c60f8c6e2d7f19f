"""What is added to an incident: lines, corrections, consultations, disclosures and what follows it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.accounts.access import StaffRequest, staff_page
from clinic.accounts.queries import clinicians
from clinic.clients.permissions import may_write, require
from clinic.clients.queries import visible_client
from clinic.staff import incidents as reads
from clinic.staff.views.incidents import CLINICIANS, ask, back, writable
from emergency import incident_queries as queries
from emergency import timeline
from emergency.actions import follow_ups, incidents
from emergency.actions.disclosures import disclose
from emergency.clocks import Clock
from emergency.follow_up_forms import FollowUpChangeForm, FollowUpForm, SettleForm
from emergency.incident_forms import ConsultForm, CorrectionForm, DisclosureForm, LineForm
from emergency.models import Incident, IncidentEntry


def _on_clock(request: StaffRequest, found: Incident) -> dict[str, Any]:
    clock = reads.clock_of(found, request.membership.clinic)
    return {"clock": clock, "not_before": found.opened_at, "cancel_url": back(found)}


def _initial(clock: Clock, at: Any) -> dict[str, Any]:
    """Day and time as the boxes of a form take them."""
    local = clock.local(at)
    return {"day": local.date(), "hour": local.time().replace(second=0, microsecond=0, tzinfo=None)}


def _now(clock: Clock) -> dict[str, Any]:
    return _initial(clock, timezone.now())


def _of_call(entry: IncidentEntry, clock: Clock) -> dict[str, Any]:
    """Whom, when, and what the screen knew of a right to call. On what basis it was told is for the therapist to choose."""
    number = entry.contact.phone if entry.contact else ""
    recipient = ", ".join(filter(None, [timeline.reached(entry), number]))
    basis = timeline.BASES.get(entry.basis)
    words = _("At the call: %(basis)s") % {"basis": basis} if basis else ""
    return {"recipient": recipient, "basis_words": words} | (_initial(clock, entry.at) if entry.at else {})


@staff_page(*CLINICIANS, event="incident.read")
def line(request: StaffRequest, client: UUID, incident: UUID) -> HttpResponse:
    found = writable(request, client, incident)
    around = _on_clock(request, found)
    form = LineForm(request.POST or None, initial=_now(around["clock"]), **around)
    if form.is_valid():
        incidents.add_line_late(by=request.actor, incident=found, words=form.cleaned_data["words"], at=form.at)
        return redirect(back(found))
    return ask(request, found, form, _("Add what happened"))


@staff_page(*CLINICIANS, event="incident.read")
def correct(request: StaffRequest, client: UUID, incident: UUID, incident_entry: UUID) -> HttpResponse:
    """A new line beside one that was wrong."""
    found = writable(request, client, incident)
    entry = queries.entry_of(found, incident_entry)
    page = reads.page_of(request.actor, found, request.membership.clinic)
    old = next(each for each in page.lines if each.entry_id == entry.pk)
    initial = _initial(page.clock, entry.at) if entry.at else {}
    form = CorrectionForm(request.POST or None, initial=initial, **_on_clock(request, found))
    if form.is_valid():
        incidents.correct(by=request.actor, entry=entry, words=form.cleaned_data["words"], at=form.at)
        return redirect(back(found))
    return ask(request, found, form, _("Correct a line"), old=old)


@staff_page(*CLINICIANS, event="incident.read")
def consult(request: StaffRequest, client: UUID, incident: UUID) -> HttpResponse:
    found = writable(request, client, incident)
    around = _on_clock(request, found)
    form = ConsultForm(request.POST or None, initial=_now(around["clock"]), **around)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("with_whom", "advice")}
        incidents.consult(by=request.actor, incident=found, at=form.at, **said)
        return redirect(back(found))
    return ask(request, found, form, _("Add a consultation"))


@staff_page(*CLINICIANS, event="incident.read")
def disclosure(request: StaffRequest, client: UUID, incident: UUID) -> HttpResponse:
    """What was told to somebody in this incident; filled in from the call of the log that is named."""
    found = writable(request, client, incident)
    around = _on_clock(request, found)
    entry = queries.call_of(found, request.GET.get("call", ""))
    known = _of_call(entry, around["clock"]) if entry else _now(around["clock"])
    form = DisclosureForm(request.POST or None, initial=known, **around)
    if form.is_valid():
        disclose(by=request.actor, client=found.client, incident=found, at=form.at, **form.words)
        return redirect(back(found))
    return ask(request, found, form, _("Add a disclosure"))


@staff_page(*CLINICIANS, event="disclosure.read")
def disclosures(request: StaffRequest, client: UUID) -> HttpResponse:
    """The account of what was told about a client, to whom and why."""
    person = visible_client(request.actor, client)
    shown = {"client": person, "rows": reads.account_of(person, request.membership.clinic)}
    return render(request, "staff/incidents/disclosures.html", shown | {"may_write": may_write(request.actor, person)})


@staff_page(*CLINICIANS, event="disclosure.read")
def disclosure_new(request: StaffRequest, client: UUID) -> HttpResponse:
    """A disclosure outside an incident."""
    person = visible_client(request.actor, client)
    require(may_write(request.actor, person))
    clock, home = Clock(request.membership.clinic.zone), reverse("disclosure-list", kwargs={"client": client})
    day_ago = timezone.now() - timedelta(days=1)
    form = DisclosureForm(request.POST or None, initial=_now(clock), clock=clock, not_before=day_ago, cancel_url=home)
    if form.is_valid():
        disclose(by=request.actor, client=person, at=form.at, **form.words)
        return redirect(home)
    shown = {"client": person, "form": form, "heading": _("Add a disclosure")}
    return render(request, "staff/incidents/client_form.html", shown, status=422 if form.is_bound else 200)


@staff_page(*CLINICIANS, event="incident.read")
def follow_up_new(request: StaffRequest, client: UUID, incident: UUID) -> HttpResponse:
    """One more thing to do."""
    found = writable(request, client, incident)
    form = FollowUpForm(request.POST or None, members=clinicians(), **_on_clock(request, found))
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("what", "words")}
        follow_ups.add_follow_up(by=request.actor, incident=found, due_at=form.due_at, owner=form.chosen, **said)
        return redirect(back(found))
    return ask(request, found, form, _("Add a follow-up"))


@staff_page(*CLINICIANS, event="incident.read")
def follow_up(request: StaffRequest, client: UUID, incident: UUID, follow_up: UUID) -> HttpResponse:
    """Another owner or another day."""
    found = writable(request, client, incident)
    thing = queries.follow_up_of(request.actor, found, follow_up)
    around = _on_clock(request, found)
    initial = _initial(around["clock"], thing.due_at) | {"owner": str(thing.owner_id or "")}
    form = FollowUpChangeForm(request.POST or None, initial=initial, members=clinicians(), **around)
    if form.is_valid():
        follow_ups.change_follow_up(by=request.actor, follow_up=thing, owner=form.chosen, due_at=form.due_at)
        return redirect(back(found))
    return ask(request, found, form, thing.get_what_display())


@staff_page(*CLINICIANS, event="incident.read")
def follow_up_done(request: StaffRequest, client: UUID, incident: UUID, follow_up: UUID) -> HttpResponse:
    """It was done, or is not needed."""
    found = queries.visible_incident(request.actor, client, incident)
    thing = queries.follow_up_of(request.actor, found, follow_up)
    form = SettleForm(request.POST or None, plain=thing.is_of_staff, cancel_url=back(found))
    if form.is_valid():
        follow_ups.settle_follow_up(by=request.actor, follow_up=thing, **form.said)
        return redirect(back(found))
    return ask(request, found, form, thing.get_what_display())
