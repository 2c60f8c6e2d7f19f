"""How it is safe to reach a client: recorded per channel, asked again from time to time."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.models import Channel, Client, ContactSafety
from clinic.clients.permissions import check_write
from clinic.db.changes import change


@dataclass(frozen=True)
class Said:
    """What the client said of one channel. `hours` is empty (any time) or like "09:00-17:00"."""

    is_safe: bool
    hours: str = ""
    words: str = ""


@transaction.atomic
def record_safety(*, by: Actor, client: Client, said: Mapping[str, Said]) -> list[ContactSafety]:
    """Keep what the client said of each channel named in `said`; channels not named stay as they are."""
    check_write(by, client)
    known = {row.channel: row for row in ContactSafety.objects.filter(client=client)}
    rows = []
    for channel, answer in said.items():
        row = known.get(channel) or ContactSafety(clinic_id=by.clinic_id, client=client, channel=Channel(channel))
        row.is_safe, row.hours, row.words = answer.is_safe, answer.hours, answer.words
        row.checked_at, row.checked_by_id = timezone.now(), by.id
        row.save()
        rows.append(row)
    record(by=by, action="contact_safety.record", client_id=client.id, on=client, fields=said)
    return rows


@transaction.atomic
def record_copies(*, by: Actor, client: Client, phone_use: str, names_on_copies: bool) -> Client:
    """Whether somebody else looks at the client's phone, and whether copies may show names."""
    check_write(by, client)
    if changed := change(client, {"phone_use": phone_use, "names_on_copies": names_on_copies}):
        record(by=by, action="client.copies", client_id=client.id, on=client, fields=changed)
    return client
