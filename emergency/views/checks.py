"""The round of checks: call, tick, next."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from clinic.accounts.access import StaffRequest, staff_page
from emergency import checks, queries
from emergency.actions import directory as actions
from emergency.forms import VerifyForm
from emergency.models import Resource, Verification

SHOWN = 200


@staff_page("admin")
def verify_queue(request: StaffRequest) -> HttpResponse:
    due = list(queries.to_check(timezone.localdate())[:SHOWN])
    return render(request, "emergency/verify_queue.html", {"due": due, "last": _last(request)})


@staff_page("admin")
def resource_verify(request: StaffRequest, resource: UUID) -> HttpResponse:
    entry = queries.get_resource(resource)
    following = queries.next_to_check(timezone.localdate(), entry)
    form = VerifyForm(request.POST or None, resource=entry)
    if form.is_valid():
        actions.verify_resource(by=request.actor, resource=entry, **form.cleaned_data)
        if form.cleaned_data["result"] == Verification.Result.CHANGED:
            return redirect("resource-edit", resource=entry.pk)
        onward = reverse("resource-verify", args=[following.pk]) if following else reverse("verify-queue")
        return redirect(f"{onward}?last={entry.pk}")
    context = {"form": form, "resource": entry, "following": following, "number": checks.number_to_check(entry)}
    context |= {"last": _last(request), "counts": queries.directory_counts(timezone.localdate())}
    return render(request, "emergency/verify.html", context)


def _last(request: StaffRequest) -> Resource | None:
    """The entry that was just saved in this round, to look at once more."""
    try:
        return queries.get_resource(UUID(request.GET.get("last", "")))
    except (ValueError, Http404):
        return None
