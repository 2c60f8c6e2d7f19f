"""Messages in trouble: send one again, or leave it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from clinic.accounts.access import StaffRequest, staff_page
from clinic.notifications import actions
from clinic.staff.messages import get_visible, lines, waiting_without_mail


@staff_page("admin", "therapist", "supervisor", event="message.list")
def trouble(request: StaffRequest) -> HttpResponse:
    shown = {"lines": lines(request.actor), "waiting": waiting_without_mail()}
    return render(request, "staff/messages.html", shown)


@require_POST
@staff_page("admin", "therapist", "supervisor")
def again(request: StaffRequest, message: UUID) -> HttpResponse:
    actions.send_again(by=request.actor, message=get_visible(request.actor, message))
    return redirect("messages-trouble")


@require_POST
@staff_page("admin", "therapist", "supervisor")
def leave(request: StaffRequest, message: UUID) -> HttpResponse:
    actions.leave(by=request.actor, message=get_visible(request.actor, message))
    return redirect("messages-trouble")
