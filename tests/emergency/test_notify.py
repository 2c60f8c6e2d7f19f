"""The clinic's list of whom to tell of an emergency."""

import pytest

from clinic.audit.models import Event
from emergency.models import NotifyEntry
from emergency.notify_queries import notify_list
from tests.cast import Cast, browser_of

DIRECTOR = {"name": "Mara Lind", "role": "Director", "phone": "415 555 0101", "tell_when": "Every incident, the same day"}
INSURER = {"name": "Claims desk", "role": "Insurer", "phone": "415 555 0102", "tell_when": "Within three days"}


@pytest.mark.feature("H9")
def test_admins_keep_the_list_and_clinicians_read_it(cast: Cast) -> None:
    ada, lee = browser_of(cast.ada), browser_of(cast.lee)
    assert "Nobody is on the list yet." in lee.get("/manage/notify/").content.decode()
    for facts in (DIRECTOR, INSURER):
        assert ada.post("/manage/notify/new/", facts).url == "/manage/notify/"
    second = notify_list()[1]
    ada.post(f"/manage/notify/{second.pk}/up/")
    assert [each.name for each in notify_list()] == ["Claims desk", "Mara Lind"]
    ada.post(f"/manage/notify/{second.pk}/", INSURER | {"phone": "415 555 0103"})
    page = lee.get("/manage/notify/").content.decode()
    assert "Claims desk" in page
    assert "tel:+14155550103" in page
    assert "Change" not in page
    ada.post(f"/manage/notify/{second.pk}/retire/")
    assert [each.name for each in notify_list()] == ["Mara Lind"]
    assert NotifyEntry.objects.count() == 2
    told = Event.objects.filter(action__startswith="notify_entry.")
    assert {each.action.split(".")[1] for each in told} == {"add", "move", "edit", "retire"}
    assert told.get(action="notify_entry.edit").fields == ["phone"]


def test_who_may_open_the_list_and_what_is_missing(cast: Cast) -> None:
    ada = browser_of(cast.ada)
    ada.post("/manage/notify/new/", DIRECTOR)
    [entry] = notify_list()
    page = ada.post("/manage/notify/new/", {"name": ""}).content.decode()
    for words in ("Fill in “Name”", "Enter a phone number", "Fill in “When to tell them”"):
        assert words in page
    for name, status in {"lee": 200, "sam": 200, "kay": 404}.items():
        browser = browser_of(cast.staff[name])
        assert browser.get("/manage/notify/").status_code == status
        assert browser.get("/manage/notify/new/").status_code == 404
        assert browser.get(f"/manage/notify/{entry.pk}/").status_code == 404
        assert browser.post(f"/manage/notify/{entry.pk}/up/").status_code == 404
        assert browser.post(f"/manage/notify/{entry.pk}/retire/").status_code == 404
    assert browser_of(cast.dov).get(f"/manage/notify/{entry.pk}/").status_code == 404
    assert ada.get("/").status_code == 302
    assert "Whom to tell" in ada.get("/directory/").content.decode()
