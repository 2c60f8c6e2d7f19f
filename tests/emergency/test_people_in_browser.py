"""Safe contact, a place by its ZIP, people, a provider and a guardian, at a desk; every page fit for everybody."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from clinic.clients.models import Client, ContactSafety, Device, Place
from clinic.db.context import clinic_context
from emergency.models import Contact, Guardianship
from tests.cast import Cast
from tests.journeys.steps import Desk, code_now

LONG = "Doña María de los Ángeles Fernández-Villavicencio y Montenegro de la Torre"


@pytest.fixture
def lee(stage: Cast, browser: Browser, web: str) -> Iterator[Desk]:
    desk = Desk(browser.new_context(viewport={"width": 1366, "height": 768}), web)
    yield desk.signs_in(stage.lee, code_now())
    desk.context.close()


@pytest.mark.feature("A1", "A2", "A4", "A5", "A12")
def test_who_and_where_to_reach_in_one_sitting(stage: Cast, lee: Desk) -> None:
    with clinic_context(stage.elm.id):
        Device.objects.create(clinic_id=stage.elm.id, client=stage.rosa, remembered=True)
    record = f"/clients/{stage.rosa.pk}/"

    # how it is safe to reach her
    lee.opens(record + "contact-safety/").is_on("How is it safe to reach them?")
    lee.picks("Phone call: is it safe?", "Safe").writes("Phone call: from", "09:00")
    lee.clicks("Save").is_on("How is it safe").sees("Fill in both times, or neither")
    lee.writes("Phone call: until", "17:00").writes("Phone call: what to say", "Say “Rosa only”")
    lee.picks("Voicemail: may a message be left?", "Not safe").chooses("Yes, and it would not be safe")
    lee.chooses("Sign out the phones that open the page now").clicks("Save").is_on("Rosa").sees("Say “Rosa only”", "9 am to 5 pm")

    # where she is: five digits look themselves up, and nothing typed is written over
    lee.opens(record + "locations/new/").is_on("Add a place").writes("What they call this place", LONG).writes(
        "Town", "Kachina Village"
    )
    lee.box("ZIP code").press_sequentially("86001")
    lee.sees("Flagstaff, Coconino County, Arizona", "A ZIP can cross county lines: ask.", "What you typed stays").clicks(
        "Take this over"
    )
    lee.sees("Taken over. Check it with the client.").is_on("Add a place")
    expect(lee.box("County")).to_have_value("Coconino")
    expect(lee.box("Town")).to_have_value("Kachina Village")
    lee.writes("How to get in", "Gate code 4411\nDog").box("Town").press("Enter")
    lee.is_on("Places").sees("Coconino County", "Gate code 4411", "now")

    # who can help, another provider, a guardian
    lee.opens(record + "contacts/").is_on("Contacts").clicks("Add a person").is_on("Add a person")
    lee.writes("Name", LONG).writes("Who are they to the client?", "mother").writes("Phone number", "928 555 0177")
    lee.chooses("Any time").chooses("Yes", "Asked, and willing").writes("How many minutes to get to the client?", "20")
    lee.writes("Release ends on", "2026-10-02").clicks("Save person").is_on("Add a person").sees(
        "Enter the day the release was signed too"
    )
    lee.writes("Release signed on", "2025-10-02").clicks("Save person").is_on("Contacts").sees(
        "20 minutes away", "Release ended on 2 Oct 2026"
    )
    lee.clicks("Add a provider").is_on("Add a provider").writes("Name", "Dr. Osei").writes("Phone number", "928 555 0150")
    lee.writes("Practice or organization", "Pine Clinic").chooses("Only in a crisis").clicks("Save provider").sees("Pine Clinic")
    lee.clicks("Add a guardian").is_on("Add a guardian").picks("Who is the guardian?", f"{LONG}, mother").chooses(
        "Saw the birth certificate"
    )
    lee.chooses("May read the plan").clicks("Save guardian").is_on("Add a guardian").sees("Enter the day on which it was verified")
    lee.writes("Verified on", "2026-10-02").clicks("Save guardian").is_on("Contacts").sees(
        "Saw the birth certificate, 2 Oct 2026, Dr. Lee"
    )
    lee.opens(record).is_on("Rosa").sees("20 minutes away", "May read the plan", "Pine Clinic")
    shots(lee.page, record)

    with clinic_context(stage.elm.id):
        assert ContactSafety.objects.get(channel="call").hours == "09:00-17:00"
        assert Client.objects.get(pk=stage.rosa.pk).phone_use == "unsafe"
        assert Device.objects.get().ended_at is not None
        assert (Place.objects.get().town, Place.objects.get().time_zone) == ("Kachina Village", "America/Phoenix")
        assert [each.role for each in Contact.objects.order_by("made_at")] == ["", "provider"]
        assert Guardianship.objects.get().access_now == "plan"
    assert [each for each in lee.complaints if "422" not in each] == [], "a form that came back is no complaint"


def shots(page: Page, record: str) -> None:
    folder = os.environ.get("SHOTS")
    if not folder:
        return
    for name in (
        "",
        "contact-safety/",
        "locations/",
        "locations/new/",
        "contacts/",
        "contacts/new/",
        "contacts/provider/",
        "contacts/guardian/",
    ):
        page.goto(page.url.split("/clients/")[0] + record + name)
        for width, theme in ((1366, "light"), (360, "light"), (1366, "dark")):
            page.set_viewport_size({"width": width, "height": 768})
            page.emulate_media(color_scheme=theme)
            page.screenshot(
                path=str(Path(folder) / f"{name.strip('/').replace('/', '-') or 'record'}-{width}-{theme}.png"), full_page=True
            )
