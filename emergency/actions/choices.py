"""What a client wants of entries of the directory."""

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.models import Client
from clinic.clients.permissions import check_write
from clinic.web.errors import Conflict
from emergency.models import ClientResource, Resource

NOT_USED = "This entry is no longer used. Choose another one."


@transaction.atomic
def choose_resource(*, by: Actor, client: Client, resource: Resource, choice: str, reason: str) -> ClientResource:
    """The client wants this entry first, or not at all. An earlier choice about the same entry ends."""
    check_write(by, client)
    Client.objects.select_for_update(no_key=True).get(pk=client.pk)  # one choice at a time, so that none stands beside another
    if resource.retired_at:
        raise Conflict(NOT_USED)
    earlier = ClientResource.objects.filter(client=client, resource=resource, ended_at=None)
    earlier.update(ended_at=timezone.now(), ended_by_id=by.id)
    made = ClientResource.objects.create(
        clinic_id=by.clinic_id, client=client, resource=resource, choice=choice, reason=reason, made_by_id=by.id
    )
    record(by=by, action="client_resource.choose", on=made, client_id=client.pk, reason=choice)
    return made


@transaction.atomic
def end_choice(*, by: Actor, choice: ClientResource) -> ClientResource:
    """The entry stands like any other again."""
    check_write(by, choice.client)
    choice.ended_at, choice.ended_by_id = timezone.now(), by.id
    choice.save(update_fields=["ended_at", "ended_by"])
    record(by=by, action="client_resource.end", on=choice, client_id=choice.client_id)
    return choice
