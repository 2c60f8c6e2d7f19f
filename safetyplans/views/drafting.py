"""The editor: one step a page. Every button is a real submit that saves all lines first, so it works without a script.

With the script, lines go one by one to `lines`; buttons still come here, after everything typed is stored.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, conflict_answer, staff_page
from clinic.accounts.queries import member_names
from clinic.clients.queries import visible_client
from clinic.web.errors import Conflict
from safetyplans import queries, suggestions
from safetyplans.actions import drafts, items
from safetyplans.forms.drafting import LONGEST, DeclineForm, FindForm, LineForm, StepReasonForm, sent_line
from safetyplans.models import Item, Plan, StepState
from safetyplans.permissions import check_edit
from safetyplans.steps import BY_SLUG, STEPS, Step, following


@dataclass
class Row:
    """A line in the editor: as stored, or as sent when it could not be stored."""

    prefix: str
    item: Item | None = None
    number: int = 0
    text: str = ""
    purpose: str = ""
    version: int = 0
    operation: UUID = field(default_factory=uuid4)
    problem: str = ""
    theirs: str = ""
    who: str = ""


@require_POST
@staff_page("therapist", "supervisor")
def start(request: StaffRequest, client: UUID) -> HttpResponse:
    """Open a plan, or ask again after it was declined, and go to its first step."""
    drafts.start(by=request.actor, client=visible_client(request.actor, client))
    return redirect("plan-edit", client=client, step=STEPS[0].slug)


@staff_page("therapist", "supervisor", event="plan.decline.read")
def decline(request: StaffRequest, client: UUID) -> HttpResponse:
    person = visible_client(request.actor, client)
    form = DeclineForm(request.POST or None, cancel_url=reverse("plan", kwargs={"client": client}))
    if request.method == "POST" and form.is_valid():
        drafts.decline_plan(by=request.actor, client=person, reason=form.cleaned_data["reason"])
        return redirect("plan", client=client)
    return render(request, "safetyplans/decline.html", {"client": person, "form": form}, status=422 if form.errors else 200)


@staff_page("therapist", "supervisor", event="plan.draft.read")
def edit(request: StaffRequest, client: UUID, step: str) -> HttpResponse:
    person = visible_client(request.actor, client)
    plan = queries.plan_of(person)
    if step not in BY_SLUG:
        raise Http404
    if plan is None:
        return redirect("plan", client=client)
    check_edit(request.actor, plan)
    if request.method != "POST":
        return _page(request, plan, BY_SLUG[step])
    problems = _save_lines(request, plan, BY_SLUG[step])
    if problems:
        return _page(request, plan, BY_SLUG[step], problems)
    try:
        return _do(request, plan, BY_SLUG[step])
    except Conflict as conflict:  # an answer, not a way out: what was typed beside the button is stored by now and stays
        return conflict_answer(request, conflict)


def _page(request: StaffRequest, plan: Plan, step: Step, problems: dict[str, Row] | None = None, find: str = "") -> HttpResponse:
    problems = problems or {}
    draft = queries.read_draft(plan)
    lines = draft.of(step)
    shown = {
        "client": plan.client,
        "plan": plan,
        "step": step,
        "next_step": following(step),
        "summaries": draft.summaries,
        "rows": _numbered([problems.get(str(item.pk)) or _row(item) for item in lines]),
        "new_rows": [problems.get(row.prefix, row) for row in _new_rows(step, lines)],
        "blank": Row(prefix="blank"),
        "removed": draft.removed_from(step),
        "state": draft.states.get(step.key),
        "saved_at": draft.changed_at,
        "picks": queries.picks(plan, step, lines),
        "suggested": suggestions.for_step(plan.client, step, lines),
        "find": find,
        "found": queries.find_resources(find, plan.clinic.country_code),
        "longest": LONGEST,
    }
    status = 200 if not problems else 409 if any(row.theirs or row.who for row in problems.values()) else 422
    return render(request, "safetyplans/edit.html", shown, status=status)


def _row(item: Item) -> Row:
    return Row(prefix=str(item.pk), item=item, text=item.text, purpose=item.purpose, version=item.version)


def _numbered(rows: list[Row]) -> list[Row]:
    """Signal and safe word have names of their own."""
    for number, row in enumerate((row for row in rows if not row.purpose), 1):
        row.number = number
    return rows


def _new_rows(step: Step, lines: list[Item]) -> list[Row]:
    """An empty line for each thing that can be added; signal and safe word once each."""
    held = {item.purpose for item in lines}
    special = [purpose for purpose in step.purposes if purpose and purpose not in held]
    return [*(Row(prefix=f"new-{purpose}", purpose=purpose) for purpose in special), Row(prefix="new")]


def _save_lines(request: StaffRequest, plan: Plan, step: Step) -> dict[str, Row]:
    """Store every line the form holds; those that could not be stored, by prefix, with their words."""
    problems: dict[str, Row] = {}
    draft = queries.read_draft(plan)
    for item in draft.of(step):
        row = _save_line(request, item)
        if row is not None:
            problems[row.prefix] = row
    for item in draft.removed_from(step):
        _rescue_line(request, plan, step, item)
    for row in _new_rows(step, []):  # also for a signal that somebody else has written meanwhile
        if _add_line(request, plan, step, row).problem:
            problems[row.prefix] = row
    return problems


def _rescue_line(request: StaffRequest, plan: Plan, step: Step, item: Item) -> None:
    """What was typed into a line that somebody else removed meanwhile becomes a line of its own."""
    form = sent_line(request.POST, item)
    if form is None or not form.is_valid() or form.cleaned_data["text"] in ("", item.text):
        return
    operation, text = form.operation_id, form.cleaned_data["text"]
    items.add_item(by=request.actor, plan=plan, step=step, text=text, purpose=item.purpose, operation_id=operation)


def _save_line(request: StaffRequest, item: Item) -> Row | None:
    form = sent_line(request.POST, item)
    if form is None:
        return None
    if not form.is_valid():
        sent, seen = request.POST.get(f"{item.pk}-text", ""), form.cleaned_data.get("version") or 0
        return Row(prefix=str(item.pk), item=item, text=sent, purpose=item.purpose, version=seen, problem=form.problem)
    text = form.cleaned_data["text"]
    try:
        items.save_item(by=request.actor, item=item, text=text, seen_version=form.seen_version, operation_id=form.operation_id)
    except items.ItemChanged as changed:
        now = changed.item
        who = member_names([now.changed_by_id]).get(now.changed_by_id, "")
        return Row(prefix=str(item.pk), item=now, text=text, purpose=now.purpose, version=now.version, theirs=now.text, who=who)
    return None


def _add_line(request: StaffRequest, plan: Plan, step: Step, row: Row) -> Row:
    form = LineForm(request.POST, prefix=row.prefix)
    row.text = request.POST.get(f"{row.prefix}-text", "")
    if not form.is_valid():
        row.problem = form.problem
    elif form.cleaned_data["text"]:
        items.add_item(
            by=request.actor,
            plan=plan,
            step=step,
            text=form.cleaned_data["text"],
            purpose=row.purpose,
            operation_id=form.operation_id,
        )
    return row


# Buttons: `do=verb:about`


def _do(request: StaffRequest, plan: Plan, step: Step) -> HttpResponse:
    verb, _, about = request.POST.get("do", "").partition(":")
    if verb == "find":
        return _find(request, plan, step)
    if verb == "go":
        return (
            redirect("plan-edit", client=plan.client_id, step=about)
            if about in BY_SLUG
            else redirect("plan-check", client=plan.client_id)
        )
    if verb in DOING:
        DOING[verb](request, plan, step, about)
    return redirect(reverse("plan-edit", kwargs={"client": plan.client_id, "step": step.slug}) + _anchor(verb, about))


def _anchor(verb: str, about: str) -> str:
    return f"#line-{about}" if verb in {"up", "down", "restore", "on_copy", "off_copy"} else "#lines" if verb in DOING else ""


def _find(request: StaffRequest, plan: Plan, step: Step) -> HttpResponse:
    form = FindForm(request.POST)
    return _page(request, plan, step, find=form.cleaned_data["find"] if form.is_valid() else "")


def _id(about: str) -> UUID:
    try:
        return UUID(about)
    except ValueError:
        raise Http404 from None


def _item(plan: Plan, about: str) -> Item:
    return queries.get_item(plan.client, _id(about))


def _cite_contact(request: StaffRequest, plan: Plan, step: Step, about: str) -> None:
    contact = queries.get_contact(plan, _id(about))
    items.cite_contact(by=request.actor, plan=plan, step=step, contact=contact, operation_id=uuid4())


def _cite_resource(request: StaffRequest, plan: Plan, step: Step, about: str) -> None:
    resource = queries.get_resource(_id(about))
    items.cite_resource(by=request.actor, plan=plan, step=step, resource=resource, operation_id=uuid4())


def _cite_place(request: StaffRequest, plan: Plan, step: Step, about: str) -> None:
    place = queries.get_place(plan, _id(about))
    items.cite_place(by=request.actor, plan=plan, step=step, place=place, operation_id=uuid4())


def _suggest(request: StaffRequest, plan: Plan, step: Step, about: str) -> None:
    for suggestion in suggestions.for_step(plan.client, step, []):
        if suggestion.ref == about:
            items.add_item(
                by=request.actor, plan=plan, step=step, text=suggestion.text, purpose=suggestion.purpose, operation_id=uuid4()
            )


def _move(request: StaffRequest, plan: Plan, about: str, places: int) -> None:
    item = _item(plan, about)
    items.move_item(by=request.actor, item=item, to=queries.place_of(item) + places)


def _mark(request: StaffRequest, plan: Plan, step: Step, about: str) -> None:
    if about not in {StepState.State.DECLINED, StepState.State.DISCUSSED}:
        raise Http404
    form = StepReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    drafts.mark_step(by=request.actor, plan=plan, step=step, state=StepState.State(about), reason=reason)


DOING: dict[str, Callable[[StaffRequest, Plan, Step, str], object]] = {
    "up": lambda request, plan, _, about: _move(request, plan, about, -1),
    "down": lambda request, plan, _, about: _move(request, plan, about, 1),
    "remove": lambda request, plan, _, about: items.remove_item(by=request.actor, item=_item(plan, about)),
    "restore": lambda request, plan, _, about: items.restore_item(by=request.actor, item=_item(plan, about)),
    "on_copy": lambda request, plan, _, about: items.set_on_copy(by=request.actor, item=_item(plan, about), on_copy=True),
    "off_copy": lambda request, plan, _, about: items.set_on_copy(by=request.actor, item=_item(plan, about), on_copy=False),
    "contact": _cite_contact,
    "resource": _cite_resource,
    "place": _cite_place,
    "suggest": _suggest,
    "mark": _mark,
    "ask_again": lambda request, plan, step, _: drafts.ask_step_again(by=request.actor, plan=plan, step=step),
}
