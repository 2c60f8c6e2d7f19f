"""What the quality rules may look at: a draft as plain facts. The rules know no database; `facts_of` reads it for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from emergency.coverage import Spot
from emergency.models import Contact, Resource
from intake.queries import risk_factors
from safetyplans.content import standing
from safetyplans.echoes import in_many_plans
from safetyplans.models import Item, ItemNote, Plan, PlanVersion
from safetyplans.queries import Draft
from safetyplans.steps import STEPS

LOOKED_AT = 400  # signs of a line that the rules look at: a longer one is asked about for its length anyway


@dataclass(frozen=True)
class PersonFacts:
    """A person a line cites."""

    id: str
    name: str
    relation: str = ""
    phone: str = ""
    ruled_out: bool = False
    willing: bool | None = None
    provider: bool = False
    phone_since: datetime | None = None


@dataclass(frozen=True)
class ResourceFacts:
    """A directory entry a line cites. `places`: the ids of the client's places it serves; `local`: not for a whole country."""

    id: str
    name: str
    kind: str
    phone: str = ""
    hours: str = ""
    local: bool = True
    checked: bool = True
    places: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PlaceFacts:
    """A place where the client can be."""

    id: str
    name: str


@dataclass(frozen=True)
class LineFacts:
    """A line of the draft. `night` and `likely` are what the therapist asked about it; None and "" are not asked.

    `written` is the day of its words.
    """

    id: str
    step: str
    text: str = ""
    person: PersonFacts | None = None
    resource: ResourceFacts | None = None
    place: str = ""
    purpose: str = ""
    on_copy: bool = True
    night: bool | None = None
    likely: str = ""
    barriers: str = ""
    written: date | None = None

    @property
    def says_something(self) -> bool:
        return bool(self.text.strip() or self.person or self.resource or self.place)


@dataclass(frozen=True)
class PlanFacts:
    """A draft. `at_all` is when anything of it changed last, `at_step` when a step did: an answered hint is quiet until then.

    `numbers_read_at`: when a version was made whose numbers were read through with the client. `in_many_plans`: the ids of
    lines whose words stand in the plans of several other clients.
    """

    lines: tuple[LineFacts, ...] = ()
    states: Mapping[str, str] = field(default_factory=dict)
    nobody_agreed: bool = False
    places: tuple[PlaceFacts, ...] = ()
    changed_days_ago: int = 0
    language: str = "en"
    country: str = ""
    client_name: str = ""
    risk_factors: tuple[tuple[str, str], ...] = ()
    handed_over: bool | None = None
    today: date | None = None
    numbers_read_at: datetime | None = None
    in_many_plans: frozenset[str] = frozenset()
    at_step: Mapping[str, datetime] = field(default_factory=dict)

    def of(self, *steps: str) -> list[LineFacts]:
        """The lines of these steps that say something."""
        return [line for line in self.lines if line.step in steps and line.says_something]

    @property
    def at_all(self) -> datetime | None:
        return max(self.at_step.values(), default=None)


def facts_of(plan: Plan, draft: Draft) -> PlanFacts:
    """The facts of a draft that was read with `read_draft`. Six queries, whatever the number of its lines."""
    notes = {note.item_id: note for note in ItemNote.objects.filter(item__plan=plan, item__removed_at=None)}
    places = list(plan.client.places.kept())
    spots = [Spot.of(place, plan.clinic.country_code) for place in places]
    at_step = _changed(plan, draft)
    newest = max(at_step.values(), default=None)
    return PlanFacts(
        lines=tuple(_line(item, notes.get(item.pk), spots, plan.clinic.zone) for item in draft.items),
        states={key: state.state for key, state in draft.states.items()},
        nobody_agreed=plan.nobody_to_call_at is not None,
        places=tuple(PlaceFacts(str(place.pk), place.name) for place in places),
        changed_days_ago=(timezone.now() - newest).days if newest else 0,
        language=plan.language,
        country=plan.clinic.country_code,
        client_name=plan.client.short_name.split()[0],
        risk_factors=tuple(risk_factors(plan.client)),
        at_step=at_step,
        today=plan.clinic.today,
        numbers_read_at=_numbers_read_at(plan),
        in_many_plans=in_many_plans(plan, draft.items),
    )


def _numbers_read_at(plan: Plan) -> datetime | None:
    read = PlanVersion.objects.filter(plan=plan, numbers_checked=True)
    return read.order_by("-made_at").values_list("made_at", flat=True).first()


def _line(item: Item, note: ItemNote | None, spots: list[Spot], zone: ZoneInfo) -> LineFacts:
    return LineFacts(
        id=str(item.pk),
        step=item.step,
        text=item.text[:LOOKED_AT],
        person=_person(item.contact, item.made_at) if item.contact else None,
        resource=_resource(standing(item.resource), spots) if item.resource else None,
        place=item.place.name if item.place else "",
        purpose=item.purpose,
        on_copy=item.on_copy,
        night=note.at_night if note else None,
        likely=note.likelihood if note else "",
        barriers=note.barriers if note else "",
        written=item.changed_at.astimezone(zone).date(),
    )


def _person(contact: Contact, since: datetime) -> PersonFacts:
    return PersonFacts(
        id=str(contact.pk),
        name=contact.name,
        relation=contact.relation,
        phone=contact.phone,
        ruled_out=not contact.may_be_in_plan,
        willing=contact.willing,
        provider=contact.is_provider,
        phone_since=max(contact.phone_changed_at or since, since),
    )


def _resource(resource: Resource, spots: list[Spot]) -> ResourceFacts:
    return ResourceFacts(
        id=str(resource.pk),
        name=resource.name,
        kind=resource.kind,
        phone=resource.phone or resource.sms,
        hours=resource.hours,
        local=resource.reach != Resource.Reach.COUNTRY,
        checked=resource.is_checked,
        places=frozenset(str(spot.place_id) for spot in spots if spot.is_served_by(resource)),
    )


def _changed(plan: Plan, draft: Draft) -> dict[str, datetime]:
    """When each step changed last: a line written or taken out, or what was said about the whole step. One query."""
    moments: dict[str, list[datetime]] = {step.key: [] for step in STEPS}
    for step, changed_at, removed_at in plan.items.values_list("step", "changed_at", "removed_at"):
        moments.setdefault(step, []).append(removed_at or changed_at)
    for step, changed_at in plan.step_states.values_list("step", "changed_at"):
        moments.setdefault(step, []).append(changed_at)
    return {step: max(found) for step, found in moments.items() if found}
