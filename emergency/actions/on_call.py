"""The on-call schedule, and asking a colleague in a crisis."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from clinic.accounts.models import Membership
from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients import todos
from clinic.clients.grants import let_in
from clinic.clients.models import Client, Todo
from clinic.clients.permissions import check_may_care, require
from clinic.notifications.models import Message
from clinic.notifications.outbox import post
from clinic.web.errors import Conflict
from clinic.web.numbers import grouped
from emergency.actions.crisis import Line, write
from emergency.models import Incident, IncidentEntry, OnCall
from emergency.on_call_queries import on_call_now
from emergency.permissions import may_keep_on_call, may_log_crisis

LONGEST_TURN = timedelta(days=31)
HELPS_FOR = timedelta(hours=4)
STILL_WANTED = timedelta(minutes=15)
NOBODY = "Nobody is on call, and there is no supervisor to ask. Call a colleague or the clinic."


@transaction.atomic
def put_on_call(*, by: Actor, member: Membership, starts_at: datetime, ends_at: datetime) -> OnCall:
    """This clinician is asked first in a crisis from one moment to another. Conflict when it makes no sense."""
    require(may_keep_on_call(by))
    check_may_care(member)
    if ends_at <= timezone.now() or ends_at <= starts_at:
        raise Conflict("A turn must end after it begins, and not in the past.")
    if ends_at - starts_at > LONGEST_TURN:
        raise Conflict("A turn lasts 31 days at most. Add a second one after it.")
    Membership.objects.select_for_update().get(pk=member.pk)  # two who plan the same person do so one after the other
    if OnCall.objects.filter(member_id=member.pk, ended_at=None, starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        raise Conflict("This person is on call already in that time.")
    row = OnCall.objects.create(clinic_id=by.clinic_id, member_id=member.pk, starts_at=starts_at, ends_at=ends_at, made_by_id=by.id)
    record(by=by, action="on_call.add", on=row)
    return row


@transaction.atomic
def end_on_call(*, by: Actor, on_call: OnCall) -> OnCall:
    """The turn is over, or is not to come; ending it twice is harmless."""
    require(may_keep_on_call(by))
    row = OnCall.objects.select_for_update().get(pk=on_call.pk)
    if row.ended_at is None:
        row.ended_at, row.ended_by_id = timezone.now(), by.id
        row.save(update_fields=["ended_at", "ended_by"])
        record(by=by, action="on_call.end", on=row)
    return row


@transaction.atomic
def ask_colleague(*, by: Actor, client: Client, at: datetime | None = None, operation_id: UUID | None = None) -> Membership:
    """Tell whoever is on call that a colleague needs help now, and let them into this crisis. Returns who that is.

    The message names nobody. Asking again sends it again; the same `operation_id` never does. Conflict when there is nobody
    to ask, or when it arrives long after it was asked and the crisis is over.
    """
    require(may_log_crisis(by, client))
    client = Client.objects.select_for_update().get(pk=client.pk)
    now, operation_id = timezone.now(), operation_id or uuid4()
    at = at or now
    asked = Message.objects.filter(key=_key(operation_id)).first()
    if asked is not None:
        return Membership.objects.get(pk=asked.recipient_id)
    if now - at > STILL_WANTED and not Incident.objects.under_way().filter(client=client).exists():
        raise Conflict("This crisis view has ended meanwhile. Nobody was asked.")
    colleague = on_call_now(besides=by.id)
    if colleague is None:
        raise Conflict(NOBODY)
    incident = write(by=by, client=client, lines=[Line(IncidentEntry.What.ASKED, at, operation_id, words=colleague.name)])
    if not colleague.actor.has("supervisor"):  # who reads every record of the clinic anyway
        let_in(by=by, client=client, holder=colleague, ends_at=now + HELPS_FOR)
    todo = _call_to(by, incident, colleague)
    post(
        by=by, key=_key(operation_id), kind="staff-help", recipient_id=colleague.pk, address=colleague.user.email,
        parameters={"todo": todo.key, "phone": grouped(colleague.clinic.phone, colleague.clinic.country_code)},
    )  # fmt: skip
    record(by=by, action="crisis.ask", client_id=client.pk, on=incident)
    return colleague


def _key(operation_id: UUID) -> str:
    return f"staff-help:{operation_id}"


def _call_to(by: Actor, incident: Incident, colleague: Membership) -> Todo:
    """At the top of their Today, until they have joined or it is over."""
    key = f"help:{incident.pk}:{colleague.pk}"
    now = timezone.now()
    todo = todos.make(by=by, client=incident.client, kind=Todo.Kind.HELP_ASKED, key=key, due_at=now, told_id=colleague.pk)
    if todo.done_at is not None:
        todos.open_again(todo=todo, due_at=now, told_id=colleague.pk)
    return todo
