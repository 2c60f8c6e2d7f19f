"""Reads about the people around a client."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from clinic.accounts.queries import member_names
from clinic.clients.models import Client
from emergency.attachment_queries import papers
from emergency.models import Contact, Guardianship


def contacts(client: Client) -> list[Contact]:
    """The people kept for this client, providers among them, in the client's order. One query."""
    return list(Contact.objects.kept().filter(client=client))


def contacts_with_papers(client: Client) -> list[Contact]:
    """The same, each with the signed releases that are kept. Two queries."""
    return list(Contact.objects.kept().filter(client=client).prefetch_related(papers()))


def contact_of(client: Client, contact_id: UUID) -> Contact:
    """A kept person of this client with the signed releases, or Http404."""
    found = Contact.objects.kept().filter(client=client, pk=contact_id).prefetch_related(papers()).first()
    if found is None:
        raise Http404
    found.client = client
    return found


def by_permission(people: list[Contact]) -> list[Contact]:
    """Who may be called first, then who was not asked about, then who is never called; in the client's order within."""
    return sorted(people, key=lambda each: 0 if each.may_be_called else 1 if each.may_be_in_plan else 2)


@dataclass(frozen=True)
class Guardian:
    """A guardianship nobody ended, and who verified it."""

    guardianship: Guardianship
    verifier: str

    @property
    def contact(self) -> Contact:
        found: Contact = self.guardianship.contact
        return found


def guardianships(client: Client) -> list[Guardianship]:
    """The client's guardians, those whose last day is over too, the oldest first. One query."""
    return list(Guardianship.objects.kept().filter(client=client))


def guardians(client: Client) -> list[Guardian]:
    """The same with the names of those who verified them. At most two queries."""
    found = guardianships(client)
    names = member_names(each.verified_by_id for each in found)
    return [Guardian(each, names.get(each.verified_by_id, "") if each.verified_by_id else "") for each in found]


def guardianship_of(client: Client, guardianship_id: UUID) -> Guardianship:
    """One of the client's guardianships that nobody ended, or Http404."""
    found = Guardianship.objects.kept().filter(client=client, pk=guardianship_id).first()
    if found is None:
        raise Http404
    found.client = client
    return found


def possible_guardians(client: Client) -> list[Contact]:
    """People kept for this client who do not stand as a guardian yet. One query."""
    standing = Guardianship.objects.filter(client=client, ended_at=None)
    return list(Contact.objects.kept().filter(client=client, role=Contact.Role.PERSON).exclude(pk__in=standing.values("contact")))
