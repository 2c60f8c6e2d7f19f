"""The languages somebody speaks, as people read them: lists of lines often give codes, like "en;es (press 2)"."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import get_language_info

CODE = re.compile(r"[a-z]{2}\b")
# "Spanish (press 2)", and the comma within a bracket divides nothing
PART = re.compile(r"\s*([^(,;]+?)\s*(?:\(([^)]*)\))?\s*(?:[,;]|$)")


def language_name(code: str) -> str:
    """Like Spanish; what is no code of a language stays as it is."""
    try:
        return str(get_language_info(code)["name"])
    except KeyError:
        return code


def named(languages: str) -> str:
    """Like "English, Spanish (press 2)". Words that are no codes stay."""
    parts = (part.strip() for part in languages.split(";"))
    return ", ".join(
        CODE.sub(lambda code: language_name(code[0]), part, count=1) if CODE.match(part) else part for part in parts if part
    )


def usual_language() -> str:
    """The language that every line speaks, and that nobody has to ask for."""
    return language_name(settings.LANGUAGE_CODE.partition("-")[0])


def heard(code: str, told: str = "") -> str:
    """What is known of the language a client wants: the one of the record, and what the intake says in words."""
    return f"{language_name(code)}. {told}"


@lru_cache(maxsize=4096)
def asked_for(languages: str, wanted: str) -> str:
    """Which of these languages a client wants, and how it is reached: "Spanish: press 2". Empty for the usual one, and for none.

    `wanted` are words (see `heard`), in which a language counts by its English or its own name.
    """
    for name, way in _spoken(languages):
        if name != usual_language() and any(re.search(rf"\b{re.escape(each)}\b", wanted, re.IGNORECASE) for each in _names(name)):
            return f"{name}: {way}" if way else name
    return ""


def _spoken(languages: str) -> Iterator[tuple[str, str]]:
    for found in PART.finditer(named(languages)):
        yield found[1], (found[2] or "").strip()


def _names(name: str) -> list[str]:
    own = _own_names().get(name.casefold(), "")
    return [name, own] if own else [name]


@cache
def _own_names() -> dict[str, str]:
    """What languages call themselves, by their English names: "español" for Spanish."""
    return {each["name"].casefold(): each["name_local"] for each in LANG_INFO.values() if "name_local" in each}
