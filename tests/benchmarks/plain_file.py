"""The addresses of Handrail and some more: those of rivals.py, and a plain file behind everything that guards a plan, the floor of W4e."""

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.urls import include, path

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients.queries import visible_client
from tests.benchmarks import rivals

FILE = "same-size.bin"


@staff_page("therapist", "supervisor", event="document.read", reads_alone=True)
def same_size(request: StaffRequest, client: UUID) -> HttpResponse:
    """The bytes of the file for whoever may read this client's record."""
    visible_client(request.actor, client)
    return HttpResponse((Path(settings.STATIC_ROOT) / FILE).read_bytes(), content_type="application/pdf")


urlpatterns = [path(f"clients/<uuid:client>/{FILE}", same_size), *rivals.urlpatterns, path("", include("clinic.urls"))]
