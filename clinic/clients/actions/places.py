"""The places a client can be."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.models import Client, Place
from clinic.clients.permissions import check_write

WORDS = (
    "name", "street", "town", "county", "region", "postcode", "country_code", "access_notes", "who_is_there",
)  # fmt: skip


@transaction.atomic
def add(*, by: Actor, client: Client, **words: str) -> Place:
    """A new place, after the others."""
    check_write(by, client)
    _only_words(words)
    place = Place.objects.create(
        clinic_id=by.clinic_id, client=client, position=Place.objects.filter(client=client).count(), made_by_id=by.id, **words
    )
    record(by=by, action="place.add", client_id=client.id, on=place, fields=words)
    return place


@transaction.atomic
def edit(*, by: Actor, place: Place, **words: str) -> Place:
    """Change what is known of a place."""
    check_write(by, place.client)
    _only_words(words)
    changed = [name for name, value in words.items() if getattr(place, name) != value]
    for name in changed:
        setattr(place, name, words[name])
    if changed:
        place.save(update_fields=changed)
        record(by=by, action="place.edit", client_id=place.client_id, on=place, fields=changed)
    return place


@transaction.atomic
def retire(*, by: Actor, place: Place) -> Place:
    """The client is not there any more; the row stays for what cites it."""
    check_write(by, place.client)
    place.retired_at, place.retired_by_id = timezone.now(), by.id
    place.save(update_fields=["retired_at", "retired_by"])
    record(by=by, action="place.retire", client_id=place.client_id, on=place)
    return place


@transaction.atomic
def move_up(*, by: Actor, place: Place) -> Place:
    """One further up in the order in which places are shown."""
    check_write(by, place.client)
    kept = list(Place.objects.select_for_update().kept().filter(client=place.client_id))
    here = next(index for index, each in enumerate(kept) if each.pk == place.pk)
    if here:
        kept.insert(here - 1, kept.pop(here))
    for position, each in enumerate(kept):
        if each.position != position:
            each.position = position
            each.save(update_fields=["position"])
    record(by=by, action="place.move", client_id=place.client_id, on=place)
    return place


def _only_words(words: dict[str, Any]) -> None:
    if unknown := set(words) - set(WORDS):
        raise TypeError(f"not part of a place: {sorted(unknown)}")
