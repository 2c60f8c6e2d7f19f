"""Two people write as fast as they can while the server's processes are killed under them."""

import os
import random
import signal
import subprocess
import threading
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field

import pytest

from clinic.db.context import clinic_context
from safetyplans.models import Item
from tests import factories
from tests.cast import Cast
from tests.saving.wire import Answer, NoAnswer, Session, Write, add, covers, save
from tests.servers import Processes, eventually

WRITES, KILLS, LINES = 24, 3, 3


@dataclass
class Typist:
    """Writes until all of it is acknowledged or refused for good; what got no answer is sent again as it was."""

    session: Session
    plan: str
    seen: dict[str, int]
    chance: random.Random
    stored: list[tuple[Write, Answer]] = field(default_factory=list)
    added: dict[str, str] = field(default_factory=dict)
    unanswered: int = 0

    def types(self) -> None:
        for number in range(WRITES):
            if number % 6 == 0:
                write = add(self.plan, f"{id(self)} {number}")
                self.added[self._until_answered(write).item] = write.text
            else:
                self._saves(self.chance.choice(list(self.seen)), f"{id(self)} {number}")

    def _saves(self, item: str, text: str) -> None:
        while True:
            write = save(self.plan, item, text, self.seen[item])
            answer = self._until_answered(write)
            self.seen[item] = answer.version
            if answer.stored:
                return self.stored.append((write, answer))

    def _until_answered(self, write: Write) -> Answer:
        while True:
            try:
                answer = self.session.send(write)
            except NoAnswer:
                answer = Answer(0)
            if answer.status in (200, 409):
                return answer
            self.unanswered += 1
            time.sleep(0.02)


def workers_of(master: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(master)], capture_output=True, text=True, check=False)
    return [int(pid) for pid in listed.stdout.split()]


@pytest.mark.feature("B13")
def test_nothing_acknowledged_is_lost_or_stored_twice(stage: Cast, web: str, processes: Processes) -> None:
    with clinic_context(stage.elm.id):
        plan = factories.plan(stage.rosa)
        covers(stage.ben, stage.rosa)
        lines = [str(factories.item(plan, "internal_coping", "begun").pk) for _ in range(LINES)]
    address = f"/clients/{stage.rosa.pk}/plan/"
    typists = [
        Typist(Session(web, member), address, dict.fromkeys(lines, 1), random.Random(seed))
        for seed, member in enumerate((stage.lee, stage.ben))
    ]
    threads = [threading.Thread(target=typist.types) for typist in typists]
    master = next(child for child in processes.started if child.name == "web").process.pid
    for thread in threads:
        thread.start()
    killed = 0
    while any(thread.is_alive() for thread in threads) and killed < KILLS:
        done = sum(len(typist.stored) for typist in typists)
        eventually(
            lambda done=done: sum(len(t.stored) for t in typists) >= done + 8 or not threads[0].is_alive(), "more writes", 60
        )
        for pid in workers_of(master):
            with suppress(ProcessLookupError):  # ended by itself meanwhile
                os.kill(pid, signal.SIGKILL)
        killed += 1
    for thread in threads:
        thread.join(timeout=120)
        assert not thread.is_alive()
    assert killed >= 3, "the servers were killed while people wrote"

    versions = defaultdict(list)
    last: dict[str, tuple[int, str]] = {}
    for typist in typists:
        for write, answer in typist.stored:
            versions[answer.item].append(answer.version)
            last[answer.item] = max(last.get(answer.item, (0, "")), (answer.version, write.text))
    with clinic_context(stage.elm.id):
        stored = {str(item.pk): item for item in Item.objects.filter(plan=plan)}
    assert all(len(told) == len(set(told)) for told in versions.values()), "two acknowledged writes became one version"
    assert {id: (stored[id].version, stored[id].text) for id in last} == last, "the last acknowledged words stand"
    added = {id: text for typist in typists for id, text in typist.added.items()}
    assert set(stored) == {*lines, *added}, "each added line is there, once"
    assert all(stored[id].text == text for id, text in added.items())
