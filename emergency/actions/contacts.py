"""The people around a client, and what the client allows."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.models import Client
from clinic.clients.permissions import check_write
from emergency.models import Contact

FACTS = (
    "name", "relation", "phone", "other_phone", "note", "permission", "can_text", "may_discuss", "may_leave_message",
    "release_signed_on", "do_not_contact", "do_not_contact_reason",
)  # fmt: skip


@transaction.atomic
def add(*, by: Actor, client: Client, **facts: Any) -> Contact:
    """A new person, after the others."""
    check_write(by, client)
    _only_facts(facts)
    contact = Contact.objects.create(
        clinic_id=by.clinic_id, client=client, position=Contact.objects.filter(client=client).count(), made_by_id=by.id, **facts
    )
    record(by=by, action="contact.add", client_id=client.id, on=contact, fields=facts)
    return contact


@transaction.atomic
def edit(*, by: Actor, contact: Contact, **facts: Any) -> Contact:
    """Change what is known or allowed. Versions of the plan keep what they were made with."""
    check_write(by, contact.client)
    _only_facts(facts)
    changed = [name for name, value in facts.items() if getattr(contact, name) != value]
    for name in changed:
        setattr(contact, name, facts[name])
    if changed:
        contact.save(update_fields=changed)
        record(by=by, action="contact.edit", client_id=contact.client_id, on=contact, fields=changed)
    return contact


@transaction.atomic
def retire(*, by: Actor, contact: Contact) -> Contact:
    """The person leaves the list; the row stays for what cites it."""
    check_write(by, contact.client)
    contact.retired_at, contact.retired_by_id = timezone.now(), by.id
    contact.save(update_fields=["retired_at", "retired_by"])
    record(by=by, action="contact.retire", client_id=contact.client_id, on=contact)
    return contact


@transaction.atomic
def move_up(*, by: Actor, contact: Contact) -> Contact:
    """One further up in the order in which people are called."""
    check_write(by, contact.client)
    kept = list(Contact.objects.select_for_update().kept().filter(client=contact.client_id))
    here = next(index for index, each in enumerate(kept) if each.pk == contact.pk)
    if here:
        kept.insert(here - 1, kept.pop(here))
    for position, each in enumerate(kept):
        if each.position != position:
            each.position = position
            each.save(update_fields=["position"])
    record(by=by, action="contact.move", client_id=contact.client_id, on=contact)
    return contact


def _only_facts(facts: dict[str, Any]) -> None:
    if unknown := set(facts) - set(FACTS):
        raise TypeError(f"not part of a contact: {sorted(unknown)}")
