"""What the server must hold after each write, as the saving protocol says: small enough to be seen to be right.

Nobody knows what became of a write without an answer, nor which of two at the same moment came first. So there are several
worlds that may be; each answer rules some of them out, and one must always be left.
"""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from tests.saving.wire import Answer, Write

TELLS_VERSION = ("save", "note", "sign", "session_note", "answer", "report")


@dataclass
class Text:
    """Words somebody types, with the version they are in."""

    text: str
    version: int = 1
    last: str = ""
    removed: bool = False


@dataclass
class World:
    """What may stand on the server: lines, their notes and signs, answers, the report and the note of the session by name, and what only grows."""

    plan: UUID
    texts: dict[str, Text]
    given: dict[str, list[str]] = field(default_factory=dict)
    lines: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    done: tuple[str, ...] = ()  # answers of the questionnaire, by their names

    def take(self, write: Write) -> tuple[bool, int]:
        """Carry it out; whether it is acknowledged, and the version told (0: none)."""
        return getattr(self, f"_{write.kind}")(write)

    def _add(self, write: Write) -> tuple[bool, int]:
        line = self.texts.setdefault(str(uuid5(self.plan, write.operation)), Text(write.text))
        return True, line.version

    def _save(self, write: Write) -> tuple[bool, int]:
        line = self.texts[write.thing]
        if line.last != write.operation and line.removed:
            return False, 0
        if line.version == write.seen:  # the words that stand there are not read first, so the same ones count too
            line.text, line.version, line.last = write.text, line.version + 1, write.operation
            return True, line.version
        return self._overwrite(line, write)

    def _note(self, write: Write) -> tuple[bool, int]:
        return self._overwrite(self.texts.setdefault(write.thing, Text("", 0)), write)

    _report = _sign = _session_note = _note

    def _answer(self, write: Write) -> tuple[bool, int]:
        return self._overwrite(self.texts.setdefault(write.thing, Text("", 0)), write)

    def _overwrite(self, line: Text, write: Write) -> tuple[bool, int]:
        if (write.operation and line.last == write.operation) or (line.text == write.text and not line.removed):
            return True, line.version
        if line.version != write.seen:
            return False, line.version
        line.text, line.version, line.last = write.text, line.version + 1, write.operation
        return True, line.version

    def _move(self, write: Write) -> tuple[bool, int]:
        return not self.texts[write.thing].removed, 0

    def _remove(self, write: Write) -> tuple[bool, int]:
        self.texts[write.thing].removed = True
        return True, 0

    def _restore(self, write: Write) -> tuple[bool, int]:
        self.texts[write.thing].removed = False
        return True, 0

    def _screening(self, write: Write) -> tuple[bool, int]:
        given = self.given.setdefault(write.thing, [])
        if write.operation not in self.done and write.text != (given[-1] if given else ""):
            self.done = tuple(sorted({*self.done, write.operation}))
            given.append(write.text)
        return True, 0

    def _line(self, write: Write) -> tuple[bool, int]:
        known = self.lines.get(write.thing, [])
        self.lines[write.thing] = sorted({*known, (write.operation, write.text)})
        return True, 0


def after(worlds: Iterable[World], sent: Sequence[tuple[Write, Answer | None]]) -> list[World]:
    """The worlds that may be once these were under way at the same time and gave these answers (None: no answer came)."""
    begun = [(world, tuple(range(len(sent)))) for world in worlds]
    met, left = {(repr(world), still) for world, still in begun}, dict[str, World]()
    while begun:
        world, still = begun.pop()
        if all(sent[each][1] is None for each in still):
            left[repr(world)] = world  # what still is under way never arrived
        for each in still:
            made = _told_the_same(deepcopy(world), *sent[each])
            rest = tuple(other for other in still if other != each)
            if made is not None and (repr(made), rest) not in met:
                met.add((repr(made), rest))
                begun.append((made, rest))
    return list(left.values())


def _told_the_same(world: World, write: Write, told: Answer | None) -> World | None:
    stored, version = world.take(write)
    if told is None or (told.stored is stored and (told.version in (0, version) or write.kind not in TELLS_VERSION)):
        return world
    return None
