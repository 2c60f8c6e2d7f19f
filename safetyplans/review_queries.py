"""Reads for the pages on reviews, each in a fixed number of queries."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from clinic.accounts.models import Clinic
from clinic.accounts.queries import member_names
from clinic.audit.actors import Actor
from clinic.clients.models import AccessGrant, Client
from clinic.clients.permissions import may_write
from emergency.queries import current
from safetyplans.content import DIALLED, Number, for_client, resource_ids
from safetyplans.digests import SUPERVISOR_EVERY
from safetyplans.models import Plan, Review
from safetyplans.queries import plan_of, version_in_force
from safetyplans.steps import BY_KEY

AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Line:
    """A review on the list. `mine`: whoever looks may record and move it."""

    review: Review
    client: Client
    days_over: int
    therapist: str
    mine: bool
    last: Review | None

    @property
    def has_climbed(self) -> bool:
        return self.days_over >= SUPERVISOR_EVERY


@dataclass(frozen=True)
class Agenda:
    """What there is to review, by when."""

    overdue: list[Line] = field(default_factory=list)
    today: list[Line] = field(default_factory=list)
    soon: list[Line] = field(default_factory=list)
    moved: list[Line] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any((self.overdue, self.today, self.soon, self.moved))


def agenda(by: Actor, clinic: Clinic) -> Agenda:
    """The live reviews this actor may see that are due within two weeks, and those moved further away. Five queries."""
    today = clinic.today
    near = Q(due_on__lte=today + AHEAD) | Q(moved_from__isnull=False)
    found = Review.objects.live().visible_to(by).filter(near).select_related("plan__client").order_by("due_on", "opened_at")
    shown = Agenda()
    for line in _lines(by, list(found), today):
        _part(shown, line.review.due_on, today).append(line)
    return shown


def _part(shown: Agenda, due_on: date, today: date) -> list[Line]:
    if due_on < today:
        return shown.overdue
    if due_on == today:
        return shown.today
    return shown.soon if due_on <= today + AHEAD else shown.moved


def _lines(by: Actor, reviews: list[Review], today: date) -> Iterator[Line]:
    clients = {review.plan.client_id for review in reviews}
    grants = list(AccessGrant.objects.active().filter(client__in=clients))
    caseload = {grant.client_id: grant.holder_id for grant in grants if grant.kind == AccessGrant.Kind.CASELOAD}
    mine = {grant.client_id for grant in grants if grant.holder_id == by.id}
    names = member_names(caseload.values())
    done = Review.objects.filter(plan__in={review.plan_id for review in reviews}, done_at__isnull=False)
    last = {review.plan_id: review for review in done.order_by("done_at")}
    for review in reviews:
        client = review.plan.client
        holder = caseload.get(client.id, by.id)
        yield Line(
            review=review,
            client=client,
            days_over=(today - review.due_on).days,
            therapist="" if holder == by.id else names.get(holder, ""),
            mine=client.id in mine,
            last=last.get(review.plan_id),
        )


@dataclass(frozen=True)
class Step:
    """A step of the version in force, with the page that changes it and the numbers that are others by now."""

    title: str
    slug: str
    state: str
    items: list[dict[str, Any]]


@dataclass(frozen=True)
class ReviewPage:
    """The plan in force, the review that waits, and the ones before it."""

    client: Client
    may_write: bool
    plan: Plan | None = None
    number: int = 0
    steps: list[Step] = field(default_factory=list)
    review: Review | None = None
    earlier: list[tuple[Review, str]] = field(default_factory=list)


def review_page(by: Actor, client: Client) -> ReviewPage:
    """Everything the review page shows. At most seven queries."""
    writes = client.closed_at is None and may_write(by, client)
    plan = plan_of(client)
    version = version_in_force(plan) if plan else None
    if plan is None or version is None:
        return ReviewPage(client=client, may_write=writes, plan=plan)
    reviews = Review.objects.filter(plan=plan, cancelled_at=None)
    earlier = list(reviews.exclude(done_at=None).order_by("-done_at")[:5])
    names = member_names(review.done_by_id for review in earlier)
    return ReviewPage(
        client=client,
        may_write=writes,
        plan=plan,
        number=version.number,
        steps=_steps(version.content),
        review=reviews.filter(done_at=None).first(),
        earlier=[(review, names.get(review.done_by_id or by.id, "")) for review in earlier],
    )


def _steps(document: dict[str, Any]) -> list[Step]:
    seen = for_client(document, current(resource_ids(document)))
    changed = {str(item.id): item.resource for step in seen.steps for item in step.items if item.resource and item.resource.changed}
    return [
        Step(
            title=step["title"],
            slug=BY_KEY[step["key"]].slug,
            state=step["state"],
            items=[{**item, "changed": _new_number(changed.get(item["id"]))} for item in step["items"]],
        )
        for step in document["steps"]
        if step["items"] or step["state"]
    ]


def _new_number(number: Number | None) -> dict[str, str] | None:
    """What the client sees instead of the number of this version; all empty when nothing stands for it any more."""
    return {name: getattr(number, name) for name in DIALLED} if number else None


def open_review_of(client: Client) -> Review | None:
    """The review that waits for this client's plan in force."""
    return Review.objects.live().filter(plan__client=client).select_related("plan__client", "plan__clinic").first()
