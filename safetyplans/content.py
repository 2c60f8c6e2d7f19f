"""Document format 1: what a version says, by value. Page, PDF, comparison and export all read this and nothing else.

`build` freezes the draft into a document; `for_client` is the only way from a document to what a client sees: items
that go on copies, and for directory entries the numbers of today.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils.translation import override

from clinic.accounts.queries import member
from clinic.clients.models import Place
from emergency.models import Contact, Resource
from emergency.queries import covering
from safetyplans.dialling import HELP_STEP, is_a_line, usable_number
from safetyplans.models import Item, Plan, StepState
from safetyplans.particulars import particulars
from safetyplans.steps import BY_KEY, Step, as_read
from safetyplans.wording import steps_in

FORMAT = 1
NUMBERS = ("name", "kind", "phone", "phone_menu", "sms", "sms_keyword", "hours")
DIALLED = ("phone", "phone_menu", "sms", "sms_keyword")
# What helps a client at a place. Dispatch lines are for the therapist, a line on violence at home only for who picks it.
LOCAL_KINDS = (Resource.Kind.MOBILE_CRISIS, Resource.Kind.CRISIS_LINE, Resource.Kind.TEXT_LINE, Resource.Kind.URGENT_CARE,
               Resource.Kind.EMERGENCY_DEPARTMENT)  # fmt: skip
LOCAL_AT_MOST = 2  # of a kind and place: a list to search is no help at night


# From the draft to a document


def build(plan: Plan, *, number: int, made_on: date, made_by_id: UUID, review_on: date | None = None) -> dict[str, Any]:
    """The draft of `plan` as a document. Ten queries whatever the number of items; titles as the clinic words them today."""
    client = plan.client
    shown = client.names_on_copies
    items: dict[str, list[Item]] = {}
    for item in plan.items.kept().select_related("contact", "resource__replaced_by", "place"):
        if item.says_something:
            items.setdefault(item.step, []).append(item)
    states = {state.step: state.state for state in StepState.objects.standing().filter(plan=plan)}
    worded = steps_in(plan.language)
    places, maker = list(client.places.kept()), member(made_by_id)
    with override(plan.language):
        steps = [_step(step, items.get(step.key, []), states.get(step.key, "")) for step in worded]
    on_copies = [item for of_step in items.values() for item in of_step if item.on_copy]
    cited = {standing(item.resource).id for item in on_copies if item.resource}
    return {
        "format": FORMAT,
        "number": number,
        "made_on": made_on.isoformat(),
        "language": plan.language,
        "names_shown": shown,
        "review_on": review_on.isoformat() if review_on else None,
        "client_name": client.name.split()[0] if shown and client.name.strip() else "",
        "made_with": maker.name if shown and maker else "",
        "steps": steps,
        "local": local_numbers(plan, places, besides=cited),
        "first_contact": _first_contact(steps),
        "part2": plan.clinic.is_part2,
        "for_staff": particulars(plan, places, maker),
    }


def stamp(document: dict[str, Any]) -> str:
    """Equal for two documents that say the same to the client, whoever makes them and when."""
    said = {name: document[name] for name in ("steps", "local", "first_contact", "client_name")}
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]


def local_numbers(plan: Plan, places: Sequence[Place], besides: Collection[UUID] = ()) -> list[dict[str, Any]]:
    """The adopted numbers that serve the client's places, each once, with the first place it serves; not those `besides`.

    Lines of the whole country are not among them: every page carries these from the country pack. Nor is what the client does
    not want.
    """
    by_place = covering(places, plan.clinic.country_code, plan.client) if places else {}
    found: dict[UUID, dict[str, Any]] = {}
    for place in places:
        helpful = [each for each in by_place.get(place.id, []) if _helps_here(each) and each.id not in besides]
        for kind in LOCAL_KINDS:
            for resource in [each for each in helpful if each.kind == kind][:LOCAL_AT_MOST]:
                found.setdefault(resource.id, {**_numbers(resource), "place": place.name})
    return list(found.values())


def _helps_here(resource: Resource) -> bool:
    local = resource.reach != Resource.Reach.COUNTRY and resource.adopted_at is not None
    return local and bool(resource.phone or resource.sms)


def _numbers(resource: Resource) -> dict[str, Any]:
    return {"id": str(resource.id), **{name: getattr(resource, name) for name in NUMBERS}}


def standing(resource: Resource) -> Resource:
    """The entry itself, or the one that replaced it."""
    return resource.replaced_by if resource.retired_at and resource.replaced_by else resource


def _step(step: Step, items: list[Item], state: str) -> dict[str, Any]:
    return {
        "key": step.key,
        "number": step.number,
        "title": str(step.title),
        "state": "" if items else state,
        "items": [_item(item) for item in items],
    }


def _item(item: Item) -> dict[str, Any]:
    written = {
        "id": str(item.id), "kind": item.kind, "purpose": item.purpose, "text": item.text, "sign": item.sign, "on_copy": item.on_copy,
        "on_card": item.on_card,
    }  # fmt: skip
    if item.contact is not None:
        written["contact"] = _person(item.contact)
    if item.resource is not None:
        written["resource"] = _numbers(standing(item.resource))
    if item.place is not None:
        written["place"] = {"id": str(item.place.id), "name": item.place.name}
    return written


def _person(contact: Contact) -> dict[str, Any]:
    return {
        "id": str(contact.id),
        "name": contact.name,
        "relation": contact.relation,
        "phone": contact.phone,
        "can_text": bool(contact.can_text),
    }


def _first_contact(steps: list[dict[str, Any]]) -> str | None:
    """The first person of the help step who is on copies and has a number: whom the client's first button calls."""
    for step in steps:
        for item in step["items"]:
            if step["key"] == HELP_STEP and item["kind"] == Item.Kind.CONTACT and item["on_copy"] and item["contact"]["phone"]:
                return str(item["contact"]["id"])
    return None


def first_person(document: dict[str, Any]) -> str:
    """The name of whom the client's first button calls; empty when there is nobody."""
    people = (item["contact"] for step in document["steps"] for item in step["items"] if "contact" in item)
    return next((str(person["name"]) for person in people if person["id"] == document["first_contact"]), "")


# From a document to what the client sees


@dataclass(frozen=True)
class Person:
    """Somebody the client may call."""

    id: UUID
    name: str
    relation: str
    phone: str
    can_text: bool


@dataclass(frozen=True)
class Number:
    """A directory entry with the numbers of today, and nothing that staff note about it. `changed`: they are not those the
    plan was made with.

    `retired`: the entry is no longer used and has no successor; its old numbers are empty here.
    """

    id: UUID
    name: str
    kind: str
    phone: str
    phone_menu: str
    sms: str
    sms_keyword: str
    hours: str
    place: str = ""
    changed: bool = False
    retired: bool = False


@dataclass(frozen=True)
class ClientItem:
    id: UUID
    kind: str
    purpose: str
    text: str
    contact: Person | None = None
    resource: Number | None = None
    place: str = ""
    sign: str = ""


@dataclass(frozen=True)
class ClientStep:
    key: str
    number: int | None
    title: str
    items: tuple[ClientItem, ...]

    @property
    def slug(self) -> str:
        """Its name in addresses of the editor."""
        return BY_KEY[self.key].slug


@dataclass(frozen=True)
class ClientPlan:
    """A version as its client sees it. Steps without anything to show are left out."""

    number: int
    made_on: date
    language: str
    review_on: date | None
    client_name: str
    made_with: str
    steps: tuple[ClientStep, ...]
    local: tuple[Number, ...] = field(default=())
    first_contact: Person | None = None

    def step(self, key: str) -> ClientStep | None:
        return next((step for step in self.steps if step.key == key), None)

    @property
    def somebody_to_call(self) -> bool:
        """A person, line or group among whom to ask for help that has a number: more than the first button, which calls people."""
        help_step = self.step(HELP_STEP)
        for item in help_step.items if help_step else ():
            line = item.resource
            if (item.contact and usable_number(item.contact.phone)) or (line and is_a_line(line.phone or line.sms)):
                return True
        return False

    @property
    def in_order(self) -> list[ClientStep]:
        return sorted(self.steps, key=lambda step: as_read(step.number))

    @property
    def changed(self) -> bool:
        """A number is not the one the plan was made with."""
        items = [item.resource for step in self.steps for item in step.items if item.resource]
        return any(number.changed for number in [*items, *self.local])


def resource_ids(document: dict[str, Any]) -> set[UUID]:
    """The directory entries a document names: fetch them with `emergency.queries.current` for `for_client`."""
    cited = {UUID(item["resource"]["id"]) for step in document["steps"] for item in step["items"] if "resource" in item}
    return cited | {UUID(number["id"]) for number in document["local"]}


def for_client(document: dict[str, Any], current: dict[UUID, Resource], ruled_out: Collection[UUID] = ()) -> ClientPlan:
    """What the client sees of this document today, without people who were ruled out since. No queries."""
    return _shown(without_people(document, ruled_out) if ruled_out else document, current, whole=False)


def without_people(document: dict[str, Any], ids: Collection[UUID]) -> dict[str, Any]:
    """The document without the lines that name these people; the first button calls the next one then."""
    left_out = {str(id) for id in ids}
    steps = [
        {**step, "items": [item for item in step["items"] if item.get("contact", {}).get("id") not in left_out]}
        for step in document["steps"]
    ]
    return {**document, "steps": steps, "first_contact": _first_contact(steps)}


def steps_of_draft(items: Collection[Item], steps: Sequence[Step]) -> list[ClientStep]:
    """These lines of a draft as the client sees them, with every step, also those that hold none of them. No queries."""
    by_step = [(step, [item for item in items if item.step == step.key]) for step in steps]
    return [_client_step(_step(step, lines, ""), None, whole=False) for step, lines in by_step]


def as_written(document: dict[str, Any]) -> ClientPlan:
    """The whole document, with the numbers it was made with and what is kept off copies: for staff."""
    return _shown(document, None, whole=True)


def kept_off_copies(document: dict[str, Any]) -> list[ClientItem]:
    """The items that stay off the client's phone and PDF."""
    return [_client_item(item, None) for step in document["steps"] for item in step["items"] if not item["on_copy"]]


def _shown(document: dict[str, Any], current: dict[UUID, Resource] | None, *, whole: bool) -> ClientPlan:
    steps = tuple(step for step in (_client_step(written, current, whole) for written in document["steps"]) if step.items)
    local = {number.id: number for number in (_number(written, current) for written in document["local"]) if not number.retired}
    return ClientPlan(
        number=document["number"],
        made_on=date.fromisoformat(document["made_on"]),
        language=document["language"],
        review_on=date.fromisoformat(document["review_on"]) if document["review_on"] else None,
        client_name=document["client_name"],
        made_with=document["made_with"],
        steps=steps,
        local=tuple(local.values()),
        first_contact=_find_person(steps, document["first_contact"]),
    )


def _client_step(written: dict[str, Any], current: dict[UUID, Resource] | None, whole: bool) -> ClientStep:
    items = tuple(_client_item(item, current) for item in written["items"] if whole or item["on_copy"])
    return ClientStep(key=written["key"], number=written["number"], title=written["title"], items=items)


def _client_item(written: dict[str, Any], current: dict[UUID, Resource] | None) -> ClientItem:
    contact, resource, place = written.get("contact"), written.get("resource"), written.get("place")
    return ClientItem(
        id=UUID(written["id"]),
        kind=written["kind"],
        purpose=written["purpose"],
        text=written["text"],
        contact=Person(**{**contact, "id": UUID(contact["id"])}) if contact else None,
        resource=_number(resource, current) if resource else None,
        place=place["name"] if place else "",
        sign=written.get("sign", ""),  # not in the first documents
    )


def _number(written: dict[str, Any], current: dict[UUID, Resource] | None) -> Number:
    """The entry as it stands today, or without numbers when nothing stands for it any more; as written without `current`."""
    id, place = UUID(written["id"]), written.get("place", "")
    if current is None:
        return Number(id=id, **{name: written[name] for name in NUMBERS}, place=place)  # the first documents hold staff's note too
    now = current.get(id)
    if now is None or now.retired_at is not None:
        kept = {name: written[name] for name in ("name", "kind")}
        gone = dict.fromkeys((*DIALLED, "hours"), "")
        return Number(id=id, **kept, **gone, place=place, changed=True, retired=True)
    facts = {name: getattr(now, name) for name in NUMBERS}
    changed = now.id != id or any(facts[name] != written[name] for name in DIALLED)
    return Number(id=now.id, **facts, place=place, changed=changed)


def _find_person(steps: tuple[ClientStep, ...], id: str | None) -> Person | None:
    people = (item.contact for step in steps for item in step.items if item.contact)
    return next((person for person in people if str(person.id) == id), None)
