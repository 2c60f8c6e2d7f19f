"""What goes on the card, and the contacts file."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients.queries import visible_client
from emergency.queries import current
from safetyplans import queries
from safetyplans.actions.card import choose_for_card
from safetyplans.card import described, is_line, is_number
from safetyplans.contacts_file import FILE_NAME, contacts_file, entries, renamed
from safetyplans.content import build, for_client, resource_ids
from safetyplans.forms.papers import CardForm, NamesForm
from safetyplans.models import Plan
from safetyplans.permissions import check_edit
from safetyplans.version_queries import ruled_out_since


@staff_page("therapist", "supervisor", event="plan.draft.read")
def card(request: StaffRequest, client: UUID) -> HttpResponse:
    """The client picks what stands on the card; it is frozen with the next version."""
    plan = queries.get_plan(visible_client(request.actor, client))
    check_edit(request.actor, plan)
    form = _card_form(request, plan)
    if request.method == "POST" and form.is_valid():
        choose_for_card(by=request.actor, plan=plan, chosen=form.chosen)
        return redirect("plan-check", client=client)
    shown = {"client": plan.client, "plan": plan, "form": form}
    return render(request, "safetyplans/documents/card.html", shown, status=422 if form.errors else 200)


def _card_form(request: StaffRequest, plan: Plan) -> CardForm:
    document = build(plan, number=plan.last_number + 1, made_on=plan.clinic.today, made_by_id=request.actor.id)
    seen = for_client(document, current(resource_ids(document)))
    items = [item for step in seen.in_order for item in step.items]
    chosen = {item["id"] for step in document["steps"] for item in step["items"] if item["on_card"]}
    numbers = [(str(item.id), described(item)) for item in items if is_number(item)]
    lines = [(str(item.id), described(item)) for item in items if is_line(item)]
    initial = {name: [id for id, _ in choices if id in chosen] for name, choices in (("numbers", numbers), ("lines", lines))}
    back = reverse("plan-check", kwargs={"client": plan.client_id})
    return CardForm(request.POST or None, numbers=numbers, lines=lines, initial=initial, cancel_url=back)


@staff_page("therapist", "supervisor", event="document.read")
def numbers(request: StaffRequest, client: UUID) -> HttpResponse:
    """The numbers of the version in force as a file, under the names that are typed here. Nothing of it is kept."""
    person = visible_client(request.actor, client)
    plan = queries.get_plan(person)
    version = queries.version_in_force(plan)
    if version is None:
        raise Http404
    ruled_out = {each.pk for each in ruled_out_since(version)}
    found = entries(for_client(version.content, current(resource_ids(version.content)), ruled_out), plan.clinic.country)
    form = NamesForm(request.POST or None, entries=found, cancel_url=reverse("plan", kwargs={"client": client}))
    if request.method == "POST" and form.is_valid():
        shown = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"'}
        return HttpResponse(
            contacts_file(renamed(found, form.cleaned_data)), content_type="text/vcard; charset=utf-8", headers=shown
        )
    page = {"client": person, "here": "plan", "form": form}
    return render(request, "safetyplans/documents/numbers.html", page, status=422 if form.errors else 200)
