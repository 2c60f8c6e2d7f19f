"""Which numbers of a document are no longer those of today. Pure functions over format 1 (content.py), without a query."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from emergency.models import Contact, Resource
from safetyplans.content import DIALLED

LABELS: dict[str, Promise] = {
    "phone": _("Phone"),
    "phone_menu": _("After dialling"),
    "sms": _("Text number"),
    "sms_keyword": _("Text the word"),
}


@dataclass(frozen=True)
class Difference:
    """A number that was `before` when the version was made and is `now`; either may be empty."""

    label: Promise
    before: str
    now: str


@dataclass(frozen=True)
class NumberChange:
    """An entry or a person of a document whose number changed. `retired`: no longer used, and nothing took its place.

    `page_is_right`: the client's page shows the number of today; people stand there with the number they gave.
    """

    id: UUID
    name: str
    differences: tuple[Difference, ...] = ()
    replaced_by: str = ""
    retired: bool = False
    page_is_right: bool = True


def people_ids(document: dict[str, Any]) -> set[UUID]:
    """The people a document names."""
    return {UUID(item["contact"]["id"]) for step in document["steps"] for item in step["items"] if "contact" in item}


def people_on_copies(document: dict[str, Any]) -> set[UUID]:
    """Those of them who stand on the client's own page and paper."""
    steps = [{"items": [item for item in step["items"] if item["on_copy"]]} for step in document["steps"]]
    return people_ids({"steps": steps})


def changed_numbers(
    document: dict[str, Any], entries: Mapping[UUID, Resource], people: Mapping[UUID, Contact]
) -> list[NumberChange]:
    """What changed since the document was made, each entry once, in the order of the page."""
    found: dict[UUID, NumberChange] = {}
    for change in (*_of_entries(document, entries), *_of_people(document, people)):
        found.setdefault(change.id, change)
    return list(found.values())


def _of_entries(document: dict[str, Any], entries: Mapping[UUID, Resource]) -> Iterable[NumberChange]:
    named = [item["resource"] for step in document["steps"] for item in step["items"] if "resource" in item]
    for written in (*named, *document["local"]):
        id = UUID(written["id"])
        now = entries.get(id)
        if now is None or now.retired_at is not None:
            yield NumberChange(id, written["name"], retired=True)
        elif differences := tuple(_differences(written, now)):
            yield NumberChange(id, written["name"], differences, replaced_by=now.name if now.pk != id else "")
        elif now.pk != id:
            yield NumberChange(id, written["name"], replaced_by=now.name)


def _differences(written: dict[str, Any], now: Resource) -> Iterable[Difference]:
    for name in DIALLED:
        if written[name] != getattr(now, name):
            yield Difference(LABELS[name], written[name], getattr(now, name))


def _of_people(document: dict[str, Any], people: Mapping[UUID, Contact]) -> Iterable[NumberChange]:
    for person in (item["contact"] for step in document["steps"] for item in step["items"] if "contact" in item):
        now = people.get(UUID(person["id"]))
        if now is not None and now.phone != person["phone"]:
            difference = Difference(LABELS["phone"], person["phone"], now.phone)
            yield NumberChange(now.pk, person["name"], (difference,), page_is_right=False)
