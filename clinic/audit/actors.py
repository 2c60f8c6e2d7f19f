"""Who acts. Every action takes one as `by=`."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID, uuid5


class Kind(StrEnum):
    STAFF = "staff"
    CLIENT = "client"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """A person or the system, in one clinic. `id` is the membership's, the client's, or the clinic's system id."""

    kind: Kind
    id: UUID
    clinic_id: UUID
    roles: frozenset[str] = frozenset()

    def has(self, *roles: str) -> bool:
        """Holds at least one of these roles."""
        return not self.roles.isdisjoint(roles)

    @property
    def is_clinician(self) -> bool:
        return self.has("therapist", "supervisor")


def system(clinic_id: UUID) -> Actor:
    """The timetable, a command or the demo, acting in one clinic."""
    return Actor(Kind.SYSTEM, uuid5(clinic_id, "system"), clinic_id)
