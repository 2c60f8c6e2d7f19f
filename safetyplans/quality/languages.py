"""The languages whose words the rules can read."""

from safetyplans.quality.english import ENGLISH
from safetyplans.quality.words import Words

WORDS: dict[str, Words] = {"en": ENGLISH}


def words_of(language: str) -> Words | None:
    """The table of this language or of its main one ("en-GB"); None where there is none yet: then rules about words are silent."""
    return WORDS.get(language) or WORDS.get(language.split("-")[0])
