"""A version on paper: one page of HTML that becomes the PDF, and the print view where no PDF can be made.

Paper does not change by itself, so it carries the numbers the version was made with, and its date.
"""

import re
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.translation import gettext, override

from clinic.accounts.countries import Country, Line
from clinic.documents import sandbox
from clinic.documents.stylesheets import stylesheet
from emergency.models import Resource
from safetyplans.content import ClientItem, ClientPlan, ClientStep, Number, Person, for_client
from safetyplans.models import PlanVersion

FILE_NAME = "my-plan.pdf"
DIGITS = re.compile(r"(\d[\d ]*\d|\d)")


@dataclass(frozen=True)
class Reach:
    """Somebody or something that can be called or written to, as it stands on paper."""

    name: str
    about: str = ""
    phone: str = ""
    menu: str = ""
    sms: str = ""
    keyword: str = ""
    facts: str = ""

    @property
    def same_number(self) -> bool:
        """One number takes calls and texts, without a word or digits to add."""
        return bool(self.phone) and self.phone == self.sms and not self.menu and not self.keyword


@dataclass(frozen=True)
class PaperItem:
    text: str
    reach: Reach | None = None
    place: str = ""


@dataclass(frozen=True)
class PaperStep:
    number: int | None
    title: str
    items: tuple[PaperItem, ...]


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
        return Page(render_to_string("pdf/plan.html", shown), stylesheet(), version.language, shown["title"])


def sheet(version: PlanVersion, *, style: str, paper: str) -> dict[str, Any]:
    """What stands on the paper, for templates/pdf/plan.html; call it in the language of the version."""
    plan, pack = as_made(version.content), version.clinic.country
    return {
        "title": gettext("My plan"),
        "language": plan.language,
        "style": style,
        "paper": paper,
        "version": plan.number,
        "made_on": plan.made_on,
        "plan": plan,
        "country": pack,
        "help_now": _spoken(f"{gettext(pack.danger_now)} {gettext(pack.talk_to_someone)}"),
        "lines": [*(_local(number, pack) for number in plan.local), *(_line(line) for line in pack.lines)],
        "steps": [_step(step, pack) for step in plan.in_order],
    }


def as_made(document: dict[str, Any]) -> ClientPlan:
    """What the client sees of this document, with the directory as it was when the version was made."""
    cited = [item["resource"] for step in document["steps"] for item in step["items"] if "resource" in item]
    then: dict[UUID, Resource] = {}
    for written in [*cited, *document["local"]]:
        facts = {name: value for name, value in written.items() if name not in ("id", "place")}
        then.setdefault(UUID(written["id"]), Resource(id=UUID(written["id"]), **facts))
    return for_client(document, then)


def _step(step: ClientStep, pack: Country) -> PaperStep:
    return PaperStep(step.number, step.title, tuple(_item(item, pack) for item in step.items))


def _item(item: ClientItem, pack: Country) -> PaperItem:
    reach = _person(item.contact) if item.contact else _number(item.resource, pack) if item.resource else None
    return PaperItem(text=item.text, reach=reach, place=item.place)


def _person(person: Person) -> Reach:
    return Reach(name=person.name, about=person.relation, phone=person.phone, sms=person.phone if person.can_text else "")


def _number(number: Number, pack: Country) -> Reach:
    return Reach(
        name=number.name,
        about=gettext(pack.emergency_department) if number.kind == Resource.Kind.EMERGENCY_DEPARTMENT else "",
        phone=number.phone,
        menu=number.phone_menu,
        sms=number.sms,
        keyword=number.sms_keyword,
        facts=_sentences(number.hours, number.note),
    )


def _local(number: Number, pack: Country) -> Reach:
    reach = _number(number, pack)
    near = gettext("near %(place)s") % {"place": number.place}
    return replace(reach, about=f"{reach.about}, {near}" if reach.about else near)


def _line(line: Line) -> Reach:
    facts = (gettext(words) for words in (line.hours, line.language_option, line.relay, line.note) if words)
    menu = gettext(line.menu) if line.menu else ""
    return Reach(line.name, phone=line.number, menu=menu, sms=line.sms, keyword=line.keyword, facts=_sentences(*facts))


def _sentences(*facts: str) -> str:
    return " ".join(fact if fact.endswith((".", "!", "?")) else f"{fact}." for fact in facts if fact)


def _spoken(sentence: str) -> list[tuple[str, bool]]:
    """The sentence in pieces, each with whether it is a number to press."""
    return [(piece, bool(DIGITS.fullmatch(piece))) for piece in DIGITS.split(sentence)]
