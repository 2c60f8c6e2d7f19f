"""What the auditor's page and export show of an event."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from clinic.accounts.models import Clinic, Membership
from clinic.accounts.queries import member_names
from clinic.audit.models import Event
from clinic.audit.queries import actions_seen, events
from clinic.clients.break_glass_queries import opened
from clinic.clients.models import AccessGrant
from clinic.clients.models.clients import pseudonym

COLUMNS = ("When", "Who", "Role", "What", "Outcome", "Client", "Object", "Version", "Fields", "Count", "Reason", "Page", "Address")
EXPORT_LIMIT = 50_000


@dataclass(frozen=True)
class Row:
    """One event in words."""

    at: datetime
    who: str
    role: str
    what: str
    outcome: str
    client: str
    event: Event

    def cells(self) -> list[str]:
        event = self.event
        said: list[Any] = [
            self.at.isoformat(timespec="seconds"), self.who, self.role, self.what, self.outcome, self.client,
            event.object_type, event.version or "", ", ".join(event.fields), event.count if event.count is not None else "",
            event.reason, event.view, event.address or "",
        ]  # fmt: skip
        return [str(cell) for cell in said]


@dataclass(frozen=True)
class OpenedRow:
    """A record opened without a caseload: who, by which pseudonym, why, and whether the reason was given. Not its words."""

    since: datetime
    until: datetime | None
    who: str
    holder_id: UUID
    client: str
    client_id: UUID
    why: str
    reasoned_at: datetime | None


def opened_rows(grants: Iterable[AccessGrant]) -> list[OpenedRow]:
    """One query for the names."""
    return [
        OpenedRow(
            since=each.grant.starts_at,
            until=each.grant.ends_at,
            who=each.who,
            holder_id=each.grant.holder_id,
            client=pseudonym(each.grant.client_id),
            client_id=each.grant.client_id,
            why=each.grant.get_why_display(),
            reasoned_at=each.grant.reasoned_at,
        )
        for each in opened(list(grants))
    ]


def said(action: str) -> str:
    """An action in words: item.save becomes "Item: save"."""
    subject, _, verb = action.partition(".")
    return (
        f"{subject.replace('_', ' ').capitalize()}: {verb.replace('_', ' ').replace('.', ', ')}"
        if verb
        else subject.replace("_", " ").capitalize()
    )


def members() -> list[tuple[str, str]]:
    everybody = sorted(Membership.objects.all(), key=lambda member: member.name.casefold())
    return [(str(member.id), member.name) for member in everybody]


def actions() -> list[tuple[str, str]]:
    return [(action, said(action)) for action in actions_seen()]


def found(chosen: dict[str, Any], clinic: Clinic) -> QuerySet[Event]:
    return events(zone=ZoneInfo(clinic.time_zone), **chosen)


def rows(shown: Iterable[Event], clinic: Clinic) -> list[Row]:
    """Names of staff, pseudonyms of clients; one query for all."""
    shown = list(shown)
    names = member_names(event.actor_id for event in shown)
    zone = ZoneInfo(clinic.time_zone)
    return [
        Row(
            at=event.at.astimezone(zone),
            who=names.get(event.actor_id) or ("Handrail" if "system" in event.roles else pseudonym(event.actor_id)),
            role=", ".join(event.roles),
            what=said(event.action),
            outcome=event.get_outcome_display(),
            client=pseudonym(event.client_id) if event.client_id else "",
            event=event,
        )
        for event in shown
    ]
