"""A new password: by mail when it is forgotten, or on one's own account page."""

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clinic.accounts import tickets
from clinic.accounts.access import StaffRequest, address, open_page, staff_page
from clinic.accounts.actions import passwords
from clinic.accounts.forms import ChangePasswordForm, EmailForm, NewPasswordForm
from clinic.accounts.models import Ticket
from clinic.accounts.queries import user_by_id
from clinic.accounts.views.signing_in import check_password, locked, why_not


@open_page
def ask(request: HttpRequest) -> HttpResponse:
    form = EmailForm(request.POST or None, cancel_url="/sign-in/")
    if form.is_valid():
        passwords.ask_reset(email=form.cleaned_data["email"], address=address(request))
        return render(request, "accounts/reset_sent.html")
    return render(request, "accounts/reset_ask.html", {"form": form})


@open_page
def reset(request: HttpRequest, token: str) -> HttpResponse:
    ticket = tickets.find(Ticket.Kind.PASSWORD, token)
    user = user_by_id(ticket.object_id) if ticket else None
    if user is None:
        return render(request, "accounts/reset_gone.html", status=410)
    form = NewPasswordForm(request.POST or None, email=user.email)
    if form.is_valid():
        passwords.reset(token=token, password=form.cleaned_data["password"], address=address(request))
        return redirect("/sign-in/?changed=1")
    return render(request, "accounts/reset.html", {"form": form})


@staff_page()
def change(request: StaffRequest) -> HttpResponse:
    form = ChangePasswordForm(request.POST or None, email=request.user.email, cancel_url="/account/")
    if form.is_valid():
        user = check_password(request, request.user.email, form.cleaned_data["current"])
        if user:
            passwords.change(user=user, password=form.cleaned_data["password"], address=address(request))
            update_session_auth_hash(request, user)
            return redirect("account")
        form.add_error("current", why_not(request) if locked(request) else _("That is not your password"))
    return render(request, "accounts/password.html", {"form": form}, status=429 if locked(request) else 200)
