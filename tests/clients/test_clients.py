"""Taking clients into care, keeping who they are, ending care."""

import pytest
from django.http import Http404
from django.urls import reverse

from clinic.accounts import tickets
from clinic.accounts.models import Ticket
from clinic.audit.models import ActorRow, Event
from clinic.clients.actions import clients, phones
from clinic.clients.models import AccessGrant, Client, Device, PageInvitation, Todo
from clinic.db.context import clinic_context
from clinic.web.errors import Conflict
from tests.cast import Cast, browser_of


def last_event() -> Event:
    found = Event.objects.order_by("-at").first()
    assert found is not None
    return found


@pytest.mark.feature("A1")
def test_a_therapist_adds_a_client_in_three_fields_and_goes_on_to_the_intake(cast: Cast) -> None:
    answer = browser_of(cast.lee).post(
        reverse("client-new"), {"name": "Mia", "legal_name": "Mia Fontaine", "phone": "928 555 0143"}
    )
    mine = {each.name: each for each in Client.objects.visible_to(cast.lee.actor)}
    assert set(mine) == {"Rosa Alvarez", "Mia"}
    mia = mine["Mia"]
    assert answer["Location"] == reverse("intake", kwargs={"client": mia.pk})
    assert (mia.legal_name, mia.phone) == ("Mia Fontaine", "928 555 0143")
    assert ActorRow.objects.get(pk=mia.pk).kind == "client"
    assert not Todo.objects.exists()
    assert (last_event().action, last_event().client_id, last_event().fields) == (
        "client.add", mia.pk, ["legal_name", "name", "phone"],
    )  # fmt: skip


@pytest.mark.feature("M9")
def test_an_admin_adds_a_client_with_or_without_a_therapist(cast: Cast) -> None:
    browser = browser_of(cast.ada)
    browser.post(reverse("client-new"), {"name": "With", "phone": "928 555 0144", "therapist": str(cast.ben.pk)})
    browser.post(reverse("client-new"), {"name": "Without", "phone": "928 555 0145", "therapist": ""})
    made = {each.name: each for each in Client.objects.all()}
    assert AccessGrant.objects.get(client=made["With"]).holder_id == cast.ben.pk
    assert not AccessGrant.objects.filter(client=made["Without"]).exists()
    assert Todo.objects.get(client=made["Without"]).kind == "assign"


def test_an_admin_who_is_a_therapist_too_may_keep_the_client(cast: Cast) -> None:
    with clinic_context(cast.oak.id):
        mine = clients.add(by=cast.dov.actor, name="Noor", therapist=cast.dov)
        assert Client.objects.visible_to(cast.dov.actor).filter(pk=mine.pk).exists()


@pytest.mark.parametrize("who", ["sam", "kay"])
def test_supervisors_and_auditors_add_nobody(cast: Cast, who: str) -> None:
    member = cast.staff[who]
    assert browser_of(member).get(reverse("client-new")).status_code == 404
    with pytest.raises(Http404):
        clients.add(by=member.actor, name="Nobody")


def test_a_therapist_gives_a_new_client_to_nobody_else(cast: Cast) -> None:
    with pytest.raises(Http404):
        clients.add(by=cast.lee.actor, name="Kim", therapist=cast.ben)


def test_a_missing_name_and_an_unreadable_phone_are_told_in_words(cast: Cast) -> None:
    answer = browser_of(cast.lee).post(reverse("client-new"), {"name": "", "phone": "by the door"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Enter a phone number, like 928 555 0142 or +1 928 555 0142" in page
    assert "<title>Error: " in page
    assert Client.objects.count() == 2


@pytest.mark.feature("A1")
def test_who_the_client_is_can_be_changed_and_only_names_of_fields_are_logged(cast: Cast) -> None:
    values = {
        "name": "Rosie", "legal_name": "Rosa Alvarez", "phone": "928 555 0199", "email": "rosie@example.org", "pronouns": "she/her",
        "born_on": "1992-03-04",
    }  # fmt: skip
    browser_of(cast.lee).post(reverse("client-edit", kwargs={"client": cast.rosa.pk}), values)
    rosa = Client.objects.get(pk=cast.rosa.pk)
    assert {name: getattr(rosa, name) for name in values} == values
    event = last_event()
    assert (event.action, event.fields) == ("client.edit", ["born_on", "email", "legal_name", "name", "phone", "pronouns"])
    assert "Rosie" not in str(event.__dict__)


def test_an_admin_changes_names_and_phone_and_nothing_else(cast: Cast) -> None:
    answer = browser_of(cast.ada).post(
        reverse("client-edit", kwargs={"client": cast.rosa.pk}),
        {"name": "Rosie", "phone": "928 555 0199", "email": "x@example.org"},
    )
    rosa = Client.objects.get(pk=cast.rosa.pk)
    assert answer["Location"] == reverse("client-assign", kwargs={"client": cast.rosa.pk})
    assert (rosa.name, rosa.email) == ("Rosie", "")
    with pytest.raises(Http404):
        clients.edit(by=cast.ada.actor, client=rosa, email="x@example.org")


def closed(cast: Cast, why: str = "ended") -> Client:
    return clients.close(by=cast.lee.actor, client=cast.rosa, why=why)


@pytest.mark.feature("M9")
def test_ending_care_ends_phones_links_and_todos_and_asks_for_one_more_look(cast: Cast) -> None:
    device = Device.objects.create(clinic_id=cast.elm.id, client=cast.rosa, remembered=True)
    cookie = tickets.issue(Ticket.Kind.DEVICE, object_id=device.id, clinic_id=cast.elm.id, valid_for=PageInvitation.VALID_FOR)
    _, token, _ = phones.invite(by=cast.lee.actor, client=cast.rosa, way="shown")
    Todo.objects.create(clinic_id=cast.elm.id, client=cast.rosa, kind="tell_client", key="old")
    browser_of(cast.lee).post(reverse("client-close", kwargs={"client": cast.rosa.pk}), {"why": "ended"})
    assert Client.objects.get(pk=cast.rosa.pk).closed_at is not None
    assert tickets.find(Ticket.Kind.DEVICE, cookie) is None
    assert tickets.find(Ticket.Kind.PAGE, token) is None
    assert not Device.objects.filter(ended_at=None).exists()
    assert [todo.kind for todo in Todo.objects.waiting()] == ["step_down"]
    assert (last_event().action, last_event().reason) == ("client.close", "ended")


@pytest.mark.feature("M9")
def test_nobody_is_asked_to_look_again_with_a_client_who_has_died(cast: Cast) -> None:
    closed(cast, "died")
    assert not Todo.objects.waiting().exists()


def test_why_care_ends_has_no_answer_beforehand(cast: Cast) -> None:
    browser = browser_of(cast.lee)
    address = reverse("client-close", kwargs={"client": cast.rosa.pk})
    assert " checked" not in browser.get(address).content.decode()
    answer = browser.post(address, {"why": ""})
    assert answer.status_code == 422
    assert "Choose why care ends" in answer.content.decode()
    assert Client.objects.get(pk=cast.rosa.pk).closed_at is None


def test_a_closed_record_can_be_read_and_not_changed(cast: Cast) -> None:
    closed(cast)
    browser = browser_of(cast.lee)
    assert browser.get(reverse("client", kwargs={"client": cast.rosa.pk})).status_code == 200
    answer = browser.post(reverse("client-edit", kwargs={"client": cast.rosa.pk}), {"name": "Rosie", "phone": "928 555 0199"})
    assert answer.status_code == 409
    assert "Care has ended for this client" in answer.content.decode()
    with pytest.raises(Conflict):
        phones.invite(by=cast.lee.actor, client=Client.objects.get(pk=cast.rosa.pk), way="shown")
    with pytest.raises(Conflict):
        closed(cast)


def test_the_step_down_todo_can_be_ticked_after_care_has_ended(cast: Cast) -> None:
    closed(cast)
    todo = Todo.objects.waiting().get()
    browser_of(cast.lee).post(reverse("todo-done", kwargs={"todo": todo.pk}))
    assert not Todo.objects.waiting().exists()


@pytest.mark.feature("M9")
def test_care_can_be_taken_up_again_and_phones_stay_signed_out(cast: Cast) -> None:
    _, token, _ = phones.invite(by=cast.lee.actor, client=cast.rosa, way="shown")
    closed(cast)
    browser_of(cast.ada).post(reverse("client-reopen", kwargs={"client": cast.rosa.pk}))
    rosa = Client.objects.get(pk=cast.rosa.pk)
    assert (rosa.closed_at, rosa.closed_why) == (None, "")
    assert tickets.find(Ticket.Kind.PAGE, token) is None
    assert Client.objects.visible_to(cast.lee.actor).filter(pk=rosa.pk).exists()
    assert not Todo.objects.waiting().exists()


def test_a_covering_colleague_ends_nobodys_care(cast: Cast) -> None:
    factories_cover(cast)
    address = reverse("client-close", kwargs={"client": cast.rosa.pk})
    assert browser_of(cast.ben).post(address, {"why": "ended"}).status_code == 404
    assert Client.objects.get(pk=cast.rosa.pk).closed_at is None


def factories_cover(cast: Cast) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from clinic.clients.actions import caseload

    now = timezone.now()
    caseload.cover(by=cast.lee.actor, client=cast.rosa, holder=cast.ben, starts_at=now, ends_at=now + timedelta(days=2))


def test_a_todo_of_another_therapists_client_does_not_exist(cast: Cast) -> None:
    todo = Todo.objects.create(clinic_id=cast.elm.id, client=cast.theo, kind="tell_client", key="theos")
    address = reverse("todo-done", kwargs={"todo": todo.pk})
    assert browser_of(cast.lee).post(address).status_code == 404
    assert browser_of(cast.sam).post(address).status_code == 404, "a supervisor reads and does not tick"
    assert Todo.objects.waiting().count() == 1
