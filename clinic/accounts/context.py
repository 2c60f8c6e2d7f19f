"""What every template may show of the surroundings."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from clinic.accounts.countries import country

NAVIGATION = (
    ("today", "Today", ("therapist", "supervisor")),
    ("client-list", "Clients", ("therapist", "supervisor", "admin")),
    ("review-list", "Reviews", ("therapist", "supervisor")),
    ("directory", "Directory", ("therapist", "supervisor", "admin")),
    ("staff-list", "Staff", ("admin",)),
    ("messages-trouble", "Messages", ("admin",)),
    ("clinic-settings", "Clinic", ("admin",)),
    ("audit", "Audit", ("auditor",)),
)


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """`actor`, `clinic`, `membership`, `nav` for staff; `country` (help numbers) and `demo` for everybody."""
    actor, membership = getattr(request, "actor", None), getattr(request, "membership", None)
    here = request.resolver_match.view_name if request.resolver_match else ""
    shown = {
        "actor": actor,
        "membership": membership,
        "clinic": membership.clinic if membership else getattr(request, "clinic", None),
        "country": country(getattr(request, "country_code", settings.DEFAULT_COUNTRY)),
        "demo": settings.DEMO,
    }
    if actor and membership:
        shown["nav"] = [
            {"name": name, "label": label, "current": here == name} for name, label, roles in NAVIGATION if actor.has(*roles)
        ]
        shown["several_clinics"] = len(request.memberships) > 1  # type: ignore[attr-defined]
    return shown
