"""The address of a check-in, in the words of a place, so that everything that knows a place knows it too."""

from clinic.clients.models import Place
from emergency.models import CheckIn

WORDS = (
    "name", "street", "town", "county", "region", "postcode", "country_code", "time_zone", "access_notes", "who_is_there",
)  # fmt: skip


def words_of(place: Place) -> dict[str, str]:
    """What is known of a place now, to keep as it was at this moment, with the time zone as far as the address tells it."""
    return {name: getattr(place, name) or "" for name in WORDS} | {"time_zone": place.zone}


def as_place(check_in: CheckIn) -> Place:
    """Where the client was said to be, as a place that is not kept: its id is that of the check-in. Empty where nothing was told."""
    known = {name: check_in.where.get(name, "") for name in WORDS}
    return Place(id=check_in.pk, clinic_id=check_in.clinic_id, client_id=check_in.client_id, **known)
