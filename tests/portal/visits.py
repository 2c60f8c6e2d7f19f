"""How a client comes to the page, for tests: the therapist invites, the client taps, types and chooses."""

import re
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.test import Client as Browser
from django.utils import timezone

from clinic.accounts.models import Membership
from clinic.clients.actions.phones import invite
from clinic.clients.models import Client
from safetyplans.models import Plan, PlanVersion
from tests import factories

PRIVATE, SOMETIMES, UNSAFE = "private", "sometimes", "unsafe"


def phone(**headers: Any) -> Browser:
    """A browser that has never been here. Forms need their token, as in real life."""
    return Browser(raise_request_exception=False, headers={"User-Agent": "Mozilla/5.0 (iPhone)", **headers})


def invitation(by: Membership, client: Client) -> tuple[str, str]:
    """The address of a fresh link and its code."""
    _, token, code = invite(by=by.actor, client=client, way="shown")
    return f"/l/{token}/", code


def arrive(by: Membership, client: Client, answer: str = PRIVATE, browser: Browser | None = None) -> Browser:
    """A phone on which the client has opened the page."""
    browser = browser or phone()
    address, code = invitation(by, client)
    browser.post(address)
    browser.post("/my/code/", {"code": code})
    response = browser.post("/my/start/", {"phone_use": answer})
    assert response.status_code == 302, response.content
    return browser


def come_back(browser: Browser) -> Browser:
    """The same phone after its browser was closed: only cookies with an age are left."""
    later = phone()
    for name, morsel in browser.cookies.items():
        if morsel["max-age"] not in ("", 0):
            later.cookies[name] = morsel.value
    return later


def page_cookie(browser: Browser) -> str:
    found = browser.cookies.get(settings.PAGE_COOKIE_NAME)
    return found.value if found else ""


def shared_plan(by: Membership, client: Client, **items: Any) -> tuple[Plan, PlanVersion]:
    """A plan in force that the client may open: words, a person, a directory number, a place."""
    now = {"shared_at": timezone.now(), "shared_by_id": by.id}
    plan = factories.plan(client, **now)
    factories.item(plan, "warning_signs", "I stop answering Ana")
    factories.item(plan, "internal_coping", "Walk Luna to the water tower")
    factories.item(plan, "support_contacts", contact=factories.contact(client))
    for step, fields in items.items():
        factories.item(plan, step, **fields)
    return plan, factories.version(plan)


def dials(page: Any, number: str) -> bool:
    """Whether it stands there by itself: within a random token any three digits may."""
    return re.search(rf"\b{number}\b".encode(), page.content) is not None


def no_answer(*args: object) -> None:
    """For `connection.execute_wrapper`: the database is down."""
    raise OperationalError("no connection")
