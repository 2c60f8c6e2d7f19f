"""Carrying messages, each at most once, whatever dies on the way.

A worker claims a message with a lease, opens the SMTP connection, and commits `sending_at` right before DATA. A lease that
runs out with `sending_at` empty frees the message; with `sending_at` set nobody knows, and only a person may send it again.
The moment the lease runs out is also its token: whoever no longer holds it writes nothing.
"""

import logging
import smtplib
from contextlib import suppress
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string

from clinic.db.context import clinic_context
from clinic.notifications.kinds import KINDS, subject, text
from clinic.notifications.models import Message, MessageQuerySet
from clinic.notifications.smtp import CarefulBackend

log = logging.getLogger("handrail.messages")

LEASE = timedelta(minutes=2)  # longer than connecting, greeting and signing in may take at EMAIL_TIMEOUT each
WAITS = [timedelta(minutes=m) for m in (1, 5, 15, 60, 120, 240, 480, 720)]  # after the 1st to 8th try
AT_ONCE = 200
State = Message.State
WIPED = {"address": None, "parameters": None}


class _Stop(Exception):
    """Do not send: what is to become of the message instead; None leaves it to whoever holds it now."""

    def __init__(self, becomes: dict[str, object] | None) -> None:
        self.becomes = becomes


def clinic_ids() -> list[UUID]:
    clinics = Message._meta.get_field("clinic").related_model._default_manager
    return list(clinics.order_by("created_at").values_list("pk", flat=True))


def due() -> list[tuple[UUID, UUID]]:
    """Clinic and id of what may be sent now, at most AT_ONCE per clinic. Leases that ran out are settled first."""
    if not settings.MAIL_IS_SET_UP:
        return []
    return [(clinic_id, id) for clinic_id in clinic_ids() for id in _due_in(clinic_id)]


def _due_in(clinic_id: UUID) -> list[UUID]:
    with clinic_context(clinic_id):
        _settle_lost_leases()
        return list(Message.objects.due().order_by("due_at").values_list("pk", flat=True)[:AT_ONCE])


def _settle_lost_leases() -> None:
    now = timezone.now()
    lost = Message.objects.filter(state=State.SENDING, lease_until__lt=now)
    lost.filter(sending_at__isnull=False).update(state=State.UNKNOWN, trouble="stopped while sending")
    untouched = lost.filter(sending_at=None)
    untouched.filter(attempts__gt=len(WAITS)).update(state=State.DEAD, trouble="stopped before sending, many times", **WIPED)
    untouched.update(state=State.WAITING, due_at=now, lease_until=None)


def deliver(clinic_id: UUID, message_id: UUID) -> str:
    """Try once to send this message. What became of it; empty when it was not due or somebody else has it."""
    message = _claim(clinic_id, message_id)
    if message is None:
        return ""
    becomes = _try(message)
    if becomes is None:
        return ""
    with clinic_context(clinic_id):
        _held(message).update(lease_until=None, **becomes)
    log.info("message kind=%s state=%s trouble=%s", message.kind, becomes["state"], becomes.get("trouble", ""))
    return str(becomes["state"])


def _claim(clinic_id: UUID, message_id: UUID) -> Message | None:
    with clinic_context(clinic_id):
        claimed = (
            Message.objects.due()
            .filter(pk=message_id)
            .update(
                state=State.SENDING, lease_until=timezone.now() + LEASE, sending_at=None, attempts=F("attempts") + 1, trouble=""
            )
        )
        return Message.objects.select_related("clinic").get(pk=message_id) if claimed else None


def _held(message: Message) -> MessageQuerySet:
    """The row, as long as our lease on it stands; `unknown` because the lease may run out while the server thinks."""
    return Message.objects.filter(pk=message.pk, lease_until=message.lease_until, state__in=[State.SENDING, State.UNKNOWN])


def _try(message: Message) -> dict[str, object] | None:
    """Send it. The fields that the row gets after that; None when it is no longer ours."""
    connection = CarefulBackend(before_data=lambda: _begin(message))
    try:
        connection.open()
        sent = connection.send_messages([_mail(message)])
    except _Stop as stop:
        return stop.becomes
    except OSError as problem:  # SMTPException too
        return _after(problem, message)
    finally:
        with suppress(OSError):
            connection.close()
    if not sent:  # Django's answer to a message without a recipient
        return {"state": State.DEAD, "trouble": "no address", **WIPED}
    return {"state": State.SENT, "settled_at": timezone.now(), **WIPED}


def _begin(message: Message) -> None:
    """The last look, and the point of no return: committed before the first byte of the mail leaves."""
    with clinic_context(message.clinic_id):
        if not _held(message).filter(state=State.SENDING).select_for_update().exists():
            raise _Stop(None)
        moment = _moment(message)
        if moment is not None and moment <= timezone.now():
            message.sending_at = timezone.now()
            _held(message).update(sending_at=message.sending_at)
            return
    if moment is None:
        raise _Stop({"state": State.DROPPED, "settled_at": timezone.now(), **WIPED})
    raise _Stop({"state": State.WAITING, "due_at": moment, "attempts": F("attempts") - 1})


def _moment(message: Message) -> datetime | None:
    asked = KINDS[message.kind].moment
    return import_string(asked)(message) if asked else message.due_at


def _after(problem: OSError, message: Message) -> dict[str, object]:
    code = _code(problem)
    refused = isinstance(problem, (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError))
    if message.sending_at is not None and not refused:
        return {"state": State.UNKNOWN, "trouble": "no answer after sending"}
    trouble = f"refused with {code}" if code else "the mail server did not answer"
    if (refused and code >= 500) or message.attempts > len(WAITS):
        return {"state": State.DEAD, "trouble": trouble, **WIPED}
    wait = WAITS[message.attempts - 1]
    return {"state": State.WAITING, "trouble": trouble, "due_at": timezone.now() + wait, "sending_at": None}


def _code(problem: OSError) -> int:
    """The SMTP code, 0 without an answer. The server's words are not kept: they repeat the address."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return next((code for code, _ in problem.recipients.values()), 0)
    return int(getattr(problem, "smtp_code", 0))


def _mail(message: Message) -> EmailMessage:
    sender = settings.DEFAULT_FROM_EMAIL
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    return EmailMessage(
        subject=subject(message),
        body=text(message) + "\n",
        from_email=formataddr((message.clinic.sender_name, parseaddr(sender)[1])),
        to=[message.address],
        headers={"Message-ID": f"<{message.pk}@{domain}>", "Auto-Submitted": "auto-generated"},
    )
