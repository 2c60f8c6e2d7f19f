"""Pages of words: help, accessibility, privacy."""

from django.http import HttpResponse
from django.shortcuts import render

from clinic.accounts.access import StaffRequest, lock_page, staff_page


@lock_page
def help_page(request: StaffRequest) -> HttpResponse:
    """Also while the screen is locked, then without anything of the clinic."""
    return render(request, "staff/help/help.html", {"layout": "base.html" if request.actor else "plain.html"})


@staff_page()
def accessibility(request: StaffRequest) -> HttpResponse:
    return render(request, "staff/accessibility.html")


@staff_page()
def privacy(request: StaffRequest) -> HttpResponse:
    return render(request, "staff/privacy.html")
