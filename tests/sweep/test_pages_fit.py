"""Every page, empty, filled, in error and with long words: nothing that axe knows, and nothing wider than a phone.

All forms tell what is wrong through one template: axe looks at those of ERRORS, which have more to say.

The pages come from Django's test client and are only shown in the browser.
HANDRAIL_PICTURES=folder writes one picture of each at both sizes.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

from clinic.clients.models import Client, Todo
from emergency.actions.check_ins import check_in
from emergency.models import Incident
from intake.actions import invitations
from tests import factories, scene
from tests.architecture.test_addresses import patterns
from tests.cast import Cast, browser_of
from tests.fit import LOOKS, UNCOLOURED, Look, faults
from tests.portal.test_intake_link import come
from tests.sweep.doors import on_their_way, working_links
from tests.sweep.pages import EMPTY, ERRORS, IN_JOURNEYS, LIVE, LONG, NO_PAGE, NONSENSE, PAGES
from tests.sweep.shown import Stand, stand

NO_COLOURS: tuple[Look, ...] = ((*LOOKS[0][:3], UNCOLOURED),)  # these are those of the filled page
LONG_WORDS = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft " + "and then she said it again " * 8
NAMES = {str(pattern.name): list(pattern.pattern.converters) for pattern in patterns() if pattern.name}
SHOWN = {200, 202, 410, 422}  # 202: the PDF is being made; 410: a dead link, which strangers see


class Undo(Exception):
    """Takes back what a request wrote."""


@dataclass
class Screen:
    """A browser, the site it believes in, and what was wrong with the pages."""

    page: Page
    server: Stand
    folder: str = field(default_factory=lambda: os.environ.get("HANDRAIL_PICTURES", ""))
    wrong: list[str] = field(default_factory=list)

    def looks_at(self, name: str, address: str, answer: HttpResponse, looks: Sequence[Look] = LOOKS) -> None:
        """Fit for everybody: noted in `wrong` when it is not. Without looks only how wide it is."""
        self.server.answer = answer
        self.page.goto(self.server.site + address)
        self.wrong += [f"{name}: {each}" for each in faults(self.page, looks)]
        if self.folder:
            self.photographs(name)

    def photographs(self, name: str) -> None:
        Path(self.folder).mkdir(parents=True, exist_ok=True)
        for width, height, theme, _ in LOOKS:
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            self.page.screenshot(path=f"{self.folder}/{name.replace(' ', '-')}-{width}.png", full_page=True)


@dataclass
class World:
    """The cast, what addresses name, and a browser of each person."""

    cast: Cast
    record: scene.Record | None
    browsers: dict[str, Browser]
    named: dict[str, dict[str, Any]] = field(default_factory=dict)  # arguments of an address that the record has not
    live: dict[str, dict[str, Any]] = field(default_factory=dict)

    def address(self, name: str) -> str:
        """Of what is there; with an empty record only the client can be named."""
        record = self.record or scene.Record(self.cast.rosa, {"client": self.cast.rosa.pk}, [])
        kwargs = self.named.get(name) or scene.arguments(NAMES[name], record)
        return reverse(name, kwargs=kwargs) + ("?style=large" if name == "plan-pdf" else "")

    def ask(self, who: str, method: str, name: str, data: Any = None) -> HttpResponse:
        """The answer; whatever it wrote is taken back."""
        browser = self.browsers[who]
        kept = browser.cookies.output(header="", sep=";")
        try:
            with transaction.atomic():
                answer: HttpResponse = getattr(browser, method)(self.address(name), data)
                raise Undo
        except Undo:
            browser.cookies.clear()
            browser.cookies.load(kept)
            return answer


@pytest.fixture
def screen(browser: Chromium) -> Iterator[Screen]:
    with stand() as server, browser.new_context() as context:
        yield Screen(context.new_page(), server)


@pytest.fixture
def nothing_yet(cast: Cast) -> World:
    return World(cast, None, {**staff_of(cast), "nobody": Browser()})


@pytest.fixture
def filled(cast: Cast) -> World:
    return world(cast)


def staff_of(cast: Cast) -> dict[str, Browser]:
    return {name: browser_of(member) for name, member in cast.staff.items()}


def world(cast: Cast) -> World:
    """Rosa's full record, with a session that has begun, a crisis under way, and questions she was sent."""
    record = scene.record_of(cast.rosa, cast.lee)
    lee, rosa = cast.lee, Client.objects.get(pk=cast.rosa.pk)
    now = timezone.now()
    begun = factories.session(lee, rosa, minutes_from_now=-9, started=True)
    place = factories.place(rosa)
    factories.contact(rosa, "Bo Alvarez", phone="(928) 555-0178")  # may still become a guardian
    check_in(by=lee.actor, client=rosa, session=begun, told="place", place=place, is_confirmed=True)
    factories.formulation(rosa, "raised")
    factories.resource(cast.ada, "Flagstaff 911 center", kind="psap", phone="(928) 555-0111")
    Todo.objects.create(clinic_id=lee.clinic_id, client=rosa, kind="tell_client", key="sweep")
    Incident.objects.create(
        clinic_id=lee.clinic_id, client=rosa, year=now.year, number=4711, lead_id=lee.id, opened_at=now - timedelta(minutes=3),
        opened_by_id=lee.id, protocol="self_harm", steps=[{"text": "Stay on the line"}],
    )  # fmt: skip
    _, token, code = invitations.invite(by=lee.actor, client=rosa, parts=["history", "stressors"], way="shown")
    phone = Browser()
    phone.cookies[settings.PAGE_COOKIE_NAME] = record.page_token
    to_come = factories.session(lee, rosa, minutes_from_now=30)
    live = working_links(cast, rosa, to_come)
    record.objects |= {"therapy_session": begun.pk}
    named = {name: {"therapy_session": to_come.pk} for name in ("session-change", "session-cancel")} | {"copy": live["copy"]}
    browsers = {
        **staff_of(cast),
        **on_their_way(cast, rosa, live["join"]),
        "rosa's phone": phone,
        "rosa asked": come(f"/l/{token}/", code),
        "nobody": Browser(),
    }
    return World(cast, record, browsers, named, live)


def is_page(answer: HttpResponse) -> bool:
    """A whole page, and not the one that says that there is none."""
    return answer.status_code in SHOWN and not answer.streaming and b"<html" in answer.content[:300]


def looks_at_all(screen: Screen, world: World, table: dict[str, Any], state: str) -> None:
    for who, names in table.items():
        for name in names:
            answer = world.ask(who, "get", name)
            if not is_page(answer):
                screen.wrong.append(
                    f"{name} {state}: {who} gets {answer.status_code} {answer.headers.get('Location', '')}, no page"
                )
                continue
            screen.looks_at(f"{name} {state}", world.address(name), answer, LOOKS if state in {"filled", "live"} else NO_COLOURS)


def test_every_address_is_a_page_of_the_sweep_or_of_a_journey_or_none() -> None:
    rows = [name for names in PAGES.values() for name in names]
    assert sorted([*rows, *IN_JOURNEYS, *NO_PAGE]) == sorted(NAMES)
    assert {file for file in IN_JOURNEYS.values() if not Path(file).exists()} == set()
    others = [name for table in (EMPTY, LONG, LIVE) for names in table.values() for name in names]
    assert set(others) <= set(rows)


def test_pages_with_nothing_there_yet(nothing_yet: World, screen: Screen) -> None:
    looks_at_all(screen, nothing_yet, EMPTY, "empty")
    assert not screen.wrong, "\n".join(screen.wrong)


def test_pages_with_a_full_record(filled: World, screen: Screen) -> None:
    looks_at_all(screen, filled, PAGES, "filled")
    looks_at_all(screen, replace(filled, named=filled.live), LIVE, "live")
    assert not screen.wrong, "\n".join(screen.wrong)


def test_pages_that_tell_what_is_wrong(filled: World, screen: Screen) -> None:
    asked = {name: (who, ERRORS.get(name, (who, NONSENSE))[1]) for who, names in PAGES.items() for name in names} | ERRORS
    for name, (who, data) in asked.items():
        answer = filled.ask(who, "post", name, data)
        if answer.status_code == 422 and is_page(answer):
            screen.looks_at(f"{name} error", filled.address(name), answer, NO_COLOURS if name in ERRORS else ())
        elif name in ERRORS:
            screen.wrong.append(f"{name}: {who} is not told off, but gets {answer.status_code}")
    assert not screen.wrong, "\n".join(screen.wrong)


def test_pages_with_the_longest_words(cast: Cast, screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scene.Planting, "__call__", lambda words, lead="": f"{lead} {LONG_WORDS}".strip())
    looks_at_all(screen, world(cast), LONG, "long")
    assert not screen.wrong, "\n".join(screen.wrong)
