"""The demo's own pages: signing in as a persona, and the mailbox in which all its mail ends."""

import time
from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django_otp import verify_token
from django_otp.oath import TOTP

from clinic.accounts import pending
from clinic.accounts.access import open_page
from clinic.accounts.models import AuthenticatorApp, Membership
from clinic.accounts.queries import app_in_force
from clinic.db.context import clinic_context
from clinic.demo import links
from clinic.demo.mailbox import mails
from clinic.demo.queries import persona


def check_here(request: HttpRequest) -> None:
    """Http404 unless this is the demo, asked for from the machine itself."""
    caller = ip_address(request.META.get("REMOTE_ADDR") or "0.0.0.0")  # noqa: S104 - an address that is not loopback
    if not settings.DEMO or not caller.is_loopback or "X-Forwarded-For" in request.headers:
        raise Http404


@open_page
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    check_here(request)
    named = links.read(token)
    if named is None:
        return render(request, "demo/expired.html", status=410)
    clinic_id, member_id = named
    with clinic_context(clinic_id):
        member = persona(member_id)
    device = _consumed(member)
    if device is None:
        response = render(request, "demo/wait.html", status=429)
        response.headers["Refresh"] = "10"
        return response
    pending.begin(request, member.user, clinic_id=clinic_id)
    return redirect(pending.complete(request, member.user, device))


def _consumed(member: Membership) -> AuthenticatorApp | None:
    """The persona's own device, with the newest code that is still unused; each code signs in once."""
    device = app_in_force(member.user)
    if device is None:
        raise Http404
    for ahead in (0, 30):
        clock = TOTP(bytes.fromhex(device.seed))
        clock.time = time.time() + ahead
        verified = verify_token(member.user, device.persistent_id, f"{clock.token():06d}")
        if verified:
            return verified  # type: ignore[no-any-return]
    return None


@open_page
def mailbox(request: HttpRequest) -> HttpResponse:
    check_here(request)
    return render(request, "demo/mailbox.html", {"mails": mails()})
