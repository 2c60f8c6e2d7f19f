"""The adult of a client who is under age, or who does not decide alone: where they are while a session runs."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from clinic.clients.models import Client
from emergency.models import CheckIn, Contact, Guardianship
from intake.of_age import has_an_adult

OF_THE_ADULT = ("under_age", "adult_where", "adult_reached")


@dataclass(frozen=True)
class Adult:
    """`said` is the answer of this session, where there is one; everything else is only how it usually is."""

    said: CheckIn | None
    person: Contact | None
    usually: str
    reached: str

    @property
    def words(self) -> str:
        return self.said.get_adult_display() if self.said else ""

    @property
    def phone(self) -> str:
        """The number told today, else that of the person who stands in the record."""
        return (self.said and self.said.adult_phone) or (self.person.phone if self.person else "")


def adult_of(
    client: Client,
    today: date,
    newest: CheckIn | None,
    guardianships: Sequence[Guardianship],
    people: Iterable[Contact],
    said: Callable[[str], str | None],
) -> Adult | None:
    """None for a client of age without a guardian. `newest` is the newest answer about where the client is, `said` one of the intake."""
    standing = [each for each in guardianships if each.stands]
    if not has_an_adult(client, today, guardianships, said):
        return None
    theirs = {each.contact_id for each in standing}
    person = next((each for each in people if each.pk in theirs and not each.do_not_contact), None)
    usual = [each.get_during_sessions_display() for each in standing if each.during_sessions][:1]
    return Adult(
        said=newest if newest is not None and newest.adult else None,
        person=person,
        usually=", ".join(filter(None, [*usual, said("adult_where")])),
        reached=said("adult_reached") or "",
    )
