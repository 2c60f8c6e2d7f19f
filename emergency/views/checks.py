"""The round of checks: call, tick, next; and the second look at dispatch lines."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients.permissions import require
from clinic.web.errors import Conflict
from emergency import check_queries, checks, queries
from emergency.actions import verification as actions
from emergency.actions.number_order import move_kind_up
from emergency.calling import kinds_in_order
from emergency.check_forms import RhythmForm, VerifyForm
from emergency.models import Resource, Verification
from emergency.permissions import may_edit_directory, may_verify
from emergency.views.rounds import Round

SHOWN = 200
CLINICIANS_AND_ADMINS = ("therapist", "supervisor", "admin")


@staff_page("admin")
def verify_queue(request: StaffRequest) -> HttpResponse:
    due = list(queries.to_check(timezone.localdate())[:SHOWN])
    counts = check_queries.directory_counts(timezone.localdate())
    shown = {"due": due, "last": _last(request), "count": counts.due, "waiting": check_queries.second_looks(request.actor).count()}
    return render(request, "emergency/verify_queue.html", shown)


@staff_page(*CLINICIANS_AND_ADMINS)
def second_looks(request: StaffRequest) -> HttpResponse:
    """Dispatch lines that this person can confirm, because somebody else set the number."""
    shown = {"waiting": check_queries.second_looks(request.actor)[:SHOWN], "last": _last(request)}
    return render(request, "emergency/second_looks.html", shown)


@staff_page(*CLINICIANS_AND_ADMINS)
def resource_verify(request: StaffRequest, resource: UUID) -> HttpResponse:
    entry = queries.get_resource(resource)
    require(may_verify(request.actor, entry))
    edits, at = may_edit_directory(request.actor), Round.of_request(request)
    following = queries.next_to_check(timezone.localdate(), entry) if edits else None
    form = VerifyForm(request.POST or None, resource=entry, may_edit=edits)
    if form.is_valid():
        try:
            written = actions.verify_resource(by=request.actor, resource=entry, **form.cleaned_data)
        except Conflict as conflict:  # what was ticked was said of another number: it is asked again, with nothing ticked
            return _verify_page(request, queries.get_resource(resource), at, following, refusal=str(conflict))
        if written.result == Verification.Result.CHANGED:
            return redirect(at.change(entry, following))
        is_round = edits and entry.check_state is not Resource.Check.SECOND
        onward = at.address(following, last=written.pk) if is_round else f"{reverse('second-looks')}?last={written.pk}"
        return redirect(onward)
    return _verify_page(request, entry, at, following, form=form)


def _verify_page(
    request: StaffRequest,
    entry: Resource,
    at: Round,
    following: Resource | None,
    *,
    form: VerifyForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    edits = may_edit_directory(request.actor)
    form = form or VerifyForm(resource=entry, may_edit=edits)
    context = {"form": form, "resource": entry, "number": checks.number_to_check(entry), "round": at, "last": _last(request)}
    context |= {"skip": at.address(following) if following else "", "is_own": entry.set_by_id == request.actor.id}
    context["refusal"] = refusal
    return render(request, "emergency/verify.html", context | _counts(edits), status=409 if refusal else 200)


@require_POST
@staff_page(*CLINICIANS_AND_ADMINS)
def take_back(request: StaffRequest, verification: UUID) -> HttpResponse:
    """Undo the last try, and look at the entry again."""
    slip = check_queries.get_verification(verification)
    actions.take_back(by=request.actor, verification=slip)
    return redirect(Round.of_request(request).address(slip.resource, step=-1))


@staff_page("admin")
def rhythm(request: StaffRequest) -> HttpResponse:
    """How often this clinic checks, and which numbers come first."""
    if "up" in request.POST:
        move_kind_up(by=request.actor, kind=request.POST["up"])
        return redirect(reverse("directory-settings") + "?saved=1#order")
    form = RhythmForm(request.POST or None, initial=dict(checks.DAYS) | check_queries.shortened_days())
    if form.is_valid():
        actions.set_rhythm(by=request.actor, days=form.cleaned_data)
        return redirect(reverse("directory-settings") + "?saved=1")
    order = kinds_in_order(request.membership.clinic.number_order)
    return render(request, "emergency/rhythm.html", {"form": form, "order": order, "saved": "saved" in request.GET})


def _counts(edits: bool) -> dict[str, Any]:
    return {"counts": check_queries.directory_counts(timezone.localdate())} if edits else {}


def _last(request: StaffRequest) -> Verification | None:
    """The try that was just saved, where it can still be taken back."""
    try:
        return check_queries.to_take_back(request.actor, UUID(request.GET.get("last", "")))
    except ValueError:
        return None
