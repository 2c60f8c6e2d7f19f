"""Reviews: what is due, looking at the plan again, and moving it to another day."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients.permissions import may_write, require
from clinic.clients.queries import visible_client
from clinic.web.errors import Conflict
from safetyplans.actions import reviews
from safetyplans.forms.reviews import MoveForm, ReviewForm
from safetyplans.models import Review
from safetyplans.review_queries import ReviewPage, agenda, open_review_of, review_page
from safetyplans.steps import STEPS

NO_REVIEW = "No review is planned for this plan. Put a version in force first."


@staff_page("therapist", "supervisor", event="review.list")
def listing(request: StaffRequest) -> HttpResponse:
    return render(request, "safetyplans/reviews/list.html", {"agenda": agenda(request.actor, request.membership.clinic)})


@staff_page("therapist", "supervisor", event="review.read")
def review(request: StaffRequest, client: UUID) -> HttpResponse:
    """The plan with three questions beside it. Retiring it asks once more on a page of its own."""
    person = visible_client(request.actor, client)
    page = review_page(request.actor, person)
    form = _form(request, page)
    if request.method != "POST":
        return render(request, "safetyplans/reviews/review.html", {"client": person, "page": page, "form": form})
    require(page.may_write)
    if page.review is None or form is None:
        raise Conflict(NO_REVIEW)
    if not form.is_valid():
        return render(request, "safetyplans/reviews/review.html", {"client": person, "page": page, "form": form}, status=422)
    outcome = form.cleaned_data["outcome"]
    if outcome == Review.Outcome.RETIRED and "sure" not in request.POST:
        return render(request, "safetyplans/reviews/retire.html", {"client": person, "page": page, "form": form})
    reviews.record_review(by=request.actor, review=page.review, **form.facts())
    return redirect(_onward(outcome, client))


def _onward(outcome: str, client: UUID) -> str:
    """Where the work goes on."""
    if outcome == Review.Outcome.CHANGED:
        return reverse("plan-edit", kwargs={"client": client, "step": STEPS[0].slug})
    return reverse("plan", kwargs={"client": client}) if outcome == Review.Outcome.RETIRED else reverse("review-list")


def _form(request: StaffRequest, page: ReviewPage) -> ReviewForm | None:
    if page.review is None or page.plan is None or not page.may_write:
        return None
    clinic = request.membership.clinic
    proposed = clinic.today + timedelta(clinic.review_days)
    return ReviewForm(request.POST or None, today=clinic.today, initial={"next_due_on": proposed})


@staff_page("therapist", "supervisor", event="review.read")
def move(request: StaffRequest, client: UUID) -> HttpResponse:
    person = visible_client(request.actor, client)
    require(may_write(request.actor, person))
    found = open_review_of(person)
    if found is None:
        raise Conflict(NO_REVIEW)
    form = MoveForm(request.POST or None, today=request.membership.clinic.today, cancel_url=reverse("review-list"))
    if not form.is_valid():
        shown = {"client": person, "review": found, "form": form}
        return render(request, "safetyplans/reviews/move.html", shown, status=422 if form.is_bound else 200)
    reviews.move_review(by=request.actor, review=found, due_on=form.cleaned_data["due_on"], reason=form.words())
    return redirect("review-list")
