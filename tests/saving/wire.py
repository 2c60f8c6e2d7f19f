"""The editor's side of the saving protocol over real HTTP: what static/js/save-state.js does, without the browser.

A write is a line of text sent with the version it was written on and a name of its own; one that got no answer is sent
again as it was, until it gets one.
"""

import http.client
import json
import re
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from clinic.accounts.models import Membership
from clinic.clients.models import AccessGrant, Client
from tests.cast import browser_of

SECRET = "handrailhandrailhandrailhandrail"  # as cookie and as header: Django's double submit
ABOUT = re.compile(r'data-(item|version|place)="([^"]*)"')
VERSION = re.compile(r'name="version" value="(\d+)"')


class NoAnswer(Exception):
    """The connection ended before an answer came."""


@dataclass(frozen=True)
class Answer:
    status: int
    item: str = ""
    version: int = 0
    place: int = 0

    @property
    def stored(self) -> bool:
        return self.status in (200, 302)


@dataclass(frozen=True)
class Write:
    """One request of a page; the same object sent twice is the same operation. `thing` is what it writes to."""

    kind: str
    address: str
    body: dict[str, str] = field(default_factory=dict)
    thing: str = ""
    text: str = ""
    operation: str = ""
    seen: int = 0
    is_json: bool = False


class Session:
    """A member of staff signed in at a page that saves while they type."""

    def __init__(self, site: str, member: Membership) -> None:
        self.host = urlsplit(site).netloc
        key = browser_of(member).cookies[settings.SESSION_COOKIE_NAME].value
        cookies = f"{settings.SESSION_COOKIE_NAME}={key}; {settings.CSRF_COOKIE_NAME}={SECRET}"
        self.headers = {
            "Cookie": cookies, "X-CSRFToken": SECRET, "X-Background": "1", "HX-Request": "true", "Connection": "close",
            "Content-Type": "application/x-www-form-urlencoded", "Origin": site,
        }  # fmt: skip

    def send(self, write: Write) -> Answer:
        """The server's answer; `NoAnswer` when the connection broke, and nobody knows what became of it."""
        body = json.dumps({"lines": [write.body]}) if write.is_json else urlencode(write.body)
        kind = {"Content-Type": "application/json"} if write.is_json else {}
        status, page = self._ask("POST", write.address, body, {**self.headers, **kind})
        told = dict(ABOUT.findall(page))
        return Answer(status, told.get("item", ""), int(told.get("version", 0)), int(told.get("place", 0)))

    def version_on(self, address: str) -> int:
        """The version that a page opened now carries."""
        _, page = self._ask("GET", address, "", self.headers)
        return int(VERSION.findall(page)[0])

    def _ask(self, method: str, address: str, body: str, headers: dict[str, str]) -> tuple[int, str]:
        connection = http.client.HTTPConnection(self.host, timeout=15)
        try:
            connection.request(method, address, body, headers)
            response = connection.getresponse()
            return response.status, response.read().decode()
        except (OSError, http.client.HTTPException) as broken:
            raise NoAnswer from broken
        finally:
            connection.close()


def operation() -> str:
    return str(uuid4())


def add(plan: str, text: str, step: str = "alone") -> Write:
    own = operation()
    return Write("add", f"{plan}edit/{step}/add/", {"text": text, "operation": own}, text=text, operation=own)


def save(plan: str, item: str, text: str, version: int) -> Write:
    body = {"text": text, "version": str(version), "operation": operation()}
    return Write("save", f"{plan}items/{item}/", body, item, text, body["operation"], version)


def move(plan: str, item: str, to: int) -> Write:
    return Write("move", f"{plan}items/{item}/move/", {"to": str(to)}, item)


def remove(plan: str, item: str) -> Write:
    return Write("remove", f"{plan}items/{item}/remove/", thing=item)


def restore(plan: str, item: str) -> Write:
    return Write("restore", f"{plan}items/{item}/restore/", thing=item)


def note(plan: str, item: str, text: str, version: int) -> Write:
    body = {"barriers": text, "version": str(version), "operation": operation()}
    return Write("note", f"{plan}items/{item}/note/", body, f"note {item}", text, body["operation"], version)


def sign(plan: str, item: str, text: str, version: int) -> Write:
    body = {"sign": text, "version": str(version), "operation": operation()}
    return Write("sign", f"{plan}items/{item}/sign/", body, f"sign {item}", text, body["operation"], version)


def session_note(session: object, text: str, version: int) -> Write:
    body = {"note": text, "version": str(version), "operation": operation()}
    return Write("session_note", f"/sessions/{session}/note/", body, "session note", text, body["operation"], version)


def answer(record: str, key: str, text: str, version: int) -> Write:
    body = {"value": text, "seen_version": str(version), "operation_id": operation()}
    return Write("answer", f"{record}intake/answers/{key}/", body, f"answer {key}", text, body["operation_id"], version)


def screening(record: str, screening: object, question: int, value: int) -> Write:
    body = {"value": str(value), "operation_id": operation()}
    address = f"{record}screenings/{screening}/answers/{question}/"
    return Write("screening", address, body, f"question {question}", str(value), body["operation_id"])


def report(incident: str, text: str, version: int) -> Write:
    body = {"happened": text, "version": str(version), "later": "1"}
    return Write("report", f"{incident}report/", body, "report", text, seen=version)


def crisis_line(record: str, text: str) -> Write:
    line = {"what": "note", "words": text, "at": timezone.now().isoformat(), "operation_id": operation()}
    return Write("line", f"{record}crisis/log/", line, "crisis", text, line["operation_id"], is_json=True)


def session_line(session: object, text: str) -> Write:
    body = {"what": "tried", "words": text, "operation": operation()}
    return Write("line", f"/sessions/{session}/log/", body, "session", text, body["operation"])


def covers(member: Membership, client: Client) -> None:
    """The second writer: a colleague who covers for the therapist."""
    AccessGrant.objects.create(
        clinic_id=client.clinic_id, client=client, holder_id=member.id, kind="cover", made_by_id=client.made_by_id
    )
