"""Reads about questionnaires, each in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404

from clinic.accounts.models import Membership
from clinic.accounts.queries import clinicians, member, member_names
from clinic.clients.models import Client, Todo
from clinic.web.errors import Conflict
from emergency.models import Contact
from emergency.people import by_permission, contacts
from intake import instruments
from intake.instruments import Instrument
from intake.models import Screening, ScreeningRhythm, ScreeningWatch
from intake.screening import Outcome, Said, said, score, short_words, words
from intake.trend import Trend, trend

KEY = "positive:"
NO_WATCH = (
    "A questionnaire can be sent by link only when the clinic has named who is told of an answer about self-harm, and how fast "
    "that person acts. An admin or a supervisor sets it under Answers from a link."
)


def todo_key(screening: Screening) -> str:
    """What makes its todo the only one."""
    return f"{KEY}{screening.pk}"


@dataclass(frozen=True)
class Watch:
    """Who is told of a positive answer given from a link, and how fast they act."""

    row: ScreeningWatch
    member: Membership

    @property
    def within(self) -> str:
        return minutes_in_words(self.row.within_minutes)


def minutes_in_words(minutes: int) -> str:
    """Like “45 minutes” or “2 hours”."""
    number, unit = (minutes // 60, "hour") if minutes % 60 == 0 else (minutes, "minute")
    return f"{number} {unit}{'' if number == 1 else 's'}"


def watch() -> Watch | None:
    """The clinic's watch, or None: nobody was named, or who was named no longer works here as a clinician. Two queries."""
    row = ScreeningWatch.objects.filter(ended_at=None).first()
    named = member(row.told_id) if row else None
    if row is None or named is None or named.ended_at is not None or not named.actor.is_clinician:
        return None
    return Watch(row, named)


def check_may_send() -> Watch:
    """The clinic's watch; Conflict when there is none, with words that say why nothing is sent and where to change it."""
    found = watch()
    if found is None:
        raise Conflict(NO_WATCH)
    return found


def last_watch() -> ScreeningWatch | None:
    """The one that was not ended, also when who was named has left. One query."""
    return ScreeningWatch.objects.filter(ended_at=None).first()


def may_be_told(member_id: UUID) -> Membership:
    """An active clinician of the clinic, or Http404."""
    found = member(member_id)
    if found is None or found.ended_at is not None or not found.actor.is_clinician:
        raise Http404
    return found


def who_may_be_told() -> list[tuple[str, str]]:
    """Id and name of every active clinician, by name. One query."""
    return [(str(one.pk), one.name) for one in clinicians()]


def screening_of(client: Client, screening_id: UUID) -> Screening:
    """A questionnaire of this client, or Http404."""
    found = Screening.objects.filter(client=client, pk=screening_id).first()
    if found is None:
        raise Http404
    found.client = client
    return found


@dataclass(frozen=True)
class Shown:
    """One questionnaire as pages show it."""

    screening: Screening
    instrument: Instrument
    outcome: Outcome

    @property
    def words(self) -> str:
        return words(self.instrument, self.outcome)

    @property
    def short_words(self) -> str:
        return short_words(self.instrument, self.outcome)

    @property
    def said(self) -> list[Said]:
        return said(self.instrument, self.screening.answers)

    @property
    def is_open(self) -> bool:
        return self.screening.finished_at is None


def shown(screening: Screening) -> Shown:
    """Its answers read as the instrument reads them."""
    instrument = instruments.get(screening.instrument)
    return Shown(screening, instrument, score(instrument, screening.answers))


def screenings(client: Client) -> list[Shown]:
    """All questionnaires of a client, newest first. One query."""
    return [shown(row) for row in Screening.objects.filter(client=client).order_by("-started_at")]


def last_results(client: Client) -> list[Shown]:
    """The newest finished one of each questionnaire, in the order they are offered. One query."""
    newest: dict[str, Shown] = {}
    for row in Screening.objects.filter(client=client).exclude(finished_at=None).order_by("finished_at"):
        newest[row.instrument] = shown(row)
    return [newest[id] for id in instruments.IDS if id in newest]


def todo_of(screening: Screening) -> Todo | None:
    """What waits, or was done, about its positive answer. One query."""
    return Todo.objects.filter(client_id=screening.client_id, key=todo_key(screening)).first()


def first_contact(client: Client) -> Contact | None:
    """The first person whom the clinic may call and who has a number. One query."""
    return next((one for one in by_permission(contacts(client)) if one.may_be_called and one.phone), None)


def names_in(found: list[Shown]) -> dict[UUID, str]:
    """Who gave each questionnaire, by actor id. One query."""
    return member_names(one.screening.started_by_id for one in found)


def names_of(screening: Screening, todo: Todo | None) -> dict[UUID, str]:
    """Who gave it, who was named to act and who did, by actor id. One query."""
    acted = [todo.told_id, todo.done_by_id] if todo else []
    return member_names([screening.started_by_id, *acted])


@dataclass(frozen=True)
class Series:
    """All of one questionnaire, newest first, and the line of its totals."""

    instrument: Instrument
    shown: list[Shown]
    trend: Trend | None


def series(found: list[Shown], zone: ZoneInfo) -> list[Series]:
    """What was given, by questionnaire in the order they are offered; those never given are left out."""
    return [
        Series(instrument, own, _trend(instrument, own, zone))
        for instrument in instruments.all_of_them()
        if (own := [one for one in found if one.instrument.id == instrument.id])
    ]


def _trend(instrument: Instrument, own: list[Shown], zone: ZoneInfo) -> Trend | None:
    """Finished totals only, each on the day it was begun."""
    totals = [
        (one.screening.started_at.astimezone(zone).date(), one.outcome.total)
        for one in reversed(own)
        if one.outcome.total is not None and not one.is_open
    ]
    return trend(instrument, totals)


@dataclass(frozen=True)
class Again:
    """A questionnaire that is to be asked again, and from which day on."""

    rhythm: ScreeningRhythm
    instrument: Instrument
    due_on: date

    def is_due(self, today: date) -> bool:
        return self.due_on <= today


def again_of(client: Client, zone: ZoneInfo) -> list[Again]:
    """What is to be asked again of one client. One query."""
    return to_ask_again(Client.objects.filter(pk=client.pk), zone)


def to_ask_again(clients: QuerySet[Client], zone: ZoneInfo) -> list[Again]:
    """What is to be asked again of these clients, the earliest first: so many weeks after the last finished one. One query."""
    finished = Screening.objects.filter(client=OuterRef("client"), instrument=OuterRef("instrument")).exclude(finished_at=None)
    last = Subquery(finished.order_by("-started_at").values("started_at")[:1])
    found = ScreeningRhythm.objects.filter(client__in=clients, ended_at=None).annotate(last=last)
    return sorted((_again(row, zone) for row in found), key=lambda one: one.due_on)


def _again(row: ScreeningRhythm, zone: ZoneInfo) -> Again:
    """Never given since it was set: it is due at once."""
    last = getattr(row, "last", None)
    since = last + timedelta(weeks=row.every_weeks) if last else row.set_at
    return Again(row, instruments.get(row.instrument), since.astimezone(zone).date())
