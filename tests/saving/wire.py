"""The editor's side of the saving protocol over real HTTP: what static/js/save-state.js does, without the browser.

A write is a line of text sent with the version it was written on and a name of its own; one that got no answer is sent
again as it was, until it gets one.
"""

import http.client
import re
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from django.conf import settings

from clinic.accounts.models import Membership
from clinic.clients.models import AccessGrant, Client
from tests.cast import browser_of

SECRET = "handrailhandrailhandrailhandrail"  # as cookie and as header: Django's double submit
ABOUT = re.compile(r'data-(item|version|place)="([^"]*)"')


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
        return self.status == 200


@dataclass(frozen=True)
class Write:
    """One request of the editor; the same object sent twice is the same operation."""

    kind: str
    address: str
    body: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.body["text"]


class Session:
    """A member of staff signed in at the editor of one step of a plan."""

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
        connection = http.client.HTTPConnection(self.host, timeout=15)
        try:
            connection.request("POST", write.address, urlencode(write.body), self.headers)
            response = connection.getresponse()
            page = response.read().decode()
        except (OSError, http.client.HTTPException) as broken:
            raise NoAnswer from broken
        finally:
            connection.close()
        told = dict(ABOUT.findall(page))
        return Answer(response.status, told.get("item", ""), int(told.get("version", 0)), int(told.get("place", 0)))


def operation() -> str:
    return str(uuid4())


def add(plan: str, text: str, step: str = "alone") -> Write:
    return Write("add", f"{plan}edit/{step}/add/", {"text": text, "operation": operation()})


def save(plan: str, item: str, text: str, version: int) -> Write:
    return Write("save", f"{plan}items/{item}/", {"text": text, "version": str(version), "operation": operation()})


def move(plan: str, item: str, to: int) -> Write:
    return Write("move", f"{plan}items/{item}/move/", {"to": str(to)})


def remove(plan: str, item: str) -> Write:
    return Write("remove", f"{plan}items/{item}/remove/")


def restore(plan: str, item: str) -> Write:
    return Write("restore", f"{plan}items/{item}/restore/")


def covers(member: Membership, client: Client) -> None:
    """The second writer: a colleague who covers for the therapist."""
    AccessGrant.objects.create(
        clinic_id=client.clinic_id, client=client, holder_id=member.id, kind="cover", made_by_id=client.made_by_id
    )
