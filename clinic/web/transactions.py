"""One transaction per request, opened before sessions and views, rolled back when the answer says it failed."""

import logging
from collections.abc import Callable
from typing import TypeVar

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

from clinic.db.context import own_context
from clinic.web.errors import server_error

log = logging.getLogger("handrail.requests")
V = TypeVar("V", bound=Callable[..., HttpResponse])


def without_database(view: V) -> V:
    """Mark a view that must answer while PostgreSQL does not."""
    view.without_database = True  # type: ignore[attr-defined]
    return view


class TransactionMiddleware:
    """Commits answers below 500 only. `request.after_failure` holds callables to run in a new transaction after a rollback."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.after_failure = []  # type: ignore[attr-defined]
        name, marked = self._view(request)
        if marked:
            return self.get_response(request)
        with own_context():
            response = self.get_response(request)
            # A swallowed database error leaves a broken transaction: an answer over it would promise what is not stored.
            if self._broken() and response.status_code < 500:
                log.error("view=%s answered over a broken transaction", name)
                response = server_error(request)
            failed = response.status_code >= 500
            if failed:
                transaction.set_rollback(True)
        if failed:
            self._tell_failure(request)
        log.info("view=%s status=%s", name, response.status_code)
        return response

    def _view(self, request: HttpRequest) -> tuple[str, bool]:
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return "none", False
        return match.view_name or "unnamed", getattr(match.func, "without_database", False)

    def _broken(self) -> bool:
        return connection.needs_rollback or (
            connection.connection is not None and connection.connection.info.transaction_status == TRANSACTION_STATUS_INERROR
        )

    def _tell_failure(self, request: HttpRequest) -> None:
        for tell in request.after_failure:  # type: ignore[attr-defined]
            with own_context():
                tell()
