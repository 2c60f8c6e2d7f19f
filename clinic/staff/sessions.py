"""What the pages of a session and of Today read about sessions, each in a fixed number of queries."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils import timezone

from clinic.accounts.models import Clinic, Membership
from clinic.accounts.queries import member_names
from clinic.audit.actors import Actor
from clinic.clients import queries as clients
from clinic.clients.models import Client, Place
from clinic.clients.queries import ContactLine
from clinic.clients.reach import Reaching, reaching
from clinic.staff.adult import Adult, adult_of
from clinic.staff.queries import PlanState, plan_state, today_in
from clinic.staff.risk import Risk, risk_of
from emergency import licences
from emergency.abroad import Abroad, abroad, counties_in_question
from emergency.calling import first_to_call
from emergency.check_in_links import Sent, sent_for
from emergency.checks import reaches_the_callers_area
from emergency.ladders import Agreed, Ladder, dropped, missed, ready
from emergency.models import CheckIn, Contact, FollowUp, Resource, SessionEntry, TherapySession
from emergency.people import by_permission, contacts, guardianships
from emergency.protocol_queries import scenarios
from emergency.protocols import Scenario
from emergency.queries import current, serving
from emergency.session_queries import (
    check_ins_of,
    entries_of,
    follow_ups_of,
    last_means,
    last_place,
    newest_check_ins,
    sessions_of_today,
)
from emergency.session_times import planned_end
from emergency.session_words import said
from emergency.spoken import heard
from emergency.whereabouts import as_place
from intake.models import Answer
from intake.queries import answer_rows
from intake.questions import EMPTY
from intake.sections import QUESTIONS
from safetyplans.content import ClientPlan, for_client, resource_ids
from safetyplans.queries import plan_of, version_in_force
from safetyplans.version_queries import ruled_out_since

ASK_WITHIN = timedelta(minutes=3)


@dataclass(frozen=True)
class Where:
    """The place in question: what was said for this session, else that of last time, else the first one kept.

    Only a confirmed one is said as a fact; everything else is a question.
    """

    said: CheckIn | None
    place: Place | None
    asked_from: CheckIn | None
    resources: list[Resource]
    more: list[Resource]
    has_dispatch: bool
    licence: bool | None
    licensed_in: list[str]
    licences: str
    region: str
    abroad: Abroad | None
    counties: list[str]

    @property
    def is_confirmed(self) -> bool:
        return self.said is not None and self.said.is_confirmed

    @property
    def aloud(self) -> str:
        """The short form of the address, to say back."""
        return ", ".join(filter(None, [self.place.street, self.place.town])) if self.place else ""


@dataclass(frozen=True)
class Screen:
    """Everything on the page of a session."""

    session: TherapySession
    client: Client
    where: Where
    places: list[Place]
    check_ins: list[CheckIn]
    entries: list[SessionEntry]
    names: dict[UUID, str]
    risk: Risk
    agreed: Agreed
    ladder: Ladder | None
    ready: list[Ladder]
    follow_ups: list[FollowUp]
    people: list[Contact]
    plan: ClientPlan | None
    answers: dict[str, Answer]
    means: SessionEntry | None
    sent: Sent | None
    following: TherapySession | None
    adult: Adult | None
    reaching: Reaching

    @property
    def ask_until(self) -> datetime | None:
        return self.session.started_at + ASK_WITHIN if self.session.started_at else None

    @property
    def is_late(self) -> bool:
        """The session runs, and nobody has confirmed the place within the first minutes."""
        return bool(self.session.is_open and self.ask_until and self.ask_until <= timezone.now() and not self.where.is_confirmed)

    @property
    def company(self) -> CheckIn | None:
        """The newest answer of this session about who can hear."""
        return next((each for each in self.check_ins if each.company), None)

    @property
    def client_said(self) -> CheckIn | None:
        """What the client answered by the link, newest first."""
        return next((each for each in self.check_ins if each.by_id == self.client.pk), None)

    @property
    def call_back(self) -> CheckIn | None:
        return next((each for each in self.check_ins if each.call_back), None)

    @property
    def ends_at(self) -> datetime:
        return planned_end(self.session)

    def said(self, key: str) -> str:
        """An answer from the intake, in words."""
        return _said(self.answers)(key)

    @property
    def signal(self) -> str:
        return self.said("signal")

    @property
    def safe_word(self) -> str:
        return self.said("safe_word")

    @property
    def after_signal(self) -> str:
        return self.said("after_signal")

    @property
    def means_row(self) -> Answer | None:
        """What the intake says about means, where no session has asked yet."""
        row = self.answers.get("means")
        return row if row and row.value not in EMPTY else None

    @property
    def means_said(self) -> str:
        return ": ".join(filter(None, [self.said("means"), self.said("means_words")]))

    @property
    def log(self) -> list[tuple[SessionEntry, str, str]]:
        """Each line with its words and who wrote it."""
        return [(entry, said(entry, self.session), self.names.get(entry.by_id, "")) for entry in self.entries]

    @property
    def ladder_ended(self) -> str:
        """How the ladder ended, in words."""
        return said(self.ladder.ended, self.session) if self.ladder and self.ladder.ended else ""


def screen_of(session: TherapySession, member: Membership) -> Screen:
    """All of it in a fixed number of queries."""
    client, clinic = session.client, member.clinic
    client.clinic = clinic
    check_ins, entries, kept = check_ins_of(session), entries_of(session), clients.places(client)
    answers, risk, steps = answer_rows(client), risk_of(client), scenarios()
    agreed = _agreed(answers, check_ins, client)
    reach = contacts(client)
    ladder = (
        missed(steps, raised=risk.raised, should_have_come=session.starts_at, entries=entries)
        if session.missed_at
        else dropped(steps, raised=risk.raised, agreed=agreed, entries=entries)
    )
    return Screen(
        session=session,
        client=client,
        where=_where(session, check_ins, kept, member, _said(answers)("language")),
        places=kept,
        check_ins=check_ins,
        entries=entries,
        names=member_names([*(each.by_id for each in entries), session.therapist_id]),
        risk=risk,
        agreed=agreed,
        ladder=ladder,
        ready=_ready(session, steps, risk, agreed),
        follow_ups=follow_ups_of(session),
        people=[each for each in by_permission(reach) if each.may_be_called],
        plan=shown_plan(client),
        answers=answers,
        means=last_means(client),
        sent=sent_for([session]).get(session.pk),
        following=_following(session),
        adult=adult_of(client, clinic.today, next(iter(check_ins), None), guardianships(client), reach, _said(answers)),
        reaching=reaching(client),
    )


def _ready(session: TherapySession, steps: dict[str, Scenario], risk: Risk, agreed: Agreed) -> list[Ladder]:
    """The ladders that lie in the page until a connection drops; the one for worry too, since worry may come while nothing is sent."""
    if not session.is_open or session.modality == TherapySession.Modality.IN_PERSON:
        return []
    return [ready(steps, raised=raised, agreed=agreed) for raised in (False, True) if raised or not risk.raised]


def _said(answers: dict[str, Answer]) -> Callable[[str], str]:
    """An answer from the intake in words, by its key; empty where it was not asked."""
    return lambda key: str(QUESTIONS[key].said(answers[key].value)) if key in answers else ""


def language_of(client: Client) -> str:
    """What the intake says of the client's language, in words. One query."""
    return _said(answer_rows(client))("language")


def shown_plan(client: Client) -> ClientPlan | None:
    """The plan in force as the client reads it, or None. Four queries."""
    plan = plan_of(client)
    version = version_in_force(plan) if plan else None
    if version is None:
        return None
    return for_client(version.content, current(resource_ids(version.content)), {each.pk for each in ruled_out_since(version)})


def resolved(place: Place, member: Membership, client: Client, told: str = "") -> dict[str, Any]:
    """The numbers for this address, those to call first apart from the others, and whether the therapist is licensed there.

    `told` is what the intake says of the client's language. What reaches the caller's own area comes last. One query.
    """
    clinic = member.clinic
    served = serving([place], clinic.country_code, client)[place.pk]
    there = [each for each in served.entries if not reaches_the_callers_area(each)]
    slot = first_to_call(
        there, served.nearest, clinic.number_order, heard(client.language, told), leads=bool(there and there[0].is_chosen), most=1
    )
    return {
        "resources": slot.first,
        "more": slot.more + [each for each in served.entries if reaches_the_callers_area(each)],
        "has_dispatch": any(each.kind == Resource.Kind.PSAP for each in there),
        "licence": licences.covers(member.licensed_in, place, clinic.country_code),
        "licensed_in": list(member.licensed_in),
        "licences": ", ".join(licences.named(each) for each in member.licensed_in),
        "region": licences.region_of(place, clinic.country_code),
        "abroad": abroad(place, clinic.country_code),
        "counties": counties_in_question(place, there),
    }


def _where(session: TherapySession, said: Sequence[CheckIn], kept: list[Place], member: Membership, language: str) -> Where:
    newest = said[0] if said else None
    last = last_place(session)
    asked_from = None if newest is not None and newest.told in {CheckIn.Told.PLACE, CheckIn.Told.ELSEWHERE} else last
    place = as_place(newest) if newest and newest.where else as_place(last) if last else kept[0] if kept else None
    blank: dict[str, Any] = {
        "resources": [],
        "more": [],
        "has_dispatch": False,
        "licence": None,
        "licensed_in": list(member.licensed_in),
        "licences": "",
        "region": "",
        "abroad": None,
        "counties": [],
    }
    return Where(
        said=newest, place=place, asked_from=asked_from, **(resolved(place, member, session.client, language) if place else blank)
    )


def _agreed(answers: dict[str, Answer], said: Sequence[CheckIn], client: Client) -> Agreed:
    given = {key: answers[key].value for key in ("backup_phone", "who_calls", "wait_minutes") if key in answers}
    minutes = str(given.get("wait_minutes") or "")
    number = next((each.call_back for each in said if each.call_back), "") or given.get("backup_phone") or client.phone
    return Agreed(str(given.get("who_calls") or ""), int(minutes) if minutes.isdigit() else None, str(number or ""))


def _following(session: TherapySession) -> TherapySession | None:
    later = TherapySession.objects.standing().filter(client=session.client_id, started_at=None, starts_at__gt=session.starts_at)
    return later.exclude(pk=session.pk).order_by("starts_at").first()


@dataclass(frozen=True)
class Line:
    """A session on Today: its client's short name, and what is known of the place."""

    session: TherapySession
    check_in: CheckIn | None
    sent: Sent | None

    @property
    def client(self) -> Client:
        found: Client = self.session.client
        return found

    @property
    def state(self) -> str:
        """How the place stands: confirmed, answered, will say, not answered."""
        if self.check_in is None:
            return "none"
        if self.check_in.is_confirmed:
            return "confirmed"
        return "answered" if self.check_in.where else "later"

    @property
    def place_name(self) -> str:
        where = self.check_in.where if self.check_in else {}
        return ", ".join(filter(None, [where.get("name"), where.get("street") or where.get("town")]))


@dataclass(frozen=True)
class Agenda:
    """The sessions of Today: under way, next, later, and those whose time passed without a word about them."""

    open: list[Line] = field(default_factory=list)
    next: Line | None = None
    later: list[Line] = field(default_factory=list)
    passed: list[Line] = field(default_factory=list)
    plan: PlanState | None = None
    review_is_due: bool = False
    contact: list[ContactLine] = field(default_factory=list)
    following: TherapySession | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.open or self.next or self.later or self.passed)

    @property
    def stamp(self) -> str:
        """Another one as soon as a session, an answer or a link stands otherwise."""
        lines = [*self.open, *([self.next] if self.next else []), *self.later, *self.passed]
        said = [
            (line.session.pk, line.session.starts_at, line.session.is_open, line.check_in and line.check_in.pk, line.sent)
            for line in lines
        ]
        return sha256(repr(said).encode()).hexdigest()[:16]


def agenda_of(by: Actor, clinic: Clinic) -> Agenda:
    """At most nine queries, however many sessions there are; three on a day without."""
    found = sessions_of_today(by, clinic.zone)
    said, sent = newest_check_ins(found), sent_for(found)
    lines = [Line(each, said.get(each.pk), sent.get(each.pk)) for each in found if each.ended_at is None]
    now = timezone.now()
    planned = [line for line in lines if line.session.is_planned]
    passed = [line for line in planned if planned_end(line.session) <= now]
    coming = [line for line in planned if line not in passed]
    first = coming[0] if coming else None
    state = plan_state(first.client) if first else None
    return Agenda(
        open=[line for line in lines if line.session.is_open],
        next=first,
        later=coming[1:],
        passed=passed,
        plan=state,
        review_is_due=bool(state and state.review and state.review.due_on <= today_in(clinic)),
        contact=clients.lines(clients.contact_safety(first.client)) if first else [],
    )
