"""The lock of a staff session: what the session remembers, when it counts as locked, and what is answered then.

The server decides. `seen` is the last time a person did something; requests marked `X-Background` never move it.
"""

import time
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import salted_hmac

from clinic.accounts.forms import UnlockForm
from clinic.accounts.models import Clinic, Membership
from clinic.accounts.sessions import SEEN, hold, hold_if_possible, keep

LOCKED, LIMIT, TRIES, COUNTRY, OPEN_UNTIL = "locked", "lock_after", "lock_tries", "country", "open_until"
DEFAULT_LIMIT = 60 * int(Clinic._meta.get_field("lock_minutes").default)
NOTED_AFTER = 30  # seconds: not every request writes its time
CODES_AT_MOST = 5


def now() -> int:
    return int(time.time())


def left(session: SessionBase) -> int:
    """Seconds until the session locks by itself; 0 or less when it has."""
    if session.get(LOCKED):
        return 0
    idle = session.get(SEEN, now()) + session.get(LIMIT, DEFAULT_LIMIT)
    return int(max(idle, session.get(OPEN_UNTIL, 0)) - now())


def is_locked(session: SessionBase) -> bool:
    return left(session) <= 0


def is_stale(session: SessionBase) -> bool:
    """Whether it is time to write down again that somebody is there."""
    return LIMIT not in session or now() - session.get(SEEN, 0) >= NOTED_AFTER


def note(session: SessionBase, clinic: Clinic | None) -> None:
    """Somebody is there; from now on the clinic's limit counts. Hold the session first."""
    session[SEEN] = now()
    session[LIMIT] = 60 * clinic.lock_minutes if clinic else DEFAULT_LIMIT
    session[COUNTRY] = clinic.country_code if clinic else settings.DEFAULT_COUNTRY  # for the numbers on what answers then


def stay_open(session: SessionBase, until: int) -> None:
    """Never lock by itself before this moment (0: as usual), whatever the connection does meanwhile."""
    if session.get(OPEN_UNTIL, 0) == until:
        return
    if hold_if_possible(session, wait=True):
        session[OPEN_UNTIL] = until
        keep(session)


def close(session: SessionBase) -> None:
    """Lock it, whatever other requests of this session are doing."""
    hold(session)
    session[LOCKED] = True


def reopen(session: SessionBase) -> None:
    """The person has shown that it is them."""
    hold(session)
    session[LOCKED], session[TRIES], session[SEEN] = False, 0, now()


def wrong_code(session: SessionBase) -> None:
    hold(session)
    session[TRIES] = session.get(TRIES, 0) + 1


def may_try_a_code(session: SessionBase) -> bool:
    """Six digits can be guessed sooner than a password: after five wrong ones only the password opens."""
    return bool(session.get(TRIES, 0) < CODES_AT_MOST)


def mark(member: Membership | None) -> str:
    """Tells pages of one member from those of another, and nothing else: words come back to their own reader only."""
    return salted_hmac("handrail.lock", str(member.pk)).hexdigest()[:16] if member else ""


def wants_piece(request: HttpRequest) -> bool:
    """Asked by a script of ours, which takes a piece of a page, and not by the browser for the person."""
    headers = request.headers
    return "X-Background" in headers or "HX-Request" in headers or headers.get("Sec-Fetch-Dest") == "empty"


def locked_answer(request: HttpRequest, form: UnlockForm | None = None, status: int = 423) -> HttpResponse:
    """The lock page, at the address that was asked for, so that every tab comes back to its own page.

    What a locked session sent is thrown away and the page says so: the browser alone keeps it, to send it again.
    """
    if wants_piece(request):
        return render(request, "accounts/parts/locked.html", {"form": form}, status=status)
    sent = request.method == "POST" and form is None
    place = urlsplit(request.headers.get("Referer", "")).path if sent else request.get_full_path()
    shown: dict[str, Any] = {"form": form or UnlockForm(action=reverse("unlock"), initial={"then": place}), "sent": sent}
    return render(request, "accounts/lock.html", shown, status=status)
