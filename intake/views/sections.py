"""The intake hub, its sections, and single answers saved as they are typed."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients.models import Client
from clinic.clients.permissions import may_write
from clinic.clients.queries import visible_client
from clinic.web.saving import HIGHEST
from clinic.web.whole_numbers import number_of
from intake import sections
from intake.actions.answers import Overtaken, mark_section, save_answer, save_section
from intake.by_link import beside
from intake.forms import AnswerForm, SectionForm
from intake.models import Answer, SectionState
from intake.progress import checked, groups, list_counts
from intake.queries import answer_rows, consent, standing
from intake.suggestions import suggestions

CLINICIANS = ("therapist", "supervisor")


def section_or_404(slug: str) -> sections.Section:
    if slug not in sections.BY_SLUG:
        raise Http404
    return sections.BY_SLUG[slug]


@staff_page(*CLINICIANS, event="intake.read")
def hub(request: StaffRequest, client: UUID) -> HttpResponse:
    row = visible_client(request.actor, client)
    shown = {
        "client": row, "groups": groups(row, list_counts(row)), "suggested": len(suggestions(row)), "standing": standing(row),
        "today": request.membership.clinic.today, "may_write": may_write(request.actor, row),
    }  # fmt: skip
    return render(request, "intake/hub.html", shown)


@staff_page(*CLINICIANS, event="intake.read")
def section(request: StaffRequest, client: UUID, section: str) -> HttpResponse:
    row, part = visible_client(request.actor, client), section_or_404(section)
    stored = answer_rows(row)
    initial = {key: answer.value for key, answer in stored.items()}
    form = SectionForm(request.POST or None, section=part, initial=initial, country=request.membership.clinic.country_code)
    if request.method == "POST" and form.is_valid():
        overtaken = save_section(by=request.actor, client=row, values=form.answers(), seen=_seen(request, part))
        if not overtaken:
            return _leave(request, row, part)
        _show_both(form, overtaken)
        stored = answer_rows(row)
    elif request.method == "POST":  # nothing was compared yet: sent again, it must still meet what others wrote
        return _show(request, row, part, form, stored, _seen(request, part))
    return _show(request, row, part, form, stored, {key: answer.version for key, answer in stored.items()})


def _show(
    request: StaffRequest,
    client: Client,
    part: sections.Section,
    form: SectionForm,
    stored: dict[str, Answer],
    seen: dict[str, int],
) -> HttpResponse:
    rows = [(form[question.key], seen.get(question.key, 0), stored.get(question.key)) for question in part.questions]
    shown = {
        "client": client, "section": part, "form": form, "rows": rows, "after": sections.after(part),
        "may_write": may_write(request.actor, client), "count": list_counts(client).get(part.slug), "beside": beside(client, part),
    }  # fmt: skip
    return render(request, "intake/section.html", shown, status=422 if form.errors else 200)


def _seen(request: StaffRequest, part: sections.Section) -> dict[str, int]:
    given = {question.key: request.POST.get(f"seen-{question.key}", "0") for question in part.questions}
    return {key: number_of(number, HIGHEST) or 0 for key, number in given.items()}


def _show_both(form: SectionForm, overtaken: dict[str, Overtaken]) -> None:
    for key, other in overtaken.items():
        form.add_error(
            key,
            _("Somebody else wrote meanwhile: “%(theirs)s”. Your words are still here. Save again to keep yours.")
            % {"theirs": sections.QUESTIONS[key].said(other.theirs.value) or _("nothing")},
        )


def _leave(request: StaffRequest, client: Client, part: sections.Section) -> HttpResponse:
    """On to the next section, or back to the hub, with the word that was chosen."""
    chosen = {"completed": SectionState.State.COMPLETED, "skip": SectionState.State.SKIPPED}.get(request.POST.get("go", ""))
    if chosen:
        mark_section(by=request.actor, client=client, section=part, state=chosen)
    following = sections.after(part)
    if chosen and following:
        return redirect("intake-section", client=client.pk, section=following.slug)
    return redirect("intake", client=client.pk)


@staff_page(*CLINICIANS)
def answer(request: StaffRequest, client: UUID, key: str) -> HttpResponse:
    """Save one answer as typed. 200 with the status line, 409 with both texts, 422 with what is wrong."""
    row = visible_client(request.actor, client)
    if key not in sections.QUESTIONS or request.method != "POST":
        raise Http404
    question = sections.QUESTIONS[key]
    form = AnswerForm(request.POST, question=question)
    if not form.is_valid():
        return render(request, "intake/parts/answer_refused.html", {"form": form}, status=422)
    clean = form.cleaned_data
    try:
        saved = save_answer(
            by=request.actor,
            client=row,
            key=key,
            value=clean["value"],
            seen_version=clean["seen_version"],
            operation_id=clean["operation_id"],
        )
    except Overtaken as other:
        return _overtaken(request, question, other.theirs)
    return render(request, "intake/parts/answer_saved.html", {"answer": saved})


def _overtaken(request: StaffRequest, question: sections.Question, theirs: Answer) -> HttpResponse:
    shown = {"theirs": theirs, "question": question, "said": question.said(theirs.value), "typed": question.as_typed(theirs.value)}
    return render(request, "intake/parts/answer_overtaken.html", shown, status=409)


@staff_page(*CLINICIANS, event="intake.read")
def check(request: StaffRequest, client: UUID) -> HttpResponse:
    """All answers on one page with a way to change each, and what they offer to the plan."""
    row = visible_client(request.actor, client)
    shown = {
        "client": row, "groups": checked(row), "counts": list_counts(row), "consent": consent(row), "suggestions": suggestions(row),
        "today": request.membership.clinic.today, "beside": beside(row),
        "may_write": may_write(request.actor, row) and row.closed_at is None,
    }  # fmt: skip
    return render(request, "intake/check.html", shown)
