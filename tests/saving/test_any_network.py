"""Whatever the network does to two people writing one plan, every acknowledged write is stored once.

Hypothesis writes the story: who does what, and what becomes of the request and of its answer. The database afterwards
must be exactly what a small model of the protocol says, and each write counts once, however often it arrived.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from clinic.db.context import clinic_context
from safetyplans.models import Item, Plan
from tests import factories
from tests.cast import Cast
from tests.saving.wire import Session, Write, add, covers, move, remove, restore, save

STARTING = ["One", "Two", "Three"]
FATES = ["answered", "answered", "answer lost", "never arrived", "arrives twice", "arrives again later"]
step = st.tuples(
    st.sampled_from(["lee", "ben"]),
    st.sampled_from(["save", "save", "save", "add", "move", "remove", "restore"]),
    st.integers(0, 5),
    st.text("ab", min_size=1, max_size=2),
    st.sampled_from(FATES),
)


@dataclass
class Line:
    text: str
    version: int = 1
    removed: bool = False


@dataclass
class Model:
    """What the server must hold: lines by id in their order, and the operations that have been carried out."""

    lines: dict[str, Line]
    order: list[str]
    done: set[str] = field(default_factory=set)
    changes: dict[str, int] = field(default_factory=dict)

    def take(self, write: Write, item: str) -> bool:
        """Carry it out as the protocol says; whether it is acknowledged."""
        return getattr(self, f"_{write.kind}")(write, item)

    def _add(self, write: Write, item: str) -> bool:
        if write.body["operation"] not in self.done:
            self.done.add(write.body["operation"])
            self.lines[item] = Line(write.text)
            self.order.append(item)
        return True

    def _save(self, write: Write, item: str) -> bool:
        line, own = self.lines[item], write.body["operation"]
        if own in self.done and (self._last.get(item) == own or (line.text == write.text and not line.removed)):
            return True
        if line.text == write.text and not line.removed:
            return True
        if line.removed or int(write.body["version"]) != line.version:
            return False
        assert own not in self.done, "an operation that was carried out must not be carried out again"
        self.done.add(own)
        self._last[item] = own
        self.lines[item] = Line(write.text, line.version + 1)
        return True

    def _move(self, write: Write, item: str) -> bool:
        if self.lines[item].removed:
            return False
        kept = [each for each in self.order if not self.lines[each].removed]
        there = min(max(int(write.body["to"]), 1), len(kept)) - 1
        kept.insert(there, kept.pop(kept.index(item)))
        places = iter(kept)
        self.order = [each if self.lines[each].removed else next(places) for each in self.order]
        return True

    def _remove(self, write: Write, item: str) -> bool:
        self.lines[item].removed = True
        return True

    def _restore(self, write: Write, item: str) -> bool:
        self.lines[item].removed = False
        return True

    def __post_init__(self) -> None:
        self._last: dict[str, str] = {}


@dataclass
class Writer:
    """One person's editor: the versions it has seen, and the write that still waits for its answer."""

    session: Session
    seen: dict[str, int]
    waits: tuple[Write, str] | None = None


class Story:
    """Runs the steps, each write through its fate, and keeps model and server side by side."""

    def __init__(self, plan: Plan, writers: dict[str, Writer], model: Model) -> None:
        self.address = f"/clients/{plan.client_id}/plan/"
        self.writers, self.model = writers, model
        self.in_the_air: list[tuple[Writer, Write, str]] = []
        self.acknowledged: list[Write] = []

    def goes_on(self, who: str, kind: str, which: int, text: str, fate: str) -> None:
        writer = self.writers[who]
        write, item = writer.waits or self._next(writer, kind, which, text)
        writer.waits = (write, item)
        if fate == "never arrived":
            return
        for _ in range(2 if fate == "arrives twice" else 1):
            answer, item = self._deliver(writer, write, item)
        if fate == "arrives again later":
            self.in_the_air.append((writer, write, item))
        if fate != "answer lost":
            self._hears(writer, write, item, *answer)

    def ends(self) -> None:
        """Everybody's queue runs empty, and what was still under way arrives last."""
        for writer in self.writers.values():
            if writer.waits:
                write, item = writer.waits
                answer, item = self._deliver(writer, write, item)
                self._hears(writer, write, item, *answer)
        for writer, write, item in self.in_the_air:
            self._deliver(writer, write, item)

    def _next(self, writer: Writer, kind: str, which: int, text: str) -> tuple[Write, str]:
        known = list(writer.seen)
        item = known[which % len(known)]
        made = {
            "add": lambda: add(self.address, text),
            "save": lambda: save(self.address, item, text, writer.seen[item]),
            "move": lambda: move(self.address, item, which + 1),
            "remove": lambda: remove(self.address, item),
            "restore": lambda: restore(self.address, item),
        }[kind]()
        return made, "" if kind == "add" else item

    def _deliver(self, writer: Writer, write: Write, item: str) -> tuple[tuple[bool, int], str]:
        answer = writer.session.send(write)
        assert answer.status in (200, 409), answer
        item = item or answer.item
        expected = self.model.take(write, item)
        assert answer.stored is expected, f"{write} was {'taken' if answer.stored else 'refused'}"
        assert answer.version in (0, self.model.lines[item].version), "the version told is the one that stands"
        return (answer.stored, answer.version), item

    def _hears(self, writer: Writer, write: Write, item: str, stored: bool, version: int) -> None:
        writer.waits = None
        if stored:
            self.acknowledged.append(write)
            if write.kind in ("add", "save"):
                writer.seen[item] = version
        elif version:  # both texts are on the page now: "keep mine" is the next write, on the version told
            writer.seen[item] = version


@pytest.fixture
def site(stage: Cast, web: str) -> str:
    return web


@pytest.mark.feature("B13")
@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # a story that fails is short already; making it shorter takes minutes over real HTTP
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(step, min_size=4, max_size=14))
@example(steps=[("lee", "save", 0, "a", "answer lost"), ("ben", "remove", 0, "a", "answered"), ("lee", "save", 0, "a", "answered")])
def test_every_acknowledged_write_is_stored_once(stage: Cast, site: str, steps: list[Any]) -> None:
    with clinic_context(stage.elm.id):
        client = factories.client(stage.lee)
        covers(stage.ben, client)
        plan = factories.plan(client)
        lines = {str(factories.item(plan, "internal_coping", text).pk): Line(text) for text in STARTING}
    writers = {who: Writer(Session(site, stage.staff[who]), dict.fromkeys(lines, 1)) for who in ("lee", "ben")}
    story = Story(plan, writers, Model(lines, list(lines)))
    for each in steps:
        story.goes_on(*each)
    story.ends()
    with clinic_context(stage.elm.id):
        stored = {str(item.pk): item for item in Item.objects.filter(plan=plan)}
        kept = [str(item.pk) for item in Item.objects.kept().filter(plan=plan)]
    assert {id: Line(item.text, item.version, item.removed_at is not None) for id, item in stored.items()} == story.model.lines
    assert sorted(kept) == sorted(id for id in story.model.order if not story.model.lines[id].removed)
    added = [write for write in story.acknowledged if write.kind == "add"]
    assert len(stored) == len(STARTING) + len({write.body["operation"] for write in added})
