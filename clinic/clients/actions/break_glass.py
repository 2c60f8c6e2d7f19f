"""Opening a record that is not one's own: for four hours, told to those who look after the client, with the reason said."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from clinic.accounts.models import Membership
from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.models import AccessGrant, Client, Todo
from clinic.clients.permissions import check_in_care, may_open, require
from clinic.clients.todos import make
from clinic.notifications.outbox import post
from clinic.web.errors import Conflict

LASTS = timedelta(hours=4)
REASON_WITHIN = timedelta(hours=24)
REASON_AT_LEAST = 10
SAY_MORE = "Say in a few words why you opened this record, in 10 characters or more."
SAID_ALREADY = "You have said why already."


@transaction.atomic
def open_record(*, by: Actor, client: Client, why: str = "", reason: str = "") -> AccessGrant:
    """Read and write this client's record for four hours. Clinicians only; whom the record is open to keeps that grant.

    The therapist and a supervisor are told. Without a reason one is asked for within 24 hours.
    """
    require(may_open(by))
    client = Client.objects.select_for_update().get(pk=client.pk)  # two tabs at once make one grant
    known = AccessGrant.objects.active().filter(client=client, holder_id=by.id).first()
    if known is not None:
        return known
    check_in_care(client)
    now = timezone.now()
    grant = AccessGrant.objects.create(
        clinic_id=by.clinic_id,
        client=client,
        holder_id=by.id,
        kind=AccessGrant.Kind.BREAK_GLASS,
        starts_at=now,
        ends_at=now + LASTS,
        made_by_id=by.id,
    )
    record(by=by, action="break_glass.open", client_id=client.id, on=grant, grant_id=grant.id)
    _tell(by, grant)
    if reason:
        return give_reason(by=by, grant=grant, why=why, reason=reason)
    make(by=by, client=client, kind=Todo.Kind.GIVE_REASON, key=_todo_key(grant), due_at=now + REASON_WITHIN, told_id=by.id)
    return grant


@transaction.atomic
def give_reason(*, by: Actor, grant: AccessGrant, why: str, reason: str) -> AccessGrant:
    """Why it was opened, said once by who opened it: also later than asked, and after the four hours."""
    require(grant.kind == AccessGrant.Kind.BREAK_GLASS and grant.holder_id == by.id)
    grant = AccessGrant.objects.select_for_update().get(pk=grant.pk)
    if grant.reasoned_at is not None:
        raise Conflict(SAID_ALREADY)
    if why not in AccessGrant.Why.values or not why or len(reason.strip()) < REASON_AT_LEAST:
        raise Conflict(SAY_MORE)
    grant.why, grant.reason, grant.reasoned_at = why, reason.strip(), timezone.now()
    grant.save(update_fields=["why", "reason", "reasoned_at"])
    waiting = Todo.objects.waiting().filter(key=_todo_key(grant))
    waiting.update(done_at=grant.reasoned_at, done_by_id=by.id)
    record(by=by, action="break_glass.reason", client_id=grant.client_id, on=grant, reason=why, grant_id=grant.id)
    return grant


def _todo_key(grant: AccessGrant) -> str:
    return f"give_reason:{grant.pk}"


def _tell(by: Actor, grant: AccessGrant) -> None:
    """The therapist finds it on Today; therapist and one supervisor are written to. Nobody is told of their own doing."""
    owner = AccessGrant.objects.active().caseload().filter(client=grant.client_id).first()
    if owner is not None:
        key = f"record_opened:{grant.pk}"
        make(by=by, client=grant.client, kind=Todo.Kind.RECORD_OPENED, key=key, told_id=owner.holder_id)
    people = Membership.objects.active().select_related("user").exclude(pk=by.id)
    told = list(people.filter(pk=owner.holder_id)) if owner else []
    supervisors = people.with_role("supervisor").exclude(pk__in=[each.pk for each in told]).order_by("made_at")
    for member in [*told, *supervisors[:1]]:
        key = f"opened:{grant.pk}:{member.pk}"
        post(by=by, key=key, kind="needs-you", recipient_id=member.id, address=member.user.email)
