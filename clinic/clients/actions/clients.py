"""Taking a client into care, keeping who they are, ending care and taking it up again."""

from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from clinic.accounts.models import Membership
from clinic.audit.actors import Actor, Kind
from clinic.audit.log import enrol, record
from clinic.clients.models import AccessGrant, Client, Todo
from clinic.clients.permissions import (
    check_in_care,
    check_may_care,
    check_write,
    may_add,
    may_edit_name,
    may_manage,
    require,
)
from clinic.clients.phone_access import end_all
from clinic.clients.todos import make, settle_all
from clinic.db.changes import change
from clinic.web.errors import Conflict

NAMING = ("name", "legal_name", "phone")
IDENTITY = (*NAMING, "email", "pronouns", "born_on", "language")


@transaction.atomic
def add(*, by: Actor, name: str, legal_name: str = "", phone: str = "", therapist: Membership | None = None) -> Client:
    """A new client. A therapist's own at once; an admin names the therapist, or leaves a todo to find one."""
    require(may_add(by))
    if therapist is not None:
        check_may_care(therapist)
        require(therapist.id == by.id or by.has("admin") or by.kind is Kind.SYSTEM)
    holder_id = therapist.id if therapist else by.id if by.has("therapist") and not by.has("admin") else None
    id = uuid4()
    enrol(Actor(Kind.CLIENT, id, by.clinic_id))
    client = Client.objects.create(id=id, clinic_id=by.clinic_id, name=name, legal_name=legal_name, phone=phone, made_by_id=by.id)
    if holder_id:
        AccessGrant.objects.create(
            clinic_id=by.clinic_id,
            client=client,
            holder_id=holder_id,
            kind=AccessGrant.Kind.CASELOAD,
            starts_at=timezone.now(),
            made_by_id=by.id,
        )
    else:
        make(by=by, client=client, kind=Todo.Kind.ASSIGN, key=f"assign:{client.id}")
    record(by=by, action="client.add", client_id=client.id, on=client, fields=NAMING)
    return client


@transaction.atomic
def edit(*, by: Actor, client: Client, **values: Any) -> Client:
    """Change who the client is. Admins change names and phone only."""
    require(may_edit_name(by, client))
    check_in_care(client)
    if not set(values) <= set(NAMING):
        check_write(by, client)
    if unknown := set(values) - set(IDENTITY):
        raise TypeError(f"not part of a client's identity: {sorted(unknown)}")
    if changed := change(client, values):
        record(by=by, action="client.edit", client_id=client.id, on=client, fields=changed)
    return client


@transaction.atomic
def close(*, by: Actor, client: Client, why: str) -> Client:
    """End care: phones are signed out, open links and todos end, and the plan is to be looked at once more.

    The client's page answers by `closed_at`, so a share ends with it; reminders ask for it when they are sent.
    """
    require(may_manage(by, client))
    client = Client.objects.select_for_update().get(pk=client.pk)
    if client.closed_at is not None:
        raise Conflict("Care has already ended for this client.")
    client.closed_at, client.closed_by_id, client.closed_why = timezone.now(), by.id, why
    client.save(update_fields=["closed_at", "closed_by", "closed_why"])
    end_all(by=by, client=client)
    settle_all(by=by, client=client)
    if why == Client.Why.DIED:
        settle_all(by=by, client=client, kind=Todo.Kind.POSITIVE_ANSWER)
    else:
        make(by=by, client=client, kind=Todo.Kind.STEP_DOWN, key=f"step-down:{client.id}:{client.closed_at:%Y%m%d%H%M%S}")
    record(by=by, action="client.close", client_id=client.id, on=client, reason=why)
    return client


@transaction.atomic
def reopen(*, by: Actor, client: Client) -> Client:
    """Take up care again. Phones and links stay ended: the client gets a new invitation."""
    require(may_manage(by, client))
    client = Client.objects.select_for_update().get(pk=client.pk)
    if client.closed_at is None:
        raise Conflict("This client is in care.")
    client.closed_at = client.closed_by = None
    client.closed_why, client.reopened_at = "", timezone.now()
    client.save(update_fields=["closed_at", "closed_by", "closed_why", "reopened_at"])
    settle_all(by=by, client=client)
    if not AccessGrant.objects.active().caseload().filter(client=client).exists():
        make(by=by, client=client, kind=Todo.Kind.ASSIGN, key=f"assign:{client.id}:{timezone.now():%Y%m%d%H%M%S}")
    record(by=by, action="client.reopen", client_id=client.id, on=client)
    return client
