"""Reads of what the clinic does in an emergency."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from clinic.accounts.queries import member_names
from emergency.models import JurisdictionNote, Protocol
from emergency.protocols import SCENARIOS, Scenario


@dataclass(frozen=True)
class Worded:
    """A scenario as it stands, and the clinic's row where it ever changed one."""

    scenario: Scenario
    row: Protocol | None
    who: str = ""

    @property
    def is_own(self) -> bool:
        return bool(self.row and self.row.steps)

    @property
    def version(self) -> int:
        return self.row.version if self.row else 0


def scenarios() -> dict[str, Scenario]:
    """Every scenario by its key, in the clinic's words where it has its own. One query."""
    return scenarios_from(Protocol.objects.all())


def scenarios_from(rows: Iterable[Protocol]) -> dict[str, Scenario]:
    """The same from rows that were read with others."""
    own = {each.key: each for each in rows}
    return {key: _said(given, own.get(key)) for key, given in SCENARIOS.items()}


def worded() -> list[Worded]:
    """All of them with who changed them last. Two queries."""
    own = {each.key: each for each in Protocol.objects.all()}
    names = member_names(each.changed_by_id for each in own.values())
    return [
        Worded(_said(given, own.get(key)), own.get(key), names.get(own[key].changed_by_id, "") if key in own else "")
        for key, given in SCENARIOS.items()
    ]


def worded_one(key: str) -> Worded:
    """One of them, or Http404. Two queries at most."""
    if key not in SCENARIOS:
        raise Http404
    row = Protocol.objects.filter(key=key).first()
    names = member_names([row.changed_by_id] if row else [])
    return Worded(_said(SCENARIOS[key], row), row, names.get(row.changed_by_id, "") if row else "")


def note_for(rows: Iterable[JurisdictionNote], country_code: str, region: str) -> JurisdictionNote | None:
    """Of these notes the one on the law of a state or region; without one, the one on the whole country."""
    here = {each.region.strip().upper(): each for each in rows if each.country_code.upper() == country_code.upper()}
    return here.get(region.strip().upper()) or here.get("")


def notes() -> list[JurisdictionNote]:
    """All notes by country and region. One query."""
    return list(JurisdictionNote.objects.exclude(words="").order_by("country_code", "region"))


def note_of(note_id: UUID) -> JurisdictionNote:
    found = JurisdictionNote.objects.filter(pk=note_id).first()
    if found is None:
        raise Http404
    return found


def _said(given: Scenario, row: Protocol | None) -> Scenario:
    """In the clinic's words where it has steps of its own."""
    return given.with_words(row.steps, row.prompts) if row and row.steps else given
