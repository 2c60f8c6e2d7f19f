"""The places a client can be."""

from typing import Any

from django.db import transaction

from clinic.audit.actors import Actor
from clinic.clients.client_lists import add_row, change_row, move_row_up, retire_row
from clinic.clients.models import Client, Place

WORDS = (
    "name", "street", "town", "county", "region", "postcode", "country_code", "time_zone", "access_notes", "who_is_there",
)  # fmt: skip


@transaction.atomic
def add(*, by: Actor, client: Client, **words: Any) -> Place:
    """A new place, after the others."""
    return add_row(Place, by=by, client=client, facts=words, known=WORDS)


@transaction.atomic
def edit(*, by: Actor, place: Place, **words: Any) -> Place:
    """Change what is known of a place."""
    return change_row(place, by=by, facts=words, known=WORDS)


@transaction.atomic
def retire(*, by: Actor, place: Place) -> Place:
    """The client is not there any more; the row stays for what cites it."""
    return retire_row(place, by=by)


@transaction.atomic
def move_up(*, by: Actor, place: Place) -> Place:
    """One further up in the order in which places are shown."""
    return move_row_up(place, by=by)
