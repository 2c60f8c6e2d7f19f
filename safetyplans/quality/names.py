"""Finding people in a line by its words alone. Cautious: where a word may be a place or a month, it is no person."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from safetyplans.quality.words import Words

TOKEN = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*", re.UNICODE)
IN_LAW = re.compile(r"\b(mother|father|sister|brother|daughter|son)[ -]in[ -]law", re.IGNORECASE)

STEP = re.compile(r"\b(step)[ -](mum|mom|dad|mother|father|brother|sister)", re.IGNORECASE)


@dataclass(frozen=True)
class Token:
    """A word of a line: as written, in small letters without a possessive, and what stands around it."""

    written: str
    plain: str
    owns: bool
    first: bool
    before: str
    after: str


def tokens_of(text: str) -> list[Token]:
    """The words of a line, apostrophes and hyphens kept inside."""
    text = IN_LAW.sub(lambda found: f"{found[1]}-in-law", text.replace("’", "'"))
    text = STEP.sub(lambda found: f"{found[1]}{found[2]}", text)
    return [
        Token(
            written=found[0],
            plain=_plain(found[0]),
            owns=found[0].lower().endswith("'s"),
            first=not TOKEN.search(text[: found.start()]),
            before=text[: found.start()].rstrip(" \t("),
            after=text[found.end() :],
        )
        for found in TOKEN.finditer(text)
    ]


def _plain(written: str) -> str:
    """Small, without possessive, accents and inner dots: José is jose, J.D. is jd."""
    plain = re.sub(r"'s?$|\.", "", written.lower())
    return "".join(each for each in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(each))


def relations_in(text: str, words: Words) -> set[str]:
    """Kinds of relatives and friends a line speaks of as the client's own: "my sister", "dads shed", "Mum"."""
    found: set[str] = set()
    tokens = tokens_of(text)
    for place, token in enumerate(tokens):
        if token.owns and re.match(r" (?:day|keeper)\b", token.after, re.IGNORECASE):
            continue  # Mother's Day
        if token.plain not in words.relations and _many(token, tokens, place):
            continue
        kind = words.relations.get(token.plain) or (words.relations.get(token.plain[:-1]) if token.plain.endswith("s") else None)
        if kind is None or (place and tokens[place - 1].owns):
            continue
        if token.owns and _somebody_else(token, words):
            continue
        if token.plain.endswith("-in-law"):
            kind = token.plain
        named = token.after.startswith(" ") and place + 1 < len(tokens) and is_capital(tokens[place + 1].written)
        if kind in {"friend", "cousin", "colleague", "neighbour", "coach", "boss"} and not (named or _is_own(token, tokens, place)):
            continue
        if not named:
            found.add(" ".join([*_qualifiers(tokens, place), kind]))
    for dear in words.dear.finditer(text):
        found.add(
            re.sub(
                r"^(?:my|the|our) (?!neigh|cousin|co-?worker|colleague|boss|coach|nephew|niece|grand)", "", dear[0].lower()
            ).replace("neighbor", "neighbour")
        )
    return found


def _many(token: Token, tokens: list[Token], place: int) -> bool:
    """ "The dads", "moms and tots": a kind of people, not one's own; "dads shed" is."""
    before = tokens[place - 1].plain if place else ""
    return before in {"the", "other", "some", "all", "new"} or bool(re.match(r" (?:and|&|n|of|group|club|who|with)\b", token.after))


def _somebody_else(token: Token, words: Words) -> bool:
    """ "My brother's kids" are not my brother, and "dad's grave" is no company."""
    following = re.match(r" (\w+)", token.after)
    return following is not None and (
        following[1].lower() in words.relations or following[1].lower() in {"grave", "headstone", "memorial"}
    )


def _qualifiers(tokens: list[Token], place: int) -> list[str]:
    """Which of several: "my little sister" is not "my big sister"."""
    known = {
        "big",
        "little",
        "older",
        "younger",
        "other",
        "half",
        "step",
        "eldest",
        "oldest",
        "youngest",
        "middle",
        "twin",
        "late",
        "great",
        "foster",
    }
    return [each.plain for each in tokens[max(0, place - 1) : place] if each.plain in known]


def _is_own(token: Token, tokens: list[Token], place: int) -> bool:
    own = {"my", "mi", "our", "mon", "ma"}
    return any(each.plain in own for each in tokens[max(0, place - 2) : place])


def is_capital(written: str) -> bool:
    return written[:1].isupper() and (len(written) > 1)


def names_in(text: str, words: Words, known: Iterable[str] = ()) -> set[str]:
    """First names of people in a line. `known`: names that people of this plan have for sure."""
    sure = set(known)
    if words.animals.search(text):
        return {
            each.plain for each in tokens_of(text) if each.plain in sure and is_capital(each.written) and not _is_an_animal(each)
        }
    return {token.plain for token in _candidates(text, words) if _is_person(token, words, sure)}


def _is_an_animal(token: Token) -> bool:
    return bool(
        re.match(r",? (?:the|my|our) (?:\w+ )?(?:cat|dog|horse|pony|rabbit|parrot|bird)\b", token.after, re.IGNORECASE)
    ) or bool(re.search(r"\b(?:dog|cat|horse|pony|rabbit|parrot)$", token.before, re.IGNORECASE))


def _candidates(text: str, words: Words) -> Iterator[Token]:
    """Words that may begin a name: a surname after a first name is none, a name after "Auntie" is."""
    after_a_name = False
    for token in tokens_of(text):
        if not (after_a_name and is_capital(token.written)):
            yield token
        begins = (
            is_capital(token.written)
            and not token.owns
            and token.plain not in words.relations
            and token.plain not in words.not_a_name
            and not words.person_before.fullmatch(token.plain)
        )
        after_a_name = begins and bool(re.match(r" [A-Z]", token.after))


def _is_person(token: Token, words: Words, sure: set[str]) -> bool:
    plain, capital = token.plain, is_capital(token.written)
    if plain in words.relations or (plain in words.not_a_name and plain not in sure) or len(plain) < 2:
        return False
    if re.search(r"\b(dr|doctor|st|saint|caf[eé]|prof)\.?$", token.before, re.IGNORECASE) or _names_a_place(token, words, sure):
        return False
    if token.written.isupper() and len(plain) > 2 and plain not in words.names and plain not in sure:
        return False
    if token.written.lower() in words.brands or _belongs_to_kin(token, words) or _is_shown(token, words):
        return False
    if re.search(r"\b(the|a|an|in|at the|this|last|next|every)$", token.before, re.IGNORECASE):
        return False
    beside_people = _stands_like_a_person(token, words)
    if plain in words.name_is_word:
        if token.owns and not token.after.strip():
            return capital and plain in sure
        return capital and (beside_people or (plain in sure and not token.before))
    if plain in sure:
        return True
    if plain in words.names:
        return capital or beside_people
    return capital and beside_people


def _is_shown(token: Token, words: Words) -> bool:
    """On a screen, on a stage, as a bird or on a stone: "watch Ellen", "Frank Sinatra night", "Phil's grave"."""
    return bool(
        (
            re.search(r"\b(?:watch|watching|listen to|hear)$", token.before, re.IGNORECASE)
            and not re.search(r"\b(?:play|win|swim|sing|skate|bowl|race)\b", token.after, re.IGNORECASE)
        )
        or re.match(
            r"(?: [A-Z][\w'-]+)? (?:night|marathon|reruns|films?|movies|concert|tribute|grave|headstone|memorial|bush|bushes|hedge)\b",
            token.after,
        )
    )


def _belongs_to_kin(token: Token, words: Words) -> bool:
    """Ana's mother is somebody else than Ana."""
    following = re.match(r" (\w+)", token.after)
    return token.owns and following is not None and following[1].lower() in words.relations


def _names_a_place(token: Token, words: Words, sure: set[str]) -> bool:
    """Joe's Diner, Victoria Park, Martin Luther King Park, Murphy's (nothing but the possessive)."""
    ahead = re.match(r"(?: [A-Z][\w'-]*){0,3}(?: [a-z][\w'-]*)?", token.after)
    for following in re.sub(r"'s [a-z].*", "", ahead[0] if ahead else "").split():
        if words.place_after.fullmatch(following) and (is_capital(following) or not token.owns):
            return True
    if token.owns and token.plain in sure and re.match(r"\s*($|on [A-Z]|at \d)", token.after):
        return False  # Rose's: she stands in the other step
    if token.owns and re.match(r" [A-Z]", token.after):
        return True  # Al's Barber
    if token.owns and token.plain in words.name_is_word and re.match(r" \w+ (?:centre|center|shop|store|stand)\b", token.after):
        return True  # Eve's garden centre
    return token.owns and token.first and bool(re.match(r"\s*(,|$|with|at|on|after|\((?:the|a) )", token.after))


def _stands_like_a_person(token: Token, words: Words) -> bool:
    last = re.search(r"[\w&/.]+$|[+]$", token.before)
    before = bool(last and (last[0] == "+" or words.person_before.fullmatch(last[0].rstrip("."))))
    if (
        last
        and last[0].lower() in {"to", "for", "by"}
        and re.search(r"\b(drive|go|walk|bus|train|trip|ride|fly|move)\b[^,]*$", token.before, re.I)
    ):
        before = False
    if before:
        return True
    if token.owns and not token.first:
        return bool(re.match(r" [a-z]", token.after)) or token.before.endswith(" at")
    if token.first and (is_capital(token.written) or (token.plain in words.names and token.plain not in words.name_is_word)):
        if token.written.isupper() and len(token.written) < 4:
            return False
        return bool(
            re.match(r"\s*($|\d|[+:;!]|\.\s*$|\()", token.after)
            or re.match(
                r"( [A-Z][\w'’-]+)?\s*(,|\(|-|–|:|/|=|next door|upstairs|downstairs|across|from|if|when|and|or|if)", token.after
            )
            or re.search(r"\b(he|she|he's|she's|him|his|hers?)\b", token.after)
            or (token.owns and re.match(r" [a-z]", token.after))
        )
    return False


def small_names(text: str, words: Words, steps: Iterable[str]) -> tuple[set[str], set[str]]:
    """Names in small letters: what surely stands like one ("with kez"), and what might be one ("kez, any time")."""
    plain_words = words.general.union(
        words.others, words.not_a_name, words.relations, *(words.general_in.get(step, ()) for step in steps)
    )
    sure, maybe = set[str](), set[str]()
    for token in tokens_of(text):
        if not token.written.islower() or len(token.plain) < 2 or token.plain in plain_words - words.name_is_word:
            continue
        if SMALL_BEFORE.search(token.before):
            sure.add(token.plain)
        elif not token.before and (token.owns or re.match(r"\s*($|[,(:\-–\d])", token.after)):
            maybe.add(token.plain)
        elif token.before.endswith(" at") and token.owns:
            sure.add(token.plain)
    return sure, maybe


SMALL_BEFORE = re.compile(
    r"\b(?:with|w/?|wi|n|and|&|call|text|ring|phone|msg|meet|visit|invite|uncle|aunt|auntie|cousin|brother|sister|buddy|mate|coach|mrs?|ms|miss)$",
    re.IGNORECASE,
)
