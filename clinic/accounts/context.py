"""What every template may show of the surroundings."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from clinic.accounts import locking
from clinic.accounts.countries import country

NAVIGATION = (
    ("today", "Today", ("therapist", "supervisor")),
    ("client-list", "Clients", ("therapist", "supervisor", "admin")),
    ("review-list", "Reviews", ("therapist", "supervisor")),
    ("incident-list", "Incidents", ("therapist", "supervisor", "auditor")),
    ("directory", "Directory", ("therapist", "supervisor", "admin")),
    ("oncall", "On call", ("admin", "supervisor")),
    ("staff-list", "Staff", ("admin",)),
    ("messages-trouble", "Messages", ("admin",)),
    ("clinic-settings", "Clinic", ("admin",)),
    ("audit", "Audit", ("auditor",)),
)

# The section of the help page that is about a page, by how the page's name begins; the first that fits counts.
HELP = (
    ("crisis", "crisis"),
    ("oncall", "colleague"),
    ("break-glass", "cover"),
    ("audit-opened", "cover"),
    ("client-find", "cover"),
    ("client-cover", "cover"),
    ("client-assign", "cover"),
    ("session-checkin", "check-in"),
    ("session", "sessions"),
    ("platform", "sessions"),
    ("plan-trouble", "incidents"),
    ("incident", "incidents"),
    ("client-incidents", "incidents"),
    ("follow-up", "incidents"),
    ("disclosure", "incidents"),
    ("protocol", "steps"),
    ("jurisdiction", "steps"),
    ("changed-numbers", "numbers"),
    ("resource-problem", "numbers"),
    ("directory", "directory"),
    ("resource", "directory"),
    ("verif", "directory"),
    ("second-looks", "directory"),
    ("coverage", "directory"),
    ("notify", "directory"),
    ("client-resource", "directory"),
    ("plan-print", "paper"),
    ("plan-card", "paper"),
    ("plan", "plan"),
    ("intake-invite", "questions"),
    ("screening", "questions"),
    ("intake", "record"),
    ("client-access", "phone"),
    ("client-invite", "phone"),
    ("client", "record"),
    ("messages", "messages"),
)


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """`actor`, `clinic`, `membership`, `nav` for staff; `country` (help numbers), `demo` and `mail_is_set_up` for everybody."""
    actor, membership = getattr(request, "actor", None), getattr(request, "membership", None)
    here = request.resolver_match.view_name if request.resolver_match else ""
    shown = {
        "actor": actor,
        "membership": membership,
        "clinic": membership.clinic if membership else getattr(request, "clinic", None),
        "country": country(getattr(request, "country_code", settings.DEFAULT_COUNTRY)),
        "demo": settings.DEMO,
        "mail_is_set_up": settings.MAIL_IS_SET_UP,
        "help_section": next((section for start, section in HELP if here.startswith(start)), ""),
    }
    if actor and membership:
        shown["nav"] = [
            {"name": name, "label": label, "current": here == name} for name, label, roles in NAVIGATION if actor.has(*roles)
        ]
        shown["several_clinics"] = len(request.memberships) > 1  # type: ignore[attr-defined]
        shown["lock"] = _lock(request)
    return shown


def _lock(request: HttpRequest) -> dict[str, Any]:
    """What static/js/lock.js must know of the page: when it locks, whose it is, whether it stays open."""
    match = request.resolver_match
    return {
        "after": request.session.get(locking.LIMIT, locking.DEFAULT_LIMIT),
        "left": lambda: max(0, locking.left(request.session)),  # a therapy session, read later, may move it
        "who": locking.mark(request.membership),  # type: ignore[attr-defined]
        "stays_open": bool(match and getattr(getattr(match.func, "policy", None), "stays_open", False)),
    }
