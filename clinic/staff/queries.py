"""What the staff pages read from every app, each in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from clinic.accounts.models import Clinic
from clinic.accounts.queries import member_names
from clinic.audit.actors import Actor
from clinic.clients import queries as clients
from clinic.clients.break_glass_queries import Opened, open_or_unexplained
from clinic.clients.models import AccessGrant, Client, Place, Todo
from clinic.clients.queries import Care, ChannelSafety, ContactLine
from clinic.notifications.models import Message
from clinic.staff.incidents import Waiting, waiting_for
from emergency.check_queries import DirectoryCounts, directory_counts, second_looks
from emergency.choice_queries import choices_of
from emergency.models import CheckIn, ClientResource, Contact, Guardianship, Incident, Resource
from emergency.people import by_permission, contacts, guardianships
from emergency.queries import Serving, nationwide, serving
from emergency.session_queries import newest_check_in
from emergency.whereabouts import as_place
from intake.models import CareDecision, Consent
from intake.queries import care_decision, consent, consents_due
from intake.screening_queries import Again, Shown, again_of, last_results, to_ask_again
from safetyplans.models import Plan, PlanVersion, Review, VersionOpening
from safetyplans.queries import plans_with_nobody_to_call
from safetyplans.version_queries import plans_with_changed_numbers

SOON = timedelta(days=7)
LATELY = timedelta(days=1)
FIRST: dict[str, int] = {Todo.Kind.POSITIVE_ANSWER: 0, Todo.Kind.SESSION_MISSED: 1}


@dataclass(frozen=True)
class PlanState:
    """How the plan stands, without its words."""

    plan: Plan | None = None
    made_at: datetime | None = None
    opened_on: date | None = None
    review: Review | None = None


@dataclass(frozen=True)
class PlaceNumbers:
    """A place with what serves it, professionals who come in person by themselves; the nearest hospitals where none serves it."""

    place: Place
    numbers: list[Resource]
    professionals: list[Resource]
    nearest: list[Resource]

    @classmethod
    def of(cls, place: Place, served: Serving) -> "PlaceNumbers":
        found = [each for each in served.entries if each.reach != Resource.Reach.COUNTRY]
        comes = Resource.Kind.PROFESSIONAL
        serve = [each for each in found if each.kind != comes]
        return cls(place, serve, [each for each in found if each.kind == comes], served.nearest)


@dataclass(frozen=True)
class Record:
    """A client's record in one view."""

    client: Client
    safety: list[ChannelSafety]
    places: list[PlaceNumbers]
    national: list[Resource]
    people: list[Contact]
    guardians: list[Guardianship]
    open_phones: int
    plan: PlanState
    todos: list[Todo]
    care: Care
    today: date
    screenings: list[Shown] = field(default_factory=list)
    again: list[Again] = field(default_factory=list)
    consent: Consent | None = None
    decision: CareDecision | None = None
    choices: list[ClientResource] = field(default_factory=list)
    last_said: CheckIn | None = None

    @property
    def said_lately(self) -> Place | None:
        """Where the client was said to be, while that is less than a day ago."""
        said = self.last_said
        return as_place(said) if said and said.where and said.at > timezone.now() - LATELY else None

    @property
    def safe_contact(self) -> list[ContactLine]:
        return clients.lines(self.safety)

    @property
    def is_any_way_safe(self) -> bool:
        return any(each.is_safe for each in self.safety)

    @property
    def persons(self) -> list[Contact]:
        return [each for each in self.people if not each.is_provider]

    @property
    def providers(self) -> list[Contact]:
        return [each for each in self.people if each.is_provider]

    @property
    def safety_checked_at(self) -> datetime | None:
        """When it was last asked: the oldest answer counts."""
        return min((each.row.checked_at for each in self.safety if each.row), default=None)

    @property
    def consent_is_due(self) -> bool:
        return self.consent is not None and self.consent.is_due(self.today)

    @property
    def review_is_due(self) -> bool:
        return self.plan.review is not None and self.plan.review.due_on <= self.today


def record_of(client: Client, clinic: Clinic) -> Record:
    """Everything the record page shows of one client."""
    places = clients.places(client)
    served = serving(places, clinic.country_code, client=client)
    found = (
        [each for there in served.values() for each in there.entries] if places else nationwide(clinic.country_code, client=client)
    )
    wide = {each.pk: each for each in found if each.reach == Resource.Reach.COUNTRY}
    return Record(
        client=client,
        safety=clients.contact_safety(client),
        places=[PlaceNumbers.of(place, served[place.pk]) for place in places],
        national=list(wide.values()),
        people=by_permission(contacts(client)),
        guardians=guardianships(client),
        open_phones=len(clients.open_devices(client)),
        plan=plan_state(client),
        todos=clients.todos_of(client),
        care=clients.care_of(client),
        screenings=last_results(client),
        again=again_of(client, clinic.zone),
        today=today_in(clinic),
        consent=consent(client),
        decision=care_decision(client),
        choices=choices_of(client),
        last_said=newest_check_in(client),
    )


def plan_state(client: Client) -> PlanState:
    """The open plan (else the last one), its version in force, the first opening, the next review. Four queries."""
    plan = Plan.objects.filter(client=client).order_by("-closed_at", "-made_at").first()
    if plan is None:
        return PlanState()
    head = PlanVersion.objects.filter(plan=plan, number=plan.number).values("pk", "made_at").first() if plan.number else None
    opening = VersionOpening.objects.filter(version_id=head["pk"]).first() if head else None
    review = Review.objects.waiting().filter(plan=plan).first()
    return PlanState(plan, head["made_at"] if head else None, opening.opened_on if opening else None, review)


def today_in(clinic: Clinic) -> date:
    """The day it is at the clinic."""
    return timezone.now().astimezone(ZoneInfo(clinic.time_zone)).date()


@dataclass(frozen=True)
class DueReview:
    """A review on Today. `days` is how long it is overdue; negative: still to come."""

    client: Client
    review: Review
    days: int
    therapist: str = ""


@dataclass(frozen=True)
class Today:
    """What waits for a clinician."""

    day: date
    help: list[tuple[Todo, Client]] = field(default_factory=list)
    crises: list[Incident] = field(default_factory=list)
    todos: list[tuple[Todo, Client]] = field(default_factory=list)
    answers_of_others: list[tuple[Todo, Client]] = field(default_factory=list)
    trouble: list[tuple[Message, Client]] = field(default_factory=list)
    due: list[DueReview] = field(default_factory=list)
    numbers: list[Client] = field(default_factory=list)
    nobody: list[Client] = field(default_factory=list)
    soon: list[DueReview] = field(default_factory=list)
    again: list[tuple[Again, Client]] = field(default_factory=list)
    without_plan: list[Client] = field(default_factory=list)
    consents: list[tuple[Consent, Client]] = field(default_factory=list)
    of_others: list[DueReview] = field(default_factory=list)
    unassigned: list[Client] = field(default_factory=list)
    second_looks: int = 0
    directory: DirectoryCounts | None = None
    opened: list[Opened] = field(default_factory=list)
    incidents: Waiting = field(default_factory=Waiting)

    @property
    def needs_now(self) -> int:
        return self.incidents.now + sum(
            len(lines)
            for lines in (
                self.crises,
                self.help,
                self.todos,
                self.answers_of_others,
                self.trouble,
                self.due,
                self.numbers,
                self.nobody,
            )
        )

    @property
    def is_empty(self) -> bool:
        later = (
            self.soon,
            self.again,
            self.without_plan,
            self.consents,
            self.of_others,
            self.unassigned,
            self.opened,
            self.second_looks,
        )
        return not self.needs_now and not any(later) and not self.incidents

    @property
    def urgent(self) -> list[tuple[Todo, Client]]:
        """Answers about self-harm among the todos: never folded away."""
        return [line for line in self.todos if line[0].kind == Todo.Kind.POSITIVE_ANSWER]

    @property
    def ordinary(self) -> list[tuple[Todo, Client]]:
        return self.todos[len(self.urgent) :]


def today_of(by: Actor, clinic: Clinic) -> Today:
    """Own clients' todos, messages in trouble, reviews and missing plans; for a supervisor also what others let lie."""
    day = today_in(clinic)
    held = AccessGrant.objects.active().filter(holder_id=by.id)
    mine = {client.pk: client for client in Client.objects.filter(pk__in=held.values("client"))}
    in_care = {pk for pk, client in mine.items() if client.closed_at is None}
    plans = {plan.pk: plan for plan in Plan.objects.open().filter(client__in=in_care)}
    waiting = Review.objects.waiting().filter(plan__in=plans, due_on__lte=day + SOON).order_by("due_on")
    reviews = [DueReview(mine[plans[each.plan_id].client_id], each, (day - each.due_on).days) for each in waiting]
    started = {plan.client_id for plan in plans.values() if plan.number}
    others, unassigned = _of_others(day, set(mine)) if by.has("supervisor") else ([], [])
    positive = _positive_of_others(set(mine)) if by.has("supervisor") else []
    return Today(
        day=day,
        crises=crises_under_way(by),
        help=_help_asked(by),
        todos=_todos(by, mine),
        opened=open_or_unexplained() if by.has("supervisor") else [],
        answers_of_others=positive,
        trouble=[(message, mine[message.recipient_id]) for message in _trouble(mine)],
        due=[each for each in reviews if each.days >= 0],
        numbers=_by_name(mine[plan.client_id] for plan in plans_with_changed_numbers(Plan.objects.filter(pk__in=plans))),
        nobody=_by_name(mine[plan.client_id] for plan in plans_with_nobody_to_call(plans.values())),
        soon=[each for each in reviews if each.days < 0],
        again=[
            (each, mine[each.rhythm.client_id])
            for each in to_ask_again(Client.objects.filter(pk__in=in_care), clinic.zone)
            if each.is_due(day)
        ],
        without_plan=_by_name(mine[pk] for pk in in_care - started),
        consents=[
            (each, mine[each.client_id])
            for each in consents_due(Client.objects.in_care().filter(pk__in=held.values("client")), day)
        ],
        of_others=others,
        unassigned=unassigned,
        second_looks=second_looks(by).count(),
        directory=directory_counts(day),
        incidents=waiting_for(by, clinic),
    )


def crises_under_way(by: Actor) -> list[Incident]:
    """Crisis views that nobody has ended, of clients whom `by` may see, the newest first. One query."""
    return list(
        Incident.objects.under_way()
        .filter(client__in=Client.objects.visible_to(by))
        .select_related("client")
        .order_by("-opened_at")
    )


def _todos(by: Actor, mine: dict[UUID, Client]) -> list[tuple[Todo, Client]]:
    """Answers about self-harm first, the one with the nearest deadline at the top; then missed sessions; then the oldest.

    What is for one person alone stands there for that person, also when the client is not, or no longer, open to them.
    """
    personal = Q(kind__in=Todo.PERSONAL)
    own = Q(client__in=mine) & ~personal | personal & Q(told_id=by.id) & ~Q(kind=Todo.Kind.HELP_ASKED)
    found = Todo.objects.waiting().filter(own).select_related("client").order_by("made_at")
    lines = sorted(found, key=lambda todo: (FIRST.get(todo.kind, len(FIRST)), todo.due_at or todo.made_at))
    return [(todo, todo.client) for todo in lines]


def _help_asked(by: Actor) -> list[tuple[Todo, Client]]:
    """Crises in which a colleague asks this very person for help, the newest first. One query."""
    waiting = Todo.objects.waiting().filter(kind=Todo.Kind.HELP_ASKED, told_id=by.id)
    return [(todo, todo.client) for todo in waiting.select_related("client").order_by("-due_at")]


def _positive_of_others(mine: set[UUID]) -> list[tuple[Todo, Client]]:
    """For a supervisor: answers about self-harm of colleagues' clients that nobody has settled yet. One query."""
    waiting = Todo.objects.waiting().filter(kind=Todo.Kind.POSITIVE_ANSWER).exclude(client__in=mine)
    return [(todo, todo.client) for todo in waiting.select_related("client").order_by("due_at")]


def _trouble(mine: dict[UUID, Client]) -> list[Message]:
    recent = timezone.now() - timedelta(days=14)
    return list(Message.objects.in_trouble().filter(recipient__in=mine, made_at__gte=recent).order_by("-made_at"))


def _of_others(day: date, mine: set[UUID]) -> tuple[list[DueReview], list[Client]]:
    """For a supervisor: overdue reviews of colleagues' clients, and clients in care whom nobody looks after. Four queries."""
    caseload = AccessGrant.objects.active().caseload().filter(client__closed_at=None)
    holders = dict(caseload.values_list("client_id", "holder_id"))
    overdue = Review.objects.overdue(day).filter(plan__closed_at=None, plan__client__closed_at=None).exclude(plan__client__in=mine)
    reviews = list(overdue.select_related("plan__client").order_by("due_on"))
    names = member_names(holders.get(each.plan.client_id) for each in reviews)
    lines = [
        DueReview(
            client=each.plan.client,
            review=each,
            days=(day - each.due_on).days,
            therapist=names.get(holders.get(each.plan.client_id, each.pk), ""),
        )
        for each in reviews
    ]
    return lines, _by_name(Client.objects.in_care().exclude(pk__in=holders))


def _by_name(found: Iterable[Client]) -> list[Client]:
    return sorted(found, key=lambda client: client.name.casefold())
