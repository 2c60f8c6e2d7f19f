"""One transaction per request, opened before sessions and views, rolled back when the answer says it failed."""

import logging
from collections.abc import Callable
from typing import TypeVar

from django.db import Error, connection, transaction
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
    """Commits answers below 500 only. `request.after_failure` holds callables to run in a new transaction after a rollback.

    An answer made of reads alone says so by `request.if_lost`: it stands also when its transaction is lost at the end, and
    that is called.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.after_failure = []  # type: ignore[attr-defined]
        name, marked = self._view(request)
        if marked:
            return self.get_response(request)
        response: HttpResponse | None = None
        try:
            with own_context():
                response = self._answered(request, name)
        except Error:
            if response is None or not hasattr(request, "if_lost"):
                raise
            request.if_lost()
        if response.status_code >= 500:
            self._tell_failure(request)
        log.info("view=%s status=%s", name, response.status_code)
        return response

    def _answered(self, request: HttpRequest, name: str) -> HttpResponse:
        response = self.get_response(request)
        if self._broken() and response.status_code < 500:
            if hasattr(request, "if_lost"):
                request.if_lost()
            else:  # a swallowed error leaves a broken transaction: an answer over it would promise what is not stored
                log.error("view=%s answered over a broken transaction", name)
                response = server_error(request)
            transaction.set_rollback(True)
        if response.status_code >= 500:
            transaction.set_rollback(True)
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
            try:
                with own_context():
                    tell()
            except Error:
                log.exception("the failure was not told")
