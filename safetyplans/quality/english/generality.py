"""English: lines that do not say which one, where, who or how."""

import re

from safetyplans.quality.facts import LineFacts
from safetyplans.quality.names import is_capital, tokens_of
from safetyplans.quality.words import Words

# A thought said out loud is the sign itself, however plain its words: "they would be better off".
THOUGHT = re.compile(
    r"\bbetter off\b|\bwithout me\b|\bthe point\b|\bno point\b|\b(?:can'?t|cannot) (?:do|take|go|keep|stand|be)\b|\btoo much for (?:people|everyone|them|you|him|her)\b|\b(?:had|have) (?:had )?enough\b|\bno(?:body| one) (?:would|will|even|wants|needs|loves|likes|cares|knows)\b|\b(?:want|wish|need) (?:it|this|everything) (?:all )?to (?:stop|end|be over)\b|\bnever (?:get|be|going to be|gets) (?:any )?(?:better|good|right|ok|okay|over)\b|\bno (?:good|use|help) to (?:them|anyone|anybody|people|you)\b|\bneed me less\b|\bnot (?:want|wanting) to (?:be|do|wake|go)\b|\bdon'?t (?:want to|wanna) (?:be here|be|wake up|live|go on)\b",
    re.IGNORECASE,
)


def is_general(line: LineFacts, words: Words) -> bool:
    """Nothing in the line says which one, where, who or how."""
    tokens = tokens_of(line.text)
    if not tokens or re.search(r"\d", line.text) or (line.step == "warning_signs" and THOUGHT.search(line.text.replace("’", "'"))):
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
