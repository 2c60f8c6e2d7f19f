"""Reads of files that hang on an incident or a contact. The bytes are read only where somebody asks for the file."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q
from django.http import Http404

from clinic.audit.actors import Actor
from clinic.clients.models import Client
from emergency.incident_queries import readable
from emergency.models import Attachment, Contact, Incident

MOST_FILES = 10


def files_of(incident: Incident) -> list[Attachment]:
    """All files of an incident, those that were taken out too. One query."""
    return list(Attachment.objects.with_files().filter(incident=incident))


def papers() -> "Prefetch[Any]":
    """For contacts: their signed releases, as `papers`. One query for all of them."""
    return Prefetch("attachments", Attachment.objects.kept().with_files(), to_attr="papers")


def is_full(**belongs_to: Any) -> bool:
    """Whether as many files as there may be are kept with this incident or contact."""
    return Attachment.objects.kept().filter(**belongs_to).count() >= MOST_FILES


def visible_attachment(by: Actor, client_id: UUID, attachment_id: UUID) -> Attachment:
    """A kept file of this client for those who may see what it belongs to, or Http404, in one query."""
    people = Contact.objects.kept().filter(client__in=Client.objects.visible_to(by))
    theirs = Q(incident__in=readable(by)) | Q(contact__in=people)
    found = Attachment.objects.kept().with_files().select_related("file__client", "incident", "contact")
    attachment = found.filter(theirs, pk=attachment_id, file__client_id=client_id).first()
    if attachment is None:
        raise Http404
    return attachment
