"""Reads of what the clinic does in an emergency."""

from emergency.models import JurisdictionNote, Protocol
from emergency.protocols import SCENARIOS, Scenario


def scenarios() -> dict[str, Scenario]:
    """Every scenario by its key, in the clinic's words where it has its own. One query."""
    own = {each.key: each for each in Protocol.objects.all()}
    return {key: given.with_words(own[key].steps, own[key].prompts) if key in own else given for key, given in SCENARIOS.items()}


def note_for(country_code: str, region: str) -> JurisdictionNote | None:
    """The clinic's note on the law of a state or region; without one, its note on the whole country. One query."""
    notes = JurisdictionNote.objects.filter(country_code=country_code, region__in=[region, ""])
    return notes.order_by("-region").first()
