"""The client's way to the plan: invitations and phones."""

import pytest
from django.urls import reverse

from clinic.accounts import tickets
from clinic.accounts.models import Ticket
from clinic.audit.models import Event
from clinic.clients.actions import phones
from clinic.clients.models import Device, PageInvitation, Todo
from clinic.notifications.models import Message
from clinic.web.errors import Conflict
from tests import factories
from tests.cast import Cast, browser_of


def device(cast: Cast) -> tuple[Device, str]:
    made = Device.objects.create(clinic_id=cast.elm.id, client=cast.rosa, remembered=True, family="iPhone")
    token = tickets.issue(Ticket.Kind.DEVICE, object_id=made.id, clinic_id=cast.elm.id, valid_for=PageInvitation.VALID_FOR)
    return made, token


def test_an_invitation_is_a_link_for_72_hours_and_a_code_of_four_digits(cast: Cast) -> None:
    invitation, token, code = phones.invite(by=cast.lee.actor, client=cast.rosa, way="shown")
    ticket = tickets.find(Ticket.Kind.PAGE, token)
    assert ticket is not None
    assert ticket.object_id == invitation.id
    assert abs((ticket.expires_at - ticket.made_at).total_seconds() - 72 * 3600) < 5
    assert len(code) == 4
    assert code.isdecimal()
    assert invitation.code == code
    assert token not in str(invitation.__dict__), "only its hash is kept, in the ticket"


def test_a_new_invitation_ends_the_one_before(cast: Cast) -> None:
    first, token, _ = phones.invite(by=cast.lee.actor, client=cast.rosa, way="shown")
    phones.invite(by=cast.lee.actor, client=cast.rosa, way="shown")
    first.refresh_from_db()
    assert tickets.find(Ticket.Kind.PAGE, token) is None
    assert first.ended_at is not None
    assert first.code is None


@pytest.mark.parametrize("then", ["another", "signed out"])
def test_a_link_that_was_ended_is_not_mailed_any_more(cast: Cast, then: str) -> None:
    cast.rosa.email = "rosa@example.org"
    cast.rosa.save(update_fields=["email"])
    factories.safe_channel(cast.rosa)
    phones.invite(by=cast.lee.actor, client=cast.rosa, way="email")
    message = Message.objects.get()
    if then == "another":
        phones.invite(by=cast.lee.actor, client=cast.rosa, way="email")
        assert Message.objects.filter(state="waiting").exclude(pk=message.pk).count() == 1
    else:
        phones.end_devices(by=cast.lee.actor, client=cast.rosa)
    message.refresh_from_db()
    assert (message.state, message.address, message.parameters) == ("dropped", None, None)


def test_shown_on_the_call_the_page_has_link_code_and_qr_once(cast: Cast) -> None:
    browser = browser_of(cast.lee)
    answer = browser.post(reverse("client-invite", kwargs={"client": cast.rosa.pk}), {"way": "shown"})
    body = answer.content.decode()
    link = answer.context["link"]
    assert link in body
    assert "data:image/svg+xml" in body
    assert f'class="big">{answer.context["code"]}<' in body
    assert answer["Cache-Control"].find("no-store") >= 0
    assert link not in browser.get(reverse("client-access", kwargs={"client": cast.rosa.pk})).content.decode()
    assert not Message.objects.exists()


def test_by_email_the_message_holds_the_link_and_the_page_only_the_code(cast: Cast) -> None:
    cast.rosa.email = "rosa@example.org"
    cast.rosa.save(update_fields=["email"])
    factories.safe_channel(cast.rosa)
    answer = browser_of(cast.lee).post(reverse("client-invite", kwargs={"client": cast.rosa.pk}), {"way": "email"})
    message = Message.objects.get()
    assert (message.kind, message.address) == ("page-ready", "rosa@example.org")
    assert message.parameters is not None
    token = message.parameters["link"].rstrip("/").rsplit("/", 1)[1]
    assert tickets.find(Ticket.Kind.PAGE, token) is not None
    assert token not in answer.content.decode()


def test_by_email_without_a_safe_address_nothing_is_made(cast: Cast) -> None:
    _, token, _ = phones.invite(by=cast.lee.actor, client=cast.rosa, way="shown")
    answer = browser_of(cast.lee).post(reverse("client-invite", kwargs={"client": cast.rosa.pk}), {"way": "email"})
    assert answer.status_code == 409
    assert "has not said any way is safe. Show the plan on the call or print it" in answer.content.decode()
    assert PageInvitation.objects.count() == 1
    assert not Message.objects.exists()
    assert not Todo.objects.exists()
    assert tickets.find(Ticket.Kind.PAGE, token) is not None, "the earlier link still works"


def test_the_page_offers_email_only_where_it_is_safe(cast: Cast) -> None:
    browser, address = browser_of(cast.lee), reverse("client-access", kwargs={"client": cast.rosa.pk})
    assert "No e-mail: there is no address." in browser.get(address).content.decode()
    cast.rosa.email = "rosa@example.org"
    cast.rosa.save(update_fields=["email"])
    assert "No e-mail: it is not marked safe." in browser.get(address).content.decode()
    factories.safe_channel(cast.rosa)
    assert "Send to rosa@example.org" in browser.get(address).content.decode()


def test_signing_out_ends_every_phone_and_open_link(cast: Cast) -> None:
    _, cookie = device(cast)
    _, token, _ = phones.invite(by=cast.lee.actor, client=cast.rosa, way="shown")
    browser, address = browser_of(cast.lee), reverse("client-phone-end", kwargs={"client": cast.rosa.pk})
    assert "Sign out all phones" in browser.get(address).content.decode()
    assert tickets.find(Ticket.Kind.DEVICE, cookie) is not None, "asking changes nothing"
    browser.post(address)
    assert tickets.find(Ticket.Kind.DEVICE, cookie) is None
    assert tickets.find(Ticket.Kind.PAGE, token) is None
    event = Event.objects.filter(action="page.end").get()
    assert (event.client_id, event.count) == (cast.rosa.pk, 1)


def test_a_supervisor_sees_phones_and_no_code(cast: Cast) -> None:
    device(cast)
    _, _, code = phones.invite(by=cast.lee.actor, client=cast.rosa, way="shown")
    address = reverse("client-access", kwargs={"client": cast.rosa.pk})
    assert f"<strong>{code}</strong>" in browser_of(cast.lee).get(address).content.decode()
    body = browser_of(cast.sam).get(address).content.decode()
    assert "iPhone" in body
    assert f"<strong>{code}</strong>" not in body


def test_nobody_without_a_grant_invites(cast: Cast) -> None:
    from django.http import Http404

    for who in ("ben", "sam", "ada"):
        with pytest.raises(Http404):
            phones.invite(by=cast.staff[who].actor, client=cast.rosa, way="shown")


def test_no_invitation_after_care_has_ended(cast: Cast) -> None:
    from clinic.clients.actions import clients

    gone = clients.close(by=cast.lee.actor, client=cast.rosa, why="ended")
    with pytest.raises(Conflict):
        phones.invite(by=cast.lee.actor, client=gone, way="shown")
