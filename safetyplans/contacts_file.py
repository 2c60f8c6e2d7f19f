"""The numbers of a plan as a contacts file (vCard 3.0), under names the client may change first. Nothing of it is stored."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from clinic.accounts.countries import Country
from clinic.web.numbers import diallable
from safetyplans.content import ClientPlan
from safetyplans.reach import Reach, line_reach, number_reach, person_reach

FILE_NAME = "my-numbers.vcf"
LINE_OCTETS = 75
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True)
class Entry:
    """One contact of the file. `key` stays the same while the plan is the same, whatever its place in the list."""

    key: str
    reach: Reach
    country: str

    @property
    def name(self) -> str:
        return self.reach.name

    @property
    def call(self) -> str:
        return diallable(self.reach.phone, self.country)

    @property
    def text(self) -> str:
        """The number for texts where it is another one than for calls."""
        number = diallable(self.reach.sms, self.country)
        return number if number != self.call else ""

    @property
    def note(self) -> str:
        """What no number can hold: digits to press, the word to send."""
        said = [self.reach.menu] if self.reach.menu else []
        if self.reach.keyword:
            said.append(gettext("text %(word)s") % {"word": self.reach.keyword})
        return ", ".join(said)


def entries(plan: ClientPlan, pack: Country) -> list[Entry]:
    """Everybody and everything with a number on the client's copy, once: people, lines of the plan, near places, of the country."""
    found: dict[str, Entry] = {}
    for key, reach in _reached(plan, pack):
        if reach.phone or reach.sms:
            found.setdefault(key, Entry(key, reach, pack.phone_region))
    return list(found.values())


def _reached(plan: ClientPlan, pack: Country) -> Iterator[tuple[str, Reach]]:
    items = [item for step in plan.in_order for item in step.items]
    yield from ((item.contact.id.hex, person_reach(item.contact)) for item in items if item.contact)
    yield from ((item.resource.id.hex, number_reach(item.resource, pack)) for item in items if item.resource)
    yield from ((number.id.hex, number_reach(number, pack)) for number in plan.local)
    yield from ((f"line-{place}", line_reach(line)) for place, line in enumerate(pack.lines))


def renamed(found: list[Entry], names: dict[str, str]) -> list[Entry]:
    """The entries under these names, by key; those without a name are left out."""
    return [replace(each, reach=replace(each.reach, name=names[each.key])) for each in found if names.get(each.key)]


def contacts_file(found: list[Entry]) -> bytes:
    """The file: UTF-8, lines ended by CRLF and folded at 75 octets, short codes as they are dialled."""
    return "".join(f"{folded}\r\n" for entry in found for line in _lines(entry) for folded in _folded(line)).encode()


def _lines(entry: Entry) -> Iterator[str]:
    name = entry.name.translate(ESCAPED)
    yield from ("BEGIN:VCARD", "VERSION:3.0", f"N:;{name};;;", f"FN:{name}")
    if entry.call:
        yield f"TEL;TYPE=VOICE:{entry.call}"
    if entry.text:
        yield f"TEL;TYPE=CELL:{entry.text}"
    if entry.note:
        yield f"NOTE:{entry.note.translate(ESCAPED)}"
    yield "END:VCARD"


def _folded(line: str) -> Iterator[str]:
    """A long line in pieces; a sign of several octets stays in one of them."""
    piece, room = "", LINE_OCTETS
    for sign in line:
        size = len(sign.encode())
        if size > room:
            yield piece
            piece, room = " ", LINE_OCTETS - 1
        piece, room = piece + sign, room - size
    yield piece
