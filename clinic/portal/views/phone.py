"""What this phone keeps, and telling that a number did not work."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from clinic.portal import actions, cookies
from clinic.portal.access import ClientRequest, client_page
from clinic.portal.forms import ProblemForm, SharedForm, sent, wrong_code
from clinic.portal.queries import shown_number, waits_for


@client_page
def phone(request: ClientRequest) -> HttpResponse:
    """What is kept here, whether the code is asked for, and the way to remove it all."""
    device = request.device
    form = SharedForm(sent(request), is_shared=device.shared) if device.remembered else None
    if form is not None and form.is_valid():
        shared, code = form.cleaned_data["shared"], form.cleaned_data.get("code", "")
        answer = actions.set_shared(by=request.actor, device=device, shared=shared, code=code)
        if answer is actions.Answer.ENDED:
            return redirect("my-signin")
        if answer is actions.Answer.RIGHT:
            return redirect("my-phone")
        device.refresh_from_db()
        form.add_error("code", wrong_code(device.tries, is_let_in=True))
        if minutes := waits_for(device):
            return render(request, "portal/code_waits.html", {"minutes": minutes}, status=429)
    status = 422 if form is not None and form.errors else 200
    return render(request, "portal/phone.html", {"form": form, "device": device}, status=status)


@client_page
def remove(request: ClientRequest) -> HttpResponse:
    """Remove the page from this phone: asked once more, as the way back is a new link."""
    if request.method != "POST":
        return render(request, "portal/remove.html")
    actions.remove_page(by=request.actor, device=request.device)
    response = redirect("my-removed")
    response["Clear-Site-Data"] = '"cache"'
    cookies.clear_page(response, request.clinic.country_code)
    return response


@client_page
def number_problem(request: ClientRequest, resource: UUID) -> HttpResponse:
    """This number did not work: four answers to tap."""
    number = shown_number(request.own_plan(), resource)
    form = ProblemForm(sent(request), cancel_url="/my/numbers/")
    if form.is_valid():
        actions.report_number(by=request.actor, client=request.client, resource_id=number.id, problem=form.cleaned_data["problem"])
        return redirect("my-number-told")
    return render(request, "portal/number_problem.html", {"form": form, "number": number}, status=422 if form.errors else 200)


@client_page
def number_told(request: ClientRequest) -> HttpResponse:
    return render(request, "portal/number_told.html")
