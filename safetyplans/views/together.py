"""The editor on a shared screen: the same lines and buttons, and nothing that only the therapist may see."""

from uuid import UUID

from django.http import HttpResponse

from clinic.accounts.access import StaffRequest, staff_page
from safetyplans.views.drafting import TOGETHER, step_page


@staff_page("therapist", "supervisor", event="plan.draft.read")
def together(request: StaffRequest, client: UUID, step: str) -> HttpResponse:
    """A step in front of therapist and client."""
    return step_page(request, client, step, TOGETHER)
