"""The ladder of tries when the connection dropped or a client did not come: what is due when, and what comes now.

Unknown risk is not low risk: whoever reads the ladder says `raised` for both. A clinic's own steps stand; what was agreed
with the client fills in who calls whom and after how many minutes, but never makes a raised ladder slower.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from emergency.models import SessionEntry
from emergency.protocols import SCENARIOS, Scenario, Step

What = SessionEntry.What
BACK = (What.BACK, What.PHONE, What.REACHED)
AT_ONCE = SCENARIOS["dropped"].steps[0].text  # as Handrail comes: where the client calls, nobody calls at once
WAIT_FOR_CALL = "Wait for the client to call, as agreed, and keep the line free"
NO_WAITING = "Agreed was that the client calls. While there is worry, do not wait for it."


@dataclass(frozen=True)
class Agreed:
    """What was agreed with the client for a lost connection; empty parts were not agreed."""

    caller: str = ""
    minutes: int | None = None
    number: str = ""

    @property
    def client_calls(self) -> bool:
        return self.caller == "client"


@dataclass(frozen=True)
class Rung:
    """One try: when it is due, and whether it was made."""

    number: int
    step: Step
    due_at: datetime
    tried_at: datetime | None
    is_now: bool

    @property
    def is_due(self) -> bool:
        return self.due_at <= timezone.now()

    @property
    def is_waiting(self) -> bool:
        """The client is to call: nothing is tried here."""
        return self.step.text == WAIT_FOR_CALL


@dataclass(frozen=True)
class Ladder:
    """A ladder under way since a moment. `ended` says how it ended, where it has."""

    scenario: Scenario
    since: datetime
    rungs: tuple[Rung, ...]
    ended: SessionEntry | None
    lost: bool
    raised: bool

    @property
    def now(self) -> Rung | None:
        return next((rung for rung in self.rungs if rung.is_now), None)

    @property
    def is_used_up(self) -> bool:
        """Everything was tried, or the therapist has said that the client cannot be reached."""
        return self.ended is None and (self.lost or self.now is None)

    @property
    def needs_people(self) -> bool:
        """Whether the people the client agreed to are to be in view."""
        return self.raised or self.is_used_up

    @property
    def wait(self) -> int:
        """After how many minutes the first try comes that is not made at once."""
        return next((rung.step.minutes for rung in self.rungs if rung.step.minutes), 0)


def dropped(scenarios: dict[str, Scenario], *, raised: bool, agreed: Agreed, entries: Sequence[SessionEntry]) -> Ladder | None:
    """The ladder since the connection dropped last, None when it has not; `entries` are those of the session, in order."""
    starts = [place for place, entry in enumerate(entries) if entry.what == What.DROPPED]
    if not starts:
        return None
    return _of_drop(scenarios, raised, agreed, entries[starts[-1]].at, entries[starts[-1] :])


def ready(scenarios: dict[str, Scenario], *, raised: bool, agreed: Agreed) -> Ladder:
    """The ladder as it will be when the connection drops: it lies in the page, since what drops may be the therapist's own."""
    return _of_drop(scenarios, raised, agreed, timezone.now(), [])


def _of_drop(
    scenarios: dict[str, Scenario], raised: bool, agreed: Agreed, since: datetime, entries: Sequence[SessionEntry]
) -> Ladder:
    scenario = scenarios["dropped_raised" if raised else "dropped"]
    steps = _with_caller(scenario.steps, raised) if agreed.client_calls else scenario.steps
    return _ladder(scenario, _with_agreed(steps, agreed, raised), since, entries, raised)


def missed(
    scenarios: dict[str, Scenario], *, raised: bool, should_have_come: datetime, entries: Sequence[SessionEntry]
) -> Ladder | None:
    """The ladder since the client should have come, None when they were not missed."""
    starts = [place for place, entry in enumerate(entries) if entry.what == What.MISSED]
    if not starts:
        return None
    scenario = scenarios["missed_raised" if raised else "missed"]
    return _ladder(scenario, scenario.steps, should_have_come, entries[starts[-1] :], raised)


def _ladder(scenario: Scenario, steps: Iterable[Step], since: datetime, entries: Sequence[SessionEntry], raised: bool) -> Ladder:
    tries = [entry for entry in entries if entry.what == What.TRIED]
    ended = next((entry for entry in entries if entry.what in BACK), None)
    lost = any(entry.what == What.LOST for entry in entries)
    rungs: list[Rung] = []
    is_over = ended is not None
    for number, step in enumerate(steps):
        tried_at = next((entry.at for entry in reversed(tries) if _was(entry, number, step)), None)
        comes = not is_over and tried_at is None and not any(rung.is_now for rung in rungs)
        rungs.append(Rung(number, step, since + timedelta(minutes=step.minutes or 0), tried_at, comes))
    return Ladder(scenario, since, tuple(rungs), ended, lost, raised)


def _was(entry: SessionEntry, number: int, step: Step) -> bool:
    """Whether this is what was tried, by its words: on the ladder for worry another step may stand at the same place."""
    return entry.words == step.text if entry.words else entry.rung == number


def _with_agreed(steps: Sequence[Step], agreed: Agreed, raised: bool) -> list[Step]:
    """The first try that waits waits as long as was agreed; what comes after it keeps its distance."""
    first = next((place for place, step in enumerate(steps) if step.minutes), None)
    if agreed.minutes is None or first is None:
        return list(steps)
    by_clinic = steps[first].minutes or 0
    wait = min(agreed.minutes, by_clinic) if raised else agreed.minutes
    later = wait - by_clinic
    return [
        step if place < first else Step(step.text, step.prompt, (step.minutes or 0) + later) for place, step in enumerate(steps)
    ]


def _with_caller(steps: Sequence[Step], raised: bool) -> list[Step]:
    """Where it was agreed that the client calls, nobody calls them at once, unless there is worry. The clinic's own steps stay."""
    first = steps[0] if steps else None
    is_ours = first is not None and first.text == AT_ONCE
    if raised:
        return [Step(AT_ONCE, NO_WAITING, 0), *steps[1:]] if is_ours else list(steps)
    return [Step(WAIT_FOR_CALL, minutes=0), *(steps[1:] if is_ours else steps)]
