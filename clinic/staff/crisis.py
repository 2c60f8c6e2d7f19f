"""The crisis view: everything about one client that the worst ten minutes need, from a fixed number of reads.

Same slot for everything, for every client. What is not known keeps its slot and says what to do (SCREENS 3.7). Three
statements of its own: who may see the client, all rows about them, the numbers of the place.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Q
from django.utils import timezone

from clinic.accounts.models import Clinic, Membership
from clinic.audit.actors import Actor
from clinic.clients.models import AccessGrant, Client, ContactSafety, Place, Todo
from clinic.clients.reach import Reaching
from clinic.db.gather import Gathering
from clinic.staff.adult import OF_THE_ADULT, Adult, adult_of
from clinic.staff.crisis_where import TODAY, Where, where_of
from clinic.staff.dispatch import Script, script_of
from emergency.abroad import Abroad, abroad, counties_in_question
from emergency.calling import first_to_call
from emergency.checks import reaches_the_callers_area
from emergency.models import (
    CheckIn,
    ClientResource,
    Contact,
    Guardianship,
    Incident,
    IncidentEntry,
    JurisdictionNote,
    NotifyEntry,
    OnCall,
    Protocol,
    Resource,
    SessionEntry,
    TherapySession,
)
from emergency.on_call_queries import first_asked
from emergency.protocol_queries import note_for, scenarios_from
from emergency.protocols import CRISES, Scenario
from emergency.queries import Serving, nationwide, serving
from emergency.spoken import heard
from intake.models import Answer
from intake.sections import QUESTIONS
from safetyplans.models import PlanVersion

ASKED = (
    "signal", "safe_word", "after_signal", "who_calls", "wait_minutes", "backup_phone", "police_wish", "hospital_wish", "hospital_which",
    "calms", "must_not", "not_involve", "means", "means_words", "looks", "at_home", "medical", "senses", "language", "transport", *OF_THE_ADULT,
)  # fmt: skip
NOT_WANTED = ("must_not", "police_wish", "hospital_wish", "hospital_which", "not_involve")
LOG_SHOWN = 500
SAID_SHOWN = 20


@dataclass(frozen=True)
class Caller:
    """A person of the client's, with what the client allowed."""

    contact: Contact
    guardian: Guardianship | None = None

    @property
    def first_name(self) -> str:
        """What stands on the button; a title alone would name nobody."""
        first, *rest = self.contact.name.split() or [""]
        return f"{first} {rest[0]}" if first.endswith(".") and rest else first

    @property
    def may(self) -> str:
        """ "yes", "unasked" (allowed nothing yet: only when life is in danger) or "no"."""
        if self.contact.do_not_contact or self.contact.permission == Contact.Permission.NEVER:
            return "no"
        return "yes" if self.contact.may_be_called else "unasked"


@dataclass(frozen=True)
class Crisis:
    """One client's crisis view as it was at `as_of`."""

    client: Client
    clinic: Clinic
    member: Membership
    as_of: datetime
    where: Where
    numbers: list[Resource]
    more_numbers: list[Resource]
    has_dispatch: bool
    people: list[Caller]
    call_back: str
    answers: dict[str, str]
    asked_on: dict[str, date]
    helps: list[str]
    matters: list[str]
    plan: PlanVersion | None
    scenarios: list[Scenario]
    scenario: Scenario
    note: JurisdictionNote | None
    incident: Incident | None
    log: list[IncidentEntry]
    names: dict[UUID, str]
    colleague: Membership | None
    notify: list[NotifyEntry]
    session: TherapySession | None
    stamp: str
    script: Script
    reaching: Reaching
    grant: AccessGrant | None = None
    adult: Adult | None = None
    abroad: Abroad | None = None
    counties: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    is_reading: bool = False  # came to look: nothing is opened before they say so or do something
    ticks: dict[int, IncidentEntry] = field(default_factory=dict)

    @property
    def zone(self) -> str:
        """The zone the client is in; the clinic's when it is not known."""
        return (self.where.place and self.where.place.zone) or self.clinic.time_zone

    @property
    def age(self) -> int | None:
        """In whole years."""
        return self.client.age_on(self.clinic.today)

    @property
    def not_wanted(self) -> list[tuple[str, str]]:
        """What the client said about help that comes, as question and answer; what was not asked is not in it."""
        return [(str(QUESTIONS[key].label), self.answers[key]) for key in NOT_WANTED if self.answers.get(key)]

    @property
    def team_first(self) -> bool:
        """The client asked for the crisis team before the police, and there is one."""
        return bool(self.numbers) and _leads_as_team(self.numbers[0], self.answers)

    @property
    def client_calls(self) -> bool:
        """It is agreed that the client calls when the video drops; where nothing is agreed, the therapist does."""
        return self.answers.get("who_calls") == str(QUESTIONS["who_calls"].said("client"))

    @property
    def may_call(self) -> list[Caller]:
        return [each for each in self.people if each.may == "yes"]

    @property
    def in_danger_only(self) -> list[Caller]:
        return [each for each in self.people if each.may == "unasked"]

    @property
    def never(self) -> list[Caller]:
        return [each for each in self.people if each.may == "no"]


def crisis_of(by: Actor, client: Client, member: Membership, scenario: str = "") -> Crisis:
    """The crisis view of a client whom `by` may see, with the steps of `scenario`; without it, those under way.

    Two statements, and one more where a number was checked by somebody who is no admin now.
    """
    clinic = member.clinic
    now = timezone.now()
    rows = EVERYTHING(client=client.pk, by=by.id, now=now, today=now - TODAY)
    check_in = rows["check_ins"][0] if rows["check_ins"] else None
    where = where_of(check_in, rows["places"])
    served = _served(where.place, clinic)
    answers, asked_on = _answers(rows["answers"], clinic)
    wishes = {each.resource_id: each.choice for each in rows["choices"]}
    numbers = _as_the_client_wants(served.entries, wishes, answers)
    nearest = [each for each in served.nearest if wishes.get(each.pk) != ClientResource.Choice.NEVER]
    incident = rows["incidents"][0] if rows["incidents"] else None
    log = [entry for entry in reversed(rows["log"]) if incident and entry.incident_id == incident.pk]
    known = {each.pk: each for each in (*rows["colleagues"], member)}
    wanted = {check_in and check_in.by_id, *(each.verified_by_id for each in (*numbers, *nearest)), *(entry.by_id for entry in log)}
    wanted |= {each.member_id for each in rows["on_call"]}
    if unmet := wanted - known.keys() - {None, client.pk}:  # who checked a number and is no admin any more
        known |= {each.pk: each for each in Membership.objects.filter(pk__in=unmet)}
    names = {pk: each.name for pk, each in known.items()} | {client.pk: client.name.split()[0] if client.name else ""}
    scenarios = scenarios_from(rows["protocols"])
    chosen = scenarios[next(key for key in (scenario, incident.protocol if incident else "", *CRISES) if key in CRISES)]
    slot = first_to_call(
        numbers,
        nearest,
        clinic.number_order,
        heard(client.language, answers.get("language", "")),
        leads=bool(numbers) and (wishes.get(numbers[0].pk) == ClientResource.Choice.FIRST or _leads_as_team(numbers[0], answers)),
    )
    version = rows["versions"][0] if rows["versions"] else None
    means = rows["means"][0] if rows["means"] else None
    place = where.place
    return Crisis(
        client=client,
        clinic=clinic,
        member=member,
        as_of=timezone.now(),
        where=replace(where, who=names.get(check_in.by_id, "") if check_in else ""),
        numbers=slot.first,
        more_numbers=slot.more,
        has_dispatch=any(each.kind == Resource.Kind.PSAP and each.is_checked for each in numbers),
        people=_people(rows["contacts"], rows["guardians"]),
        call_back=next((each.call_back for each in rows["said_today"] if each.call_back), answers.get("backup_phone", "")),
        answers=answers,
        asked_on=asked_on,
        helps=_lines(version, "internal_coping"),
        matters=_lines(version, "reasons_for_living"),
        plan=version,
        scenarios=[scenarios[key] for key in CRISES],
        scenario=chosen,
        note=note_for(rows["notes"], place.country_code or clinic.country_code, place.region) if place else None,
        incident=incident,
        log=log,
        names=names,
        colleague=_colleague(by, rows, known),
        notify=rows["notify"],
        session=rows["sessions"][0] if rows["sessions"] else None,
        stamp=stamp_of(rows["check_ins"], rows["log"]),
        script=script_of(client, member, where, answers, asked_on, means, clinic),
        reaching=Reaching.of(rows["safety"]),
        grant=next((each for each in rows["grants"] if each.kind == each.Kind.BREAK_GLASS and each.reasoned_at is None), None),
        adult=adult_of(
            client, clinic.today, next(iter(rows["said_today"]), None), rows["guardians"], rows["contacts"], answers.get
        ),
        abroad=abroad(place, clinic.country_code),
        counties=counties_in_question(place, numbers),
        places=rows["places"],
        is_reading=not _came_to_help(by, rows, log),
        ticks=_ticks(log, chosen.key),
    )


def crisis_stamp(client: Client) -> str:
    """Changes when the newest check-in or the log of the crisis changes. One statement."""
    rows = NEWEST(client=client.pk)
    return stamp_of(rows["check_ins"], rows["log"])


def stamp_of(check_ins: list[CheckIn], log: list[IncidentEntry]) -> str:
    return f"{check_ins[0].pk.hex[:12] if check_ins else 0}-{len(log)}-{log[0].pk.hex[:8] if log else 0}"


def _everything(client: UUID, by: UUID, now: datetime, today: datetime) -> dict[str, Any]:
    own = {"client": client}
    return {
        "check_ins": _newest_check_in(client),
        "said_today": CheckIn.objects.filter(**own, at__gt=today).order_by("-at")[:SAID_SHOWN],
        "places": Place.objects.kept().filter(**own),
        "safety": ContactSafety.objects.filter(**own),
        "contacts": Contact.objects.kept().filter(**own),
        "guardians": Guardianship.objects.filter(**own, ended_at=None),
        "choices": ClientResource.objects.filter(**own, ended_at=None),
        "answers": Answer.objects.filter(**own, key__in=ASKED),
        "versions": PlanVersion.objects.filter(plan__client=client, plan__closed_at=None, number=F("plan__number")),
        "protocols": Protocol.objects.all(),
        "notes": JurisdictionNote.objects.exclude(words=""),
        "incidents": Incident.objects.under_way().filter(**own),
        "log": _log(client),
        "means": SessionEntry.objects.filter(session__client=client, what__in=("means_same", "means_changed")).order_by("-at")[:1],
        "sessions": TherapySession.objects.open().filter(**own),
        "on_call": OnCall.objects.filter(ended_at=None, starts_at__lte=now, ends_at__gt=now).order_by("starts_at"),
        "colleagues": Membership.objects.filter(Q(ended_at=None, roles__overlap=["supervisor", "admin"]) | _met(client)).order_by(
            "made_at"
        ),
        "notify": NotifyEntry.objects.filter(retired_at=None).order_by("position", "made_at"),
        "grants": AccessGrant.objects.active(now).filter(**own, holder=by),
        "asked": Todo.objects.waiting().filter(**own, kind=Todo.Kind.HELP_ASKED, told=by),
    }


def _newest_check_in(client: UUID) -> Any:
    """The newest row that says where the client is; "will say it on the call" says nothing."""
    said = Q(told__in=(CheckIn.Told.PLACE, CheckIn.Told.ELSEWHERE, CheckIn.Told.NOT_TOLD))
    return CheckIn.objects.filter(said, client=client).order_by("-at")[:1]


def _met(client: UUID) -> Q:
    """Members who wrote what is shown, said where the client is, or are on call."""
    wrote = IncidentEntry.objects.filter(incident__client=client, incident__ended_at=None).values("by")
    on_call = OnCall.objects.filter(ended_at=None).values("member")
    return Q(pk__in=wrote) | Q(pk__in=_newest_check_in(client).values("by")) | Q(pk__in=on_call)


def _log(client: UUID) -> Any:
    """The newest lines of the open log, the newest first: what is written now is seen, and changes the stamp, however much there is."""
    log = IncidentEntry.objects.filter(incident__client=client, incident__ended_at=None)
    return log.order_by("-written_at", "-at", "-pk")[:LOG_SHOWN]


EVERYTHING = Gathering("crisis", _everything)
NEWEST = Gathering("crisis_newest", lambda client: {"check_ins": _newest_check_in(client), "log": _log(client)})


def _answers(rows: Iterable[Answer], clinic: Clinic) -> tuple[dict[str, str], dict[str, date]]:
    zone = ZoneInfo(clinic.time_zone)
    said = {
        row.key: (
            row.value if row.key == "means" else str(QUESTIONS[row.key].said(row.value)),
            row.changed_at.astimezone(zone).date(),
        )
        for row in rows
    }
    return {key: words for key, (words, _) in said.items() if words}, {key: day for key, (words, day) in said.items() if words}


def _served(place: Place | None, clinic: Clinic) -> Serving:
    """What helps where the client is; without a place, the lines of the whole country. One statement."""
    if place is None:
        return Serving(nationwide(clinic.country_code))
    return serving([place], clinic.country_code)[place.id]


def _as_the_client_wants(numbers: list[Resource], by_id: dict[UUID, str], answers: dict[str, str]) -> list[Resource]:
    """What the client wants first, or never; the crisis team before the dispatch line where the client asked for that."""
    kept = [each for each in numbers if by_id.get(each.pk) != ClientResource.Choice.NEVER and not reaches_the_callers_area(each)]
    team_first = _wants_team(answers)
    team = Resource.Kind.MOBILE_CRISIS
    return sorted(
        kept,
        key=lambda each: (
            by_id.get(each.pk) != ClientResource.Choice.FIRST,
            not (team_first and each.kind == team),
            each.is_another_way,
        ),
    )


def _wants_team(answers: dict[str, str]) -> bool:
    return answers.get("police_wish") == str(QUESTIONS["police_wish"].said("team_first"))


def _leads_as_team(entry: Resource, answers: dict[str, str]) -> bool:
    return _wants_team(answers) and entry.kind == Resource.Kind.MOBILE_CRISIS


def _people(contacts: list[Contact], guardians: list[Guardianship]) -> list[Caller]:
    """Those who may be called first; who must not be called stands last, so that nobody calls them unknowing."""
    of = {each.contact_id: each for each in guardians}
    people = [Caller(each, of.get(each.pk)) for each in contacts]
    return sorted(people, key=lambda each: ("yes", "unasked", "no").index(each.may))


def _lines(version: PlanVersion | None, key: str) -> list[str]:
    steps = version.content["steps"] if version else []
    return [item["text"] for step in steps if step["key"] == key for item in step["items"] if item.get("text")]


def _colleague(by: Actor, rows: dict[str, list[Any]], known: dict[UUID, Membership]) -> Membership | None:
    """Who is asked when somebody presses "Ask a colleague": the same person as `on_call_now` finds."""
    since = {each.member_id: each.starts_at for each in rows["on_call"]}
    supervisors = {each.pk for each in rows["colleagues"] if each.ended_at is None and "supervisor" in each.roles}
    asked = [known[id] for id in since.keys() | supervisors if id in known and id != by.id]
    return first_asked({each: since.get(each.pk) for each in asked})


def _came_to_help(by: Actor, rows: dict[str, list[Any]], log: Iterable[IncidentEntry]) -> bool:
    """Whose client it is, who is in a session with them, who was asked, who is in it already. A supervisor may be none of these."""
    theirs = [each.started_by_id for each in rows["sessions"]] + [each.lead_id for each in rows["incidents"]]
    return bool(rows["grants"] or rows["asked"] or by.id in theirs or any(entry.by_id == by.id for entry in log))


def _ticks(log: Iterable[IncidentEntry], scenario: str) -> dict[int, IncidentEntry]:
    """The steps of this scenario that are done, by their index: the last word on each counts."""
    done: dict[int, IncidentEntry] = {}
    for entry in sorted(log, key=lambda each: each.at or each.written_at):
        if entry.step is None or entry.facts.get("scenario", scenario) != scenario:
            continue
        if entry.what == IncidentEntry.What.TICKED:
            done.setdefault(entry.step, entry)
        elif entry.what == IncidentEntry.What.UNTICKED:
            done.pop(entry.step, None)
    return done
