"""English: the therapist or the office named as somebody who answers at any hour."""

import re

from safetyplans.quality.facts import LineFacts
from safetyplans.quality.words import Words

ALL_HOURS = re.compile(
    r"\b24 ?[/-] ?7\b|\b24 ?-?(?:h|hrs?|hours?)\b(?! (?:notice|before|ahead|later))|\bround the clock\b|\b(?:day|days) (?:and|or|&|n) (?:the )?nights?\b|\b(?:any ?time|whenever|no matter (?:how late|when)|always)\b"
    r"|\b(?:at|any|all|every) (?:any |all |every )?hours?\b|\bevery hour of\b|\ball night\b|\b(?:open|on|up|works?|answers?|replies|picks up|call|ring|phone|message|text|her|him)\b[\w ]* (?:at )?(?:nights?|all hours)\b|\b(?:weekends?|nights?) and nights?\b|\bnights? (?:too|as well)\b"
    r"|\b(?:in the )?middle of the night\b|\b(?:at|even at) (?:[1-5]|one|two|three|four|five) (?:am|in the morning)?|\bwake at [1-5]\b|\bafter hours i (?:call|ring|text|phone)\b|\bat all times\b|\b(?:weekends and nights|nights and weekends)\b",
    re.IGNORECASE,
)
OURS = re.compile(
    r"\b(?:therapist|psychiatrist|psychologist|counsell?or(?:'s)?|shrink|social worker|case ?(?:worker|manager)|nurse practitioner|key ?worker|lcsw|lmft|lpc|dr|doctor|clinic|outpatient|office|front desk|practice|surgery|gp)\b",
    re.IGNORECASE,
)
OTHERS = re.compile(
    r"\b(?:988|911|999|112|111|lines?(?<!clinic line)|helpline|hotline|lifeline|crisis (?:team|text|house|line|chat)|mobile crisis|samaritans|er|ed|a&e|hospital|emergency|on[- ]call nurse|duty|answering service|covers?)\b",
    re.IGNORECASE,
)
NOT_AT_NIGHT = re.compile(
    r"\b(?:not|never|no|n't|asleep|off)\b(?! (?:matter|have to))|\b(?:until|till?|asks?|voicemail|notice|cancel|stop|bring|writes?|mornings?|working day|workdays?|weekdays|mon|sends)\b",
    re.IGNORECASE,
)
REACHED = re.compile(
    r"\b(?:call|ring|phone|text|message|reach\w*|answers?|picks? up|repl(?:y|ies)|there for me|on call|all hours)\b", re.IGNORECASE
)
OF_OURS = frozenset({"boundaries", "provider_responses"})


def answers_at_all_hours(line: LineFacts, words: Words) -> bool:
    """Names the therapist or the office for nights too; a line of helpers or a hospital is meant to answer then."""
    text = re.sub(r"\b(?:don't|do not) have to wait for morning", "", line.text.replace("’", "'"), flags=re.IGNORECASE)
    text = re.sub(r"\bnever switch\w* [\w ]*off", "answers at all hours", text, flags=re.IGNORECASE)
    if not ALL_HOURS.search(text) or OTHERS.search(text) or NOT_AT_NIGHT.search(text):
        return False
    if line.step in OF_OURS:
        return bool(REACHED.search(text))
    return bool(OURS.search(text))
