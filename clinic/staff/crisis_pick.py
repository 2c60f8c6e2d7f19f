"""Whose crisis is it? The client whose page was open first, those of today, one's own, then everybody in care of the clinic by name."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from clinic.accounts.models import Clinic
from clinic.audit.actors import Actor
from clinic.clients.queries import Named, names_for_crisis
from emergency.session_queries import sessions_of_today

IN_THE_PAGE = 1_500  # names of others; of a larger clinic the rest is found by the server


@dataclass(frozen=True)
class Choice:
    """Everybody who can be chosen, each once. `others` are shown when somebody types; `words` is what the server searched for."""

    here: Named | None = None
    today: list[tuple[datetime, Named]] = field(default_factory=list)
    own: list[Named] = field(default_factory=list)
    others: list[Named] = field(default_factory=list)
    words: str = ""
    is_cut: bool = False

    @property
    def number(self) -> int:
        return (self.here is not None) + len(self.today) + len(self.own) + len(self.others)


def choice_of(by: Actor, clinic: Clinic, words: str = "", here: UUID | None = None) -> Choice:
    """With `words`, those of whose names each word begins a part; `here` is the client whose page was open. Three queries."""
    found = {each.id: each for each in names_for_crisis(by, words)}
    open_now = found.pop(here, None) if here else None
    today = []
    for session in sessions_of_today(by, clinic.zone):
        if session.client_id in found:
            today.append((session.starts_at, found.pop(session.client_id)))
    own = [each for each in found.values() if each.is_own]
    others = [each for each in found.values() if not each.is_own]
    return Choice(open_now, today, own, others[:IN_THE_PAGE], words, len(others) > IN_THE_PAGE)
