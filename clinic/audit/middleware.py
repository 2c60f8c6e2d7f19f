"""Events that were put aside come into the log as soon as the database takes writes again."""

import time
from collections.abc import Callable

from django.db import Error
from django.http import HttpRequest, HttpResponse

from clinic.audit import spool

PAUSE = 2  # seconds between two tries, so that an outage does not slow down what still works


class SpoolMiddleware:
    """After an answer to somebody of the staff, outside its transaction. The timetable does the same when nobody is there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.not_before = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "actor", None) and response.status_code < 500 and time.monotonic() >= self.not_before:
            self._bring_in()
        return response

    def _bring_in(self) -> None:
        try:
            if spool.is_waiting():
                spool.bring_in()
        except (Error, OSError):
            self.not_before = time.monotonic() + PAUSE
