"""The lock screen. A locked session keeps who is signed in; password or code opens it again."""

from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_otp import verify_token

from clinic.accounts import locking
from clinic.accounts.access import address, lock_page, signed_in_page
from clinic.accounts.forms import UnlockForm
from clinic.accounts.pending import own_path
from clinic.accounts.queries import app_in_force
from clinic.accounts.sessions import hold
from clinic.accounts.views.signing_in import locked, why_not
from clinic.audit.log import record_sign_in


@lock_page
def lock(request: HttpRequest) -> HttpResponse:
    """POST locks at once; GET is the lock page, for who opens its address."""
    if request.method != "POST":
        return locking.locked_answer(request) if locking.is_locked(request.session) else redirect("start")
    if not locking.is_locked(request.session):
        locking.close(request.session)
        record_sign_in("screen_locked", user_id=request.user.pk, address=address(request))
    if locking.wants_piece(request):
        return HttpResponse(status=204)
    return redirect(own_path(request.POST.get("then")) or "start")


@require_POST
@lock_page
def unlock(request: HttpRequest) -> HttpResponse:
    """Password or a code of the app. A script gets no page: it still has its own."""
    form = UnlockForm(request.POST, action=request.path)
    if form.is_valid() and locking.is_locked(request.session):
        problem = _problem_with(request, form.cleaned_data["secret"])
        if problem:
            form.add_error("secret", problem)
        else:
            locking.reopen(request.session)
            record_sign_in("unlocked", user_id=request.user.pk, address=address(request))
    if form.errors:
        return locking.locked_answer(request, form, status=429 if locked(request) else 422)
    if locking.wants_piece(request):
        return HttpResponse(status=204)
    return redirect(own_path(form.cleaned_data["then"]) or "start")


def _problem_with(request: HttpRequest, secret: str) -> str:
    """ "" when it opens; else words. Six digits are a code: no password is that short."""
    digits = "".join(secret.split())
    if len(digits) == 6 and digits.isdecimal():
        return _problem_with_code(request, digits)
    found = authenticate(request, email=request.user.email, password=secret)  # type: ignore[union-attr]
    if found is not None and found.pk == request.user.pk:
        return ""
    record_sign_in("locked" if locked(request) else "unlock_refused", user_id=request.user.pk, address=address(request))
    return why_not(request) if locked(request) else _("That is not your password. Try again")


def _problem_with_code(request: HttpRequest, digits: str) -> str:
    hold(request.session)  # two tries at once count as two
    if not locking.may_try_a_code(request.session):
        return _("Too many wrong codes. Use your password")
    device = app_in_force(request.user)  # type: ignore[arg-type]
    if device and verify_token(request.user, device.persistent_id, digits):
        return ""
    locking.wrong_code(request.session)
    record_sign_in("code_refused", user_id=request.user.pk, address=address(request))
    return _("That code is not right. Wait for the next one, or use your password")


@lock_page
def state(request: HttpRequest) -> HttpResponse:
    """For a page that hid its words: whether it may show them again, and the token its forms need now."""
    if locking.is_locked(request.session):
        return JsonResponse({"locked": True})
    who = locking.mark(request.membership)  # type: ignore[attr-defined]
    return JsonResponse({"locked": False, "who": who, "left": locking.left(request.session), "token": get_token(request)})


@require_POST
@signed_in_page
def here(request: HttpRequest) -> HttpResponse:
    """Somebody pressed a key or moved the pointer, or a page that stays open is in sight: the middleware takes note."""
    return HttpResponse(status=204)
