"""The clinic's platforms: kept by admins."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from clinic.accounts.access import StaffRequest, staff_page
from clinic.staff.session_forms import PlatformForm
from clinic.web.open_forms import carry, own_changes
from emergency.actions import platforms
from emergency.session_queries import platform_of
from emergency.session_queries import platforms as in_use


@staff_page("admin", event="platform.list")
def listing(request: StaffRequest) -> HttpResponse:
    return render(request, "staff/sessions/platforms.html", {"platforms": in_use()})


@staff_page("admin")
def new(request: StaffRequest) -> HttpResponse:
    form = PlatformForm(request.POST or None, cancel_url=reverse("platform-list"))
    if not form.is_valid():
        return render(request, "staff/sessions/platform.html", {"form": form}, status=422 if form.is_bound else 200)
    platforms.add(by=request.actor, **form.cleaned_data)
    return redirect("platform-list")


@staff_page("admin")
def edit(request: StaffRequest, platform: UUID) -> HttpResponse:
    found = platform_of(platform)
    known = {name: getattr(found, name) for name in PlatformForm.base_fields}
    form = PlatformForm(request.POST or None, initial=known, cancel_url=reverse("platform-list"))
    carry(form, found)
    own = own_changes(form, found) if form.is_valid() else {}
    if not form.is_bound or form.errors:
        shown = {"form": form, "platform": found}
        return render(request, "staff/sessions/platform.html", shown, status=422 if form.is_bound else 200)
    platforms.edit(by=request.actor, platform=found, **own)
    return redirect("platform-list")


@staff_page("admin")
def retire(request: StaffRequest, platform: UUID) -> HttpResponse:
    """Asking first, and taking it out of use."""
    found = platform_of(platform)
    if request.method != "POST":
        return render(request, "staff/sessions/platform_retire.html", {"platform": found})
    platforms.retire(by=request.actor, platform=found)
    return redirect("platform-list")
