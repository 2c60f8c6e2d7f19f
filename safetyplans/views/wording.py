"""The clinic's own words for the steps: the table of them, and one step with preview and history."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.accounts.queries import member_names
from clinic.web.errors import Http404
from safetyplans.actions.wording import word_step
from safetyplans.forms.wording import WordingForm
from safetyplans.models import StepWording
from safetyplans.plain_words import is_hard
from safetyplans.steps import BY_SLUG, Step
from safetyplans.wording import history, newest, step_called, steps_in, worded

LANGUAGE = settings.LANGUAGE_CODE


@staff_page("admin")
def listing(request: StaffRequest) -> HttpResponse:
    """All steps as clients and staff read them now."""
    own = newest(LANGUAGE)
    names = member_names(row.by_id for row in own.values())
    rows = [(step, _when_own(own.get(step.key), names)) for step in steps_in(LANGUAGE)]
    return render(request, "safetyplans/wording/list.html", {"rows": rows})


def _when_own(row: StepWording | None, names: dict[UUID, str]) -> tuple[StepWording, str] | None:
    return (row, names.get(row.by_id, "")) if row is not None and row.says_something else None


@staff_page("admin")
def step(request: StaffRequest, step: str) -> HttpResponse:
    """A step's words: change them, see how they look first, see who changed them when."""
    found = step_called(step, LANGUAGE)
    if found is None:
        raise Http404
    initial = {"title": found.title, "ask": found.ask, "prompts": "\n".join(str(prompt) for prompt in found.prompts)}
    form = WordingForm(request.POST or None, initial=initial, cancel_url=reverse("wording"))
    if form.is_valid() and "preview" not in request.POST:
        word_step(by=request.actor, step=BY_SLUG[step], language=LANGUAGE, **form.words)
        return redirect("wording")
    shown = worded(BY_SLUG[step], **form.words) if form.is_valid() else found
    return _page(request, BY_SLUG[step], shown, form)


def _page(request: StaffRequest, own: Step, shown: Step, form: WordingForm) -> HttpResponse:
    rows = history(own.key, LANGUAGE)
    names = member_names(row.by_id for row in rows)
    context = {
        "form": form,
        "step": shown,
        "own": own,
        "hard": is_hard(str(shown.title)),
        "previewing": form.is_bound,
        "history": [(row, names.get(row.by_id, "")) for row in rows],
    }
    return render(request, "safetyplans/wording/step.html", context, status=422 if form.errors else 200)


@require_POST
@staff_page("admin")
def reset(request: StaffRequest, step: str) -> HttpResponse:
    """Back to Handrail's own words."""
    if step not in BY_SLUG:
        raise Http404
    word_step(by=request.actor, step=BY_SLUG[step], language=LANGUAGE)
    return redirect("wording")
