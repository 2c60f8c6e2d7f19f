"""The record of an incident: its report, lines that were missing, corrections, sign-off and end. The log itself only grows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic.accounts.models import Membership
from clinic.audit.actors import Actor
from clinic.audit.log import record, record_once
from clinic.clients.models import Client
from clinic.clients.permissions import require
from clinic.web.errors import Conflict
from emergency.actions.follow_ups import open_follow_ups
from emergency.incident_queries import lacking
from emergency.models import Incident, IncidentEntry
from emergency.numbering import number
from emergency.permissions import may_record_incident, may_sign, may_write_incident
from emergency.protocol_queries import scenarios
from emergency.protocols import stored_steps

What = IncidentEntry.What
WRITTEN = ("severity", "outcome", "happened", "helped", "hindered", "changes")

CHANGED_MEANWHILE = "Somebody else has changed this report. Copy your words, open the report again and add them."
UNDER_WAY = "The crisis view is still open. End it first."
SIGNED = "This report is signed off and stays as it is. Add what is missing to the timeline."
NOT_REPORTED = "The report has not been handed in yet."
TO_COME = "That cannot be: it ends before it begins, or is later than now."


@transaction.atomic
def record_incident(
    *, by: Actor, client: Client, scenario: str, opened_at: datetime, ended_at: datetime, owner: Membership, words: str
) -> Incident:
    """Write down a crisis that had no crisis view. What happened becomes the first line, and what follows is opened."""
    require(may_record_incident(by, client))
    if ended_at > timezone.now() or opened_at > ended_at:
        raise Conflict(TO_COME)
    steps = stored_steps(scenarios()[scenario].steps)
    incident = Incident(
        clinic_id=by.clinic_id, client=client, protocol=scenario, steps=steps, lead_id=owner.id, opened_at=opened_at,
        opened_by_id=by.id, ended_at=ended_at, ended_by_id=by.id,
    )  # fmt: skip
    number(incident)
    incident.save()
    IncidentEntry.objects.create(clinic_id=by.clinic_id, incident=incident, by_id=by.id, what=What.NOTE, words=words, at=opened_at)
    open_follow_ups(by=by, incident=incident, owner_id=owner.id)
    record(by=by, action="incident.record", client_id=client.pk, on=incident, reason=scenario)
    return incident


@transaction.atomic
def report(*, by: Actor, incident: Incident, seen_version: int, words: Mapping[str, str], finished: bool) -> Incident:
    """Write the report; `finished` hands it in to be signed off, else it is a draft, also when it was handed in before.

    Conflict when somebody changed it meanwhile, or after sign-off. The same once more changes nothing.
    """
    incident = _locked(by, incident)
    if incident.signed_at is not None:
        raise Conflict(SIGNED)
    if finished == (incident.reported_at is not None) and all(getattr(incident, name) == words[name] for name in WRITTEN):
        return incident
    if incident.report_version != seen_version:
        raise Conflict(CHANGED_MEANWHILE)
    for name in WRITTEN:
        setattr(incident, name, words[name])
    incident.report_version += 1
    incident.reported_at, incident.reported_by_id = (timezone.now(), by.id) if finished else (None, None)
    incident.save(update_fields=[*WRITTEN, "report_version", "reported_at", "reported_by"])
    _tell_report(by, incident)
    return incident


@transaction.atomic
def add_line_late(*, by: Actor, incident: Incident, words: str, at: datetime | None) -> IncidentEntry:
    """What was missing in the timeline, with when it happened (None: not known). When it was written stands beside it for ever."""
    return _add(by, incident, What.NOTE, words=words, at=at)


@transaction.atomic
def consult(*, by: Actor, incident: Incident, with_whom: str, advice: str, at: datetime | None) -> IncidentEntry:
    """Somebody was asked for advice: who, when, and what they said."""
    return _add(by, incident, What.CONSULTED, words=advice, at=at, facts={"with": with_whom})


@transaction.atomic
def correct(*, by: Actor, entry: IncidentEntry, words: str, at: datetime | None) -> IncidentEntry:
    """A line was wrong: a new one says what is right and names the old one, which stays."""
    return _add(by, entry.incident, What.CORRECTION, words=words, at=at, corrects=entry)


@transaction.atomic
def sign_off(*, by: Actor, incident: Incident, seen_version: int) -> Incident:
    """A supervisor has read the report in this version and agrees that it is finished."""
    incident = _locked(by, incident)
    require(may_sign(by, incident))
    if incident.reported_at is None:
        raise Conflict(NOT_REPORTED)
    if incident.report_version != seen_version:
        raise Conflict("The report has changed since you read it. Read it again.")
    if incident.signed_at is None:
        incident.signed_at, incident.signed_by_id = timezone.now(), by.id
        incident.save(update_fields=["signed_at", "signed_by"])
        record(by=by, action="incident.sign", client_id=incident.client_id, on=incident, version=seen_version)
    return incident


@transaction.atomic
def close(*, by: Actor, incident: Incident) -> Incident:
    """Nothing is left to arrange. Conflict, in plain words, while something is."""
    incident = _locked(by, incident)
    missing = lacking(incident)
    if missing:
        raise Conflict(" ".join(["This incident cannot be closed yet.", *missing]))
    if incident.closed_at is None:
        incident.closed_at, incident.closed_by_id = timezone.now(), by.id
        incident.save(update_fields=["closed_at", "closed_by"])
        record(by=by, action="incident.close", client_id=incident.client_id, on=incident)
    return incident


def _locked(by: Actor, incident: Incident) -> Incident:
    """As it stands, held until the transaction ends, and over as a crisis."""
    held = Incident.objects.select_for_update(of=("self",)).select_related("client").get(pk=incident.pk)
    require(may_write_incident(by, held))
    if held.ended_at is None:
        raise Conflict(UNDER_WAY)
    return held


def _tell_report(by: Actor, incident: Incident) -> None:
    """A draft is saved while it is typed: one event for all of a visit."""
    about: dict[str, Any] = {"by": by, "client_id": incident.client_id, "on": incident, "fields": WRITTEN}
    if incident.reported_at is None:
        record_once(action="incident.draft", **about)
    else:
        record(action="incident.report", version=incident.report_version, reason="handed_in", **about)


def _add(by: Actor, incident: Incident, what: str, *, words: str, at: datetime | None, **more: object) -> IncidentEntry:
    incident = _locked(by, incident)
    if at is not None and at > timezone.now():
        raise Conflict(TO_COME)
    entry: IncidentEntry = IncidentEntry.objects.create(
        clinic_id=incident.clinic_id, incident=incident, by_id=by.id, what=what, words=words, at=at, **more
    )
    record(by=by, action="incident.line", client_id=incident.client_id, on=entry, reason=what)
    return entry
