"""How hard a text is to read: a tripwire for words that clients meet on a bad night, never a proof."""

import re

SYLLABLE = re.compile(r"[aeiouy]{1,2}")
SILENT = re.compile(r"(?:[^laeiouy]es|ed|[^laeiouy]e)$")
WORD = re.compile(r"[\w'’]+")
SENTENCE_END = re.compile(r"[.?!:]+(?:\s|$)|\n")
HARDEST, LONGEST = 6, 20  # school years, and words in a sentence


def school_year(text: str) -> float:
    """The grade by Flesch and Kincaid, for English; 0 for a text without words."""
    words = WORD.findall(text)
    if not words:
        return 0
    return 0.39 * len(words) / len(_sentences(text)) + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


def is_hard(text: str) -> bool:
    """Above school year 6, with a sentence of more than 20 words, or with a word of five syllables."""
    words = WORD.findall(text)
    few = len(words) < 8  # the formula says nothing of a few words
    longest = max((len(WORD.findall(sentence)) for sentence in _sentences(text)), default=0)
    return longest > LONGEST or any(_syllables(word) > 4 for word in words) or (not few and school_year(text) > HARDEST)


def _sentences(text: str) -> list[str]:
    return [part for part in SENTENCE_END.split(text) if WORD.search(part)]


def _syllables(word: str) -> int:
    bare = re.sub(r"[^a-z]", "", word.lower())
    return max(1, len(SYLLABLE.findall(SILENT.sub("", bare) if len(bare) > 3 else bare)))
