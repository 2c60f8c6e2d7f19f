"""Whether two lines write of one person in two ways."""

import re

from safetyplans.quality.facts import LineFacts
from safetyplans.quality.names import is_capital, names_in, small_names, tokens_of
from safetyplans.quality.words import Words

STEPS = ("social_distraction", "support_contacts")

TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "sgt",
        "sergeant",
        "capt",
        "captain",
        "father",
        "fr",
        "sister",
        "pastor",
        "rev",
        "auntie",
        "aunt",
        "uncle",
        "coach",
        "nana",
        "nan",
        "grandma",
        "grandpa",
        "granny",
        "big",
        "little",
        "old",
        "tío",
        "tía",
        "tio",
        "tia",
        "cousin",
    ]
)


def called(name: str) -> str:
    """What a person is called by: the first name after a title; empty where there is none."""
    return next((token.plain for token in tokens_of(name) if token.plain not in TITLES), "")


def joined(name: str) -> str:
    """O'Shea and oshea are one name."""
    return re.sub(r"['’]", "", name)


def alike(line: LineFacts, other: LineFacts, words: Words, known: set[str]) -> str:
    """The name by which both lines know somebody, each in its own way; empty when they do not.

    "Footie with kez" and "kez, any time"; "Bart" and Bartholomew Finch; "P. downstairs" twice; "Ms. Okoye" and Ngozi Okoye.
    """
    return (
        _small_name(line, other, words)
        or _initial(line, other)
        or _family(line, other)
        or _begins_both(line, other, words)
        or _surname_alone(line, other)
        or _nickname(line, other)
        or _short_form(line, other, words, known)
    )


def _small_name(line: LineFacts, other: LineFacts, words: Words) -> str:
    sure, maybe = small_names(line.text, words, STEPS)
    also_sure, also_maybe = small_names(other.text, words, STEPS)
    return next(iter(sorted((sure | maybe) & (also_sure | also_maybe))), "")


def _initial(line: LineFacts, other: LineFacts) -> str:
    """The same initial with the same place behind it or the same title before it."""
    for pattern in (INITIAL, TITLED_INITIAL):
        shared = set(pattern.findall(line.text)) & set(pattern.findall(other.text))
        if shared:
            return " ".join(min(shared))
    return ""


INITIAL = re.compile(r"\b([B-HJ-Z])\.? (?:from |at |in |on )?(\w{4,})")
TITLED_INITIAL = re.compile(r"\b(Mrs?|Ms|Miss|Coach|Aunt|Uncle|Auntie)\.? ([A-Z])\b")


def _begins_both(line: LineFacts, other: LineFacts, words: Words) -> str:
    """ "Ngozi has a spare bed" beside "Ngozi braids my hair": no word of every day, and it does something."""
    firsts = [next(iter(tokens_of(each.text)), None) for each in (line, other)]
    one, two = firsts
    if one is None or two is None or one.plain != two.plain or not (is_capital(one.written) and is_capital(two.written)):
        return ""
    everyday = words.general.union(words.not_a_name, words.others, words.relations, words.name_is_word, *words.general_in.values())
    return one.written if one.plain not in everyday and DOES.match(one.after) else ""


DOES = re.compile(
    r" (?:has|knows|said|says|is|will|can|lives|picks|answers|told|always|never|gets|keeps|works|stays|understands|offered)\b"
)


def _family(line: LineFacts, other: LineFacts) -> str:
    """ "The Garcias" are the Garcias."""
    shared = set(FAMILY.findall(line.text)) & set(FAMILY.findall(other.text))
    return next(iter(sorted(shared)), "")


FAMILY = re.compile(r"\b[Tt]he ([A-Z][a-z]+s)(?!')(?=\W|$)(?! [A-Z])")


def _surname_alone(line: LineFacts, other: LineFacts) -> str:
    """Ms. Okoye is Ngozi Okoye, when she was picked."""
    for picked, written in ((line, other), (other, line)):
        if picked.person and not picked.person.provider:
            surnames = {each.plain for each in tokens_of(picked.person.name)[1:]}
            for found in TITLED.findall(written.text):
                if {each.plain for each in tokens_of(found)} & surnames:
                    return picked.person.name
    return ""


TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Coach|Pastor|Rev|Father|Sgt|Captain|Old|Big)\.? ([A-Z][\w'’-]+)(?!'s (?:[A-Z]|\w+ (?:shop|store)))"
)


def _nickname(line: LineFacts, other: LineFacts) -> str:
    """Robert "Bo" Hayes, picked, is Bo."""
    for picked, written in ((line, other), (other, line)):
        nicknames = re.findall(r"[\"“(']([A-Z]\w+)[\"”)']", picked.person.name) if picked.person else []
        for name in nicknames:
            if re.search(rf"\b{re.escape(name)}\b", written.text):
                return str(name)
    return ""


def _short_form(line: LineFacts, other: LineFacts, words: Words, known: set[str]) -> str:
    """Teo and Teodor (one is how the other begins, and three letters shorter); Micheal, meant for Michael."""
    names, others = _first_names(line, words, known), _first_names(other, words, known)
    for name in sorted(names):
        for another in sorted(others):
            short, long = sorted((name, another), key=len)
            if len(short) >= 3 and len(long) >= len(short) + 3 and long.startswith(short):
                return name
            if name != another and _spelt_otherwise(name, another, words):
                return name
    return ""


def _spelt_otherwise(name: str, other: str, words: Words) -> bool:
    """Two spellings of one name: a silent h, a double letter, two letters that changed places in a name not known as such."""
    if min(len(name), len(other)) < 4:
        return False
    if _sound(name) == _sound(other):
        return True
    unknown = name not in words.names or other not in words.names
    return unknown and len(name) == len(other) and name[0] == other[0] and sorted(name) == sorted(other)


def _sound(name: str) -> str:
    """What is left without silent letters: sarah and sara, cathy and kathie, stephan and stefan."""
    for written, heard in (("ph", "f"), ("ck", "k"), ("c", "k"), ("ie", "i"), ("y", "i"), ("z", "s")):
        name = name.replace(written, heard)
    return re.sub(r"(.)\1", r"\1", re.sub(r"(?<=\w)h", "", name))


def _first_names(line: LineFacts, words: Words, known: set[str]) -> set[str]:
    if line.person:
        return {called(line.person.name)}
    first = next(iter(tokens_of(line.text)), None)
    ordinary = words.general | words.not_a_name | words.others | words.name_is_word | words.relations.keys()
    begins = {first.plain} if first and is_capital(first.written) and not first.owns and first.plain not in ordinary else set()
    return names_in(line.text, words, known) | begins
