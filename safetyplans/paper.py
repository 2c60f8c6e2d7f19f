"""A version on paper: one page of HTML that becomes the PDF, and the print view where no PDF can be made.

Paper does not change by itself, so it carries the numbers the version was made with, and its date.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext, override

from clinic.documents import sandbox
from clinic.documents.stylesheets import stylesheet
from safetyplans.cuts import CUTS, part2_notice
from safetyplans.models import PlanVersion
from safetyplans.square import square

DIGITS = re.compile(r"(\d[\d ]*\d|\d)")


def pdf(version: PlanVersion, *, style: str, paper: str) -> bytes:
    """The tagged PDF of this version with a neutral title, rendered in a process of its own; `RenderFailed` when that fails."""
    shown = page(version, style=style, paper=paper)
    return sandbox.render(shown.html, css=shown.css, language=shown.language, title=shown.title)


@dataclass(frozen=True)
class Page:
    """What is to be rendered."""

    html: str
    css: str
    language: str
    title: str


def page(version: PlanVersion, *, style: str, paper: str) -> Page:
    """The whole page as HTML in the language of the version, which nothing written there can break."""
    with override(version.language):
        shown = sheet(version, style=style, paper=paper)
        return Page(render_to_string("pdf/page.html", shown), stylesheet(), version.language, shown["title"])


def sheet(version: PlanVersion, *, style: str, paper: str) -> dict[str, Any]:
    """What stands on the paper, for templates/pdf; call it in the language of the version."""
    cut, pack, document = CUTS[style], version.clinic.country, version.content
    made = cut.content(version, pack)
    return {
        "title": str(cut.title),
        "heading": str(cut.heading),
        "part": cut.part,
        "language": document["language"],
        "style": style,
        "paper": paper,
        "version": document["number"],
        "made_on": date.fromisoformat(document["made_on"]),
        "country": pack,
        "help_now": _spoken(f"{gettext(pack.danger_now)} {gettext(pack.talk_to_someone)}"),
        "square": square(version),
        "notice": part2_notice(version, cut),
        "under": made.under,
        **made.shown,
    }


def _spoken(sentence: str) -> list[tuple[str, bool]]:
    """The sentence in pieces, each with whether it is a number to press."""
    return [(piece, bool(DIGITS.fullmatch(piece))) for piece in DIGITS.split(sentence)]
