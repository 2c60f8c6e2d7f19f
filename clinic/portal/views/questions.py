"""Questions from a link: one on a page, each answer kept when it is sent, and help at once when an answer calls for it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from clinic.portal import cookies
from clinic.portal.access import QuestionsRequest, questions_page, stranger_page
from clinic.portal.forms import sent
from clinic.portal.question_forms import OnePageForm
from intake.actions import invitations
from intake.by_link import Asked, Filling, filling
from intake.models import Answer
from intake.questions import EMPTY
from intake.screening import is_positive
from intake.screening_queries import first_contact, watch


@questions_page
def start(request: QuestionsRequest) -> HttpResponse:
    """What this is, who reads it and when, before the first question."""
    under_way = filling(request.invitation)
    shown = {
        "pages": under_way.pages,
        "first": under_way.goes_on_at,
        "is_begun": under_way.is_begun,
        "until": request.invitation.works_until,
        "has_questionnaire": any(page.instrument for page in under_way.pages),
    }
    return render(request, "portal/questions/start.html", shown)


@questions_page
def question(request: QuestionsRequest, page: int) -> HttpResponse:
    """One question. Each of its three buttons goes on."""
    under_way = filling(request.invitation)
    asked = _page_or_404(under_way, page)
    if request.method != "POST" and asked not in under_way.pages:
        return _on(under_way, page)
    form = OnePageForm(sent(request), page=asked, said=under_way.said(asked), country=request.invitation.clinic.country_code)
    go = request.POST.get("go", "next")
    if request.method == "POST" and (form.is_valid() or (go != "next" and asked.instrument)):
        return _kept(request, under_way, asked, go, form.cleaned_data.get("value"))
    shown = {
        "asked": asked, "form": form, "before": under_way.before(page), "wish": under_way.wish(asked),
        "is_closed": asked.instrument is not None and asked.instrument.id not in under_way.screenings and watch() is None,
        "after": under_way.next_after(page),
    }  # fmt: skip
    return render(request, "portal/questions/question.html", shown, status=422 if form.errors else 200)


def _kept(request: QuestionsRequest, under_way: Filling, asked: Asked, go: str, value: Any) -> HttpResponse:
    """Store what was chosen, then on; to the page with help first when the answer is about self-harm."""
    if asked.question:
        _keep_answer(request, under_way, asked, go, value)
    elif asked.instrument and asked.item and go == "next" and value not in EMPTY:
        known = {"instrument": asked.instrument.id, "item": asked.item.id, "value": value}
        invitations.tell_item(by=request.actor, invitation=request.invitation, **known)
        if is_positive(asked.instrument.id, asked.item.id, value):
            return redirect("my-questions-help", page=asked.number)
    return _on(filling(request.invitation), asked.number)


def _keep_answer(request: QuestionsRequest, under_way: Filling, asked: Asked, go: str, value: Any) -> None:
    """Skip and Talk keep what was typed now, or else what was said before. An empty box is taken back, or set aside."""
    said, before = under_way.said(asked), under_way.wish(asked)
    if asked.question is None or (go == "next" and value == said and before):
        return
    kept = value if go == "next" or (asked.question.is_text and value not in EMPTY) else said
    if go == "skip" and kept == said and said not in EMPTY:
        return
    wish = Answer.Wish.TALK if go == "talk" else Answer.Wish.SKIPPED if kept in EMPTY else Answer.Wish.NONE
    invitations.tell(by=request.actor, invitation=request.invitation, key=asked.question.key, value=kept, wish=wish)


def _page_or_404(under_way: Filling, number: int) -> Asked:
    found = under_way.page(number)
    if found is None:
        raise Http404
    return found


def _on(under_way: Filling, number: int) -> HttpResponse:
    following = under_way.next_after(number)
    return redirect("my-question", page=following.number) if following else redirect("my-questions-end")


@questions_page
def help_now(request: QuestionsRequest, page: int) -> HttpResponse:
    """After an answer about self-harm: whom to call. It stops nobody from going on."""
    under_way = filling(request.invitation)
    if not under_way.has_positive:
        return _on(under_way, _page_or_404(under_way, page).number)
    person = first_contact(request.client)
    shown: dict[str, Any] = {"asked": _page_or_404(under_way, page), "after": under_way.next_after(page), "person": person}
    if person:
        shown["first_contact"] = {"name": (person.name.split() or [""])[0], "tel": person.phone}
    return render(request, "portal/questions/help.html", shown)


@questions_page
def end(request: QuestionsRequest) -> HttpResponse:
    """After the last question: go back, or say that it is done."""
    if request.method != "POST":
        pages = filling(request.invitation).pages
        return render(request, "portal/questions/end.html", {"last": pages[-1] if pages else None})
    invitations.finish(by=request.actor, invitation=request.invitation)
    response = redirect("my-questions-done")
    cookies.forget_filling(response, request.invitation.clinic.country_code)
    return response


@stranger_page
def done(request: QuestionsRequest) -> HttpResponse:
    """Thanks, and nothing of what was said."""
    return render(request, "portal/questions/done.html")
