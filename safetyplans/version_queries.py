"""Reads about finished versions: who made them, when and why, how they stand, and what holds a number that changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.audit.actors import Actor
from clinic.clients.models import AccessGrant, Client
from clinic.db.prepared import Given, PreparedRead
from emergency.models import Contact, Resource, ResourceChange
from emergency.queries import current
from safetyplans.content import DIALLED, build, first_person, for_client, resource_ids, without_people
from safetyplans.models import CitedResource, HandOver, Participation, Plan, PlanVersion, Withdrawal
from safetyplans.numbers import NumberChange, changed_numbers, people_ids, people_on_copies
from safetyplans.queries import get_plan

STATES = {
    "in_force": gettext_lazy("In force"),
    "superseded": gettext_lazy("Superseded"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "closed": gettext_lazy("Closed"),
}


@dataclass(frozen=True)
class Said:
    """What the client did with a version, by whom and when it was told."""

    answer: str
    at: datetime
    by_client: bool


@dataclass(frozen=True)
class VersionLine:
    """A version in the list of a client's plans: who, when, why, and how it stands."""

    number: int
    made_at: datetime
    made_by_id: UUID
    reason: str
    state: str
    said: tuple[Said, ...]
    opened_on: date | None
    numbers_checked: bool | None
    withdrawn: Withdrawal | None
    hand_overs: tuple[HandOver, ...]

    @property
    def in_force(self) -> bool:
        return self.state == "in_force"

    @property
    def state_words(self) -> Promise:
        return STATES[self.state]

    @property
    def answers(self) -> tuple[str, ...]:
        words = {True: _("Numbers read together"), False: _("Numbers not read together yet")}
        checked = (words[self.numbers_checked],) if self.numbers_checked is not None else ()
        said = (_("%(what)s, says the client") % {"what": said.answer} if said.by_client else said.answer for said in self.said)
        return (*said, *checked)


def version_list(client: Client) -> list[VersionLine]:
    """All versions of the client's plans, newest first, without their content. Five queries."""
    found = PlanVersion.objects.filter(plan__client=client).select_related("plan").order_by(*_NEWEST)
    rows = found.defer("content", "findings", "copy_token")
    told = rows.prefetch_related("participations", "openings", "withdrawals", "hand_overs")
    return [_line(version, client.pk) for version in told]


_NEWEST = (F("plan__closed_at").desc(nulls_first=True), "-plan__made_at", "-number")


def version_of(client: Client, number: int) -> PlanVersion:
    """The version of this number, of the open plan or else of the last one that had it; Http404 otherwise."""
    found = PlanVersion.objects.select_related("plan__client", "plan__clinic").filter(plan__client=client, number=number)
    version = found.order_by(*_NEWEST).first()
    if version is None:
        raise Http404
    return version


DRAFT = 0  # stands for the draft where a version is named by its number


def document_of(client: Client, number: int) -> dict[str, Any]:
    """The document of a version, or what the draft would become; Http404 where there is neither."""
    if number != DRAFT:
        return dict(version_of(client, number).content)
    plan = get_plan(client)
    return build(plan, number=plan.last_number + 1, made_on=plan.clinic.today, made_by_id=plan.made_by_id)


def _line(version: PlanVersion, client_id: UUID) -> VersionLine:
    given = sorted(version.participations.all(), key=lambda each: each.at)
    withdrawn = next(iter(version.withdrawals.all()), None)
    return VersionLine(
        number=version.number,
        made_at=version.made_at,
        made_by_id=version.made_by_id,
        reason=version.reason,
        state=_state(version, withdrawn),
        said=tuple(Said(each.get_answer_display(), each.at, each.by_id == client_id) for each in given),
        opened_on=next((opening.opened_on for opening in version.openings.all()), None),
        numbers_checked=version.numbers_checked,
        withdrawn=withdrawn,
        hand_overs=tuple(sorted(version.hand_overs.all(), key=lambda each: each.at)),
    )


def _state(version: PlanVersion, withdrawn: Withdrawal | None) -> str:
    if withdrawn is not None:
        return "withdrawn"
    if version.number != version.plan.number:
        return "superseded"
    return "in_force" if version.plan.closed_at is None else "closed"


def line_of(lines: Iterable[VersionLine], version: PlanVersion) -> VersionLine:
    """The line of this version."""
    return next(line for line in lines if line.number == version.number and line.made_at == version.made_at)


def own_answers(version: PlanVersion) -> list[Participation]:
    """What the client has said of this version on their own page."""
    return list(Participation.objects.filter(version=version, by_id=version.plan.client_id).order_by("at"))


def draft_is_newer(plan: Plan, version: PlanVersion | None) -> bool:
    """Whether a line was changed or removed after the version was made."""
    if version is None:
        return False
    return plan.items.filter(Q(changed_at__gt=version.made_at) | Q(removed_at__gt=version.made_at)).exists()


# People and numbers that are not what they were


def _ruled_out() -> QuerySet[Contact]:
    whose = PlanVersion.objects.filter(pk=Given("version"), plan__client=OuterRef("client"))
    return Contact.objects.ruled_out().filter(Exists(whose)).order_by("position", "made_at")


RULED_OUT = PreparedRead("ruled_out", _ruled_out)  # every look at a plan and every copy asks


def _ruled_out_of(version: PlanVersion, named: set[UUID]) -> list[Contact]:
    return [person for person in RULED_OUT.all(version=version.pk) if person.pk in named] if named else []


def ruled_out_since(version: PlanVersion) -> list[Contact]:
    """People in this version whom the client has ruled out after it was made: the client's page leaves them out."""
    return _ruled_out_of(version, people_ids(version.content))


def ruled_out_on_copies(version: PlanVersion) -> list[Contact]:
    """Those of them whom the client's own paper would still name."""
    return _ruled_out_of(version, people_on_copies(version.content))


def whom_to_call(version: PlanVersion) -> str:
    """The name of whom the first button of the client's page calls today; empty when it calls nobody."""
    return first_person(without_people(version.content, {person.pk for person in ruled_out_since(version)}))


def somebody_to_call(version: PlanVersion) -> bool:
    """Whether the client's page names somebody today among whom to ask for help: a person, a line or a group with a number."""
    document = version.content
    return for_client(
        document, current(resource_ids(document)), {person.pk for person in ruled_out_since(version)}
    ).somebody_to_call


def ruled_out_on_papers(version: PlanVersion) -> list[Contact]:
    """The same on the papers for others, which name everybody who might be called, also people who are not in the plan."""
    kept = version.content.get("for_staff", {}).get("people", [])
    named = {UUID(each["id"]) for each in kept if "id" in each and not each["ruled_out"]} | people_ids(version.content)
    return _ruled_out_of(version, named)


def numbers_changed_in(version: PlanVersion) -> list[NumberChange]:
    """The numbers in this version that are no longer those of today: of the directory, and of people. Two queries."""
    document = version.content
    people = {person.pk: person for person in Contact.objects.filter(pk__in=people_ids(document))}
    return changed_numbers(document, current(resource_ids(document)), people)


def plans_holding(resource: Resource) -> QuerySet[Plan]:
    """Plans in force, in care, whose version names this entry or one that it replaced."""
    names = CitedResource.objects.filter(
        Q(resource=resource) | Q(resource__replaced_by=resource), version__plan=OuterRef("pk"), version__number=OuterRef("number")
    )
    return Plan.objects.in_force().filter(Exists(names), client__closed_at=None)


@dataclass(frozen=True)
class Holders:
    """How many plans in force hold an entry, and whose of them somebody may read; `changed`: a number in that plan is not today's."""

    count: int
    clients: list[Client]
    changed: frozenset[UUID] = frozenset()


def holders(by: Actor, resource: Resource) -> Holders:
    """For everybody the number; names only for clinicians, of clients whose record they may read. Five queries at most."""
    plans = plans_holding(resource)
    if not by.is_clinician:
        return Holders(plans.count(), [])
    readable = Client.objects.visible_to(by)
    mine = readable.filter(plans__in=plans)
    changed = frozenset(plan.client_id for plan in plans_with_changed_numbers(plans.filter(client__in=readable)))
    return Holders(plans.count(), sorted(mine, key=lambda client: client.name.casefold()), changed)


def clients_with_changed_numbers(by: Actor) -> list[Client]:
    """The clients in care whom `by` cares for and whose plan in force holds a number that changed since, by name."""
    held = AccessGrant.objects.active().filter(holder_id=by.id)
    plans = Plan.objects.in_force().filter(client__closed_at=None, client__in=held.values("client"))
    found = Client.objects.visible_to(by).filter(pk__in={plan.client_id for plan in plans_with_changed_numbers(plans)})
    return sorted(found, key=lambda client: client.name.casefold())


def plans_with_changed_numbers(plans: QuerySet[Plan]) -> list[Plan]:
    """Those of the plans whose version in force holds a number, of the directory or of a person, that changed since. Three queries.

    Only documents that may hold one are opened: they name an entry that was edited or retired, or a person of the client has a
    new number.
    """
    edited = ResourceChange.objects.filter(
        resource=OuterRef("resource"), at__gt=OuterRef("version__made_at"), changes__has_any_keys=list(DIALLED)
    )
    suspects = CitedResource.objects.filter(Exists(edited) | Q(resource__retired_at__isnull=False))
    held = suspects.filter(version=OuterRef("pk"))
    people = Contact.objects.filter(client=OuterRef("plan__client"), phone_changed_at__gt=OuterRef("made_at"))
    found = PlanVersion.objects.filter(Exists(held) | Exists(people), plan__in=plans, number=F("plan__number")).select_related(
        "plan"
    )
    versions = list(found.defer("reason", "findings", "copy_token"))
    now = current({id for version in versions for id in resource_ids(version.content)}) if versions else {}
    named = {id for version in versions for id in people_ids(version.content)}
    known = {person.pk: person for person in Contact.objects.filter(pk__in=named)} if named else {}
    return [version.plan for version in versions if changed_numbers(version.content, now, known)]
