"""Reads about staff that other apps use."""

from collections.abc import Iterable
from uuid import UUID

from clinic.accounts.models import Membership


def member_names(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Names by actor id, of members past and present; one query. Ids of clients and the system are not in it."""
    wanted = {id for id in ids if id}
    return {member.id: member.name for member in Membership.objects.filter(pk__in=wanted)} if wanted else {}


def clinicians() -> list[Membership]:
    """Active therapists and supervisors of the current clinic, by name."""
    return sorted(Membership.objects.active().with_role("therapist", "supervisor"), key=lambda member: member.name.casefold())
