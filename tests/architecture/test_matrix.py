"""Every address x every kind of person x own, foreign and missing objects, judged by planted words.

Planted words are looked for in bodies, headers and the text of PDFs. Foreign answers must equal missing ones.
"""

import contextlib
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse
from django.utils import timezone
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from clinic.audit.models import Event
from clinic.db.context import clinic_context, set_clinic
from tests.architecture.test_addresses import patterns
from tests.cast import Cast, browser_of, people, seen_ahead
from tests.scene import Record, arguments, records

PATTERNS = [pattern for pattern in patterns() if pattern.name]
# who may see words of this client's name, and of the record
SEES_NAME = {"rosa": {"ada", "lee", "sam"}, "theo": {"ada", "ben", "sam"}, "eve": {"dov"}}
# where clinicians find any client of their clinic by name, to cover or in a crisis; and nothing else of them
BY_NAME = {"break-glass", "crisis-pick", "client-find", "client-list"}
FINDS_NAME = {"rosa": {"ben"}, "theo": {"lee"}, "eve": set[str]()}
SEES_RECORD = {"rosa": {"lee", "sam"}, "theo": {"ben", "sam"}, "eve": {"dov"}}

# Everybody asks for Rosa's. For those of a colleague and of another clinic one of each kind asks to whom they are foreign: their
# roles stand in the way of Rosa's already, row-level security does not know roles, and what Lee sees of his own Ben sees of his.
ASKS_FOR = {"theo": ("lee", "rosa's phone"), "eve": ("ada", "lee", "sam", "eve's phone")}

WRITES_TO = {"rosa": ("lee", "ada", "kay", "dov", "nobody", "rosa's phone"), "eve": ("lee", "sam")}


class Undo(Exception):
    """Takes back what a request wrote."""


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: Any) -> tuple[Cast, dict[str, Record], dict[str, str]]:
    """Committed once, with a session of each: whatever a request writes is taken back, and later tests make clinics of their own."""
    with django_db_blocker.unblock():
        cast = people()
        made = records(cast)
        browsers = {who: seen_ahead(browser_of(member)) for who, member in cast.staff.items()}
        sessions = {who: browser.cookies[settings.SESSION_COOKIE_NAME].value for who, browser in browsers.items()}
        connection.close()
    return cast, made, sessions


@pytest.fixture
def scene(filled: tuple[Cast, dict[str, Record], dict[str, str]], db: None) -> tuple[Cast, dict[str, Record]]:
    set_clinic(filled[0].elm.id)
    return filled[:2]


@pytest.fixture
def actors(filled: tuple[Cast, dict[str, Record], dict[str, str]]) -> dict[str, Browser]:
    """A fresh browser of everybody: signed in, holding a remembered phone, or neither."""
    _, made, sessions = filled
    browsers = {who: holding(settings.SESSION_COOKIE_NAME, key) for who, key in sessions.items()}
    phones = {f"{name}'s phone": holding(settings.PAGE_COOKIE_NAME, made[name].page_token) for name in ("rosa", "eve")}
    return browsers | {"nobody": Browser(raise_request_exception=False)} | phones


def holding(name: str, value: str) -> Browser:
    browser = Browser(raise_request_exception=False)
    browser.cookies[name] = value
    return browser


def clinic_of(cast: Cast, who: str) -> UUID:
    return cast.staff[who].clinic_id if who in cast.staff else cast.elm.id


def text_of(response: HttpResponse) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    text = body.decode("utf-8", "replace") + str(dict(response.headers))
    if body.startswith(b"%PDF"):
        with contextlib.suppress(PyPdfError):
            text += "".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    return text


def leaks(text: str, who: str, made: dict[str, Record], page: str | None = "") -> list[str]:
    found = []
    for name, record in made.items():
        own_phone = who == f"{name}'s phone"
        finds = page in BY_NAME and who in FINDS_NAME[name]
        if who not in SEES_NAME[name] and not own_phone and not finds:
            found += [f"{name}'s name" for word in record.name_words if word in text]
        if who not in SEES_RECORD[name] and not own_phone:
            found += [f"{name}'s record" for word in record.clinical_words if word in text]
    return found


def ask(browser: Browser, method: str, address: str, clinic_id: UUID) -> tuple[HttpResponse, list[tuple[str, str]]]:
    """The answer, and its events in that clinic; whatever it wrote is taken back."""
    try:
        with clinic_context(clinic_id):
            began = timezone.now()
            response = getattr(browser, method)(address)
            events = [(event.action, event.outcome) for event in Event.objects.filter(at__gte=began)]
            response.content if not response.streaming else None  # noqa: B018
            raise Undo
    except Undo:
        return response, events


@pytest.mark.feature("M4")
@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: str(pattern.name))
def test_no_word_reaches_anybody_it_must_not(
    pattern: URLPattern, scene: tuple[Cast, dict[str, Record]], actors: dict[str, Browser]
) -> None:
    cast, made = scene
    names = list(pattern.pattern.converters)
    for who, browser in actors.items():
        for name in made if names else ["rosa"]:
            if who not in ASKS_FOR.get(name, (who,)):
                continue
            address = reverse(str(pattern.name), kwargs=arguments(names, made[name]))
            for method in ("get", "post") if who in WRITES_TO.get(name, ()) else ("get",):
                response, events = ask(browser, method, address, clinic_of(cast, who))
                told = f"{who} {method} {pattern.name} of {name}"
                assert response.status_code < 500, told
                assert leaks(text_of(response), who, made, pattern.name) == [], told
                policy = getattr(pattern.callback, "policy", None)
                if response.status_code == 404 and who in cast.staff and policy and policy.surface != "open":
                    assert [outcome for _, outcome in events] == ["denied"], told


CLIENT_PATTERNS = [pattern for pattern in PATTERNS if "client" in pattern.pattern.converters]


@pytest.mark.parametrize("pattern", CLIENT_PATTERNS, ids=lambda pattern: str(pattern.name))
def test_a_foreign_client_answers_like_a_missing_one(
    pattern: URLPattern, scene: tuple[Cast, dict[str, Record]], actors: dict[str, Browser]
) -> None:
    """Same status, same body, same number of queries; nothing is to be learned from the difference."""
    cast, made = scene
    names = list(pattern.pattern.converters)
    browser = actors["lee"]
    answers: list[Any] = []
    foreign = [made["eve"]] if pattern.name in BY_NAME else [made["theo"], made["eve"]]  # a colleague's client has a name
    for target in (*foreign, None):
        with CaptureQueriesContext(connection) as queries:
            response, _ = ask(browser, "get", reverse(str(pattern.name), kwargs=arguments(names, target)), cast.elm.id)
        answers.append((response.status_code, text_of(response), len(queries)))
    assert all(answer == answers[0] for answer in answers)
    assert answers[0][0] in (404, 405)


def tells(pattern: URLPattern) -> bool:
    """Whether looking at it is to be found in the log: all about a client, and whatever else declares an event."""
    policy = getattr(pattern.callback, "policy", None)
    return pattern in CLIENT_PATTERNS or bool(policy and policy.surface == "staff" and policy.event)


TELLS = [pattern for pattern in PATTERNS if tells(pattern)]


@pytest.mark.feature("M2")
@pytest.mark.parametrize("pattern", TELLS, ids=lambda pattern: str(pattern.name))
def test_reading_a_record_is_exactly_one_event(
    pattern: URLPattern, scene: tuple[Cast, dict[str, Record]], actors: dict[str, Browser]
) -> None:
    cast, made = scene
    address = reverse(str(pattern.name), kwargs=arguments(list(pattern.pattern.converters), made["rosa"]))
    response, events = ask(actors["lee"], "get", address, cast.elm.id)
    expected = {200: [(pattern.callback.policy.event, "ok")], 404: [(pattern.callback.policy.event or "page", "denied")]}.get(
        response.status_code, []
    )
    assert events == expected
    if response.status_code == 200:
        assert pattern.callback.policy.event, "a page with a client's words names its event"
