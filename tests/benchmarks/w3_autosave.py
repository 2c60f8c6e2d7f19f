"""W3: saving one line as it is typed, against one committed UPDATE of the same row."""

from collections.abc import Callable, Iterator
from inspect import unwrap
from itertools import count
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.db import connection, transaction
from django.http import HttpResponse, QueryDict
from django.test import Client as Browser
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from clinic.audit.log import Surroundings, surroundings
from clinic.db.context import clinic_context, set_clinic
from safetyplans.actions import items
from safetyplans.models import Item, Plan
from safetyplans.views import lines
from tests import factories
from tests.benchmarks.rounds import Bench
from tests.cast import Cast, browser_of

TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
TIMES = 60
MANY = 10_000  # more than one run saves


def run(bench: Bench, cast: Cast) -> None:
    with clinic_context(cast.elm.id):
        short, long, own, body = (_plan_with(cast, many) for many in (6, 60, 6, 6))
    lee, typed = browser_of(cast.lee), count()
    save_short, save_long = _saving(lee, short, typed), _saving(lee, long, typed)
    bench.compare(
        "W3a", "saving a line in process, committed: the right to write it and its version checked, sealed, stored, told once",
        _action(cast, own, typed), "one committed UPDATE of that table", _update(cast, own), 2.0, times=TIMES,
    )  # fmt: skip
    bench.compare(
        "W3a2", "the whole view body: the same with the check of the form and the answer",
        _view(cast, body), "one committed UPDATE of that table", _update(cast, body), 2.0, times=TIMES,
    )  # fmt: skip
    save_short()  # the first save of a visit is told to the audit log
    with CaptureQueriesContext(connection) as queries:
        answer = save_short()
    statements = [query["sql"] for query in queries if not query["sql"].startswith(TRANSACTION)]
    bench.count("W3b", "statements of a whole save, sign-in checked, without BEGIN and COMMIT", len(statements), 8)
    bench.count("W3c", "bytes of the answer", len(answer.content), 512)
    bench.compare(
        "W3d", "a whole save in a plan of 60 lines", save_long, "the same in a plan of 6 lines", save_short, 1.1, times=TIMES
    )


def _plan_with(cast: Cast, lines: int) -> Item:
    plan: Plan = factories.plan(factories.client(cast.lee))
    made = [factories.item(plan, "internal_coping", f"Line {number}") for number in range(lines)]
    return made[-1]


def _update(cast: Cast, item: Item) -> Callable[[], object]:
    """The floor: what any save must do at least."""
    sealed = b"0" * 60
    with clinic_context(cast.elm.id):
        spare = factories.item(item.plan, "internal_coping", "Spare")

    def once() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select set_config('app.clinic_id', %s, true)", [str(cast.elm.id)])
            cursor.execute("update safetyplans_item set text = %s, version = version where id = %s", [sealed, str(spare.pk)])

    return once


def _action(cast: Cast, item: Item, typed: Iterator[int]) -> Callable[[], object]:
    """As in a request: the visit is known, the action runs in the request's transaction."""
    seen = {"version": item.version}
    visit = Surroundings(view="plan-item-save", session="0" * 16)

    def once() -> None:
        with transaction.atomic(), surroundings(visit):
            set_clinic(cast.elm.id)
            text, seen_version = f"Walk {next(typed)}", seen["version"]
            told = {"client_id": item.plan.client_id, "item_id": item.pk, "operation_id": uuid4()}
            items.save_item(by=cast.lee.actor, text=text, seen_version=seen_version, **told)
        seen["version"] += 1

    return once


def _view(cast: Cast, item: Item) -> Callable[[], object]:
    """The view as the middleware and the page's guard call it, without them."""
    visit = Surroundings(view="plan-item-save", session="1" * 16)
    request: Any = RequestFactory().post("/")
    request.actor, request.membership, request.memberships = cast.lee.actor, cast.lee, [cast.lee]
    request.session, request.user = browser_of(cast.lee).session, cast.lee.user
    view = unwrap(lines.save)
    bodies = (urlencode({"text": f"Walk {text}", "version": text + item.version, "operation": uuid4()}) for text in range(MANY))
    sent = iter(list(bodies))  # what the page does is not timed

    def once() -> None:
        request.POST = QueryDict(next(sent))
        with transaction.atomic(), surroundings(visit):
            set_clinic(cast.elm.id)
            answer = view(request, client=item.plan.client_id, item=item.pk)
        assert answer.status_code == 200, answer.content

    return once


def _saving(browser: Browser, item: Item, typed: Iterator[int]) -> Callable[[], HttpResponse]:
    address = f"/clients/{item.plan.client_id}/plan/items/{item.pk}/"
    seen = {"version": item.version}

    def once() -> HttpResponse:
        body = {"text": f"Walk {next(typed)}", "version": seen["version"], "operation": str(uuid4())}
        answer = browser.post(address, body, headers={"X-Background": "1", "HX-Request": "true"})
        assert answer.status_code == 200, answer.status_code
        seen["version"] += 1
        return answer

    return once
