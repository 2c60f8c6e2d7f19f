"""Rows of a list against the directory: what is new, changed, the same, doubled.

The identity of an entry is (source, number in that source) when the list has such a column, else name,
phone and town. Everything is found by dictionary, so ten thousand rows take seconds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from emergency.imports.rows import Candidate, Facts, Unreadable, words_key

SAME_TWICE = "the same entry stands in row {line}"
OTHER_ID = "looks like row {line}: same name, phone and town"
IN_DIRECTORY = "looks like an entry that the directory has from elsewhere"
OTHER_NUMBER = "looks like an entry in the directory that has another number"
RETIRED = "the directory has this entry as retired"
OURS = "entry in handrail"


# Rows that came before, by the hash of their identity and of their likeness: the words themselves would fill the memory.
Seen = dict[int, int]


@dataclass(frozen=True, slots=True)
class Identity:
    """What makes two rows the same entry: the source's own number, or name, phone and town."""

    source: str
    source_id: str
    name: str = ""
    digits: str = ""
    town: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """An entry of the directory: its key, what it says, and what people have done with it."""

    key: object
    source: str
    facts: Facts
    adopted: bool = False
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that the list has otherwise than the directory."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """An entry that the list has otherwise. An adopted one is the clinic's own and left alone unless chosen."""

    candidate: Candidate
    known: Known
    differences: tuple[Difference, ...]

    @property
    def adopted(self) -> bool:
        return self.known.adopted


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A row that looks like another. `may_add` is false where adding it could only be a mistake."""

    candidate: Candidate
    reason: str
    known: Known | None = None
    may_add: bool = True


@dataclass(slots=True)
class Sorting:
    """The rows of a list, each in one place."""

    new: list[Candidate] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: list[Candidate] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """How many rows lie in each place, by its name."""
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "unchanged": len(self.unchanged),
            "duplicate": len(self.duplicates),
            "unreadable": len(self.unreadable),
        }


def identity(facts: Facts, source: str) -> Identity:
    """The identity of an entry that came, or would come, from this source; a list of ours names the entry itself."""
    if facts.get("entry"):
        return Identity(OURS, facts["entry"])
    if facts.get("source_id"):
        return Identity(words_key(source), facts["source_id"].casefold())
    return likeness(facts)


def likeness(facts: Facts) -> Identity:
    """Identity by name, phone (the text number where there is none) and town, the last with its country."""
    digits = facts.get("phone_digits") or words_key(facts.get("sms", ""))
    town = words_key(f"{facts.get('town', '')} {facts.get('country_code', '')}")
    return Identity("", "", words_key(facts.get("name", "")), digits, town)


def classify(
    candidates: Sequence[Candidate],
    unreadable: Iterable[Unreadable],
    directory: Iterable[Known],
    source: str,
    seen: Seen | None = None,
) -> Sorting:
    """Sort the rows of a list from `source` against what the directory has. `seen` goes from part to part of a long list."""
    known = _Directory(directory)
    sorting = Sorting(unreadable=list(unreadable))
    seen = {} if seen is None else seen
    for candidate in candidates:
        own, like = identity(candidate.facts, source), likeness(candidate.facts)
        first = seen.get(hash(own))
        if first is not None:
            reason = SAME_TWICE.format(line=first)
            sorting.duplicates.append(Duplicate(candidate, reason, may_add=False))
            continue
        found = known.by_identity.get(own)
        twin = seen.get(hash(like))
        seen[hash(own)] = candidate.line
        seen.setdefault(hash(like), candidate.line)
        if found is not None:
            _against(sorting, candidate, found)
        elif twin is not None:
            sorting.duplicates.append(Duplicate(candidate, OTHER_ID.format(line=twin)))
        else:
            _unless_alike(sorting, candidate, known, source)
    return sorting


class _Directory:
    """The directory by everything a row is looked up by."""

    def __init__(self, entries: Iterable[Known]) -> None:
        self.by_identity: dict[Identity, Known] = {}
        self.by_likeness: dict[Identity, Known] = {}
        self.by_name: dict[tuple[str, str, str], Known] = {}
        for entry in entries:
            like = likeness(entry.facts)
            own = identity(entry.facts, entry.source)
            self.by_identity.setdefault(own, entry)
            self.by_identity[Identity(OURS, str(entry.key))] = entry
            self.by_likeness.setdefault(like, entry)
            self.by_name.setdefault(_name_and_place(entry.facts), entry)


def _against(sorting: Sorting, candidate: Candidate, found: Known) -> None:
    differences = tuple(_differences(candidate.facts, found.facts))
    if found.retired:
        sorting.duplicates.append(Duplicate(candidate, RETIRED, found, may_add=False))
    elif differences:
        sorting.changed.append(Change(candidate, found, differences))
    else:
        sorting.unchanged.append(candidate)


def _unless_alike(sorting: Sorting, candidate: Candidate, known: _Directory, source: str) -> None:
    alike = known.by_likeness.get(likeness(candidate.facts))
    if alike is not None:
        reason = RETIRED if alike.retired else IN_DIRECTORY
        sorting.duplicates.append(Duplicate(candidate, reason, alike))
        return
    namesake = known.by_name.get(_name_and_place(candidate.facts))
    # One source that numbers its entries knows its own namesakes apart.
    if namesake is not None and (not candidate.facts.get("source_id") or words_key(namesake.source) != words_key(source)):
        sorting.duplicates.append(Duplicate(candidate, OTHER_NUMBER, namesake))
        return
    sorting.new.append(candidate)


def _name_and_place(facts: Facts) -> tuple[str, str, str]:
    return (
        words_key(facts.get("name", "")),
        words_key(facts.get("town", "")),
        words_key(facts.get("region", "")),
    )


def _differences(new: Facts, old: Facts) -> Iterable[Difference]:
    """Fields the list has otherwise. An empty cell erases nothing; a number is compared by its digits."""
    for name, value in new.items():
        before = old.get(name, "")
        if not value or value == before or name in ("source_id", "entry"):
            continue
        if value == " ".join(before.split()):  # a cell is one line
            continue
        if name == "phone" and new["phone_digits"] == old.get("phone_digits"):
            continue
        if name == "phone_digits":
            continue
        yield Difference(name, before, value)
