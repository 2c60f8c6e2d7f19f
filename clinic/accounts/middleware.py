"""Who is asking, and in which clinic: for staff. The client's own surface has its own (clinic.portal)."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from clinic.accounts import locking
from clinic.accounts.models import Membership
from clinic.accounts.sessions import SINCE, hold_if_possible, keep
from clinic.db.context import set_clinic, showing_user
from clinic.db.prepared import Given, PreparedRead
from clinic.web.errors import CLIENT_PATHS

CLINIC = "clinic"
MEMBERSHIPS = PreparedRead(
    "memberships",
    lambda: Membership.objects.active().filter(user=Given("user")).select_related("clinic").order_by("made_at"),
)


class StaffMiddleware:
    """Sets `request.membership` and `request.actor` for a verified user, shows the database their current clinic, and tells
    times in its zone.

    Ends a session after 12 hours and locks it after the clinic's idle minutes. Requests marked `X-Background` (saving
    while typing, polling) never keep it open. While it is locked nobody is a member of anything: no row of a clinic is
    read. A membership that has ended counts from the next request on.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.membership = request.actor = None  # type: ignore[attr-defined]
        request.locked = False  # type: ignore[attr-defined]
        if not request.path.startswith(CLIENT_PATHS) and request.user.is_authenticated:
            self._admit(request)
        zone = request.membership.clinic.time_zone if request.membership else settings.TIME_ZONE  # type: ignore[attr-defined]
        with timezone.override(zone):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """After the check of the form's token. Open pages show nothing of a clinic's people and stay open."""
        policy = getattr(view, "policy", None)
        is_shut = policy is not None and policy.surface in ("staff", "account") and not policy.while_locked
        return locking.locked_answer(request) if is_shut and getattr(request, "locked", False) else None

    def _admit(self, request: HttpRequest) -> None:
        session = request.session
        if locking.now() - session.setdefault(SINCE, locking.now()) > settings.STAFF_ABSOLUTE_SECONDS:
            logout(request)
            return
        if not request.user.is_verified():  # type: ignore[union-attr]
            return
        noting = self._is_there(request) and not locking.is_locked(session) and hold_if_possible(session)
        request.locked = locking.is_locked(session)  # type: ignore[attr-defined]
        if request.locked:  # type: ignore[attr-defined]
            request.country_code = session.get(locking.COUNTRY, settings.DEFAULT_COUNTRY)  # type: ignore[attr-defined]
            return
        self._enter(request)
        if noting:
            locking.note(session, request.membership.clinic if request.membership else None)  # type: ignore[attr-defined]
            keep(session)

    def _is_there(self, request: HttpRequest) -> bool:
        return "X-Background" not in request.headers and locking.is_stale(request.session)

    def _enter(self, request: HttpRequest) -> None:
        here = self._here(request) if "X-Background" in request.headers else None
        mine = [here] if here else self._everywhere(request)
        current = here or next((m for m in mine if str(m.clinic_id) == request.session.get(CLINIC)), mine[0] if mine else None)
        if current is None:
            return
        if here is None:
            set_clinic(current.clinic_id)
        request.membership, request.memberships, request.actor = current, mine, current.actor  # type: ignore[attr-defined]
        request.country_code = current.clinic.country_code  # type: ignore[attr-defined]

    def _here(self, request: HttpRequest) -> Membership | None:
        """The membership in the clinic of the session, for saves while typing: they show no menu, so no other clinics."""
        clinic = request.session.get(CLINIC)
        set_clinic(clinic)
        return MEMBERSHIPS.first(user=request.user.pk) if clinic else None

    def _everywhere(self, request: HttpRequest) -> list[Membership]:
        return MEMBERSHIPS.all(user=request.user.pk, ahead=showing_user(request.user.pk))
