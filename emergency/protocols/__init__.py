"""What to do in each kind of emergency, as Handrail comes: steps and words of our own, which a clinic replaces by its own.

No step names or suggests a means of harm. Crisis scenarios begin with the question where the client is now; ladders say
after how many minutes the next try comes.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("scenarios.json")
AT_MOST = 9


@dataclass(frozen=True)
class Step:
    """One thing to do; `prompt` is what can be said meanwhile, `minutes` after how long it is due (ladders)."""

    text: str
    prompt: str = ""
    minutes: int | None = None


@dataclass(frozen=True)
class Scenario:
    """One kind of emergency, or a ladder of tries. `prompts` are words that calm."""

    key: str
    title: str
    steps: tuple[Step, ...]
    prompts: tuple[str, ...]

    @property
    def is_ladder(self) -> bool:
        return self.key in LADDERS

    def with_words(self, steps: Iterable[Mapping[str, Any]], prompts: Iterable[str]) -> "Scenario":
        """The same scenario with other steps, as they are stored: {"text", "prompt", "minutes"}."""
        return Scenario(self.key, self.title, read_steps(steps), tuple(prompts))


def read_steps(stored: Iterable[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Steps from how they are stored."""
    return tuple(Step(each["text"], each.get("prompt") or "", each.get("minutes")) for each in stored)


def stored_steps(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """How steps are stored, with a clinic's protocol and with an incident."""
    return [{"text": each.text, "prompt": each.prompt, "minutes": each.minutes} for each in steps]


LADDERS = ("dropped", "dropped_raised", "missed", "missed_raised")
SCENARIOS: dict[str, Scenario] = {
    each["key"]: Scenario(each["key"], each["title"], read_steps(each["steps"]), tuple(each["prompts"]))
    for each in json.loads(FILE.read_text(encoding="utf-8"))
}
CRISES = tuple(key for key in SCENARIOS if key not in LADDERS)
