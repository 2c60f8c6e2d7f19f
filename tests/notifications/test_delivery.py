"""Carrying messages to a real SMTP server: what becomes of the row, and of the mail."""

import smtplib
from datetime import timedelta
from email.utils import parseaddr
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import F
from django.utils import timezone

from clinic.clients.models import Todo
from clinic.db.context import clinic_context
from clinic.notifications import delivery, kinds
from clinic.notifications.models import Message
from clinic.notifications.outbox import post
from tests import factories
from tests.cast import Cast
from tests.notifications.post_office import PostOffice

TOKEN = "k3y-to-the-door"


def invite(stage: Cast, key: str = "invite:1", **fields: Any) -> Message:
    with clinic_context(stage.elm.id):
        return post(
            by=stage.ada.actor, key=key, kind="staff-invitation", recipient_id=stage.lee.id, address="new@example.org",
            parameters={"link": f"/invitation/{TOKEN}/"}, **fields,
        )  # fmt: skip


def tell_rosa(stage: Cast) -> Message:
    with clinic_context(stage.elm.id):
        stage.rosa.email = "rosa@example.org"
        stage.rosa.save(update_fields=["email"])
        factories.safe_channel(stage.rosa)
        return post(
            by=stage.lee.actor, key="page:1", kind="page-ready", recipient_id=stage.rosa.id, address="rosa@example.org",
            parameters={"link": f"/l/{TOKEN}/"},
        )  # fmt: skip


def now_is(stage: Cast, message: Message) -> Message:
    with clinic_context(stage.elm.id):
        again = Message.objects.get(pk=message.pk)
        assert again.address is None or again.address  # opened inside the context
        return again


def change(stage: Cast, message: Message, **fields: Any) -> None:
    with clinic_context(stage.elm.id):
        Message.objects.filter(pk=message.pk).update(**fields)


def deliver(stage: Cast, message: Message) -> str:
    return delivery.deliver(stage.elm.id, message.pk)


def test_a_mail_arrives_and_its_row_forgets_address_and_link(stage: Cast, post_office: PostOffice) -> None:
    message = invite(stage)
    assert deliver(stage, message) == "sent"
    [mail] = post_office.mails()
    assert mail["To"] == "new@example.org"
    assert mail["Subject"] == "You are invited to join. Set up your sign-in"
    assert mail.get_content().strip() == f"You are invited to join. Set up your sign-in: http://localhost:8000/invitation/{TOKEN}/"
    assert parseaddr(mail["From"]) == ("Office", "post@localhost")
    assert mail["Message-ID"] == f"<{message.pk}@localhost>"
    assert mail.get_content_type() == "text/plain"
    sent = now_is(stage, message)
    assert (sent.state, sent.address, sent.parameters) == ("sent", None, None)


def test_a_sent_mail_is_never_sent_again(stage: Cast, post_office: PostOffice) -> None:
    message = invite(stage)
    assert [deliver(stage, message), deliver(stage, message)] == ["sent", ""]
    assert invite(stage).pk == message.pk
    assert len(post_office.mails()) == 1


def test_before_it_is_due_nothing_leaves(stage: Cast, post_office: PostOffice) -> None:
    message = invite(stage, due_at=timezone.now() + timedelta(hours=1))
    assert deliver(stage, message) == ""
    assert (stage.elm.id, message.pk) not in delivery.due()


@pytest.mark.parametrize(
    ("mood", "state"),
    [("450", "waiting"), ("550", "dead"), ("data 450", "waiting"), ("data 550", "dead"), ("drop", "unknown")],
)
def test_what_the_server_answers_decides(stage: Cast, post_office: PostOffice, mood: str, state: str) -> None:
    message = invite(stage)
    post_office.mood = mood
    assert deliver(stage, message) == state
    row = now_is(stage, message)
    assert row.state == state
    assert row.trouble
    assert "example.org" not in row.trouble, "the server's words repeat the address"
    assert (row.address is None) == (state == "dead"), "wiped when dead, kept for a person's decision when unknown"
    assert deliver(stage, message) == "", "nothing goes at once a second time"


def test_a_mail_refused_for_now_goes_later_once(stage: Cast, post_office: PostOffice) -> None:
    message = invite(stage)
    post_office.mood = "450"
    deliver(stage, message)
    assert now_is(stage, message).due_at > timezone.now() + timedelta(seconds=50)
    post_office.mood = ""
    change(stage, message, due_at=timezone.now())
    assert deliver(stage, message) == "sent"
    assert len(post_office.mails()) == 1


def test_after_the_ninth_try_it_is_dead(stage: Cast, post_office: PostOffice) -> None:
    message = invite(stage)
    post_office.mood = "450"
    change(stage, message, attempts=7)
    assert deliver(stage, message) == "waiting"
    change(stage, message, due_at=timezone.now())
    assert deliver(stage, message) == "dead"


def test_a_dropped_answer_may_mean_that_it_arrived_so_it_is_never_repeated(stage: Cast, post_office: PostOffice) -> None:
    message = invite(stage)
    post_office.mood = "drop"
    deliver(stage, message)
    post_office.mood = ""
    assert (stage.elm.id, message.pk) not in delivery.due()
    assert deliver(stage, message) == ""
    assert len(post_office.mails()) == 1


def test_no_mail_server_at_all_means_later(stage: Cast, settings: Any) -> None:
    message = invite(stage)
    settings.EMAIL_PORT = 1
    assert deliver(stage, message) == "waiting"
    assert now_is(stage, message).trouble == "the mail server did not answer"


def test_a_lease_that_ran_out_before_data_frees_the_message(stage: Cast, post_office: PostOffice) -> None:
    message = invite(stage)
    change(stage, message, state="sending", lease_until=timezone.now() - timedelta(seconds=1), attempts=1)
    assert (stage.elm.id, message.pk) in delivery.due()
    assert deliver(stage, message) == "sent"


def test_a_lease_that_ran_out_after_data_is_unknown(stage: Cast, post_office: PostOffice) -> None:
    message = invite(stage)
    ago = timezone.now() - timedelta(seconds=1)
    change(stage, message, state="sending", lease_until=ago, sending_at=ago, attempts=1)
    assert (stage.elm.id, message.pk) not in delivery.due()
    assert now_is(stage, message).state == "unknown"
    assert post_office.mails() == []


def test_a_message_that_kills_its_worker_every_time_dies(stage: Cast) -> None:
    message = invite(stage)
    change(stage, message, state="sending", lease_until=timezone.now() - timedelta(seconds=1), attempts=9)
    delivery.due()
    dead = now_is(stage, message)
    assert (dead.state, dead.address) == ("dead", None)


def test_who_lost_the_lease_sends_nothing(stage: Cast, post_office: PostOffice) -> None:
    message = invite(stage)
    claimed = delivery._claim(stage.elm.id, message.pk)
    assert claimed is not None
    change(stage, message, lease_until=F("lease_until") + timedelta(seconds=1))  # somebody else claimed it since
    assert delivery._try(claimed) is None
    assert post_office.mails() == []


def test_a_mail_to_a_client_leads_to_the_neutral_host(stage: Cast, post_office: PostOffice, settings: Any) -> None:
    settings.CLIENT_BASE_URL = "https://pages.example.org"
    assert deliver(stage, tell_rosa(stage)) == "sent"
    [mail] = post_office.mails()
    assert mail.get_content().strip() == f"You have something new to look at. https://pages.example.org/l/{TOKEN}/"
    assert mail["Subject"] == "You have something new to look at."


def test_e_mail_that_is_no_longer_safe_does_not_leave_and_becomes_a_todo(stage: Cast, post_office: PostOffice) -> None:
    message = tell_rosa(stage)
    with clinic_context(stage.elm.id):
        stage.rosa.contact_safety.update(is_safe=False)
    assert deliver(stage, message) == "dropped"
    assert post_office.mails() == []
    assert now_is(stage, message).address is None
    with clinic_context(stage.elm.id):
        assert Todo.objects.filter(client=stage.rosa, kind="tell_client").count() == 1


def test_outside_the_safe_hours_it_waits_for_them_and_loses_no_try(stage: Cast, post_office: PostOffice) -> None:
    message = tell_rosa(stage)
    with clinic_context(stage.elm.id):
        known = stage.rosa.contact_safety.get()
        here = timezone.now().astimezone(stage.elm.zone)
        known.hours = f"{(here.hour + 2) % 24:02}:00-{(here.hour + 3) % 24:02}:00"
        known.save(update_fields=["hours"])
    assert deliver(stage, message) == "waiting"
    row = now_is(stage, message)
    assert row.due_at > timezone.now()
    assert row.attempts == 0
    assert post_office.mails() == []


def test_cron_sends_what_is_due_without_redis(stage: Cast, post_office: PostOffice) -> None:
    invite(stage), invite(stage, key="invite:2")
    call_command("deliver_due", stdout=StringIO())
    assert len(post_office.mails()) == 2


def test_an_unknown_kind_is_refused_before_anything_is_written(cast: Cast) -> None:
    with pytest.raises(LookupError):
        post(by=cast.lee.actor, key="x", kind="plan-ready", recipient_id=cast.rosa.id, address="rosa@example.org")


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_no_kind_says_what_handrail_is_for(cast: Cast, kind: str) -> None:
    message = Message(clinic=cast.elm, kind=kind, parameters={"link": "https://elsewhere.example.org/l/abc/", "time": "2:00 pm"})
    words = kinds.text(message).lower()
    for telling in ("therap", "plan", "safety", "crisis", "mental", "clinic", "client", "elm street", "handrail", "elsewhere"):
        assert telling not in words
    assert kinds.text(message).startswith(kinds.subject(message))


@pytest.mark.parametrize("name", [name for name, kind in kinds.KINDS.items() if kind.moment])
def test_who_is_asked_before_sending_exists(name: str) -> None:
    assert callable(delivery.import_string(kinds.KINDS[name].moment))


def test_every_kind_for_clients_is_checked_before_sending() -> None:
    assert all(kind.moment for kind in kinds.KINDS.values() if kind.to_client)


def test_the_client_of_the_mail_server_is_djangos() -> None:
    assert issubclass(delivery.CarefulBackend(before_data=lambda: None).connection_class, smtplib.SMTP)
