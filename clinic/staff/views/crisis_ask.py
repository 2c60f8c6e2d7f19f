"""Asking a colleague for help from the crisis view, at once or when the connection is back."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients.queries import visible_client
from clinic.staff.crisis_lines import UnreadableLines, asked_of_script
from clinic.web.errors import Conflict
from emergency.actions.on_call import ask_colleague


@staff_page("therapist", "supervisor", stays_open=True)
@require_POST
def crisis_ask(request: StaffRequest, client: UUID) -> HttpResponse:
    """Tell whoever is on call. From the script: JSON in, words out, also when nobody can be asked; from a form: back to the view."""
    person = visible_client(request.actor, client)
    if request.content_type != "application/json":
        ask_colleague(by=request.actor, client=person)
        return redirect("crisis", client=person.pk)
    try:
        for at, operation_id in asked_of_script(request.body):
            colleague = ask_colleague(by=request.actor, client=person, at=at, operation_id=operation_id)
    except UnreadableLines:
        return JsonResponse({"problem": _("This could not be read. Call a colleague.")}, status=422)
    except Conflict as problem:  # told and done with: sending it again would not help
        return JsonResponse({"problem": str(problem)})
    return JsonResponse(
        {
            "said": _("A mail to %(name)s is written, and it stands on their Today. They may see it late: call them as well.")
            % {"name": colleague.name}
        }
    )
