"""The link a client fills in sections and questionnaires from: who makes it, by which way, what it admits to, when it ends."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import Http404
from django.utils import timezone

from clinic.accounts import tickets
from clinic.accounts.models import Ticket
from clinic.audit.models import Event
from clinic.clients.actions.clients import close, reopen
from clinic.clients.models import Client, Todo
from clinic.notifications.models import Message
from clinic.web.errors import Conflict
from intake.actions import invitations, screenings
from intake.actions.answers import Overtaken, save_answer
from intake.by_link import all_asked, filling, open_invitation
from intake.models import IntakeInvitation
from intake.queries import answer_rows
from tests import factories
from tests.cast import Cast, browser_of


def send(cast: Cast, *parts: str, way: str = "shown", **more: Any) -> tuple[IntakeInvitation, str, str]:
    return invitations.invite(**{"by": cast.lee.actor, "client": cast.rosa, **more}, parts=list(parts), way=way)


def page(cast: Cast, who: str = "lee", **posted: Any) -> Any:
    browser = browser_of(cast.staff[who])
    address = f"/clients/{cast.rosa.pk}/intake/send/"
    return browser.post(address, posted) if posted else browser.get(address)


@pytest.mark.feature("A17")
def test_a_link_is_shown_once_with_its_code(cast: Cast) -> None:
    offered = page(cast).content.decode()
    assert "What has happened before (4 questions)" in offered
    assert "Show link and QR code on the call" in offered
    shown = page(cast, sections=["history", "needs"], way="shown").content.decode()
    made = IntakeInvitation.objects.get()
    assert made.parts == ["history", "needs"]
    assert f'class="big">{made.code}' in shown
    assert "/l/" in shown
    assert "data:image/svg" in shown
    listed = page(cast).content.decode()
    assert "/l/" not in listed
    assert f"<strong>{made.code}</strong>" in listed
    assert list(Event.objects.filter(action="intake.invite").values_list("reason", flat=True)) == ["shown"]


def test_the_page_says_to_whom_by_which_way_and_what_exactly_goes_out(cast: Cast) -> None:
    cast.rosa.email = "rosa@example.org"
    cast.rosa.save(update_fields=["email"])
    assert "No e-mail: it is not marked safe" in page(cast).content.decode()
    safety = factories.safe_channel(cast.rosa)
    safety.words, safety.hours = "Only this address", "09:00-17:00"
    safety.save(update_fields=["words", "hours"])
    offered = page(cast).content.decode()
    for words in ("Send to rosa@example.org", "“You have something to fill in.” and the link", "Only this address", "9 am to 5 pm"):
        assert words in offered
    sent = page(cast, sections=["history"], way="email").content.decode()
    made = IntakeInvitation.objects.get()
    assert str(made.code) in sent
    assert "/l/" not in sent
    message = Message.objects.get(kind="intake-ready")
    assert message.address == "rosa@example.org"
    assert "/l/" in (message.parameters or {})["link"]


@pytest.mark.parametrize("phone_use", [Client.PhoneUse.PRIVATE, Client.PhoneUse.UNSAFE])
def test_no_mail_leaves_where_it_is_not_safe(cast: Cast, phone_use: str) -> None:
    cast.rosa.email, cast.rosa.phone_use = "rosa@example.org", phone_use
    cast.rosa.save(update_fields=["email", "phone_use"])
    if phone_use == Client.PhoneUse.UNSAFE:
        factories.safe_channel(cast.rosa)
        assert "The questions are not sent by e-mail" in page(cast).content.decode()
    assert page(cast, sections=["history"], way="email").status_code == 409
    assert not IntakeInvitation.objects.exists()
    assert not Message.objects.exists()
    assert not Todo.objects.exists()


@pytest.mark.feature("A9")
def test_questionnaires_go_only_when_somebody_is_named_who_is_told(cast: Cast) -> None:
    offered = page(cast).content.decode()
    assert "Nothing can be sent by link yet" in offered
    assert 'value="phq9"' not in offered
    with pytest.raises(Conflict, match="who is told"):
        send(cast, "phq9")
    screenings.set_watch(by=cast.ada.actor, told=cast.ben, within_minutes=90)
    offered = page(cast).content.decode()
    assert "Ben Okoro gets a mail and a task, due within 90 minutes" in offered
    assert 'value="phq9"' in offered
    assert 'value="cssrs_screener"' not in offered
    assert send(cast, "phq9")[0].parts == ["phq9"]


def test_only_parts_with_something_to_ask_are_sent(cast: Cast) -> None:
    for parts in ([], ["places"], ["ground-rules"], ["nowhere"], ["history", "cssrs_screener"]):
        with pytest.raises(Http404):
            send(cast, *parts)
    assert page(cast, way="shown").status_code == 422
    for who, status in (("sam", 404), ("ben", 404), ("ada", 404), ("kay", 404), ("dov", 404)):
        assert page(cast, who, sections=["history"], way="shown").status_code == status
    assert not IntakeInvitation.objects.exists()


def test_what_is_answered_is_not_asked_again(cast: Cast) -> None:
    for key in ("stressors", "triggers", "substances"):
        save_answer(by=cast.lee.actor, client=cast.rosa, key=key, value="The nights", seen_version=0)
    save_answer(by=cast.lee.actor, client=cast.rosa, key="past_signs", value="Does not answer", seen_version=0)
    offered = page(cast).content.decode()
    assert "What has happened before (3 questions)" in offered
    assert 'value="stressors"' not in offered
    assert "Nothing left to ask: Stress now" in " ".join(offered.split())
    row, _, _ = send(cast, "history")
    assert [asked.question.key for asked in filling(row).pages if asked.question] == ["past_crises", "what_helped", "hospital"]
    assert len(all_asked(row.parts)) == 4


def test_a_client_writes_only_what_an_open_invitation_asks(cast: Cast) -> None:
    own: dict[str, Any] = {"by": cast.rosa.actor, "client": cast.rosa, "value": "x", "seen_version": 0}
    with pytest.raises(Http404):
        save_answer(**own, key="stressors")
    row, _, _ = send(cast, "stressors")
    save_answer(**own, key="stressors")
    for key in ("past_crises", "means"):
        with pytest.raises(Http404):
            save_answer(**own, key=key)
    with pytest.raises(Http404):
        invitations.tell(by=cast.theo.actor, invitation=row, key="triggers", value="x")
    invitations.end(by=cast.lee.actor, invitation=row)
    with pytest.raises(Http404):
        save_answer(**own, key="triggers")
    with pytest.raises(Conflict):
        invitations.tell(by=cast.rosa.actor, invitation=row, key="triggers", value="x")


def test_whoever_writes_at_the_same_time_loses_nothing(cast: Cast) -> None:
    row, _, _ = send(cast, "stressors")
    client, lee = cast.rosa.actor, cast.lee.actor
    save_answer(by=lee, client=cast.rosa, key="stressors", value="Nights alone", seen_version=0)
    invitations.tell(by=client, invitation=row, key="stressors", value="The phone bill")
    row.refresh_from_db()
    assert answer_rows(cast.rosa)["stressors"].value == "Nights alone"
    assert row.beside == {"stressors": "The phone bill"}
    shown = browser_of(cast.lee).get(f"/clients/{cast.rosa.pk}/intake/stressors/").content.decode()
    assert "The phone bill" in shown
    assert "Nights alone" in shown
    invitations.tell(by=client, invitation=row, key="triggers", value="A letter")
    with pytest.raises(Overtaken):  # Lee's page is older than what the client wrote
        save_answer(by=lee, client=cast.rosa, key="triggers", value="Letters", seen_version=0)
    save_answer(by=lee, client=cast.rosa, key="triggers", value="Letters from the bank", seen_version=1)
    invitations.tell(by=client, invitation=row, key="triggers", value="A letter, or a call")
    row.refresh_from_db()
    assert answer_rows(cast.rosa)["triggers"].value == "Letters from the bank"
    assert (row.beside or {})["triggers"] == "A letter, or a call"
    said = [str(filling(row).said(each)) for each in filling(row).pages]
    assert "Letters from the bank" not in said
    assert "Nights alone" not in said


def test_the_therapist_learns_of_the_first_answer_once(cast: Cast) -> None:
    row, _, _ = send(cast, "stressors")
    tell: Any = {"by": cast.rosa.actor, "invitation": row}
    invitations.tell(**tell, key="stressors", value=None, wish="skipped")
    assert not Todo.objects.exists()
    invitations.tell(**tell, key="stressors", value=None, wish="talk")
    invitations.tell(**tell, key="triggers", value="A letter")
    todo = Todo.objects.get()
    assert (todo.kind, todo.client) == ("intake_answered", cast.rosa)
    today = browser_of(cast.lee).get("/").content.decode()
    assert f'href="/clients/{cast.rosa.pk}/intake/">Rosa A.: The client has answered questions from the intake' in today
    invitations.finish(by=cast.rosa.actor, invitation=row)
    assert Todo.objects.count() == 1
    assert list(Event.objects.filter(actor_id=cast.rosa.id).order_by("at").values_list("action", flat=True)) == [
        "answer.save", "answer.save", "answer.save", "intake.finish",
    ]  # fmt: skip


def test_ending_stops_link_code_and_mail(cast: Cast) -> None:
    cast.rosa.email = "rosa@example.org"
    cast.rosa.save(update_fields=["email"])
    factories.safe_channel(cast.rosa)
    row, token, _ = send(cast, "history", way="email")
    other, other_token, _ = send(cast, "needs")
    browser_of(cast.lee).post(f"/clients/{cast.rosa.pk}/intake/send/{row.pk}/end/")
    row.refresh_from_db()
    assert (row.ended_at is None, row.code) == (False, None)
    assert tickets.find(Ticket.Kind.INTAKE, token) is None
    assert tickets.find(Ticket.Kind.INTAKE, other_token) is not None
    assert Message.objects.get().state == Message.State.DROPPED
    invitations.end(by=cast.lee.actor, invitation=row)
    assert Event.objects.filter(action="intake.end").count() == 1
    for who in ("sam", "ben", "ada"):
        assert browser_of(cast.staff[who]).post(f"/clients/{cast.rosa.pk}/intake/send/{other.pk}/end/").status_code == 404
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        assert tickets.find(Ticket.Kind.INTAKE, other_token) is None
        assert not IntakeInvitation.objects.open().exists()
        assert "Run out" in page(cast).content.decode()


def test_a_link_from_before_care_ended_stays_ended(cast: Cast) -> None:
    row, _, _ = send(cast, "needs")
    close(by=cast.lee.actor, client=cast.rosa, why="ended")
    tell: Any = {"by": cast.rosa.actor, "key": "language", "value": "Spanish"}
    for again in (False, True):
        if again:
            reopen(by=cast.lee.actor, client=cast.rosa)
        row = IntakeInvitation.objects.select_related("client").get(pk=row.pk)
        assert open_invitation(row.pk) is None
        with pytest.raises(Conflict):
            invitations.tell(**tell, invitation=row)
    assert "Stopped" in page(cast).content.decode()
    cast.rosa.refresh_from_db()
    invitations.tell(**tell, invitation=send(cast, "needs")[0])


def test_finishing_closes_questionnaires_with_what_was_answered(cast: Cast) -> None:
    screenings.set_watch(by=cast.ada.actor, told=cast.ben, within_minutes=90)
    row, _, _ = send(cast, "gad7", "phq9")
    tell: Any = {"by": cast.rosa.actor, "invitation": row}
    for number in range(1, 8):
        invitations.tell_item(**tell, instrument="gad7", item=str(number), value="1")
    invitations.tell_item(**tell, instrument="phq9", item="1", value="2")
    for foreign in ("asq", "cssrs_screener"):
        with pytest.raises(Http404):
            invitations.tell_item(**tell, instrument=foreign, item="1", value="1")
    invitations.finish(by=cast.rosa.actor, invitation=row)
    found = {each.instrument: each for each in row.screenings.all()}
    assert found["gad7"].result["total"] == 7
    assert found["phq9"].result is None
    assert all(each.finished_at for each in found.values())
    with pytest.raises(Conflict):
        invitations.tell_item(**tell, instrument="phq9", item="2", value="1")
