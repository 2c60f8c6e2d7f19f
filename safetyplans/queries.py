"""Reads about plans that have a name."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.clients.models import Client, Place
from emergency.coverage import Spot
from emergency.models import Contact, Resource
from emergency.queries import as_typed, covering, nationwide
from safetyplans.dialling import HELP_STEP, is_a_line, usable_number
from safetyplans.models import Item, Plan, PlanVersion, Review, StepState
from safetyplans.steps import STEPS, Step

PUT_BACK_FOR = timedelta(hours=24)


def plan_of(client: Client) -> Plan | None:
    """The client's open plan; None before the first."""
    return Plan.objects.open().filter(client=client).select_related("client", "clinic").first()


def get_plan(client: Client) -> Plan:
    """The client's open plan, or Http404."""
    plan = plan_of(client)
    if plan is None:
        raise Http404
    return plan


def version_in_force(plan: Plan) -> PlanVersion | None:
    """The highest version that is not withdrawn; None while there is none."""
    if not plan.number:
        return None
    return PlanVersion.objects.filter(plan=plan, number=plan.number).first()


def version_numbered(plan: Plan, number: int) -> PlanVersion:
    """A version of this plan, withdrawn ones too; Http404 otherwise."""
    found = PlanVersion.objects.select_related("plan__client", "plan__clinic").filter(plan=plan, number=number).first()
    if found is None:
        raise Http404
    return found


def open_review_of(plan: Plan) -> Review | None:
    """The review that is to come."""
    return Review.objects.waiting().filter(plan=plan).first()


# The draft


def get_item(client: Client, item_id: UUID) -> Item:
    """A line of this client's open plan, removed ones too; Http404 otherwise."""
    found = Item.objects.filter(pk=item_id, plan__client=client, plan__closed_at=None)
    item = found.select_related("plan__client", "contact", "resource", "place").first()
    if item is None:
        raise Http404
    item.plan.client = client
    return item


def held_item(client_id: UUID, item_id: UUID) -> Item:
    """A line of this client's plans, locked until the transaction ends; Http404 otherwise."""
    lines = Item.objects.select_for_update(of=("self",)).select_related("plan__client")
    item = lines.filter(pk=item_id, plan__client=client_id).first()
    if item is None:
        raise Http404
    return item


def place_of(item: Item) -> int:
    """The place of a line in its step, from 1; 0 for a removed one and for one with a place of its own."""
    order = list(item.plan.items.ordered_by_people().filter(step=item.step).values_list("pk", flat=True))
    return order.index(item.pk) + 1 if item.pk in order else 0


@dataclass(frozen=True)
class StepSummary:
    """A step in the list beside the editor. `alert` is true for the one gap that matters at every level: nobody to call."""

    step: Step
    words: str
    alert: bool = False


@dataclass(frozen=True)
class Draft:
    """The lines of a plan and what is said about its steps."""

    plan: Plan
    items: tuple[Item, ...]
    removed: tuple[Item, ...]
    states: dict[str, StepState]
    shared: bool = False

    def of(self, step: Step) -> list[Item]:
        return [item for item in self.items if item.step == step.key]

    def removed_from(self, step: Step) -> list[Item]:
        return [item for item in self.removed if item.step == step.key]

    @property
    def somebody_to_call(self) -> bool:
        return any(can_be_called(item) for item in self.items)

    @property
    def changed_at(self) -> datetime | None:
        return max((item.changed_at for item in self.items), default=None)

    @property
    def as_of(self) -> datetime:
        """The newest change that this draft shows."""
        removed = [item.removed_at for item in self.removed if item.removed_at]
        return max([*(item.changed_at for item in self.items), *removed], default=self.plan.made_at)

    def summaries(self, steps: Sequence[Step] = STEPS) -> list[StepSummary]:
        return [self._summary(step) for step in steps]

    def for_a_shared_screen(self) -> "Draft":
        """What the client, and whoever looks over a shoulder, may see: no line that is kept off copies, nobody who is ruled out,
        no reason."""
        shown = tuple(item for item in self.items if may_be_shown(item))
        removed = tuple(item for item in self.removed if may_be_shown(item))
        return replace(self, items=shown, removed=removed, states={}, shared=True)

    def _summary(self, step: Step) -> StepSummary:
        count = sum(item.step == step.key for item in self.items)
        state = self.states.get(step.key)
        if step.key == "support_contacts" and not self.somebody_to_call and not self.shared:
            return StepSummary(step, _("Nobody to call"), alert=self.plan.nobody_to_call_at is None)
        if count:
            return StepSummary(step, ngettext("%(count)d item", "%(count)d items", count) % {"count": count})
        if state is not None:
            declined = state.state == StepState.State.DECLINED
            return StepSummary(step, _("Not for now") if declined else _("Talked about"))
        return StepSummary(step, "" if self.shared else _("Empty"))  # to the client a step that is left out is no gap


def may_be_shown(item: Item) -> bool:
    """Whether a line may stand on a screen that is shared."""
    return item.on_copy and (item.contact is None or item.contact.may_be_in_plan)


def can_be_called(item: Item) -> bool:
    """A person to ask for help, or a line or group of the directory, with a number on the client's copy."""
    if item.step != HELP_STEP or not item.on_copy:
        return False
    if item.contact is not None:
        return item.contact.may_be_in_plan and usable_number(item.contact.phone)
    return item.resource is not None and is_a_line(item.resource.phone or item.resource.sms)


def plans_with_nobody_to_call(plans: Collection[Plan]) -> list[Plan]:
    """Those of the plans in force that name nobody who can be called, and where that was not talked about. One query."""
    asked = {plan.pk: plan for plan in plans if plan.number and plan.nobody_to_call_at is None}
    lines = Item.objects.kept().filter(plan__in=asked, step=HELP_STEP).select_related("contact", "resource")
    reachable = {line.plan_id for line in lines if can_be_called(line)}
    return [plan for id, plan in asked.items() if id not in reachable]


def read_draft(plan: Plan) -> Draft:
    """The draft with what was removed in the last day, for putting back. Two queries."""
    wanted = Q(removed_at=None) | Q(removed_at__gt=timezone.now() - PUT_BACK_FOR)
    found = plan.items.filter(wanted).in_order().select_related("contact", "resource", "place")
    items = list(found)
    return Draft(
        plan=plan,
        items=tuple(item for item in items if item.removed_at is None),
        removed=tuple(item for item in items if item.removed_at is not None),
        states={state.step: state for state in StepState.objects.standing().filter(plan=plan)},
    )


@dataclass(frozen=True)
class Picks:
    """What may be put into a step without typing it again, and whom the client has ruled out."""

    contacts: tuple[Contact, ...] = ()
    ruled_out: tuple[Contact, ...] = ()
    resources: tuple[Resource, ...] = ()
    places: tuple[Place, ...] = ()

    def of_people(self, ids: Collection[UUID | None]) -> "Picks":
        """The same with these people only, and without anybody who is ruled out."""
        return replace(self, contacts=tuple(person for person in self.contacts if person.pk in ids), ruled_out=())

    @property
    def near(self) -> list[Resource]:
        return [each for each in self.resources if each.reach != Resource.Reach.COUNTRY]

    @property
    def national(self) -> list[Resource]:
        return [each for each in self.resources if each.reach == Resource.Reach.COUNTRY]


RESOURCES_OFFERED = 12


def picks(plan: Plan, step: Step, items: Sequence[Item]) -> Picks:
    """People, entries for the client's places, and places which `step` accepts and does not hold yet. At most three queries."""
    held = {id for item in items for id in (item.contact_id, item.resource_id, item.place_id) if id}
    contacts = _people(plan, step) if "contact" in step.accepts else []
    places = list(plan.client.places.kept()) if {"place", "resource"} & set(step.accepts) else []
    return Picks(
        contacts=tuple(person for person in contacts if person.may_be_in_plan and person.pk not in held),
        ruled_out=tuple(person for person in contacts if not person.may_be_in_plan),
        resources=tuple(_offered(plan, places, held)) if "resource" in step.accepts else (),
        places=tuple(place for place in places if place.pk not in held) if "place" in step.accepts else (),
    )


def _people(plan: Plan, step: Step) -> list[Contact]:
    """Everybody kept for the client; providers only where help by professionals is asked for, and first there."""
    kept = [each for each in plan.client.contacts.kept() if step.key == "professionals" or not each.is_provider]
    return sorted(kept, key=lambda each: not each.is_provider)


def _offered(plan: Plan, places: Sequence[Place], held: set[UUID]) -> list[Resource]:
    """Adopted entries that serve one of the places, each once, the most local first; without a place those of the country.

    What the client wants tried first leads, what it does not want is not offered.
    """
    country_code, client = plan.clinic.country_code, plan.client
    serving = covering(places, country_code, client).values() if places else [nationwide(country_code, client)]
    found: dict[UUID, Resource] = {}
    for entries in serving:
        for entry in entries:
            if entry.adopted_at and entry.pk not in held and entry.kind != Resource.Kind.PSAP:
                found.setdefault(entry.pk, entry)
    return list(found.values())[:RESOURCES_OFFERED]


def find_resources(plan: Plan, words: str) -> list[Resource]:
    """The clinic's own entries with words that begin so; what serves the client's places first, the most local in front."""
    spots = [Spot.of(place, plan.clinic.country_code) for place in plan.client.places.kept()]
    return as_typed(words, spots, RESOURCES_OFFERED)


def get_contact(plan: Plan, contact_id: UUID) -> Contact:
    """A contact of the plan's client, or Http404."""
    found = Contact.objects.filter(client=plan.client, pk=contact_id).first()
    if found is None:
        raise Http404
    return found


def get_place(plan: Plan, place_id: UUID) -> Place:
    """A place of the plan's client, or Http404."""
    found = Place.objects.filter(client=plan.client, pk=place_id).first()
    if found is None:
        raise Http404
    return found


def get_resource(resource_id: UUID) -> Resource:
    """An entry of the clinic's directory, or Http404."""
    found = Resource.objects.filter(pk=resource_id).first()
    if found is None:
        raise Http404
    return found
