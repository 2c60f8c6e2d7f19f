"""Files kept with an incident, and the signed release of a contact: one mechanism."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, ProgrammingError, connection, transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from clinic.audit.models import Event
from clinic.clients.models import AccessGrant, KeptFile
from clinic.db.models import Immutable
from clinic.documents.handed_in import opened
from clinic.web.errors import Conflict
from emergency.actions import attachments as actions
from emergency.actions import contacts
from emergency.models import Attachment, Contact, Incident
from tests import factories
from tests.cast import Cast, browser_of
from tests.documents.test_handed_in import JPEG, PDF, PNG
from tests.emergency.after_crisis import ended

TITLE = "Photo of the note to Ana"


@pytest.fixture
def incident(cast: Cast) -> Incident:
    return ended(cast.lee, cast.rosa)


@pytest.fixture
def ana(cast: Cast) -> Contact:
    return factories.contact(cast.rosa, "Ana")


def at(name: str, **more: Any) -> str:
    return reverse(name, kwargs=more)


def hand_in(
    cast: Cast, address: str, *, who: str = "lee", title: str = TITLE, content: bytes | None = PNG, name: str = "x.png"
) -> Any:
    sent = {"title": title} | ({"file": SimpleUploadedFile(name, content, "text/html")} if content is not None else {})
    return browser_of(cast.staff[who]).post(address, sent)


def words(response: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def kept(incident: Incident, by: Any, content: bytes = PNG, title: str = TITLE) -> Attachment:
    return actions.keep_with_incident(by=by.actor, incident=incident, title=title, file=opened(content))


@pytest.mark.feature("G1")
def test_a_file_is_kept_with_an_incident_read_and_taken_out(cast: Cast, incident: Incident) -> None:
    here = at("incident", client=cast.rosa.pk, incident=incident.pk)
    add = at("incident-file", client=cast.rosa.pk, incident=incident.pk)
    lee = browser_of(cast.lee)
    assert add in lee.get(here).content.decode(), "the page leads there"
    assert hand_in(cast, add, name="Rosa Alvarez, note.html")["Location"] == here + "#files"
    assert hand_in(cast, add, title="Letter", content=PDF).status_code == 302

    attachment = Attachment.objects.get(file__kind="png")
    address = at("attachment", client=cast.rosa.pk, attachment=attachment.pk)
    page = lee.get(here)
    assert address in page.content.decode()
    assert f"{TITLE} (PNG, " in words(page)
    assert "Lee" in words(page)[words(page).index(TITLE) :]

    answer = lee.get(address)
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, PNG, "image/png")
    assert answer["Content-Disposition"] == 'attachment; filename="file.png"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "no-store"
    assert lee.get(address).status_code == 200
    read = Event.objects.filter(action="file.read", object_id=attachment.pk, client_id=cast.rosa.pk)
    assert read.count() == 2, "each reading is an event"

    out = at("attachment-take-out", client=cast.rosa.pk, attachment=attachment.pk)
    assert out in page.content.decode()
    assert TITLE in words(lee.get(out))
    assert lee.post(out)["Location"] == here + "#files"
    assert lee.get(address).status_code == 404
    page = lee.get(here)
    assert "A file was taken out: " in words(page)
    assert TITLE not in words(page)
    assert "Letter (PDF" in words(page)
    attachment.refresh_from_db()
    assert (attachment.retired_by_id, attachment.file.content) == (cast.lee.pk, PNG), "nothing is deleted"

    told = Event.objects.filter(client_id=cast.rosa.pk, action__startswith="file.")
    assert {(each.action, each.reason) for each in told} >= {("file.keep", "incident"), ("file.take_out", "")}
    text = " ".join(str(vars(each)) for each in told) + address + add + out
    for secret in ("note", "Ana", "Rosa"):
        assert secret not in text, secret


@pytest.mark.feature("A3")
def test_the_signed_release_is_kept_with_the_contact(cast: Cast, ana: Contact) -> None:
    lee, here = browser_of(cast.lee), at("contact-list", client=cast.rosa.pk)
    add = at("contact-release", client=cast.rosa.pk, contact=ana.pk)
    edit = at("contact-edit", client=cast.rosa.pk, contact=ana.pk)
    for page in (here, edit):
        assert add in lee.get(page).content.decode(), page
    assert 'value="Signed release"' in lee.get(add).content.decode()
    assert hand_in(cast, add, title="Signed release", content=JPEG)["Location"] == here
    attachment = Attachment.objects.get()
    address = at("attachment", client=cast.rosa.pk, attachment=attachment.pk)
    for page in (here, edit):
        assert address in lee.get(page).content.decode(), page
    answer = lee.get(address)
    assert (answer.content, answer["Content-Disposition"]) == (JPEG, 'attachment; filename="file.jpeg"')
    assert Event.objects.filter(action="file.keep", reason="release", client_id=cast.rosa.pk).count() == 1

    assert lee.post(at("attachment-take-out", client=cast.rosa.pk, attachment=attachment.pk))["Location"] == here
    assert address not in lee.get(here).content.decode()
    again = actions.keep_release(by=cast.lee.actor, contact=ana, title="Again", file=opened(PDF))
    contacts.retire(by=cast.lee.actor, contact=ana)
    gone = at("attachment", client=cast.rosa.pk, attachment=again.pk)
    assert lee.get(gone).status_code == 404, "not after the contact has left the list"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"content": None}, "Choose a PDF, JPEG or PNG file of at most 5 MB"),
        ({"content": b""}, "This file is empty"),
        ({"content": b"<script>alert(1)</script>", "name": "scan.pdf"}, "not a PDF, JPEG or PNG"),
        ({"content": PNG[:-20]}, "cannot be opened"),
        ({"content": PDF + b"x" * 5 * 1024 * 1024}, "at most 5 MB"),
        ({"content": b"x" * 12_000_000}, "Choose a PDF, JPEG or PNG file of at most 5 MB"),
        ({"title": " "}, "Choose the file once more"),
        ({"title": "x" * 121}, "Use 120 characters at most"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_what_is_refused_is_told_and_the_words_stay(cast: Cast, incident: Incident, sent: dict[str, Any], said: str) -> None:
    answer = hand_in(cast, at("incident-file", client=cast.rosa.pk, incident=incident.pk), **sent)
    assert answer.status_code == 422
    assert said in words(answer)
    assert f'value="{sent.get("title", TITLE).strip()}"' in answer.content.decode() or not sent.get("title", TITLE).strip()
    assert not KeptFile.objects.exists()


def test_there_may_be_ten_and_one_taken_out_makes_room(cast: Cast, incident: Incident) -> None:
    for _ in range(10):
        last = kept(incident, cast.lee, PDF)
    add = at("incident-file", client=cast.rosa.pk, incident=incident.pk)
    assert "Take one out first" in words(browser_of(cast.lee).get(add))
    assert hand_in(cast, add).status_code == 409
    with pytest.raises(Conflict):
        kept(incident, cast.lee)
    actions.take_out(by=cast.lee.actor, attachment=last)
    actions.take_out(by=cast.lee.actor, attachment=last)
    assert Event.objects.filter(action="file.take_out").count() == 1
    assert hand_in(cast, add).status_code == 302


def test_a_file_is_visible_to_whom_its_incident_or_contact_is(cast: Cast, incident: Incident, ana: Contact) -> None:
    files = {
        "incident": kept(incident, cast.lee),
        "release": actions.keep_release(by=cast.lee.actor, contact=ana, title="Release", file=opened(PDF)),
    }

    def seen(who: str) -> set[str]:
        browser = browser_of(cast.staff[who])
        found = {name: browser.get(at("attachment", client=cast.rosa.pk, attachment=each.pk)) for name, each in files.items()}
        return {name for name, answer in found.items() if answer.status_code == 200}

    assert {who: seen(who) for who in ("lee", "sam", "ben", "ada", "kay", "dov")} == {
        "lee": {"incident", "release"}, "sam": {"incident", "release"}, "ben": set(), "ada": set(), "kay": set(), "dov": set(),
    }  # fmt: skip
    foreign = browser_of(cast.lee).get(at("attachment", client=cast.theo.pk, attachment=files["incident"].pk))
    assert foreign.status_code == 404, "not under the address of another client"
    AccessGrant.objects.filter(client=cast.rosa).update(ends_at=timezone.now() - timedelta(minutes=1))
    assert seen("lee") == {"incident"}, "who led an incident goes on reading it"

    with pytest.raises(Http404):
        actions.keep_release(by=cast.sam.actor, contact=ana, title="x", file=opened(PDF))
    for name in files:
        with pytest.raises(Http404):
            actions.take_out(by=cast.ben.actor, attachment=files[name])
    with pytest.raises(Http404):
        kept(incident, cast.ben)
    assert (
        browser_of(cast.sam).post(at("attachment-take-out", client=cast.rosa.pk, attachment=files["release"].pk)).status_code == 404
    )


def test_files_are_sealed_and_never_change(cast: Cast, incident: Incident) -> None:
    file = kept(incident, cast.lee, PDF.replace(b"<<>>", b"<< zqclinical >>")).file
    with connection.cursor() as cursor:
        cursor.execute("select content, title from clients_keptfile where id = %s", [file.pk])
        content, title = cursor.fetchone()
    assert b"zqclinical" not in bytes(content)
    assert b"Ana" not in bytes(title)
    file.title = "Another"
    for change in (file.save, file.delete, KeptFile.objects.all().delete):
        with pytest.raises(Immutable):
            change()
    for statement in ("update clients_keptfile set size = 1", "delete from clients_keptfile", "delete from emergency_attachment"):
        with pytest.raises((ProgrammingError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
