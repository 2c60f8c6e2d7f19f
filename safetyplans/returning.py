"""What a version becomes when it is made a draft again: which of its lines can still be used as they were."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from clinic.clients.models import Client, Place
from emergency.models import Contact, Resource
from emergency.queries import current
from safetyplans.content import resource_ids
from safetyplans.models import Item

# two lines that agree in these are the same line
SAYS = ("step", "kind", "purpose", "text", "sign", "on_copy", "contact_id", "resource_id", "place_id")


@dataclass(frozen=True)
class ReturningLine:
    """A line of the new draft, as fields of `Item`. `as_words`: whom or what it named before, when that is no longer used."""

    fields: dict[str, Any]
    as_words: str = ""


@dataclass(frozen=True)
class Returning:
    """All lines that come in, and the names of people who do not, because the client has ruled them out."""

    lines: tuple[ReturningLine, ...]
    ruled_out: tuple[str, ...]

    @property
    def as_words(self) -> list[str]:
        return [line.as_words for line in self.lines if line.as_words]


@dataclass(frozen=True)
class Known:
    """Whom and what the lines may cite today."""

    people: Mapping[UUID, Contact]
    entries: Mapping[UUID, Resource]
    places: Mapping[UUID, Place]


def returning(client: Client, document: dict[str, Any]) -> Returning:
    """What comes in when `document` becomes the draft of this client. Three queries."""
    known = Known(
        people={person.pk: person for person in client.contacts.all()},
        entries=current(resource_ids(document)),
        places={place.pk: place for place in client.places.kept()},
    )
    lines: list[ReturningLine] = []
    ruled_out: list[str] = []
    for step in document["steps"]:
        for written in step["items"]:
            if _is_ruled_out(written, known):
                ruled_out.append(written["contact"]["name"])
            else:
                lines.append(_line(step["key"], written, known))
    return Returning(tuple(lines), tuple(ruled_out))


def staying(items: Iterable[Item], lines: Sequence[ReturningLine]) -> dict[int, Item]:
    """The items of a draft that say already what a returning line says, by the place of that line. They keep their notes."""
    standing: dict[tuple[Any, ...], list[Item]] = {}
    for item in items:
        standing.setdefault(tuple(getattr(item, name) for name in SAYS), []).append(item)
    found: dict[int, Item] = {}
    for place, line in enumerate(lines):
        same = standing.get(tuple(line.fields.get(name, "" if name == "sign" else None) for name in SAYS))
        if same:
            found[place] = same.pop(0)
    return found


def _is_ruled_out(written: dict[str, Any], known: Known) -> bool:
    person = known.people.get(UUID(written["contact"]["id"])) if "contact" in written else None
    return person is not None and not person.may_be_in_plan


def _line(step: str, written: dict[str, Any], known: Known) -> ReturningLine:
    common = {name: written[name] for name in ("purpose", "on_copy")}
    common |= {name: written[name] for name in ("sign", "on_card") if name in written}  # not in the first documents
    cited = _cited(written, known)
    if cited or written["kind"] == Item.Kind.TEXT:
        return ReturningLine({"step": step, "kind": written["kind"], "text": written["text"], **common, **cited})
    entry = written[written["kind"]]
    words = " ".join(part for part in (_in_words(written, entry), written["text"]) if part)
    return ReturningLine({"step": step, "kind": Item.Kind.TEXT, "text": words, **common}, as_words=entry["name"])


def _cited(written: dict[str, Any], known: Known) -> dict[str, Any]:
    """The key of the entry that the line names, while it can be used."""
    kind = written["kind"]
    if kind == Item.Kind.TEXT:
        return {}
    id = UUID(written[kind]["id"])
    person, entry = known.people.get(id), known.entries.get(id)
    if person is not None and person.retired_at is None:
        return {"contact_id": id}
    if entry is not None and entry.retired_at is None:
        return {"resource_id": entry.pk}
    return {"place_id": id} if id in known.places else {}


def _in_words(written: dict[str, Any], entry: dict[str, Any]) -> str:
    """A person with their number; of an entry that is no longer used only the name, because its number is not right any more."""
    parts = (entry["name"], entry["relation"], entry["phone"]) if written["kind"] == Item.Kind.CONTACT else (entry["name"],)
    return ", ".join(part for part in parts if part)
