"""Somebody else's client, as few presses as SCREENS 5.2 allows: in a crisis the record opens first, outside one the reason does (U3, U22)."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, expect

from clinic.accounts.models import Membership
from clinic.clients.models import AccessGrant, Todo
from clinic.db.context import clinic_context
from tests import factories
from tests.cast import Cast, browser_of
from tests.journeys.steps import Desk

REASON = "Lee is away and her sister called."


@pytest.fixture
def desk_of(stage: Cast, live_server: Any, browser: Browser) -> Iterator[Callable[[Membership], Desk]]:
    desks: list[Desk] = []

    def sit_down(member: Membership) -> Desk:
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        key = browser_of(member).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
        desks.append(Desk(context, live_server.url))
        return desks[-1]

    yield sit_down
    for desk in desks:
        desk.context.close()


def photograph(desk: Desk, name: str) -> None:
    """For a person who wants to look: HANDRAIL_PICTURES=folder."""
    if folder := os.environ.get("HANDRAIL_PICTURES"):
        for width, height, theme in ((1366, 768, "light"), (360, 740, "dark")):
            desk.page.set_viewport_size({"width": width, "height": height})
            desk.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            desk.page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
        desk.page.set_viewport_size({"width": 1366, "height": 768})


@pytest.mark.feature("M3")
def test_a_colleague_s_client_in_two_presses_in_a_crisis_and_three_outside_one(
    stage: Cast, desk_of: Callable[[Membership], Desk], record_testsuite_property: Callable[[str, object], None]
) -> None:
    with clinic_context(stage.elm.id):
        for name in ("Alva Brown", "Kim Park", "Roland Ade"):
            factories.client(stage.lee, name)
        factories.place(stage.rosa)
    ben = desk_of(stage.ben).opens("/").is_on("Today")

    # U3: one's own client in two presses
    before = ben.measured()
    ben.clicks("Crisis", "header").clicks("Theo Brandt").is_at(f"/clients/{stage.theo.pk}/crisis/")
    took = ben.measured() - before
    record_testsuite_property("U3 clicks, own client", took.clicks)
    assert took.clicks <= 2
    with clinic_context(stage.elm.id):
        assert not AccessGrant.objects.filter(kind="break_glass").exists()

    # U3: a colleague's with one press, three letters and Enter, and no name in an address
    ben.opens("/")
    before = ben.measured()
    ben.clicks("Crisis", "header").is_on("Crisis: which client?")
    expect(ben.page.get_by_role("button", name="Rosa Alvarez")).to_be_hidden()
    photograph(ben, "pick")
    expect(ben.page.get_by_role("searchbox")).to_be_focused()
    ben.types("ros")
    expect(ben.page.get_by_role("status")).to_contain_text("Enter opens Rosa Alvarez")
    expect(ben.page.get_by_role("button", name="Roland Ade")).to_be_hidden()
    photograph(ben, "pick-typed")
    ben.presses("Enter").is_at(f"/clients/{stage.rosa.pk}/crisis/")
    took = ben.measured() - before
    record_testsuite_property("U3 and U22 in a crisis, clicks", took.clicks)
    assert took.clicks <= 2
    with clinic_context(stage.elm.id):
        grant = AccessGrant.objects.get(kind="break_glass")
        assert Todo.objects.get(kind="record_opened").told_id == stage.lee.id

    # the four hours end while a note waits: it stays, and is written as soon as the record is open again
    ben.sees("All written down.")  # that it was opened
    with clinic_context(stage.elm.id):
        AccessGrant.objects.filter(pk=grant.pk).update(ends_at=timezone.now())
    ben.page.get_by_label("Add a note").fill("She is on the balcony")
    ben.presses("Enter").sees("This record is no longer open to you", "1 note waiting")
    with clinic_context(stage.elm.id):
        AccessGrant.objects.filter(pk=grant.pk).update(ends_at=grant.ends_at)
    ben.sees("All written down.")
    assert all("404" in each for each in ben.complaints), ben.complaints
    ben.complaints.clear()

    # the reason comes afterwards, from Today
    ben.opens(f"/clients/{stage.rosa.pk}/").is_on("Rosa Alvarez").sees("Open to you until")
    photograph(ben, "record")
    ben.opens("/").clicks("say why").is_on("Why did you open the record of Rosa Alvarez?")
    photograph(ben, "say-why")
    ben.clicks_on(ben.page.get_by_label("The client is in danger"))
    ben.writes("In a few words", "too few").clicks("Save the reason").sees("Say in a few words why, in 10 characters or more")
    ben.writes("In a few words", REASON).clicks("Save the reason").is_at("/")
    with clinic_context(stage.elm.id):
        grant.refresh_from_db()
        assert (grant.why, grant.reason) == ("crisis", REASON)

    # who looks after her finds it on Today, with the words; the supervisor sees it too, the auditor without them
    lee = desk_of(stage.lee).opens("/").clicks("A colleague opened this record").sees(REASON)
    photograph(lee, "care")
    sam = desk_of(stage.sam).opens("/").is_on("Today").sees("Records opened by a colleague")
    photograph(sam, "today-sam")
    kay = desk_of(stage.kay).opens("/audit/").clicks("Opened in an emergency").is_on("Records opened in an emergency")
    kay.sees("The client is in danger")
    expect(kay.page.get_by_text(REASON)).to_have_count(0)
    photograph(kay, "audit")

    # U22: outside a crisis three presses, then the reason
    ben.opens("/")
    before = ben.measured()
    ben.clicks("Clients", "header").is_on("Clients")
    expect(ben.page.get_by_role("searchbox")).to_be_focused()
    ben.types("kim").presses("Enter")
    photograph(ben, "list")
    ben.clicks("Kim Park").is_on("Open the record of Kim Park?")
    took = ben.measured() - before
    record_testsuite_property("U22 clicks before the reason", took.clicks)
    assert took.clicks <= 3
    photograph(ben, "open")
    ben.clicks_on(ben.page.get_by_label("I cover for the therapist")).writes("In a few words", REASON)
    ben.clicks("Open the record for 4 hours").is_on("Kim Park").sees("Open to you until")
    ben.opens("/clients/find/").is_on("Find a client of the clinic")
    ben.complaints = [each for each in ben.complaints if "status of 422" not in each]  # the reason that was too short
    for desk in (ben, lee, sam, kay):
        desk.no_complaints()
