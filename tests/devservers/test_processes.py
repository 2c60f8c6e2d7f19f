"""The fixtures that give a test real processes do give it real processes."""

import urllib.request
from collections.abc import Callable

import pytest

from clinic.devservers.processes import Child
from clinic.devservers.redis_server import Redis
from tests.servers import eventually

TASK = "Task clinic.notifications.tasks.deliver_due"


def finished(worker: Child) -> int:
    return sum(TASK in line and "succeeded" in line for line in worker.log.read_text().splitlines())


@pytest.mark.django_db(transaction=True)
def test_the_timetable_reaches_the_worker_again_after_redis_was_killed(worker: Child, beat: Child, redis_server: Redis) -> None:
    eventually(lambda: finished(worker) > 0, "a task of the timetable was done", 30)
    assert redis_server.child is not None
    redis_server.child.kill()
    redis_server.start()
    before = finished(worker)
    eventually(lambda: finished(worker) > before, "a task was done after the restart", 60)


@pytest.mark.django_db(transaction=True)
def test_a_worker_can_be_killed_and_another_takes_its_place(start_worker: Callable[[], Child], beat: Child) -> None:
    first = start_worker()
    first.kill()
    second = start_worker()
    eventually(lambda: finished(second) > 0, "the second worker did a task", 30)


@pytest.mark.django_db(transaction=True)
def test_the_web_server_answers(web: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.urlopen(f"{web}/there-is-no-such-page")
    assert answer.value.code == 404
    answer.value.close()
