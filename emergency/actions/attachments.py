"""Files kept with an incident, and the signed release of a contact."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.models import KeptFile
from clinic.clients.permissions import check_write, require
from clinic.documents.handed_in import HandedIn
from clinic.web.errors import Conflict
from emergency.attachment_queries import MOST_FILES, is_full
from emergency.models import Attachment, Contact, Incident
from emergency.permissions import may_write_incident

FULL = f"{MOST_FILES} files are kept here already. Take one out first."


@transaction.atomic
def keep_with_incident(*, by: Actor, incident: Incident, title: str, file: HandedIn) -> Attachment:
    """A file that belongs to this incident; also after it was signed off or closed. Conflict when there are too many."""
    require(may_write_incident(by, incident))
    held = Incident.objects.select_for_update().get(pk=incident.pk)
    return _keep(by, held.client_id, title, file, reason="incident", incident=held)


@transaction.atomic
def keep_release(*, by: Actor, contact: Contact, title: str, file: HandedIn) -> Attachment:
    """The paper with which the client allowed us to talk with this person. Conflict when there are too many."""
    check_write(by, contact.client)
    held = Contact.objects.select_for_update().get(pk=contact.pk)
    return _keep(by, held.client_id, title, file, reason="release", contact=held)


@transaction.atomic
def take_out(*, by: Actor, attachment: Attachment) -> Attachment:
    """Nobody is shown the file from now on; that there was one, and who took it out, stays. Twice changes nothing."""
    held = (
        Attachment.objects.select_for_update(of=("self",))
        .select_related("incident__client", "contact__client")
        .get(pk=attachment.pk)
    )
    if held.incident is not None:
        require(may_write_incident(by, held.incident))
    else:
        check_write(by, held.contact.client)
    if held.retired_at is None:
        held.retired_at, held.retired_by_id = timezone.now(), by.id
        held.save(update_fields=["retired_at", "retired_by"])
        record(by=by, action="file.take_out", client_id=(held.incident or held.contact).client_id, on=held)
    return held


def _keep(by: Actor, client_id: UUID, title: str, file: HandedIn, *, reason: str, **belongs_to: Any) -> Attachment:
    if is_full(**belongs_to):
        raise Conflict(FULL)
    kept = KeptFile.objects.create(
        clinic_id=by.clinic_id,
        client_id=client_id,
        title=title,
        kind=file.kind,
        size=len(file.content),
        content=file.content,
        made_by_id=by.id,
    )
    made = Attachment.objects.create(clinic_id=by.clinic_id, file=kept, **belongs_to)
    record(by=by, action="file.keep", client_id=client_id, on=made, reason=reason)
    return made
