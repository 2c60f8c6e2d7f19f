"""Sending the client the link with the questions before a session."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from clinic.accounts import tickets
from clinic.accounts.models import Ticket
from clinic.audit.actors import Actor, Kind
from clinic.audit.log import record
from clinic.audit.models import ActorRow
from clinic.clients.actions.notify import notify
from clinic.clients.permissions import check_write, require
from clinic.web.errors import Conflict
from emergency.check_in_links import due_for_link, end_links, key_of, link, may_mail, said_time
from emergency.models import TherapySession
from emergency.session_times import link_closes_at

TOO_LATE = "The time for these questions is over. Ask on the call."


@transaction.atomic
def send(*, by: Actor, session: TherapySession) -> tuple[str, bool]:
    """A new link for this session, and whether it goes by e-mail; where that is not safe, it is there to be shown.

    The link before it stops working.
    """
    check_write(by, session.client)
    row = TherapySession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if not (row.is_planned or row.is_open) or link_closes_at(row) <= timezone.now():
        raise Conflict(TOO_LATE)
    row.client = session.client
    return _send(by, row, end_links(by=by, session=row) + 1)


@transaction.atomic
def send_due(*, by: Actor, now: datetime) -> int:
    """The links of the sessions that begin within half an hour, where e-mail is safe. How many; running it again sends none twice."""
    require(by.kind is Kind.SYSTEM)
    ActorRow.objects.select_for_update().get(pk=by.id)  # one run at a time
    due = [each for each in due_for_link(now) if may_mail(each.client, each)]
    for session in due:
        _send(by, session, 0)
    return len(due)


def _send(by: Actor, session: TherapySession, number: int) -> tuple[str, bool]:
    lasts = link_closes_at(session) - timezone.now()
    token = tickets.issue(Ticket.Kind.CHECKIN, object_id=session.pk, clinic_id=session.clinic_id, valid_for=lasts)
    address = link(token)
    by_mail = may_mail(session.client, session)
    if by_mail:
        said = {"link": address, "time": said_time(session)}
        notify(by=by, client=session.client, kind="check-in", key=key_of(session, number), parameters=said)
    record(by=by, action="check_in.send", client_id=session.client_id, on=session, reason="email" if by_mail else "shown")
    return address, by_mail
