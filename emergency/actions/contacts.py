"""The people around a client, and what the client allows."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.clients.client_lists import add_row, change_row, move_row_up, retire_row
from clinic.clients.models import Client
from emergency.models import Contact

FACTS = (
    "role", "name", "organisation", "relation", "phone", "other_phone", "note", "permission", "can_text", "may_discuss",
    "may_leave_message", "willing", "minutes_away", "has_key", "knows_of_therapy", "release_signed_on", "release_ends_on",
    "do_not_contact", "do_not_contact_reason",
)  # fmt: skip


@transaction.atomic
def add(*, by: Actor, client: Client, **facts: Any) -> Contact:
    """A new person, after the others."""
    return add_row(Contact, by=by, client=client, facts=facts, known=FACTS)


@transaction.atomic
def edit(*, by: Actor, contact: Contact, **facts: Any) -> Contact:
    """Change what is known or allowed. Versions of the plan keep what they were made with."""
    before = contact.phone
    change_row(contact, by=by, facts=facts, known=FACTS)
    if contact.phone != before:  # how the plans are found that still hold the old one
        contact.phone_changed_at = timezone.now()
        contact.save(update_fields=["phone_changed_at"])
    return contact


@transaction.atomic
def retire(*, by: Actor, contact: Contact) -> Contact:
    """The person leaves the list; the row stays for what cites it."""
    return retire_row(contact, by=by)


@transaction.atomic
def move_up(*, by: Actor, contact: Contact) -> Contact:
    """One further up in the order in which people are called, or providers are listed."""
    return move_row_up(contact, by=by, role=contact.role)
