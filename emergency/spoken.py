"""The languages somebody speaks, as people read them: lists of lines often give codes, like "en;es (press 2)"."""

import re

from django.utils.translation import get_language_info

CODE = re.compile(r"[a-z]{2}\b")


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
