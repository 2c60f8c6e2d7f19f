"""Who is asking, and in which clinic: for staff. The client's own surface has its own (clinic.portal)."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from clinic.accounts.models import Membership
from clinic.db.context import set_clinic, set_user

CLINIC = "clinic"
SEEN, SINCE = "seen", "since"


class StaffMiddleware:
    """Sets `request.membership` and `request.actor` for a verified user, shows the database their current clinic, and tells
    times in its zone.

    Ends a session after 30 idle minutes or 12 hours. Requests marked `X-Background` (saving while typing, polling)
    never extend it. A membership that has ended counts from the next request on.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.membership = request.actor = None  # type: ignore[attr-defined]
        if not request.path.startswith(("/my/", "/l/", "/v/", "/exit/")) and request.user.is_authenticated:
            self._admit(request)
        zone = request.membership.clinic.time_zone if request.membership else settings.TIME_ZONE  # type: ignore[attr-defined]
        with timezone.override(zone):
            return self.get_response(request)

    def _admit(self, request: HttpRequest) -> None:
        if self._too_long(request):
            logout(request)
            return
        if not request.user.is_verified():  # type: ignore[union-attr]
            return
        set_user(request.user.pk)
        mine = list(Membership.objects.active().filter(user=request.user.pk).select_related("clinic").order_by("made_at"))
        current = next((m for m in mine if str(m.clinic_id) == request.session.get(CLINIC)), mine[0] if mine else None)
        if current is None:
            return
        set_clinic(current.clinic_id)
        request.membership, request.memberships, request.actor = current, mine, current.actor  # type: ignore[attr-defined]
        request.country_code = current.clinic.country_code  # type: ignore[attr-defined]

    def _too_long(self, request: HttpRequest) -> bool:
        now, session = int(time.time()), request.session
        since, seen = session.setdefault(SINCE, now), session.get(SEEN, now)
        if now - since > settings.STAFF_ABSOLUTE_SECONDS or now - seen > settings.STAFF_IDLE_SECONDS:
            return True
        if "X-Background" not in request.headers and now - session.get(SEEN, 0) >= 60:
            session[SEEN] = now
        return False
