"""Journey (d) with real processes: whatever dies, exactly one digest arrives, and nothing is lost."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from clinic.audit.actors import system
from clinic.celery import app
from clinic.db.context import clinic_context
from clinic.devservers.processes import Child
from clinic.devservers.redis_server import Redis
from clinic.notifications.models import Message
from safetyplans.actions.reviews import remind_due
from tests.cast import Cast
from tests.notifications.post_office import PostOffice
from tests.safetyplans.reviewing import review_due
from tests.servers import Processes, celery, eventually

START = Callable[[], Child]


@pytest.fixture
def start_worker(processes: Processes, post_office: PostOffice) -> START:
    """A worker whose mail goes to the post office with moods."""
    arguments = celery("worker", "--concurrency=1", "--without-gossip", "--without-mingle", "--loglevel=INFO")
    return lambda: processes.start("worker", *arguments, ready=lambda log: " ready." in log, env=post_office.environment)


@pytest.fixture
def reminded(stage: Cast) -> Cast:
    """Elm Street is a clinic whose reminder time has come, with one review due: Rosa's, whom Lee looks after."""
    stage.elm.is_demo = True
    stage.elm.save(update_fields=["is_demo"])
    with clinic_context(stage.elm.id):
        review_due(stage.rosa)
    return stage


@pytest.fixture(autouse=True)
def settled(stage: Cast) -> Iterator[None]:
    """Leave nothing waiting for the workers of the next test, which share this database."""
    yield
    with clinic_context(stage.elm.id):
        Message.objects.update(state="dropped")
    stage.elm.is_demo = False
    stage.elm.save(update_fields=["is_demo"])


def kill(worker: Child) -> None:
    """kill -9, the pool of the worker with it."""
    os.killpg(worker.pid, signal.SIGKILL)
    worker.process.wait()


def digests(cast: Cast) -> list[Message]:
    with clinic_context(cast.elm.id):
        return list(Message.objects.all())


def states(cast: Cast) -> list[str]:
    return [message.state for message in digests(cast)]


def lease_runs_out(cast: Cast) -> None:
    with clinic_context(cast.elm.id):
        Message.objects.filter(state="sending").update(lease_until=timezone.now() - timedelta(seconds=1))


def write_digest(cast: Cast) -> None:
    with clinic_context(cast.elm.id):
        remind_due(by=system(cast.elm.id), today=cast.elm.today)


def timetable(processes: Processes) -> Child:
    """Beat as we ship it, in a hurry: reminders are looked for every three seconds instead of every minute."""
    program = (
        "from clinic.celery import app\n"
        "for entry in app.conf.beat_schedule.values(): entry['schedule'] = 3\n"
        "app.start(['beat', '--pidfile=', '--loglevel=INFO'])\n"
    )
    return processes.start("beat", "-c", program, ready=lambda log: "beat: Starting" in log)


@pytest.mark.feature("I1")
def test_one_digest_though_the_worker_is_killed_two_beats_run_and_redis_restarts(
    reminded: Cast, processes: Processes, post_office: PostOffice, redis_server: Redis, start_worker: START
) -> None:
    files = set(os.listdir())
    post_office.mood = "slow"
    worker = start_worker()
    timetable(processes), timetable(processes)
    eventually(lambda: post_office.waiting, "a worker between claim and send", patience=60)
    assert states(reminded) == ["sending"]
    kill(worker)
    redis_server.stop()
    redis_server.start()
    post_office.mood = ""
    start_worker()
    lease_runs_out(reminded)
    eventually(lambda: states(reminded) == ["sent"], "the digest, sent by the second worker", patience=60)
    time.sleep(7)  # two more rounds of both timetables
    [mail] = post_office.mails()
    assert mail["To"] == reminded.lee.user.email
    assert mail["Subject"] == "You have items due today. Sign in"
    assert "Rosa" not in mail.as_string()
    assert states(reminded) == ["sent"]
    left = set(os.listdir()) - files
    assert not [name for name in left if not name.startswith(".")], (
        "a timetable keeps no file; other test processes keep hidden ones"
    )


def test_a_worker_killed_after_data_leaves_it_unknown_and_sends_nothing_twice(
    reminded: Cast, post_office: PostOffice, redis_server: Redis, start_worker: START
) -> None:
    post_office.mood = "slow data"
    write_digest(reminded)
    worker = start_worker()
    app.send_task("clinic.notifications.tasks.deliver_due")
    eventually(lambda: post_office.waiting, "a worker that has sent the mail and waits for the answer", patience=60)
    kill(worker)
    post_office.mood = ""
    lease_runs_out(reminded)
    for _ in range(3):
        call_command("deliver_due", stdout=StringIO())
    assert states(reminded) == ["unknown"]
    assert len(post_office.mails()) == 1


def test_without_redis_nothing_is_lost_and_cron_can_do_it(reminded: Cast, post_office: PostOffice, redis_server: Redis) -> None:
    redis_server.stop()
    for command in ("send_due_reminders", "deliver_due", "send_due_reminders", "deliver_due"):
        call_command(command, stdout=StringIO())
    assert len(post_office.mails()) == 1
    assert states(reminded) == ["sent"]
