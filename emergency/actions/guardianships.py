"""Who stands for a client, how that was verified, and what this person may be told."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.client_lists import change_row
from clinic.clients.models import Client
from clinic.clients.permissions import check_write
from clinic.web.errors import Conflict
from emergency.models import Contact, Guardianship

FACTS = ("access", "proof", "verified_on", "during_sessions", "until")
ALREADY = "{name} stands here as a guardian already. Change that entry."


@transaction.atomic
def add(*, by: Actor, client: Client, contact: Contact, **facts: Any) -> Guardianship:
    """This person is the client's guardian. With a proof given, `by` is who verified it."""
    check_write(by, client)
    Contact.objects.select_for_update().get(pk=contact.pk)  # two at once: the second waits here and is told
    if Guardianship.objects.filter(contact=contact, ended_at=None).exists():
        raise Conflict(ALREADY.format(name=contact.name))
    made = Guardianship.objects.create(
        clinic_id=by.clinic_id,
        client=client,
        contact=contact,
        verified_by_id=by.id if facts.get("proof") else None,
        made_by_id=by.id,
        **facts,
    )
    record(by=by, action="guardianship.add", client_id=client.id, on=made, fields=facts)
    return made


@transaction.atomic
def edit(*, by: Actor, guardianship: Guardianship, **facts: Any) -> Guardianship:
    """Change the access, the last day or the proof; who gives another proof is who verified it."""
    known = {"proof": guardianship.proof, "verified_on": guardianship.verified_on}
    if any(name in facts and facts[name] != value for name, value in known.items()):
        facts["verified_by_id"] = by.id if facts.get("proof", guardianship.proof) else None
    return change_row(guardianship, by=by, facts=facts, known=(*FACTS, "verified_by_id"))


@transaction.atomic
def retire(*, by: Actor, guardianship: Guardianship) -> Guardianship:
    """Not a guardian any more, from now on; the row stays."""
    check_write(by, guardianship.client)
    guardianship.ended_at, guardianship.ended_by_id = timezone.now(), by.id
    guardianship.save(update_fields=["ended_at", "ended_by"])
    record(by=by, action="guardianship.end", client_id=guardianship.client_id, on=guardianship)
    return guardianship
