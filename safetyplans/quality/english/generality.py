"""English: lines that do not say which one, where, who or how."""

import re

from safetyplans.quality.facts import LineFacts
from safetyplans.quality.names import is_capital, tokens_of
from safetyplans.quality.words import Words


def is_general(line: LineFacts, words: Words) -> bool:
    """Nothing in the line says which one, where, who or how."""
    tokens = tokens_of(line.text)
    if not tokens or re.search(r"\d", line.text):
        return False
    vocabulary = words.general | words.general_in.get(line.step, frozenset())
    shouted = line.text.isupper()
    for token in tokens:
        mid_capital = not token.first and is_capital(token.written) and not shouted and not re.search(r"[.!?:]$", token.before)
        if (mid_capital and token.written not in {"TV", "I'm", "I'll", "I've", "I'd"}) or not _is_generic(token.plain, vocabulary):
            return False
    return True


def _is_generic(word: str, vocabulary: frozenset[str]) -> bool:
    if word in vocabulary or word.replace("'", "") in vocabulary:
        return True
    return "-" in word and all(part in vocabulary for part in word.split("-"))
