"""What a list calls a place, to the kinds of the directory.

Lists say that a hospital "has emergency services", not that it treats a mental-health crisis. So a
hospital with them is an emergency department, one without is a hospital, and a psychiatric hospital
stays a hospital, with a note to ask: an overdose may have to go elsewhere.
"""

from emergency.imports.matching import normal

PSYCHIATRIC_NOTE = "Psychiatric hospital. Ask whether it takes people in a crisis at any hour."
YES = frozenset({"yes", "y", "true", "1", "x", "ja", "si", "oui"})
NO = frozenset({"no", "n", "false", "0", "nein", "non", ""})

# First match wins, so the more telling words come first. Every word of a set must be there.
_KINDS: tuple[tuple[frozenset[str], str], ...] = tuple(
    (frozenset(words.split()), kind)
    for words, kind in (
        ("psap", "psap"),
        ("public safety answering", "psap"),
        ("911 center", "psap"),
        ("911 centre", "psap"),
        ("911 direct", "psap"),
        ("911 dispatch", "psap"),
        ("emergency dispatch", "psap"),
        ("mobile crisis", "mobile_crisis"),
        ("crisis team", "mobile_crisis"),
        ("crisis response", "mobile_crisis"),
        ("text line", "text_line"),
        ("crisis text", "text_line"),
        ("poison", "poison"),
        ("domestic violence", "dv"),
        ("dv", "dv"),
        ("women shelter", "dv"),
        ("veterans line", "veterans"),
        ("veterans crisis", "veterans"),
        ("lgbtq", "lgbtq"),
        ("warm line", "warm_line"),
        ("warmline", "warm_line"),
        ("crisis line", "crisis_line"),
        ("hotline", "crisis_line"),
        ("helpline", "crisis_line"),
        ("urgent psychiatric", "urgent_care"),
        ("psychiatric urgent", "urgent_care"),
        ("crisis stabilization", "urgent_care"),
        ("police", "police"),
        ("sheriff", "police"),
        ("emergency room", "emergency_department"),
        ("emergency department", "emergency_department"),
        ("er", "emergency_department"),
        ("ed", "emergency_department"),
        ("notaufnahme", "emergency_department"),
        ("psychiatric", "hospital"),
        ("hospital", "hospital"),
        ("hospitals", "hospital"),
        ("acute care", "hospital"),
        ("childrens", "hospital"),
        ("krankenhaus", "hospital"),
        ("klinik", "hospital"),
        ("substance", "substance"),
        ("youth", "youth"),
    )
)
KINDS = frozenset(kind for _, kind in _KINDS) | {"emergency", "professional", "other"}


class UnreadableFlag(ValueError):
    """The cell that should say yes or no says neither."""


def read_flag(cell: str) -> bool | None:
    """Yes, no, or None when the cell is empty."""
    word = normal(cell)
    if word in YES:
        return True
    if word in NO:
        return False if word else None
    raise UnreadableFlag(cell)


def read_kind(words: str, emergency_services: bool | None, name: str = "") -> str:
    """The kind of entry that these words mean; "other" when they say nothing."""
    kind = _kind_of(words) if words else _kind_of(name)
    if kind in {"other", "hospital"} and emergency_services and not is_psychiatric(words, name):
        return "emergency_department"
    if kind == "emergency_department" and emergency_services is False:
        return "hospital"
    if kind == "other" and emergency_services is not None:
        return "hospital"
    return kind


def is_psychiatric(words: str, name: str) -> bool:
    """Whether the list calls this a psychiatric hospital."""
    said = normal(words) or normal(name)
    return "psychiatric" in said or "psychiatrie" in said or "psychiatrisch" in said


def _kind_of(words: str) -> str:
    plain = normal(words)
    key = plain.replace(" ", "_")
    if key in KINDS:
        return key
    said = set(plain.split())
    return next((kind for needed, kind in _KINDS if needed <= said), "other")
