"""What a language needs for the rules that read words. A language without a table here has no such rules."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from re import Pattern

from safetyplans.quality.facts import LineFacts


@dataclass(frozen=True)
class Words:
    """What a language needs for the rules about words."""

    first_person: Pattern[str]
    relations: dict[str, str]
    others: frozenset[str]
    names: frozenset[str]
    name_is_word: frozenset[str]
    not_a_name: frozenset[str]
    short_forms: dict[str, str]
    brands: frozenset[str]
    place_after: Pattern[str]
    person_before: Pattern[str]
    animals: Pattern[str]
    professions: Pattern[str]
    private: Pattern[str]
    dear: Pattern[str]
    general: frozenset[str]
    general_in: dict[str, frozenset[str]]
    tests: "Mapping[str, LineTest]"
    day_named: "Callable[[str, date], date | None] | None" = None

    def test(self, name: str, line: LineFacts) -> bool:
        """Whether the line passes this test of the language; a test that it lacks is never passed."""
        return name in self.tests and self.tests[name](line, self)

    def knowing(self, name: str) -> "Words":
        """The same table with one more first name in it."""
        plain = name.casefold()
        return replace(self, names=self.names | {plain}, name_is_word=self.name_is_word - {plain})


LineTest = Callable[[LineFacts, Words], bool]
