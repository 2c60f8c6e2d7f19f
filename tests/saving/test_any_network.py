"""Whatever the network and the servers do to two people writing at the same time, every acknowledged write is stored once.

Hypothesis writes the story: who does what, who at the same moment, and what becomes of the request and of its answer. The
database afterwards must be one of the worlds that protocol.py leaves, and each write counts once, however often it arrived.
HANDRAIL_STORIES=300 tells as many other stories.
"""

import os
import signal
import subprocess
import threading
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from clinic.accounts.models import Membership
from clinic.clients.models import Client
from clinic.db.context import clinic_context
from emergency.models import Incident, IncidentEntry, SessionEntry, TherapySession
from intake.actions import screenings
from intake.models import Answer as IntakeAnswer
from intake.models import Screening
from safetyplans.models import Item, ItemNote, Plan
from tests import factories
from tests.cast import Cast
from tests.saving import wire
from tests.saving.protocol import TELLS_VERSION, Text, World, after
from tests.saving.wire import Answer, NoAnswer, Session, Write, covers
from tests.servers import Processes

STORIES = int(os.environ.get("HANDRAIL_STORIES", "0"))
STARTING = ["One", "Two"]
KEYS, SIGNS = ["stressors", "triggers"], ["thought", "mood", "body"]
KINDS = [
    "save",
    "save",
    "save",
    "add",
    "move",
    "remove",
    "restore",
    "note",
    "note",
    "sign",
    "session_note",
    "session_note",
    "answer",
    "answer",
    "screening",
    "line",
    "report",
]
FATES = ["answered", "answered", "answer lost", "never arrived", "arrives twice", "arrives again later"]
MILLISECONDS = 0.001


def deed(who: str) -> Any:
    return st.tuples(
        st.just(who), st.sampled_from(KINDS), st.integers(0, 5), st.text("ab", min_size=1, max_size=2), st.sampled_from(FATES)
    )


# one of the two or both at the same moment, whether something old arrives then too, and whether the servers are killed meanwhile
lee, ben = deed("lee"), deed("ben")
moment = st.tuples(
    st.one_of(st.tuples(lee), st.tuples(ben), st.tuples(lee, ben), st.tuples(lee, ben)),
    st.booleans(),
    st.sampled_from([None] * 60 + [3, 15]),
)


@dataclass
class Records:
    """What the two write to."""

    client: Client
    plan: Plan
    session: UUID
    incident: UUID
    screening: UUID

    @classmethod
    def of(cls, lee: Membership, ben: Membership) -> "Records":
        client = factories.client(lee)
        covers(ben, client)
        over = timezone.now() - timedelta(hours=2)
        incident = Incident.objects.create(
            clinic_id=lee.clinic_id, client=client, year=over.year, number=int(client.pk.hex[:6], 16), lead_id=lee.id,
            opened_at=over, opened_by_id=lee.id, ended_at=over, ended_by_id=lee.id, outcome="at_home",
        )  # fmt: skip
        asked = screenings.begin(by=lee.actor, client=client, instrument="phq9", way="session")
        TherapySession.objects.open().update(ended_at=timezone.now(), ended_by_id=lee.id)
        session = factories.session(lee, client, started=True)
        return cls(client, factories.plan(client), session.pk, incident.pk, asked.pk)

    @property
    def address(self) -> str:
        return f"/clients/{self.client.pk}/"

    @property
    def report(self) -> str:
        return f"{self.address}incidents/{self.incident}/"

    def stored(self) -> World:
        """The world as the database has it; lines and answers as lists, so that one stored twice is seen."""
        mine = {"client": self.client}
        texts = {
            str(each.pk): Text(each.text, each.version, "", each.removed_at is not None)
            for each in Item.objects.filter(plan=self.plan)
        }
        noted = ItemNote.objects.filter(item__plan=self.plan)
        texts |= {f"note {each.item_id}": Text(each.barriers, each.version) for each in noted}
        marked = Item.objects.filter(plan=self.plan, sign_version__gt=0)
        texts |= {f"sign {each.pk}": Text(each.sign, each.sign_version) for each in marked}
        texts |= {f"answer {each.key}": Text(each.value, each.version) for each in IntakeAnswer.objects.filter(**mine)}
        incident = Incident.objects.get(pk=self.incident)
        texts["report"] = Text(incident.happened, incident.report_version)
        session = TherapySession.objects.get(pk=self.session)
        texts |= {"session note": Text(session.note, session.note_version)} if session.note_version else {}
        given = Screening.objects.get(pk=self.screening).answers
        return World(
            self.plan.pk, texts, {f"question {item}": [str(each["value"]) for each in all] for item, all in given.items()},
            {"crisis": told(IncidentEntry.objects.filter(incident__client=self.client, what="note")),
             "session": told(SessionEntry.objects.filter(session=self.session, what="tried"))},
        )  # fmt: skip


def told(entries: Any) -> list[tuple[str, str]]:
    return sorted((str(each.operation_id), each.words) for each in entries)


def known_by_all(world: World) -> World:
    """What of a world the database can show."""
    texts = {name: Text(each.text, each.version, "", each.removed) for name, each in world.texts.items() if each.version}
    return World(world.plan, texts, world.given, {name: world.lines.get(name, []) for name in ("crisis", "session")})


@dataclass
class Writer:
    """One person's pages: the versions they have seen, and the write that still waits for its answer."""

    session: Session
    lines: list[str]
    seen: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    waits: Write | None = None


class Story:
    """Runs the moments, each write through its fate, and keeps the worlds that the answers leave."""

    def __init__(self, records: Records, writers: dict[str, Writer], world: World, kill: Any) -> None:
        self.records, self.writers, self.worlds, self.kill = records, writers, [world], kill
        self.killed = False
        self.in_the_air: list[tuple[Writer, Write]] = []
        self.acknowledged: list[Write] = []

    def goes_on(self, deeds: tuple[Any, ...], old_too: bool, killed_after: int | None) -> None:
        sent: list[tuple[Writer, Write]] = []
        hears: list[int] = []
        for who, kind, which, text, fate in deeds:
            writer = self.writers[who]
            writer.waits = write = writer.waits or self._next(writer, kind, which, text)
            if fate == "never arrived":
                continue
            sent += [(writer, write)] * (2 if fate == "arrives twice" else 1)
            hears += [len(sent) - 1] if fate != "answer lost" else []
            self.in_the_air += [(writer, write)] if fate == "arrives again later" else []
        if old_too and self.in_the_air and len(sent) < 4:
            sent.append(self.in_the_air.pop(0))
        answers = self._deliver(sent, killed_after)
        for place in hears:
            if (answer := answers[place]) is not None:
                self._hears(*sent[place], answer)

    def ends(self) -> None:
        """Everybody's queue runs empty, and what was still under way arrives last."""
        for writer in self.writers.values():
            while writer.waits:
                [answer] = self._deliver([(writer, writer.waits)])
                if answer is not None:
                    self._hears(writer, writer.waits, answer)
        for late in self.in_the_air:
            self._deliver([late])

    def _next(self, writer: Writer, kind: str, which: int, text: str) -> Write:
        at, seen = self.records, writer.seen
        plan, item, key = f"{at.address}plan/", writer.lines[which % len(writer.lines)], KEYS[which % 2]
        made = {
            "add": lambda: wire.add(plan, text),
            "save": lambda: wire.save(plan, item, text, seen[item]),
            "move": lambda: wire.move(plan, item, which + 1),
            "remove": lambda: wire.remove(plan, item),
            "restore": lambda: wire.restore(plan, item),
            "note": lambda: wire.note(plan, item, text, seen[f"note {item}"]),
            "sign": lambda: wire.sign(plan, item, SIGNS["ab".index(text[0]) + len(text) - 1], seen[f"sign {item}"]),
            "session_note": lambda: wire.session_note(at.session, text, seen["session note"]),
            "answer": lambda: wire.answer(at.address, key, text, seen[f"answer {key}"]),
            "screening": lambda: wire.screening(at.address, at.screening, which % 2 + 1, len(text) + which % 3 - 1),
            "line": lambda: wire.crisis_line(at.address, text) if which % 2 else wire.session_line(at.session, text),
            "report": lambda: wire.report(at.report, text, seen["report"]),
        }
        return made[kind]()

    def _deliver(self, sent: list[tuple[Writer, Write]], killed_after: int | None = None) -> list[Answer | None]:
        """All at the same moment; None for what got no answer."""
        answers: list[Answer | None] = [None] * len(sent)

        def send(place: int, writer: Writer, write: Write) -> None:
            try:
                answers[place] = writer.session.send(write)
            except NoAnswer:
                return
            if self.killed and (answers[place] or Answer(0)).status >= 500:
                answers[place] = None  # the page sends it again, as after no answer

        threads = [threading.Thread(target=send, args=(place, *each)) for place, each in enumerate(sent)]
        for thread in threads:
            thread.start()
        if killed_after is not None:
            self.killed = True
            time.sleep(killed_after * MILLISECONDS)
            self.kill()
        for thread in threads:
            thread.join()
        assert all(answer is None or answer.status in (200, 302, 409) for answer in answers), (sent, answers)
        writes = [write for _, write in sent]
        before, self.worlds = self.worlds, after(self.worlds, list(zip(writes, answers, strict=True)))
        assert self.worlds, f"no order explains these answers: {list(zip(writes, answers, strict=True))}, from one of {before}"
        return answers

    def _hears(self, writer: Writer, write: Write, answer: Answer) -> None:
        writer.waits = None
        if answer.stored:
            self.acknowledged.append(write)
        thing = answer.item if write.kind == "add" else write.thing
        if write.kind == "add" and thing not in writer.lines:
            writer.lines.append(thing)
        if write.kind in ("add", *TELLS_VERSION) and answer.version:
            writer.seen[thing] = answer.version  # also when refused: "keep mine" is the next write, on the version told
        if write.kind == "report" and not answer.stored:
            writer.seen[thing] = writer.session.version_on(f"{self.records.report}report/")


@pytest.fixture
def kill(stage: Cast, web: str, processes: Processes) -> Any:
    """Ends all of the web server's workers at once, as running out of memory does; new ones come."""
    master = next(child for child in processes.started if child.name == "web").process.pid

    def killing() -> None:
        for pid in workers_of(master):
            with suppress(ProcessLookupError):  # ended by itself meanwhile
                os.kill(pid, signal.SIGKILL)

    return killing


def workers_of(master: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(master)], capture_output=True, text=True, check=False)
    return [int(pid) for pid in listed.stdout.split()]


def does(who: str, kind: str, fate: str = "answered", which: int = 0, text: str = "a") -> tuple[Any, ...]:
    return (who, kind, which, text, fate)


@pytest.mark.feature("B13")
@settings(
    max_examples=STORIES or 12,
    derandomize=not STORIES,  # a build tells the same stories every time
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],  # a story that fails is short already; making it shorter takes minutes over real HTTP
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(moments=st.lists(moment, min_size=5, max_size=14))
@example(
    moments=[
        ((does("lee", "save", "answer lost"),), False, None),
        ((does("ben", "remove"),), False, None),
        ((does("lee", "save"),), False, None),
    ]
)
@example(
    moments=[
        ((does("lee", kind, "arrives twice"), does("ben", kind, "arrives twice", text="b")), False, killed)
        for kind, killed in (
            ("answer", None),
            ("note", None),
            ("session_note", None),
            ("line", 3),
            ("sign", None),
            ("screening", None),
            ("report", None),
        )
    ]
)
def test_every_acknowledged_write_is_stored_once(stage: Cast, web: str, kill: Any, moments: list[Any]) -> None:
    with clinic_context(stage.elm.id):
        records = Records.of(stage.lee, stage.ben)
        lines = [str(factories.item(records.plan, "internal_coping", text).pk) for text in STARTING]
        begun = records.stored()
    writers = {who: Writer(Session(web, stage.staff[who]), list(lines)) for who in ("lee", "ben")}
    for writer in writers.values():
        writer.seen |= {name: each.version for name, each in begun.texts.items()}
    world = World(begun.plan, begun.texts)
    story = Story(records, writers, world, kill)
    for each in moments:
        story.goes_on(*each)
    story.ends()
    with clinic_context(stage.elm.id):
        stored = records.stored()
    assert stored in [known_by_all(world) for world in story.worlds]
    added = {write.operation for write in story.acknowledged if write.kind == "add"}
    assert len(added) <= sum(name.count(" ") == 0 and name != "report" for name in stored.texts) - len(STARTING)
    written = {operation for log in stored.lines.values() for operation, _ in log}
    assert {write.operation for write in story.acknowledged if write.kind == "line"} <= written
