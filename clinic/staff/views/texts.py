"""Pages of words: help, accessibility, privacy."""

from django.http import HttpResponse
from django.shortcuts import render

from clinic.accounts.access import StaffRequest, staff_page


@staff_page()
def help_page(request: StaffRequest) -> HttpResponse:
    return render(request, "staff/help.html")


@staff_page()
def accessibility(request: StaffRequest) -> HttpResponse:
    return render(request, "staff/accessibility.html")


@staff_page()
def privacy(request: StaffRequest) -> HttpResponse:
    return render(request, "staff/privacy.html")
