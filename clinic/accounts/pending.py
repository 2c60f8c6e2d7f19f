"""Between password and second factor: the session knows who is expected, and nobody is signed in yet."""

import time
from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django_otp import login as remember_device

from clinic.accounts.access import address
from clinic.accounts.middleware import CLINIC
from clinic.accounts.models import User
from clinic.accounts.sessions import DEVICE, SEEN, SINCE, device_of
from clinic.audit.log import record_sign_in
from clinic.web.errors import CLIENT_PATHS

PENDING = "pending"
VALID_SECONDS, TRIES = 600, 5
BACKEND = "clinic.accounts.signed_in.PasswordBackend"


def own_path(path: str | None) -> str:
    """The path, when it leads to a staff page of this site; else "" (nobody is sent elsewhere after sign-in)."""
    safe = bool(path) and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if path and safe and path.startswith("/") and not path.startswith(CLIENT_PATHS) else ""


def begin(request: HttpRequest, user: User, *, then: str = "", clinic_id: object = None, new_app: bool = False) -> None:
    """The password was right: expect this user's second factor for ten minutes, in a session with a new key.

    `new_app` says that they were signed in with both factors and may put another app in the place of theirs.
    """
    request.session.flush()
    request.session[PENDING] = {
        "user": str(user.pk),
        "proof": user.get_session_auth_hash(),
        "until": int(time.time()) + VALID_SECONDS,
        "then": own_path(then),
        "clinic": str(clinic_id or ""),
        "new_app": new_app,
        "tries": 0,
    }


def expected(request: HttpRequest) -> User | None:
    """Who is expected; nobody after ten minutes, five wrong codes, a changed password or deactivation."""
    facts: dict[str, Any] = request.session.get(PENDING, {})
    if not facts or time.time() > facts["until"] or facts["tries"] >= TRIES:
        return None
    user = User.objects.filter(pk=facts["user"], is_active=True).first()
    return user if user and constant_time_compare(user.get_session_auth_hash(), facts["proof"]) else None


def may_set_up(request: HttpRequest) -> bool:
    """Whether the expected user may set up an app although they have one: a password alone is not enough."""
    return bool(request.session.get(PENDING, {}).get("new_app"))


def wrong(request: HttpRequest) -> int:
    """Count a wrong code and return how many tries are left."""
    facts = request.session[PENDING]
    request.session[PENDING] = {**facts, "tries": facts["tries"] + 1}
    return int(TRIES - request.session[PENDING]["tries"])


def complete(request: HttpRequest, user: User, device: Any) -> str:
    """Sign in a user who has given both factors; returns where to go."""
    facts: dict[str, Any] = request.session.pop(PENDING, {})
    login(request, user, backend=BACKEND)
    remember_device(request, device)
    request.session[SINCE] = request.session[SEEN] = int(time.time())
    request.session[DEVICE] = device_of(request.headers.get("User-Agent", ""))
    if facts.get("clinic"):
        request.session[CLINIC] = facts["clinic"]
    record_sign_in("signed_in", user_id=user.pk, address=address(request))
    return facts.get("then") or reverse("start")
