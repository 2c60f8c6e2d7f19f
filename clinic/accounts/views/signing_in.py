"""Sign-in and sign-out: password first, then the second factor; nobody is signed in before both."""

from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_otp import verify_token

from clinic.accounts import pending
from clinic.accounts.access import address, open_page, signed_in_page
from clinic.accounts.actions import authenticators
from clinic.accounts.forms import CodeForm, RecoveryForm, SignInForm
from clinic.accounts.models import AuthenticatorApp, RecoveryCodes, User
from clinic.accounts.queries import app_in_force, recovery_codes
from clinic.audit.log import record_sign_in
from clinic.web.errors import answer

LANDINGS = (("therapist", "today"), ("supervisor", "today"), ("admin", "directory"), ("auditor", "audit"))


def check_password(request: HttpRequest, email: str, password: str) -> User | None:
    """The user with this password; None also while this account is locked for this network (`locked`)."""
    found = authenticate(request, email=email, password=password)
    kind = "locked" if locked(request) else "password" if found else "refused"
    user_id = found.pk if found else None
    record_sign_in(kind, user_id=user_id, address=address(request))
    return found if isinstance(found, User) else None


def locked(request: HttpRequest) -> bool:
    return bool(getattr(request, "axes_locked_out", False))


def keep_answer(request: HttpRequest, response: HttpResponse | None, credentials: object = None) -> HttpResponse:
    """What django-axes answers when a try was one too many: the page the view has made of it."""
    return response or answer(request, 429)


def why_not(request: HttpRequest) -> str:
    """Words after a password that was not accepted, the same whether the person exists or not."""
    if locked(request):
        return _("Too many tries. Wait 10 minutes or call the clinic.")
    return _("That e-mail and password do not go together. Try again, or get a new password below.")


@open_page
def sign_in(request: HttpRequest) -> HttpResponse:
    if getattr(request.user, "is_verified", bool)():
        return redirect("start")
    form = SignInForm(request.POST or None)
    if form.is_valid():
        user = check_password(request, **form.cleaned_data)
        if user:
            pending.begin(request, user, then=request.GET.get("next", ""))
            return second_step(user)
        form.add_error(None, why_not(request))
    shown = {"form": form, "password_changed": "changed" in request.GET, "signed_out": "out" in request.GET}
    return render(request, "accounts/sign_in.html", shown, status=429 if locked(request) else 200)


def second_step(user: User) -> HttpResponse:
    """To the code page, or for a person without an app to its set-up."""
    if app_in_force(user):
        return redirect("otp-verify")
    authenticators.begin(user=user)
    return redirect("otp-setup")


@open_page
def code(request: HttpRequest) -> HttpResponse:
    user = pending.expected(request)
    device = app_in_force(user) if user else None
    if user is None or device is None:
        return redirect("login")
    return _second_factor(request, user, device, CodeForm(request.POST or None), "accounts/code.html")


@open_page
def recovery_code(request: HttpRequest) -> HttpResponse:
    user = pending.expected(request)
    device = recovery_codes(user) if user else None
    if user is None or device is None:
        return redirect("otp-verify" if user else "login")
    return _second_factor(request, user, device, RecoveryForm(request.POST or None), "accounts/recovery_code.html")


def _second_factor(
    request: HttpRequest, user: User, device: AuthenticatorApp | RecoveryCodes, form: CodeForm | RecoveryForm, template: str
) -> HttpResponse:
    if form.is_valid():
        verified = verify_token(user, device.persistent_id, form.cleaned_data["code"])
        if verified:
            return redirect(pending.complete(request, user, verified))
        record_sign_in("code_refused", user_id=user.pk, address=address(request))
        if not pending.wrong(request):
            return redirect("login")
        form.add_error("code", _("That code is not right. Wait for the next one, then try again"))
    return render(request, template, {"form": form, "has_codes": recovery_codes(user) is not None})


@require_POST
@open_page
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        record_sign_in("signed_out", user_id=request.user.pk, address=address(request))
    logout(request)
    response = redirect("/sign-in/?out=1")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@signed_in_page
def start(request: HttpRequest) -> HttpResponse:
    """Where each role begins its day."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor is None:
        return redirect("no-clinic")
    return redirect(next(name for role, name in LANDINGS if actor.has(role)))
