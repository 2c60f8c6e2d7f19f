"""The editor: one step a page. Every button is a real submit that saves all lines first, so it works without a script.

With the script, lines go one by one to `lines`; buttons still come here, after everything typed is stored.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, conflict_answer, staff_page
from clinic.clients.queries import visible_client
from clinic.web.errors import Conflict
from clinic.web.whole_numbers import number_of
from safetyplans import queries, suggestions
from safetyplans.actions import drafts, items
from safetyplans.actions.following import end_following, let_follow
from safetyplans.editor_queries import night_check, notes_of
from safetyplans.following import on_the_phone
from safetyplans.forms.drafting import LONGEST, DeclineForm, FindForm, StepReasonForm
from safetyplans.forms.hints import HintForm
from safetyplans.hint_queries import Hints, step_hints
from safetyplans.models import Item, ItemNote, Plan, StepState
from safetyplans.permissions import check_edit
from safetyplans.queries import Draft
from safetyplans.steps import BY_SLUG, NIGHT_STEPS, STEPS, Step, following
from safetyplans.views import hints
from safetyplans.views.step_lines import Row, give_notes, in_order, new_rows, rows_of, save_lines
from safetyplans.wording import steps_in


@dataclass(frozen=True)
class Surface:
    """Where the editor is shown: to the therapist alone, or on a screen that the client sees too."""

    page: str
    template: str
    shared: bool


EDITOR = Surface("plan-edit", "safetyplans/edit.html", shared=False)
TOGETHER = Surface("plan-together", "safetyplans/together.html", shared=True)
STOP = "follow_end"


@require_POST
@staff_page("therapist", "supervisor")
def start(request: StaffRequest, client: UUID) -> HttpResponse:
    """Open a plan, or ask again after it was declined, and go to its first step."""
    drafts.start(by=request.actor, client=visible_client(request.actor, client))
    return redirect(reverse("plan-edit", kwargs={"client": client, "step": STEPS[0].slug}) + "#lines")


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
    """A step in front of the therapist alone."""
    return step_page(request, client, step, EDITOR)


def step_page(request: StaffRequest, client: UUID, step: str, surface: Surface) -> HttpResponse:
    """The step, or what a button of it did; everything typed is stored first."""
    person = visible_client(request.actor, client)
    plan = queries.plan_of(person)
    if step not in BY_SLUG:
        raise Http404
    if plan is None:
        return redirect("plan", client=client)
    check_edit(request.actor, plan)
    here = Here(request, plan, BY_SLUG[step], surface)
    if request.method != "POST":
        return _page(here)
    if request.POST.get("do") == STOP:  # before the lines: whatever is wrong with one, the phone shows no more of them
        end_following(by=request.actor, plan=plan)
        if "HX-Request" in request.headers:
            return HttpResponse(status=204)
    problems = save_lines(request, plan, here.step, named=not surface.shared)
    if problems:
        return _page(here, problems)
    try:
        return _do(here)
    except Conflict as conflict:  # an answer, not a way out: what was typed beside the button is stored by now and stays
        if surface.shared:
            return _page(here, status=409, refused=True)
        return conflict_answer(request, conflict)


@dataclass(frozen=True)
class Here:
    """Who is at which step of which plan, in front of whom."""

    request: StaffRequest
    plan: Plan
    step: Step
    surface: Surface


def _page(here: Here, problems: dict[str, Row] | None = None, *, status: int = 200, idea: str = "", **more: Any) -> HttpResponse:
    problems, plan, surface = problems or {}, here.plan, here.surface
    draft = queries.read_draft(plan)
    shown = draft.for_a_shared_screen() if surface.shared else draft
    steps = steps_in(plan.language)
    step = next(each for each in steps if each.key == here.step.key)
    lines = shown.of(step)
    rows = rows_of(lines, problems)
    empty = [problems.get(row.prefix, row) for row in new_rows(step, draft.of(step), shared=surface.shared)]
    empty[0].text = empty[0].text or idea
    context = {
        "client": plan.client,
        "plan": plan,
        "step": step,
        "page": surface.page,
        "shared": surface.shared,
        "next_step": following(step),
        "summaries": shown.summaries(steps),
        "rows": rows,
        "new_rows": empty,
        "blank": Row(prefix="blank"),
        "removed": shown.removed_from(step),
        "saved_at": draft.changed_at,
        "as_of": draft.as_of,
        "picks": _picks(plan, step, lines, shown),
        "longest": LONGEST,
        "signs": Item.Sign.choices,
        "find": "",
        **on_the_phone(plan),
        **more,
    }
    if surface.shared:
        rows = _with_absent(draft, step, rows)
    else:
        context |= _private(plan, step, draft, rows)
    context["all_rows"] = in_order(rows, empty)
    if problems:
        status = 409 if any(row.is_conflict for row in problems.values()) else 422
    return render(here.request, surface.template, context, status=status)


def _picks(plan: Plan, step: Step, lines: Sequence[Item], shown: Draft) -> queries.Picks:
    """What may be added. In front of others nobody is named who does not stand in the plan."""
    offered = queries.picks(plan, step, lines)
    return offered.of_people({item.contact_id for item in shown.items}) if shown.shared else offered


def _private(plan: Plan, step: Step, draft: Draft, rows: list[Row]) -> dict[str, object]:
    """What only the therapist sees beside the lines. It never enters the context of a shared screen."""
    noted = notes_of(plan)
    give_notes(rows, noted)
    return {
        "state": draft.states.get(step.key),
        "suggested": suggestions.for_step(plan.client, step, draft.of(step)),
        "night": night_check(draft, noted, besides=step),
        "night_all": night_check(draft, noted),
        "night_here": step.key in NIGHT_STEPS,
        "likelihoods": ItemNote.Likelihood.choices,
        "hints": _give_hints(rows, step_hints(plan, draft, step)),
    }


def _give_hints(rows: list[Row], asked: Hints) -> Hints:
    for row in rows:
        row.hints = asked.of_line(row.prefix)
    return asked


def _with_absent(draft: Draft, step: Step, rows: list[Row]) -> list[Row]:
    """On a shared screen lines that may not be shown keep their place, empty, so that the others move as they should."""
    shown = {row.prefix: row for row in rows}
    order = [shown.get(str(item.pk)) or Row(prefix="", absent=True) for item in draft.of(step) if not item.purpose]
    return [*order, *(row for row in rows if row.purpose)]


# Buttons: `do=verb:about`


def _do(here: Here) -> HttpResponse:
    verb, _, about = here.request.POST.get("do", "").partition(":")
    client, step = here.plan.client_id, here.step
    if verb == "find":
        return _find(here)
    if verb == "idea":
        return _page(here, idea=_idea(step, about))
    if verb == "go":
        return redirect(_onwards(here, about))
    if verb in DOING:
        DOING[verb](here.request, here.plan, step, about)
    return redirect(reverse(here.surface.page, kwargs={"client": client, "step": step.slug}) + _anchor(verb, about))


def _onwards(here: Here, slug: str) -> str:
    """The next page, past the navigation: the next Tab is in the lines, or at the head of the check page."""
    client = here.plan.client_id
    if slug in BY_SLUG:
        return reverse(here.surface.page, kwargs={"client": client, "step": slug}) + "#lines"
    return reverse("plan-check", kwargs={"client": client}) + "#content"


ANCHORS = {"hint": "#hints", "contact": "#picks"} | dict.fromkeys(("up", "down", "restore", "on_copy", "off_copy"), "#line-{about}")


def _anchor(verb: str, about: str) -> str:
    """Where the page goes on: at the line, or at the next person to pick."""
    return ANCHORS.get(verb, "#lines").format(about=about) if verb in DOING else ""


def _find(here: Here) -> HttpResponse:
    form = FindForm(here.request.POST)
    words = form.cleaned_data["find"] if form.is_valid() else ""
    return _page(here, find=words, found=queries.find_resources(here.plan, words))


def _idea(step: Step, about: str) -> str:
    chosen = number_of(about, len(step.ideas) - 1)
    return "" if chosen is None else str(step.ideas[chosen])


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


def _hint(request: StaffRequest, plan: Plan, step: Step, about: str) -> None:
    form = HintForm({"at": step.slug, "hint": about})
    if not form.is_valid():
        raise Http404
    hints.take(request, plan, form)


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
    "hint": _hint,
    "follow": lambda request, plan, *_: let_follow(by=request.actor, plan=plan),
    "ask_again": lambda request, plan, step, _: drafts.ask_step_again(by=request.actor, plan=plan, step=step),
}
