"""What the pages and the paper of an incident read, each in a fixed number of queries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.accounts.models import Clinic
from clinic.accounts.queries import member_names
from clinic.audit.actors import Actor
from clinic.clients.models import Client, KeptFile
from clinic.clients.queries import may_read
from emergency import incident_queries as queries
from emergency import timeline
from emergency.attachment_queries import files_of
from emergency.clocks import Clock
from emergency.models import Attachment, CheckIn, Disclosure, FollowUp, Incident, IncidentEntry, PlanTrouble, SessionEntry
from emergency.permissions import may_sign, may_write_incident
from emergency.protocols import SCENARIOS
from emergency.timeline import Line

UNTIL_TOMORROW = timedelta(days=1)


@dataclass(frozen=True)
class Stage:
    """How far the record of an incident is, in words and a tone."""

    words: str
    tone: str = ""


def stage(incident: Incident, clock: Clock) -> Stage:
    """Where it stands now; the first thing that is lacking."""
    if incident.ended_at is None:
        return Stage(_("Under way"), "bad")
    if incident.closed_at is not None:
        return Stage(_("Closed"), "ok")
    if incident.signed_at is not None:
        return Stage(_("Signed off"), "info")
    if incident.reported_at is not None:
        return Stage(_("Waits for sign-off"), "warn")
    due_at = incident.report_due_at or incident.ended_at
    words = _("Report overdue since %(when)s") if due_at < timezone.now() else _("Report due %(when)s")
    return Stage(words % {"when": clock.short(due_at)}, "bad" if due_at < timezone.now() else "warn")


@dataclass(frozen=True)
class Follows:
    """A follow-up with the name of its owner; of somebody who has left nobody is the owner."""

    follow_up: FollowUp
    owner: str
    due: str
    settled: str = ""


@dataclass(frozen=True)
class Kept:
    """A file, with who handed it in, or took it out, and when."""

    attachment: Attachment
    handed_in: str
    taken_out: str


@dataclass(frozen=True)
class IncidentPage:
    """Everything the page of one incident shows."""

    incident: Incident
    scenario: str
    clock: Clock
    stage: Stage
    lines: list[Line]
    follow_ups: list[Follows]
    disclosures: list[tuple[Disclosure, str, str]]
    troubles: list[PlanTrouble]
    files: list[Kept]
    names: dict[UUID, str]
    missing: list[str] = field(default_factory=list)
    may_write: bool = False
    may_sign: bool = False
    may_open_record: bool = False

    @property
    def lead(self) -> str:
        return self.names.get(self.incident.lead_id, "")

    @property
    def people(self) -> list[str]:
        """Who of the clinic wrote in it or led it."""
        return sorted({self.lead, *(line.who for line in self.lines)} - {""})

    @property
    def reached(self) -> list[str]:
        """Whom they tried to call."""
        return sorted({line.reached for line in self.lines} - {""})

    @property
    def span(self) -> str:
        """From when to when."""
        began, ended = self.incident.opened_at, self.incident.ended_at
        if ended is None:
            return self.clock.moment(began)
        same = self.clock.local(began).date() == self.clock.local(ended).date()
        return f"{self.clock.moment(began)} {_('to')} {self.clock.time(ended) if same else self.clock.moment(ended)}"

    @property
    def kept_files(self) -> list[KeptFile]:
        """Those that nobody took out."""
        return [each.attachment.file for each in self.files if each.attachment.retired_at is None]

    def signed(self, at: datetime | None, by: UUID | None) -> str:
        return f"{self.clock.moment(at)}, {self.names.get(by, '')}" if at and by else ""

    @property
    def next_contact(self) -> str:
        return self.clock.moment(self.incident.next_contact_at) if self.incident.next_contact_at else ""

    @property
    def reported(self) -> str:
        return self.signed(self.incident.reported_at, self.incident.reported_by_id)

    @property
    def signed_off(self) -> str:
        return self.signed(self.incident.signed_at, self.incident.signed_by_id)

    @property
    def closed(self) -> str:
        return self.signed(self.incident.closed_at, self.incident.closed_by_id)


def page_of(by: Actor, incident: Incident, clinic: Clinic) -> IncidentPage:
    """The whole incident, with the therapist's own support only for its owner and supervisors."""
    entries, check_ins = queries.entries(incident), queries.check_ins_of(incident)
    of_session: list[CheckIn | SessionEntry] = [*check_ins, *queries.session_log_of(incident)]
    follow_ups, disclosures = queries.follow_ups_of(by, incident), queries.disclosures_in(incident)
    files = files_of(incident)
    names = member_names(_people(incident, [*entries, *of_session, *disclosures], follow_ups, files))
    there = queries.zone_there(incident, check_ins)
    clock = Clock(clinic.zone, ZoneInfo(there) if there else None)
    return IncidentPage(
        incident=incident,
        scenario=SCENARIOS[incident.protocol].title if incident.protocol in SCENARIOS else incident.protocol,
        clock=clock,
        stage=stage(incident, clock),
        lines=timeline.lines(incident, entries, of_session, clock, names),
        follow_ups=[_follows(each, names, clock) for each in follow_ups],
        disclosures=told(disclosures, names, clock),
        troubles=queries.troubles_in(incident),
        files=[_kept(each, names, clock) for each in files],
        names=names,
        missing=[] if incident.closed_at else queries.lacking(incident),
        may_write=incident.ended_at is not None and may_write_incident(by, incident),
        may_sign=may_sign(by, incident),
        may_open_record=may_read(by, incident.client),
    )


def _people(
    incident: Incident,
    written: Iterable[IncidentEntry | CheckIn | SessionEntry | Disclosure],
    follow_ups: Iterable[FollowUp],
    files: Iterable[Attachment],
) -> Iterator[UUID | None]:
    """Everybody whose name the page says."""
    yield from (incident.lead_id, incident.reported_by_id, incident.signed_by_id, incident.closed_by_id)
    yield from (each.by_id for each in written)
    for thing in follow_ups:
        yield from (thing.owner_id, thing.done_by_id)
    for each in files:
        yield from (each.file.made_by_id, each.retired_by_id)


def clock_of(incident: Incident, clinic: Clinic) -> Clock:
    """The clocks of an incident, for the forms that ask for a time. At most two queries."""
    there = queries.zone_there(incident, queries.check_ins_of(incident))
    return Clock(clinic.zone, ZoneInfo(there) if there else None)


def told(found: Iterable[Disclosure], names: dict[UUID, str], clock: Clock) -> list[tuple[Disclosure, str, str]]:
    """Disclosures with their time and who told."""
    return [(each, clock.moment(each.at), names.get(each.by_id, "")) for each in found]


def account_of(client: Client, clinic: Clinic) -> list[tuple[Disclosure, str, str]]:
    """Every disclosure about a client. Two queries."""
    found = queries.disclosures_of(client)
    return told(found, member_names(each.by_id for each in found), Clock(clinic.zone))


@dataclass(frozen=True)
class Listed:
    """A line of the list. An auditor sees a pseudonym, and neither words nor outcome."""

    incident: Incident
    opened: str
    lead: str
    stage: Stage
    waiting: int
    next_due: str
    is_overdue: bool


def listed(found: Iterable[Incident], clinic: Clinic) -> list[Listed]:
    """Incidents with what waits. Two queries."""
    shown = list(found)
    waiting = queries.waiting_counts(shown)
    names = member_names(each.lead_id for each in shown)
    clock, now = Clock(clinic.zone), timezone.now()
    return [
        Listed(
            incident=each,
            opened=clock.moment(each.opened_at),
            lead=names.get(each.lead_id, ""),
            stage=stage(each, clock),
            waiting=len(due),
            next_due=clock.short(due[0]) if due else "",
            is_overdue=bool(due) and due[0] < now,
        )
        for each in shown
        for due in [waiting.get(each.pk, [])]
    ]


@dataclass(frozen=True)
class LateReport:
    """A report that a colleague has not handed in."""

    incident: Incident
    lead: str
    stage: Stage


@dataclass(frozen=True)
class Waiting:
    """What incidents ask of a clinician: on Today, and above the list. The last two are for a supervisor."""

    reports: list[tuple[Incident, Stage]] = field(default_factory=list)
    to_sign: list[Incident] = field(default_factory=list)
    to_close: list[Incident] = field(default_factory=list)
    due: list[Follows] = field(default_factory=list)
    of_others: list[Follows] = field(default_factory=list)
    reports_of_others: list[LateReport] = field(default_factory=list)

    @property
    def now(self) -> int:
        """How many of them stand under what needs the person now."""
        return len(self.reports) + len(self.to_sign) + len(self.to_close) + len(self.due)

    @property
    def with_others(self) -> int:
        """How many wait for somebody else, or for nobody."""
        return len(self.of_others) + len(self.reports_of_others)

    def __bool__(self) -> bool:
        return bool(self.now or self.with_others)


def waiting_for(by: Actor, clinic: Clinic) -> Waiting:
    """Reports to write, sign and close, and what is due until tomorrow. Two queries; four for a supervisor."""
    clock, supervises = Clock(clinic.zone), by.has("supervisor")
    due = queries.follow_ups_due(by, timezone.now() + UNTIL_TOMORROW)
    found = queries.unfinished(by)
    unwritten = [each for each in found if each.reported_at is None]
    late = [each for each in unwritten if each.lead_id != by.id]
    others = queries.late_with_others(by) if supervises else []
    names = member_names([*(each.owner_id for each in others), *(each.lead_id for each in late)]) if supervises else {}
    return Waiting(
        reports=[(each, stage(each, clock)) for each in unwritten if each.lead_id == by.id],
        to_sign=[each for each in found if each.reported_at and not each.signed_at and may_sign(by, each)],
        to_close=[each for each in found if each.signed_at],
        due=[_follows(each, {}, clock) for each in due],
        of_others=[_follows(each, names, clock) for each in others],
        reports_of_others=[LateReport(each, names.get(each.lead_id, ""), stage(each, clock)) for each in late],
    )


def _kept(each: Attachment, names: dict[UUID, str], clock: Clock) -> Kept:
    out = f"{clock.moment(each.retired_at)}, {names.get(each.retired_by_id, '')}" if each.retired_at and each.retired_by_id else ""
    return Kept(each, f"{clock.moment(each.file.made_at)}, {names.get(each.file.made_by_id, '')}", out)


def _follows(each: FollowUp, names: dict[UUID, str], clock: Clock) -> Follows:
    settled = ""
    if each.done_at:
        words = _("Not needed, %(who)s, %(when)s") if each.none_because else _("Done, %(who)s, %(when)s")
        settled = words % {"who": names.get(each.done_by_id or each.pk, ""), "when": clock.short(each.done_at)}
    is_owned = each.is_owned  # type: ignore[attr-defined]  # of the annotation
    owner = names.get(each.owner_id, "") if each.owner_id and is_owned else ""
    return Follows(each, owner, clock.short(each.due_at), settled)
