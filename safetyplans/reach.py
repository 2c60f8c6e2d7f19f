"""Somebody or something that can be called or written to, as it stands on paper."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext

from clinic.accounts.countries import Country, Line
from emergency.models import Resource
from safetyplans.content import ClientItem, ClientStep, Number, Person
from safetyplans.models import Item

SHORT_ITEMS, SHORT_SIGNS = 8, 500


@dataclass(frozen=True)
class Reach:
    """A name and how to reach it."""

    name: str
    about: str = ""
    phone: str = ""
    menu: str = ""
    sms: str = ""
    keyword: str = ""
    facts: str = ""
    lacks_number: bool = False

    @property
    def same_number(self) -> bool:
        """One number takes calls and texts, without a word or digits to add."""
        return bool(self.phone) and self.phone == self.sms and not self.menu and not self.keyword


@dataclass(frozen=True)
class PaperItem:
    """A line of the plan on paper. `mark` is a remark of ours beside it."""

    text: str
    reach: Reach | None = None
    place: str = ""
    mark: str = ""


@dataclass(frozen=True)
class PaperStep:
    """A heading with its lines. `state` stands where nothing is written."""

    number: int | None
    title: str
    items: tuple[PaperItem, ...]
    state: str = ""

    @property
    def is_short(self) -> bool:
        return len(self.items) <= SHORT_ITEMS and sum(len(item.text) for item in self.items) <= SHORT_SIGNS


def step_on_paper(step: ClientStep, pack: Country) -> PaperStep:
    return PaperStep(step.number, step.title, tuple(item_on_paper(item, pack, _lead(item)) for item in step.items))


def _lead(item: ClientItem) -> str:
    """What has to stand before the words to make sense of them."""
    return gettext("Where I keep a reminder of this:") if item.purpose == Item.Purpose.REMINDER else ""


def item_on_paper(item: ClientItem, pack: Country, mark: str = "") -> PaperItem:
    return PaperItem(text=item.text, reach=reach_of(item, pack), place=item.place, mark=mark)


def reach_of(item: ClientItem, pack: Country) -> Reach | None:
    """The person or the directory entry that the line cites."""
    return person_reach(item.contact) if item.contact else number_reach(item.resource, pack) if item.resource else None


def person_reach(person: Person) -> Reach:
    texts = person.phone if person.can_text else ""
    return Reach(name=person.name, about=person.relation, phone=person.phone, sms=texts, lacks_number=not person.phone)


def number_reach(number: Number, pack: Country) -> Reach:
    return Reach(
        name=number.name,
        about=gettext(pack.emergency_department) if number.kind == Resource.Kind.EMERGENCY_DEPARTMENT else "",
        phone=number.phone,
        menu=number.phone_menu,
        sms=number.sms,
        keyword=number.sms_keyword,
        facts=sentences(number.hours),
    )


def local_reach(number: Number, pack: Country) -> Reach:
    """A number of one of the client's places, with the place it serves."""
    reach = number_reach(number, pack)
    near = gettext("near %(place)s") % {"place": number.place}
    return replace(reach, about=f"{reach.about}, {near}" if reach.about else near)


def line_reach(line: Line) -> Reach:
    """A line of the whole country."""
    facts = (gettext(words) for words in (line.hours, line.language_option, line.relay, line.note) if words)
    menu = gettext(line.menu) if line.menu else ""
    return Reach(line.name, phone=line.number, menu=menu, sms=line.sms, keyword=line.keyword, facts=sentences(*facts))


def in_rows(steps: list[PaperStep]) -> list[tuple[PaperStep, ...]]:
    """Short sections two in a row; long ones, which may not fit on a page, each in a row of its own."""
    rows: list[tuple[PaperStep, ...]] = []
    for step in steps:
        if step.is_short and rows and len(rows[-1]) == 1 and rows[-1][0].is_short:
            rows[-1] = (*rows[-1], step)
        else:
            rows.append((step,))
    return rows


def sentences(*facts: str) -> str:
    return " ".join(fact if fact.endswith((".", "!", "?")) else f"{fact}." for fact in facts if fact)
