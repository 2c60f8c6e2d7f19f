"""Client pages are easy to read: Flesch-Kincaid grade at most 6 per page, no sentence over 20 words, no heavy words.

A tripwire, not a proof: the real test is reading aloud to people.
"""

import re
from pathlib import Path

import pytest

from clinic.accounts.countries import codes, country

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*sorted((ROOT / "templates" / "portal").rglob("*.html")), ROOT / "templates" / "portal.html"]
PAGES += [ROOT / "templates" / "parts" / name for name in ("lines.html", "bar.html")] + [
    ROOT / "clinic" / "portal" / name for name in ("forms.py", "question_forms.py", "check_in_forms.py")
]
SAID = re.compile(r"""\{% translate ["'](.+?)["'] %\}|\{% blocktranslate.*?%\}(.+?)\{% endblocktranslate|_\("(.+?)"\)""", re.DOTALL)
HEAVY = r"suicid|crisis|risk|patient|safety plan|invalid|forbidden|illegal|oops|error|commit|attention|!"


def sentences(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[.?:]+(?:\s|$)|\n", text) if part.strip()]


def words(text: str) -> list[str]:
    return re.findall(r"[\w'’]+", text)


def syllables(word: str) -> int:
    bare = re.sub(r"[^a-z]", "", word.lower())
    if len(bare) > 3:
        bare = re.sub(r"(?:[^laeiouy]es|ed|[^laeiouy]e)$", "", bare)
    return max(1, len(re.findall(r"[aeiouy]{1,2}", bare)))


def grade(text: str) -> float:
    all_words = words(text)
    return 0.39 * len(all_words) / len(sentences(text)) + 11.8 * sum(map(syllables, all_words)) / len(all_words) - 15.59


def said(page: Path) -> str:
    """What the page's own words are, one per line; parts filled in count as one short word."""
    found = ("".join(match.groups(default="")) for match in SAID.finditer(page.read_text()))
    return "\n".join(re.sub(r"\{\{.*?\}\}", "x", each) for each in found)


@pytest.mark.parametrize("page", [page for page in PAGES if said(page)], ids=lambda page: page.name)
def test_pages_are_easy_to_read(page: Path) -> None:
    text = said(page)
    assert grade(text) <= 6, round(grade(text), 1)
    assert [each for each in sentences(text) if len(words(each)) > 20] == []
    assert re.findall(HEAVY, text, re.IGNORECASE) == []


@pytest.mark.parametrize("code", codes())
def test_help_in_a_country_pack_is_easy_to_read(code: str) -> None:
    assert grade(country(code).help_now) <= 6


def test_the_measure_tells_hard_from_easy() -> None:
    hard = "Individuals experiencing considerable psychological difficulties should immediately contact appropriate professional organisations."
    assert grade(hard) > 12
    assert grade("Do one small thing. Then the next.") < 2
