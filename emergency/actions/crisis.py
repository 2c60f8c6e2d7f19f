"""The crisis view and its log: opened once for a client, written by whoever helps, ended by one of them. The log only grows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.audit.log import record, record_once
from clinic.clients import todos
from clinic.clients.models import Client, Place
from clinic.clients.permissions import require
from clinic.web.errors import Conflict
from emergency.actions.directory import report_problem
from emergency.actions.follow_ups import follow_failed_number
from emergency.actions.places_said import say_back
from emergency.models import CheckIn, Contact, Incident, IncidentEntry, ProblemReport, Resource, TherapySession
from emergency.numbering import number
from emergency.permissions import may_log_crisis
from emergency.protocol_queries import scenarios
from emergency.protocols import stored_steps
from emergency.whereabouts import as_place

What = IncidentEntry.What
DEFAULT = "self_harm"
# what somebody did, as against what the screen tells of itself: with the first of these a crisis view is an incident
DEEDS = frozenset(
    {What.TICKED, What.UNTICKED, What.CALLED, What.CALL_RESULT, What.NOTE, What.PLACE, What.ASKED, What.NUMBER_FAILED}
)
AUTOMATIC = frozenset({What.OPENED, What.JOINED, What.CALLED, What.TICKED, What.UNTICKED, What.PLACE, What.ASKED, What.ENDED})
CLOCKS_DIFFER = timedelta(minutes=1)
WAITS_AT_MOST = timedelta(days=7)
FAILED_IN_A_CRISIS = "Somebody called it in a crisis."
NOT_A_MISTAKE = "Something is written in the log, so it was not opened by mistake. Choose how it ended."


@dataclass(frozen=True)
class Line:
    """One line on its way into the log. `at` is when it happened by the clock of whoever wrote it; `operation_id` is made there.

    `resource_id` and `contact_id` are whom a call went to, `step` the index of a step of `scenario`. The client is at a kept
    place, `place_id`, where an answer said, `said_id`, or at an address as it was told, `where`.
    """

    what: str
    at: datetime
    operation_id: UUID
    step: int | None = None
    scenario: str = ""
    resource_id: UUID | None = None
    contact_id: UUID | None = None
    result: str = ""
    words: str = ""
    place_id: UUID | None = None
    said_id: UUID | None = None
    where: dict[str, str] | None = None


@transaction.atomic
def write(*, by: Actor, client: Client, lines: Sequence[Line]) -> Incident:
    """Add these lines to the log of the client's crisis; opens the crisis view when none is open.

    A line that is there already (by its operation id) is left out, so sending again is harmless. Lines that happened in a
    crisis that has ended meanwhile go to that one. A line is never lost for what it names: an unknown number or person is
    left out, its words stay. The first deed gives the incident its number. A number that did not work is reported to the
    directory and has its follow-up, once in a crisis. Http404 for those who may not read the record.
    """
    require(may_log_crisis(by, client))
    client = Client.objects.select_for_update(no_key=True).get(pk=client.pk)  # one after the other writes its log
    now = timezone.now()
    written = [_in_time(line, now) for line in lines]
    incident = _incident_of(by, client, written, now)
    new = [_said_back(by, client, line) for line in _not_there_yet(by, written)]
    _join(by, incident, new, now)
    _follow_scenario(by, incident, new)
    made = _entries(by, incident, new)
    failed = [entry for entry in made if entry.what == What.NUMBER_FAILED]
    known = {_number_of(each) for each in incident.entries.filter(what=What.NUMBER_FAILED)} if failed else set()
    IncidentEntry.written(made)
    for entry in {_number_of(each): each for each in failed if _number_of(each) not in known}.values():
        _look_after(by, incident, entry)
    if not incident.number and any(line.what in DEEDS for line in new):
        _number(incident)
    record_once(by=by, action="crisis.log", on=incident, client_id=client.id)
    return incident


@transaction.atomic
def open_crisis(*, by: Actor, client: Client, operation_id: UUID, at: datetime | None = None) -> Incident:
    """Tell that the crisis view was opened; whoever opens it while it is open joins the same log."""
    return write(by=by, client=client, lines=[Line(What.OPENED, at or timezone.now(), operation_id)])


@transaction.atomic
def end_crisis(
    *,
    by: Actor,
    incident: Incident,
    outcome: str,
    severity: str = "",
    with_whom: str = "",
    next_contact_at: datetime | None = None,
    plan_change: bool | None = None,
) -> Incident:
    """End the crisis view. Opened by mistake: it leaves no incident, and is refused (Conflict) once something was done."""
    require(may_log_crisis(by, incident.client))
    incident = Incident.objects.select_for_update().get(pk=incident.pk)
    if incident.ended_at is not None:
        raise Conflict("Somebody has ended this crisis view already.")
    if outcome == Incident.Outcome.MISTAKE and incident.number:
        raise Conflict(NOT_A_MISTAKE)
    now = timezone.now()
    incident.ended_at, incident.ended_by_id = now, by.id
    incident.outcome, incident.severity, incident.with_whom = outcome, severity, with_whom
    incident.next_contact_at, incident.plan_change = next_contact_at, plan_change
    incident.save(update_fields=["ended_at", "ended_by", "outcome", "severity", "with_whom", "next_contact_at", "plan_change"])
    if outcome != Incident.Outcome.MISTAKE and not incident.number:
        _number(incident)
    _entry(by, incident, What.ENDED, now).save()
    todos.come(by=by, client=incident.client)
    record(by=by, action="crisis.end", client_id=incident.client_id, on=incident, reason=outcome)
    return incident


@transaction.atomic
def move(
    *, by: Actor, client: Client, place: Place | None = None, where: dict[str, str] | None = None, said: CheckIn | None = None
) -> CheckIn:
    """The client says where they are: a known place, an address as it was told, or still what they said. A line of the log tells of it."""
    made = say_back(by=by, client=client, place=place, where=where, said=said)
    write(by=by, client=client, lines=[Line(What.PLACE, made.at, uuid4(), words=_in_words(made))])
    return made


def _said_back(by: Actor, client: Client, line: Line) -> Line:
    """A line that names a place says that the client was there then. One that is not this client's stays in its words alone."""
    if line.what != What.PLACE:
        return line
    said = CheckIn.objects.filter(client=client, pk=line.said_id).first() if line.said_id else None
    place = Place.objects.filter(client=client, pk=line.place_id).first() if line.place_id else None
    told = said if said is not None and said.where else None
    if place is None and told is None and line.where is None:
        return line
    return replace(line, words=_in_words(say_back(by=by, client=client, said=told, place=place, where=line.where, at=line.at)))


def _in_words(said: CheckIn) -> str:
    return ", ".join(as_place(said).lines) or str(said.where.get("name", ""))


def _in_time(line: Line, now: datetime) -> Line:
    """A clock that runs ahead must not write the future, one that stands must not write years ago."""
    return line if now - WAITS_AT_MOST <= line.at <= now + CLOCKS_DIFFER else replace(line, at=now)


def _incident_of(by: Actor, client: Client, lines: Sequence[Line], now: datetime) -> Incident:
    first = min((line.at for line in lines), default=now)
    under_way = Incident.objects.under_way().filter(client=client).first()
    if under_way is None or first < under_way.opened_at:
        ended = None if any(line.what == What.OPENED for line in lines) else _ended_over(client, first)
        if ended is not None:
            return ended
    if under_way is not None:
        return under_way
    scenario = scenarios()[DEFAULT]
    session = TherapySession.objects.open().filter(client=client).first()
    return Incident.objects.create(
        clinic_id=client.clinic_id,
        client=client,
        session=session,
        protocol=scenario.key,
        steps=stored_steps(scenario.steps),
        lead_id=by.id,
        opened_at=first,
        opened_by_id=by.id,
    )


def _ended_over(client: Client, at: datetime) -> Incident | None:
    """The crisis that was under way then and has ended. What was done in one that was called a mistake makes it none: that opens it anew."""
    over = Incident.objects.filter(client=client, opened_at__lte=at, ended_at__gte=at).exclude(outcome=Incident.Outcome.MISTAKE)
    return over.order_by("-opened_at").first()


def _not_there_yet(by: Actor, lines: Sequence[Line]) -> list[Line]:
    ids = [line.operation_id for line in lines]
    had = set(IncidentEntry.objects.filter(operation_id__in=ids).values_list("operation_id", flat=True))
    unique = {line.operation_id: line for line in lines if line.operation_id not in had}
    return sorted(unique.values(), key=lambda line: line.at)


def _join(by: Actor, incident: Incident, new: Sequence[Line], now: datetime) -> None:
    """The first line of a log says that it was opened; the first of another person, that they joined."""
    todos.come(by=by, client=incident.client, told_id=by.id)
    whose = set(IncidentEntry.objects.filter(incident=incident, what__in=(What.OPENED, What.JOINED)).values_list("by", flat=True))
    if by.id in whose or incident.ended_at is not None:
        return
    if whose:
        _entry(by, incident, What.JOINED, min((line.at for line in new), default=now)).save()
    elif not any(line.what == What.OPENED for line in new):
        _entry(by, incident, What.OPENED, incident.opened_at).save()


def _follow_scenario(by: Actor, incident: Incident, new: Sequence[Line]) -> None:
    chosen = [line.scenario for line in new if line.what == What.SCENARIO]
    if incident.ended_at is not None or not chosen or chosen[-1] == incident.protocol:
        return
    scenario = scenarios().get(chosen[-1])
    if scenario is not None:
        incident.protocol, incident.steps = scenario.key, stored_steps(scenario.steps)
        incident.save(update_fields=["protocol", "steps"])


def _entries(by: Actor, incident: Incident, new: Sequence[Line]) -> list[IncidentEntry]:
    resources = _known(Resource.objects.all(), [line.resource_id for line in new])
    asked = [line.contact_id for line in new if line.contact_id]
    contacts = {each.pk: each for each in Contact.objects.filter(client=incident.client_id, pk__in=asked)} if asked else {}
    whose = {What.OPENED} if IncidentEntry.objects.filter(incident=incident, what=What.OPENED).exists() else set()
    return [
        _entry(
            by,
            incident,
            line.what,
            line.at,
            step=line.step,
            resource_id=line.resource_id if line.resource_id in resources else None,
            contact_id=line.contact_id if line.contact_id in contacts else None,
            result=line.result,
            basis=_basis(contacts.get(line.contact_id)) if line.contact_id else "",
            words=line.words,
            facts={"scenario": line.scenario} if line.scenario else {},
            operation_id=line.operation_id,
        )
        for line in new
        if line.what not in whose
    ]


def _basis(contact: Contact | None) -> str:
    """On what a call to this person stood: the client agreed, or else only danger to life can be the reason."""
    return "" if contact is None else "agreed" if contact.may_be_called else "danger"


def _known(rows: Any, ids: Sequence[UUID | None]) -> set[UUID]:
    asked = [each for each in ids if each]
    return set(rows.filter(pk__in=asked).values_list("pk", flat=True)) if asked else set()


def _entry(by: Actor, incident: Incident, what: str, at: datetime, **facts: Any) -> IncidentEntry:
    automatic = what in AUTOMATIC
    return IncidentEntry(
        clinic_id=incident.clinic_id, incident=incident, by_id=by.id, what=what, at=at, is_automatic=automatic, **facts
    )


def _number_of(entry: IncidentEntry) -> object:
    """Which number a line is about; of one that no list holds, its words tell."""
    return entry.resource_id or entry.contact_id or entry.words


def _look_after(by: Actor, incident: Incident, entry: IncidentEntry) -> None:
    """A number that did not work: the directory marks its entry as everywhere else, and somebody finds out why."""
    if entry.resource:
        report_problem(by=by, resource=entry.resource, problem=ProblemReport.Problem.OTHER, note=FAILED_IN_A_CRISIS)
    follow_failed_number(by=by, incident=incident, words=entry.words or (entry.resource.name if entry.resource else ""))


def _number(incident: Incident) -> None:
    number(incident)
    incident.save(update_fields=["year", "number"])
