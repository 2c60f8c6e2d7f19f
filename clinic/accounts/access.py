"""Who may see a page. Every view carries exactly one of these decorators; a test walks all addresses to make sure.

The decorator writes the request's one audit event (unless an action already did), turns a refusal into 404 with a
`denied` event in the same transaction, and a failure into a `failed` event in a new one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.validators import validate_ipv46_address
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from clinic.audit.actors import Actor, Kind
from clinic.audit.log import Surroundings, keep_told, record, surroundings
from clinic.audit.models import Outcome
from clinic.db.context import set_clinic
from clinic.web.error_pages import RECORD
from clinic.web.errors import Conflict, answer
from clinic.web.ways_back import way_back


@dataclass(frozen=True)
class Policy:
    """What a view declares: on which surface it lies, for which roles, and the event its reading is.

    `stays_open`: its page never locks while somebody may look at it. `while_locked`: it answers a locked session.
    `reads_alone`: it answers while the database takes no writes.
    """

    surface: str
    roles: frozenset[str] = frozenset()
    event: str = ""
    stays_open: bool = False
    while_locked: bool = False
    reads_alone: bool = False


class StaffRequest(HttpRequest):
    """A request that `staff_page` let through.

    A page whose address names no client says in `about` whose record it shows.
    """

    about: UUID | None
    actor: Actor
    membership: Any
    memberships: Any
    user: Any


def address(request: HttpRequest) -> str | None:
    """The network address of the caller, behind as many proxies as HANDRAIL_PROXIES says."""
    proxies = settings.AXES_IPWARE_PROXY_COUNT or 0
    chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    told = chain[-proxies] if proxies and len(chain) >= proxies else request.META.get("REMOTE_ADDR", "")
    return told if _is_address(told) else None


def _is_address(text: str) -> bool:
    """A proxy may also say "unknown", or add a port: the database takes addresses only."""
    try:
        validate_ipv46_address(text)
    except ValidationError:
        return False
    return True


def facts_of(request: HttpRequest) -> Surroundings:
    match = request.resolver_match
    key = request.session.session_key if getattr(request, "membership", None) else None  # a client's page ignores the session
    return Surroundings(
        view=match.view_name if match else "",
        address=address(request),
        session=sha256(key.encode()).hexdigest()[:16] if key else "",
    )


def _named(kwargs: dict[str, Any]) -> tuple[UUID | None, UUID | None]:
    """The client and the object that the address names."""
    client = kwargs.get("client")
    others = [value for name, value in kwargs.items() if isinstance(value, UUID) and name != "client"]
    return client, others[-1] if others else client


MOST = 2**31 - 1  # of the column; what an address asks for may be larger


def _version(kwargs: dict[str, Any]) -> int | None:
    """The version that the address names, where there can be one."""
    number = kwargs.get("version")
    return number if number is not None and number <= MOST else None


def audited(
    request: HttpRequest,
    actor: Actor,
    event: str,
    view: Callable[[], HttpResponse],
    kwargs: dict[str, Any],
    *,
    reads_alone: bool = False,
) -> HttpResponse:
    """Run the view and write its event. Reads with content are events; empty answers (204, 304, redirects) are not."""
    client_id, object_id = _named(kwargs)
    facts = facts_of(request)
    facts.reads_alone = reads_alone

    def tell(outcome: Outcome) -> None:
        with surroundings(facts):
            record(
                by=actor,
                action=event or "page",
                client_id=client_id or getattr(request, "about", None),
                object_id=object_id,
                version=_version(kwargs),
                outcome=outcome,
            )

    def tell_failure() -> None:
        facts.reads_alone = True  # the answer has been given
        set_clinic(actor.clinic_id)
        tell(Outcome.FAILED)

    request.after_failure.append(tell_failure)  # type: ignore[attr-defined]
    with surroundings(facts):
        try:
            with transaction.atomic():
                response = view()
        except Http404:
            response = _not_there(request, actor, client_id)
        except Conflict as conflict:
            facts.written = 0  # what the view had told went back with what it wrote
            response = conflict_answer(request, conflict)
    if response.status_code in (403, 404):
        tell(Outcome.DENIED)
    elif event and not facts.written and response.status_code in (200, 409, 422):
        tell(Outcome.OK)
    if facts.reads_alone and response.status_code in (200, 404):
        request.if_lost = lambda: keep_told(facts)  # type: ignore[attr-defined]
    return response


def _not_there(request: HttpRequest, actor: Actor, client_id: UUID | None) -> HttpResponse:
    """The same whether there is no such client or it is a colleague's; a clinician learns how to cover."""
    if client_id is not None and actor.is_clinician:
        return HttpResponse(RECORD.read_bytes(), status=404)
    return answer(request, 404)


def conflict_answer(request: HttpRequest, conflict: Conflict) -> HttpResponse:
    """409 with the words of the conflict: a fragment for htmx, else a page in the layout of the surface."""
    if request.headers.get("HX-Request"):
        return render(request, "parts/conflict.html", {"message": str(conflict)}, status=409)
    actor = getattr(request, "actor", None)
    layout = "plain.html" if actor is None else "portal.html" if actor.kind is Kind.CLIENT else "base.html"
    shown = {"message": str(conflict), "layout": layout, "back": way_back(request, otherwise="")}
    return render(request, "conflict.html", shown, status=409)


def staff_page(
    *roles: str, event: str = "", stays_open: bool = False, reads_alone: bool = False
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A page for signed-in, verified members with one of these roles (none named: any). Everybody else: 404 or sign-in.

    `event` names the audit event of reading it ("client.read"); pages without client data name none. `stays_open` is for
    the page of a crisis: the screen never locks while it is in sight. `reads_alone` is for pages that somebody may need while
    the database takes no writes: they write nothing but their event, and that is put aside when it cannot be written.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def inner(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            actor: Actor | None = request.actor  # type: ignore[attr-defined]
            if actor is None:
                return redirect(_way_in(request))
            if roles and not actor.has(*roles):
                return audited(request, actor, event, lambda: answer(request, 404), kwargs)
            return audited(request, actor, event, lambda: view(request, **kwargs), kwargs, reads_alone=reads_alone)

        inner.policy = Policy("staff", frozenset(roles), event, stays_open, reads_alone=reads_alone)  # type: ignore[attr-defined]
        return inner

    return decorate


def _way_in(request: HttpRequest) -> str:
    return "no-clinic" if getattr(request.user, "is_verified", bool)() else "login"


def open_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for anybody: sign-in, invitation, health. It shows nothing of a clinic's people."""

    @wraps(view)
    def inner(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, **kwargs)
        except Conflict as conflict:
            return conflict_answer(request, conflict)

    inner.policy = Policy("open")  # type: ignore[attr-defined]
    return login_not_required(inner)


def signed_in_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page about the signed-in person's own account, in whatever clinic."""
    return _account_page(view, Policy("account"))


def lock_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same for the few that lock and unlock the screen: they answer a locked session, and show nothing."""
    return _account_page(view, Policy("account", while_locked=True))


def _account_page(view: Callable[..., HttpResponse], policy: Policy) -> Callable[..., HttpResponse]:
    @wraps(view)
    def inner(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not request.user.is_verified():  # type: ignore[union-attr]
            return redirect("login")
        try:
            return view(request, **kwargs)
        except Conflict as conflict:
            return conflict_answer(request, conflict)

    inner.policy = policy  # type: ignore[attr-defined]
    return inner
