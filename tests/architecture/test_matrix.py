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
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from clinic.audit.models import Event
from clinic.db.context import clinic_context, set_clinic
from tests.architecture.test_addresses import patterns
from tests.cast import Cast, browser_of, people
from tests.scene import Record, arguments, records

PATTERNS = [pattern for pattern in patterns() if pattern.name]
# who may see words of this client's name, and of the record
SEES_NAME = {"rosa": {"ada", "lee", "sam"}, "theo": {"ada", "ben", "sam"}, "eve": {"dov"}}
# where clinicians find any client of their clinic by name, to cover or in a crisis; and nothing else of them
BY_NAME = {"break-glass", "crisis-pick", "client-find"}
FINDS_NAME = {"rosa": {"ben"}, "theo": {"lee"}, "eve": set[str]()}
SEES_RECORD = {"rosa": {"lee", "sam"}, "theo": {"ben", "sam"}, "eve": {"dov"}}


class Undo(Exception):
    """Takes back what a request wrote."""


@pytest.fixture
def scene(db: None) -> tuple[Cast, dict[str, Record]]:
    cast = people()
    made = records(cast)
    set_clinic(cast.elm.id)
    return cast, made


def actors(cast: Cast, made: dict[str, Record]) -> dict[str, Browser]:
    browsers = {name: browser_of(member) for name, member in cast.staff.items()}
    browsers["nobody"] = Browser(raise_request_exception=False)
    for name, record in (("rosa", made["rosa"]), ("eve", made["eve"])):
        browsers[f"{name}'s phone"] = Browser(raise_request_exception=False)
        browsers[f"{name}'s phone"].cookies[settings.PAGE_COOKIE_NAME] = record.page_token
    return browsers


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


def ask(browser: Browser, method: str, address: str, clinic_id: UUID) -> tuple[HttpResponse, int, list[tuple[str, str]]]:
    """The answer, its number of queries, and its events in that clinic; whatever it wrote is taken back."""
    try:
        with clinic_context(clinic_id):
            before = set(Event.objects.values_list("pk", flat=True))
            with CaptureQueriesContext(connection) as queries:
                response = getattr(browser, method)(address)
            events = [(event.action, event.outcome) for event in Event.objects.exclude(pk__in=before)]
            response.content if not response.streaming else None  # noqa: B018
            raise Undo
    except Undo:
        return response, len(queries), events


@pytest.mark.feature("M4")
@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: str(pattern.name))
def test_no_word_reaches_anybody_it_must_not(pattern: URLPattern, scene: tuple[Cast, dict[str, Record]]) -> None:
    cast, made = scene
    names = list(pattern.pattern.converters)
    for who, browser in actors(cast, made).items():
        for name in made if names else ["rosa"]:
            address = reverse(str(pattern.name), kwargs=arguments(names, made[name]))
            for method in ("get", "post") if name != "theo" else ("get",):
                response, _, events = ask(browser, method, address, clinic_of(cast, who))
                told = f"{who} {method} {pattern.name} of {name}"
                assert response.status_code < 500, told
                assert leaks(text_of(response), who, made, pattern.name) == [], told
                policy = getattr(pattern.callback, "policy", None)
                if response.status_code == 404 and who in cast.staff and policy and policy.surface != "open":
                    assert [outcome for _, outcome in events] == ["denied"], told


CLIENT_PATTERNS = [pattern for pattern in PATTERNS if "client" in pattern.pattern.converters]


@pytest.mark.parametrize("pattern", CLIENT_PATTERNS, ids=lambda pattern: str(pattern.name))
def test_a_foreign_client_answers_like_a_missing_one(pattern: URLPattern, scene: tuple[Cast, dict[str, Record]]) -> None:
    """Same status, same body, same number of queries; nothing is to be learned from the difference."""
    cast, made = scene
    names = list(pattern.pattern.converters)
    browser = browser_of(cast.lee)
    answers: list[Any] = []
    foreign = [made["eve"]] if pattern.name in BY_NAME else [made["theo"], made["eve"]]  # a colleague's client has a name
    for target in (*foreign, None):
        response, queries, _ = ask(browser, "get", reverse(str(pattern.name), kwargs=arguments(names, target)), cast.elm.id)
        answers.append((response.status_code, text_of(response), queries))
    assert all(answer == answers[0] for answer in answers)
    assert answers[0][0] in (404, 405)


@pytest.mark.feature("M2")
@pytest.mark.parametrize("pattern", CLIENT_PATTERNS, ids=lambda pattern: str(pattern.name))
def test_reading_a_record_is_exactly_one_event(pattern: URLPattern, scene: tuple[Cast, dict[str, Record]]) -> None:
    cast, made = scene
    address = reverse(str(pattern.name), kwargs=arguments(list(pattern.pattern.converters), made["rosa"]))
    response, _, events = ask(browser_of(cast.lee), "get", address, cast.elm.id)
    expected = {200: [(pattern.callback.policy.event, "ok")], 404: [(pattern.callback.policy.event or "page", "denied")]}.get(
        response.status_code, []
    )
    assert events == expected
    if response.status_code == 200:
        assert pattern.callback.policy.event, "a page with a client's words names its event"
