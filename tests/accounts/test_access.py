"""What `staff_page` promises: who gets in, the one event of a request, and a transaction that keeps its word."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import Client as Browser
from django.urls import include, path

from clinic.accounts.access import staff_page
from clinic.audit.log import record
from clinic.audit.models import Event
from clinic.clients.models import Client
from clinic.clients.queries import visible_client
from clinic.web.errors import Conflict
from tests.cast import Cast, browser_of


@staff_page("therapist", event="client.read")
def read(request: HttpRequest, client: UUID) -> HttpResponse:
    return HttpResponse(visible_client(request.actor, client).name)  # type: ignore[attr-defined]


@staff_page("therapist", event="client.read")
def write(request: HttpRequest, client: UUID) -> HttpResponse:
    record(by=request.actor, action="client.edit", client_id=client)  # type: ignore[attr-defined]
    return HttpResponseRedirect("/")


def renamed(request: HttpRequest, client: UUID) -> Client:
    row = visible_client(request.actor, client)  # type: ignore[attr-defined]
    row.language = "es"
    row.save(update_fields=["language"])
    record(by=request.actor, action="client.edit", client_id=client)  # type: ignore[attr-defined]
    return row


@staff_page("therapist", event="client.read")
def write_then_refuse(request: HttpRequest, client: UUID) -> HttpResponse:
    renamed(request, client)
    raise Http404


@staff_page("therapist", event="client.read")
def write_then_conflict(request: HttpRequest, client: UUID) -> HttpResponse:
    renamed(request, client)
    raise Conflict("Sam changed this a minute ago.")


@staff_page("therapist", event="client.read")
def write_then_fail(request: HttpRequest, client: UUID) -> HttpResponse:
    renamed(request, client)
    raise RuntimeError("private words")


@staff_page("therapist", event="client.read")
def write_then_swallow(request: HttpRequest, client: UUID) -> HttpResponse:
    """A view that hides a database error would answer 200 over a broken transaction."""
    renamed(request, client)
    try:
        with connection.cursor() as cursor:
            cursor.execute("select nothing from nowhere")
    except DatabaseError:
        pass
    return HttpResponse("saved")


@staff_page("therapist", event="client.read")
def nothing(request: HttpRequest, client: UUID) -> HttpResponse:
    return HttpResponse(status=204)


views: list[Callable[..., HttpResponse]] = [
    read,
    write,
    write_then_refuse,
    write_then_conflict,
    write_then_fail,
    write_then_swallow,
    nothing,
]
urlpatterns = [
    path("", include("clinic.urls")),
    *(path(f"try/{view.__name__}/<uuid:client>/", view, name=view.__name__) for view in views),
]
handler404, handler500 = "clinic.web.errors.not_found", "clinic.web.errors.server_error"
pytestmark = pytest.mark.urls(__name__)


def events() -> list[tuple[str, str]]:
    return [(event.action, event.outcome) for event in Event.objects.order_by("at")]


def visit(cast: Cast, view: str, client: UUID | None = None, name: str = "lee") -> HttpResponse:
    return browser_of(cast.staff[name]).get(f"/try/{view}/{client or cast.rosa.id}/")  # type: ignore[return-value]


def test_a_read_is_one_event_with_client_and_page(cast: Cast) -> None:
    assert visit(cast, "read").content == b"Rosa Alvarez"
    event = Event.objects.get()
    assert (event.action, event.outcome, event.client_id, event.view) == ("client.read", "ok", cast.rosa.id, "read")
    assert event.actor_id == cast.lee.id
    assert event.session
    assert event.roles == ["therapist"]


def test_a_write_is_the_event_of_its_action_alone(cast: Cast) -> None:
    visit(cast, "write")
    assert events() == [("client.edit", "ok")]


def test_a_foreign_client_answers_like_a_missing_one_and_is_recorded(cast: Cast) -> None:
    from django.test.utils import CaptureQueriesContext

    answers = []
    for client in (cast.theo.id, cast.eve.id, uuid4()):
        with CaptureQueriesContext(connection) as queries:
            answer = visit(cast, "read", client)
        answers.append((answer.status_code, answer.content, len(queries)))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == 404
    assert events() == [("client.read", "denied")] * 3


@pytest.mark.parametrize("name", ["ada", "sam", "kay"])
def test_another_role_finds_no_page(cast: Cast, name: str) -> None:
    assert visit(cast, "read", name=name).status_code == 404
    assert events() == [("client.read", "denied")]


def test_nobody_without_a_session_gets_in(cast: Cast) -> None:
    answer = Browser().get(f"/try/read/{cast.rosa.id}/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in/")


def test_a_refusal_takes_back_what_the_view_wrote(cast: Cast) -> None:
    assert visit(cast, "write_then_refuse").status_code == 404
    cast.rosa.refresh_from_db()
    assert cast.rosa.language == "en"
    assert events() == [("client.read", "denied")]


def test_a_conflict_says_why_and_takes_back_what_was_written(cast: Cast) -> None:
    answer = visit(cast, "write_then_conflict")
    assert answer.status_code == 409
    assert b"Sam changed this a minute ago." in answer.content
    cast.rosa.refresh_from_db()
    assert cast.rosa.language == "en"
    assert events() == [("client.read", "ok")], "the event went back with what was written; that the page was read stays"


@pytest.mark.parametrize(
    ("came_from", "leads_back"), [("http://testserver/clients/?page=2", True), ("https://example.org/clients/", False)]
)
def test_a_conflict_leads_back_to_the_page_of_ours_one_came_from(cast: Cast, came_from: str, leads_back: bool) -> None:
    answer = browser_of(cast.lee).get(f"/try/write_then_conflict/{cast.rosa.id}/", headers={"Referer": came_from})
    assert ("Go back</a>" if leads_back else "Go to Today</a>") in answer.content.decode()
    assert ('href="/clients/?page=2"' in answer.content.decode()) is leads_back
    assert "example.org" not in answer.content.decode()


@pytest.mark.parametrize("view", ["write_then_fail", "write_then_swallow"])
def test_a_failure_stores_nothing_says_so_and_is_recorded(cast: Cast, view: str, capfd: pytest.CaptureFixture[str]) -> None:
    answer = visit(cast, view)
    assert answer.status_code == 500
    assert b"private words" not in answer.content
    cast.rosa.refresh_from_db()
    assert cast.rosa.language == "en"
    assert events() == [("client.read", "failed")]
    assert "private words" not in "".join(capfd.readouterr())


def test_an_answer_without_content_is_no_event(cast: Cast) -> None:
    assert visit(cast, "nothing").status_code == 204
    assert events() == []


def test_headers_are_on_every_answer(cast: Cast) -> None:
    for answer in (visit(cast, "read"), visit(cast, "read", uuid4()), visit(cast, "write_then_fail"), Browser().get("/nowhere/")):
        assert answer.headers["Cache-Control"] == "no-store"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Referrer-Policy"] == "same-origin"
