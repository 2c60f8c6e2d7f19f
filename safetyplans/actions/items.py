"""Lines of the draft, saved one by one as they are typed.

A save names the version it has seen: a second writer gets `ItemChanged`, which carries the other's words, so that
nobody's are lost. Every write carries an operation id made by the page: a repeat changes nothing.
"""

from uuid import UUID, uuid5

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Case, Exists, Max, OuterRef, QuerySet, UUIDField, Value, When
from django.db.models.functions import Cast
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.audit.log import record, record_once
from clinic.clients.models import Place
from clinic.clients.permissions import granted
from clinic.db.context import one_transaction
from clinic.db.prepared import Given, PreparedSave
from clinic.web.errors import Conflict
from emergency.models import Contact, Resource
from safetyplans.echoes import STEPS, echo_of, hash_of
from safetyplans.models import Item, Plan
from safetyplans.permissions import check_edit, check_may_be_in_plan
from safetyplans.queries import held_item
from safetyplans.steps import Step


class ItemChanged(Conflict):
    """Somebody else saved this line first. `item` is how it stands now, with their words."""

    def __init__(self, item: Item) -> None:
        super().__init__("Somebody else changed this line. Your words are still here.")
        self.item = item


class SignChanged(Conflict):
    """Somebody else marked this line first. `item` is how it stands now, with their mark."""

    def __init__(self, item: Item) -> None:
        super().__init__("Somebody else marked this line. Your choice is still here.")
        self.item = item


class ItemRemoved(Conflict):
    """Somebody removed this line meanwhile. `item` is how it stood."""

    def __init__(self, item: Item) -> None:
        super().__init__("This line was removed. Put it back to change it. Your words are still here.")
        self.item = item


@transaction.atomic
def add_item(*, by: Actor, plan: Plan, step: Step, text: str, operation_id: UUID, purpose: str = Item.Purpose.PLAIN) -> Item:
    """A new last line of the step in the client's words; the same operation again gives the same line.

    Conflict for a purpose that the step does not have.
    """
    check_edit(by, plan)
    if purpose not in step.purposes:
        raise Conflict("This step has no such line. Your words are still here.")
    return _add(by, plan, step, operation_id, kind=Item.Kind.TEXT, text=text, purpose=purpose, on_copy=step.on_copy(purpose))


@transaction.atomic
def cite_contact(*, by: Actor, plan: Plan, step: Step, contact: Contact, operation_id: UUID) -> Item:
    """The person as a line of the step, once. Conflict when the client has ruled them out."""
    check_edit(by, plan)
    check_may_be_in_plan(contact)
    return _cited(plan, step, contact=contact) or _add(by, plan, step, operation_id, kind=Item.Kind.CONTACT, contact=contact)


@transaction.atomic
def cite_resource(*, by: Actor, plan: Plan, step: Step, resource: Resource, operation_id: UUID) -> Item:
    """The directory entry as a line of the step, once. Conflict when it is no longer used."""
    check_edit(by, plan)
    if resource.retired_at is not None:
        raise Conflict(f"{resource.name} is no longer used. Choose another entry.")
    return _cited(plan, step, resource=resource) or _add(by, plan, step, operation_id, kind=Item.Kind.RESOURCE, resource=resource)


@transaction.atomic
def cite_place(*, by: Actor, plan: Plan, step: Step, place: Place, operation_id: UUID) -> Item:
    """The place, by the client's own name for it, as a line of the step, once."""
    check_edit(by, plan)
    if place.retired_at is not None:
        raise Conflict(f"{place.name} is no longer among the places.")
    return _cited(plan, step, place=place) or _add(by, plan, step, operation_id, kind=Item.Kind.PLACE, place=place)


def _as_seen() -> QuerySet[Item]:
    """The line as its writer saw it, where nothing speaks against writing."""
    open_plan = Plan.objects.filter(pk=OuterRef("plan"), client=Given("client"), closed_at=None, client__closed_at=None)
    return Item.objects.filter(Exists(open_plan), granted(), version=Given("seen"), removed_at=None)


SAVED_WORDS = PreparedSave(
    "saved_words", _as_seen, "text", "operation_id", "version", "changed_at", "changed_by",
    echo=Case(When(step__in=STEPS, then=Cast(Given("echo"), UUIDField()))),
)  # fmt: skip


WRITTEN = ("id", "clinic_id", "text", "version", "operation_id", "changed_at", "changed_by_id")  # in the order of the columns


@one_transaction
def save_item(*, by: Actor, client_id: UUID, item_id: UUID, text: str, seen_version: int, operation_id: UUID) -> Item:
    """The line of this client with these words, one version on; what else it holds is read when it is asked for.

    `ItemChanged` when another version than the one seen stands. It is one statement, because it is paid at every pause in
    typing (decision 027); why it did not find the line as it was seen is asked afterwards. One event per line, actor and
    session tells of it, however often it is saved.
    """
    now, version = timezone.now(), seen_version + 1
    saved = Item.from_db(DEFAULT_DB_ALIAS, WRITTEN, (item_id, by.clinic_id, text, version, operation_id, now, by.id))
    asked = {"client": client_id, "holder": by.id, "at": now, "seen": seen_version}
    if by.is_clinician and SAVED_WORDS.save(saved, **asked, echo=hash_of(by.clinic_id, text)):
        record_once(by=by, action="item.save", client_id=client_id, on=saved)
        return saved
    return _saved_before(by, client_id, item_id, text, seen_version, operation_id)


def _saved_before(by: Actor, client_id: UUID, item_id: UUID, text: str, seen_version: int, operation_id: UUID) -> Item:
    """The line that holds these words already; otherwise the reason why it could not take them."""
    now = held_item(client_id, item_id)
    check_edit(by, now.plan)
    repeated = now.operation_id == operation_id and seen_version < now.version
    if repeated or (now.text == text and now.removed_at is None):
        return now
    if now.removed_at is not None:
        raise ItemRemoved(now)
    raise ItemChanged(now)


@transaction.atomic
def set_on_copy(*, by: Actor, item: Item, on_copy: bool) -> Item:
    """Whether the line goes to the client's phone and PDF."""
    check_edit(by, item.plan)
    item.on_copy, item.changed_at, item.changed_by_id = on_copy, timezone.now(), by.id
    item.save(update_fields=["on_copy", "changed_at", "changed_by"])
    record(by=by, action="item.on_copy", client_id=item.plan.client_id, on=item, reason="on" if on_copy else "off")
    return item


@transaction.atomic
def set_sign(*, by: Actor, item: Item, sign: Item.Sign, seen_version: int, operation_id: UUID) -> Item:
    """What sort of warning sign the line is. The words keep their version: marking a line never meets who writes in it.

    `SignChanged` when another version of the mark than the one seen stands. A repeat changes nothing.
    """
    check_edit(by, item.plan)
    now = held_item(item.plan.client_id, item.pk)
    repeated = now.sign_operation_id == operation_id and seen_version < now.sign_version
    if repeated or now.sign == sign:
        return now
    if now.sign_version != seen_version:
        raise SignChanged(now)
    now.sign, now.sign_operation_id, now.sign_version = sign, operation_id, now.sign_version + 1
    now.changed_at, now.changed_by_id = timezone.now(), by.id
    now.save(update_fields=["sign", "sign_operation_id", "sign_version", "changed_at", "changed_by"])
    record(by=by, action="item.sign", client_id=now.plan.client_id, on=now)
    return now


@transaction.atomic
def remove_item(*, by: Actor, item: Item) -> Item:
    """Take the line out of the draft; its words stay so that it can be put back."""
    check_edit(by, item.plan)
    if item.removed_at is None:
        item.removed_at, item.removed_by_id = timezone.now(), by.id
        item.save(update_fields=["removed_at", "removed_by"])
        record(by=by, action="item.remove", client_id=item.plan.client_id, on=item)
    return item


@transaction.atomic
def restore_item(*, by: Actor, item: Item) -> Item:
    """Put a removed line back where it was."""
    check_edit(by, item.plan)
    if item.contact is not None:
        check_may_be_in_plan(item.contact)
    if item.removed_at is not None:
        item.removed_at = item.removed_by = None
        item.changed_at, item.changed_by_id = timezone.now(), by.id
        item.save(update_fields=["removed_at", "removed_by", "changed_at", "changed_by"])
        record(by=by, action="item.restore", client_id=item.plan.client_id, on=item)
    return item


@transaction.atomic
def move_item(*, by: Actor, item: Item, to: int) -> int:
    """Make the line the `to`-th of its step, from 1; its place now. A repeat changes nothing, and the last order wins."""
    check_edit(by, item.plan)
    _locked(item.plan)
    order = list(item.plan.items.ordered_by_people().filter(step=item.step).values_list("pk", flat=True))
    if item.purpose:
        raise Conflict("This line has a place of its own.")
    if item.pk not in order:
        raise Conflict("This line was removed.")
    here, there = order.index(item.pk), min(max(to, 1), len(order)) - 1
    if here == there:
        return there + 1
    order.insert(there, order.pop(here))
    positions = Case(*(When(pk=pk, then=Value(position)) for position, pk in enumerate(order)))
    Item.objects.filter(pk__in=order).update(position=positions)
    Item.objects.filter(pk=item.pk).update(changed_at=timezone.now(), changed_by_id=by.id)
    record(by=by, action="item.move", client_id=item.plan.client_id, on=item)
    return there + 1


def _add(by: Actor, plan: Plan, step: Step, operation_id: UUID, **fields: object) -> Item:
    """Its id comes from the operation, so that the same operation cannot make two lines."""
    _locked(plan)
    id = uuid5(plan.pk, str(operation_id))
    known = Item.objects.filter(pk=id).first()
    if known is not None:
        return known
    last = plan.items.filter(step=step.key).aggregate(last=Max("position"))["last"]
    item = Item.objects.create(
        id=id,
        clinic_id=plan.clinic_id,
        plan=plan,
        step=step.key,
        position=0 if last is None else last + 1,
        operation_id=operation_id,
        echo=echo_of(plan.clinic_id, step.key, str(fields.get("text", ""))),
        made_by_id=by.id,
        changed_at=timezone.now(),
        changed_by_id=by.id,
        **fields,
    )
    record(by=by, action="item.add", client_id=plan.client_id, on=item)
    return item


def _cited(plan: Plan, step: Step, **cites: object) -> Item | None:
    """The line that cites the same entry in this step already."""
    return plan.items.kept().filter(step=step.key, **cites).first()


def _locked(plan: Plan) -> None:
    """One writer at a time for what concerns the order of lines."""
    Plan.objects.select_for_update().get(pk=plan.pk)
