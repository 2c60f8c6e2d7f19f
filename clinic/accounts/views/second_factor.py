"""Setting up the authenticator app, and new recovery codes."""

from base64 import b32encode
from urllib.parse import quote, urlencode

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clinic.accounts import pending
from clinic.accounts.access import StaffRequest, address, open_page, staff_page
from clinic.accounts.actions import authenticators
from clinic.accounts.forms import PasswordForm, SetUpForm
from clinic.accounts.models import AuthenticatorApp, User
from clinic.accounts.queries import app_being_set_up, app_in_force
from clinic.accounts.views.signing_in import check_password, locked, why_not


@open_page
def set_up(request: HttpRequest) -> HttpResponse:
    """For a person on their way in, and for one who has just given their password again on `new-app`."""
    user = pending.expected(request)
    if user is None:
        return redirect("start" if request.user.is_authenticated else "login")
    device = app_being_set_up(user)
    if device is None or (app_in_force(user) and not pending.may_set_up(request)):
        return redirect("otp-verify")
    form = SetUpForm(request.POST or None)
    if form.is_valid():
        done = authenticators.confirm(user=user, code=form.cleaned_data["code"], address=address(request))
        if done:
            then = pending.complete(request, user, done[0])
            return render(request, "accounts/recovery_codes.html", {"codes": done[1], "then": then})
        form.add_error("code", _("That code is not right. Wait for the next one, then try again"))
    return render(request, "accounts/set_up.html", {"form": form, **_shown(device, user)})


def _shown(device: AuthenticatorApp, user: User) -> dict[str, str]:
    key = b32encode(bytes.fromhex(device.seed)).decode()
    issuer = settings.OTP_TOTP_ISSUER
    address = f"otpauth://totp/{quote(issuer)}:{quote(user.email)}?{urlencode({'secret': key, 'issuer': issuer, 'digits': 6})}"
    picture = segno.make(address, error="m").svg_data_uri(scale=4, border=4, dark="#000", light="#fff")
    return {"picture": picture, "key": " ".join(key[start : start + 4] for start in range(0, len(key), 4))}


@staff_page()
def new_app(request: StaffRequest) -> HttpResponse:
    """A new phone: password again, then the set-up page; the present app works until that is finished."""
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        user = check_password(request, request.user.email, form.cleaned_data["password"])
        if user:
            authenticators.begin(user=user)
            clinic_id = request.membership.clinic_id
            pending.begin(request, user, then="/account/", clinic_id=clinic_id, new_app=True)
            return redirect("otp-setup")
        form.add_error("password", why_not(request) if locked(request) else _("That is not your password"))
    return render(request, "accounts/new_app.html", {"form": form}, status=429 if locked(request) else 200)


@staff_page()
def new_codes(request: StaffRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None, submit_label=_("Make new codes"))
    if form.is_valid():
        user = check_password(request, request.user.email, form.cleaned_data["password"])
        if user:
            codes = authenticators.new_codes(user=user, address=address(request))
            return render(request, "accounts/recovery_codes.html", {"codes": codes, "then": "/account/"})
        form.add_error("password", why_not(request) if locked(request) else _("That is not your password"))
    return render(request, "accounts/new_codes.html", {"form": form}, status=429 if locked(request) else 200)
