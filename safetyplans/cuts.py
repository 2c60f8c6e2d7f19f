"""What each style of paper holds: the client's own (full, large, card) and the cuts for others.

The client's copies and the supporter's hold only what goes on copies. The signal, the safe word and what the therapist
does leave no cut for others; the chart holds all of it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinic.accounts.countries import Country
from emergency.models import Contact, Resource
from intake.sections import QUESTIONS
from safetyplans.card import card_of
from safetyplans.content import ClientItem, ClientPlan, as_written, for_client, kept_off_copies
from safetyplans.models import Item, PlanDocument, PlanVersion, StepState
from safetyplans.reach import PaperItem, PaperStep, Reach, in_rows, item_on_paper, line_reach, local_reach, step_on_paper

Style = PlanDocument.Style

HIDDEN = (Item.Purpose.SIGNAL, Item.Purpose.SAFE_WORD)
# 42 CFR 2.32(a)(2): one of the two statements that must go with such records, in the words of the rule; not translated.
PART2_NOTICE = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."


@dataclass(frozen=True)
class Sheet:
    """What a cut puts on the paper: lines under the heading, and what its template asks for."""

    under: list[str] = field(default_factory=list)
    shown: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Cut:
    """One style. `title` and `file_name` are neutral: they stand in file lists, tabs and metadata."""

    title: Promise
    heading: Promise
    file_name: str
    part: str
    content: Callable[[PlanVersion, Country], Sheet]
    for_client: bool = False
    protected: bool = False  # leaves the clinic: carries the Part 2 notice where one is due


def as_made(document: dict[str, Any]) -> ClientPlan:
    """What the client sees of this document, with the directory as it was when the version was made."""
    cited = [item["resource"] for step in document["steps"] for item in step["items"] if "resource" in item]
    then: dict[UUID, Resource] = {}
    for written in [*cited, *document["local"]]:
        facts = {name: value for name, value in written.items() if name not in ("id", "place")}
        then.setdefault(UUID(written["id"]), Resource(id=UUID(written["id"]), **facts))
    return for_client(document, then)


def day(value: date | str, pack: Country) -> str:
    """A date as people of the country write it; words that are no date stay as they are."""
    found = parse_date(value) if isinstance(value, str) and len(value) == 10 else value
    return date_format(found, pack.date_format) if isinstance(found, date) else str(value)


# The client's own


def _full(version: PlanVersion, pack: Country) -> Sheet:
    """The numbered steps one below the other, what stands beside them two in a row: most plans are one page then."""
    return _client_copy(version, pack, lambda steps: [*((step,) for step in steps if step.number), *in_rows(_unnumbered(steps))])


def _large(version: PlanVersion, pack: Country) -> Sheet:
    return _client_copy(version, pack, lambda steps: [(step,) for step in steps])


def _unnumbered(steps: list[PaperStep]) -> list[PaperStep]:
    return [step for step in steps if not step.number]


def _client_copy(version: PlanVersion, pack: Country, rows: Callable[[list[PaperStep]], list[tuple[PaperStep, ...]]]) -> Sheet:
    plan = as_made(version.content)
    said = [gettext("For %(name)s.") % {"name": plan.client_name}] if plan.client_name else []
    made = {"name": plan.made_with, "day": day(plan.made_on, pack)}
    said.append(gettext("Made with %(name)s on %(day)s.") % made if plan.made_with else gettext("Made on %(day)s.") % made)
    if plan.review_on:
        said.append(gettext("Next look: %(day)s.") % {"day": day(plan.review_on, pack)})
    steps = [step_on_paper(step, pack) for step in plan.in_order]
    return Sheet([" ".join(said)], {"rows": rows(steps), "lines": _lines(plan, pack)})


def _card(version: PlanVersion, pack: Country) -> Sheet:
    how = gettext("Cut along the dashed line. Fold once on the dotted line, print side out.")
    return Sheet([how], {"card": card_of(version.content, as_made(version.content), pack)})


def _lines(plan: ClientPlan, pack: Country) -> list[Reach]:
    return [*(local_reach(number, pack) for number in plan.local), *(line_reach(line) for line in pack.lines)]


# For others


def _supporter(version: PlanVersion, pack: Country) -> Sheet:
    plan = as_made(version.content)
    under = gettext("From %(name)s, %(day)s.") if plan.client_name else gettext("From %(day)s.")
    sections = [
        PaperStep(None, gettext("Signs that it is getting hard"), _of(plan, pack, "warning_signs", "triggers")),
        PaperStep(None, gettext("What helps"), _of(plan, pack, "internal_coping", "social_distraction")),
        PaperStep(None, gettext("Who else can help"), _of(plan, pack, "support_contacts", "professionals")),
    ]
    shown = {"rows": [(section,) for section in sections if section.items], "lines": _lines(plan, pack)}
    return Sheet([under % {"name": plan.client_name, "day": day(plan.made_on, pack)}], shown)


def _emergency(version: PlanVersion, pack: Country) -> Sheet:
    plan, known = as_made(version.content), version.content.get("for_staff", {})
    sections = [
        PaperStep(None, gettext("Signs of a crisis"), _of(plan, pack, "warning_signs", "triggers")),
        PaperStep(None, gettext("What helps"), (*_of(plan, pack, "internal_coping", "social_distraction"), *_said(known, "calms"))),
        PaperStep(None, gettext("What does not help, and must not be done"), _said(known, "must_not")),
        PaperStep(
            None,
            gettext("What the client wants and does not want"),
            _said(known, "police_wish", "hospital_wish", "hospital_which", "hospital"),
        ),
        PaperStep(None, gettext("Places where the client may be"), _places(known)),
        PaperStep(None, gettext("Lines and care team in the plan"), _of(plan, pack, "professionals")),
        PaperStep(
            None,
            gettext("Help near these places, and for the country"),
            tuple(PaperItem("", reach) for reach in _lines(plan, pack)),
        ),
    ]
    people = known.get("people", [])
    shown = {
        "facts": _identity(known.get("client", {}), pack),
        "care": _care(known),
        "may_call": [{**person, "basis": _basis(person, pack)} for person in people if person["may_be_called"]],
        "ruled_out": [person for person in people if person["ruled_out"]],
        "rows": in_rows([section for section in sections if section.items]),
    }
    return Sheet([gettext("For the staff who care for this person now. Hand it to nobody else.")], shown)


def _of(plan: ClientPlan, pack: Country, *keys: str) -> tuple[PaperItem, ...]:
    """The lines of these steps, in this order, without the signal and safe word."""
    steps = [step for key in keys for step in plan.steps if step.key == key]
    return tuple(item_on_paper(item, pack) for step in steps for item in step.items if item.purpose not in HIDDEN)


def _said(known: dict[str, Any], *keys: str) -> tuple[PaperItem, ...]:
    """Answers of the intake that were kept with the version."""
    wishes = known.get("wishes", {})
    found = [(key, wishes[key]) for key in keys if key in wishes]
    return tuple(PaperItem(text, mark=_mark(str(QUESTIONS[key].label)) if key in QUESTIONS else "") for key, text in found)


def _mark(words: str) -> str:
    return words if words.endswith("?") else f"{words}:"


def _places(known: dict[str, Any]) -> tuple[PaperItem, ...]:
    return tuple(PaperItem(place["town"], place=place["name"]) for place in known.get("places", []))


def _identity(client: dict[str, str], pack: Country) -> list[tuple[str, str]]:
    words = {
        "name": gettext("Name"), "goes_by": gettext("Goes by"), "pronouns": gettext("Pronouns"), "born_on": gettext("Born"),
    }  # fmt: skip
    found = [(label, client.get(key, "")) for key, label in words.items()]
    return [(label, day(value, pack) if label == words["born_on"] else value) for label, value in found if value]


def _care(known: dict[str, Any]) -> list[dict[str, str]]:
    """The therapist and the clinic, with the number that answers outside its hours."""
    therapist, clinic = known.get("made_by", {}), known.get("clinic", {})
    found = [
        {"name": therapist.get("name", ""), "about": gettext("therapist"), "phone": therapist.get("phone", ""), "facts": therapist.get("hours", "")},
        {"name": clinic.get("name", ""), "about": gettext("the clinic"), "phone": clinic.get("phone", ""), "facts": ""},
        {"name": clinic.get("name", "") if clinic.get("after_hours_phone") else "", "about": gettext("outside its hours"),
         "phone": clinic.get("after_hours_phone", ""), "facts": clinic.get("after_hours_words", "")},
    ]  # fmt: skip
    return [each for each in found if each["name"]]


def _basis(person: dict[str, Any], pack: Country) -> str:
    """What the client allows, and on what that rests."""
    said = [str(Contact.Permission(person["permission"]).label)]
    if person["release_signed_on"]:
        signed = {"day": day(person["release_signed_on"], pack), "until": day(person["release_ends_on"], pack)}
        until = (
            gettext("release signed on %(day)s, until %(until)s")
            if person["release_ends_on"]
            else gettext("release signed on %(day)s")
        )
        said.append(until % signed)
    else:
        said.append(gettext("no signed release"))
    if person["may_discuss"] is not None:
        said.append(gettext("may be told about care") if person["may_discuss"] else gettext("must not be told about care"))
    return "; ".join(said)


def _chart(version: PlanVersion, pack: Country) -> Sheet:
    document = version.content
    plan, known = as_written(document), document.get("for_staff", {})
    off = {item.id for item in kept_off_copies(document)}
    seen = {step.key: step for step in plan.steps}
    states = {
        StepState.State.DECLINED: gettext("Not wanted for now"),
        StepState.State.DISCUSSED: gettext("Talked about, nothing to add"),
    }
    steps = [
        PaperStep(
            written["number"],
            written["title"],
            tuple(_charted(item, pack, off) for item in seen[written["key"]].items) if written["key"] in seen else (),
            states.get(written["state"], gettext("Nothing written")),
        )
        for written in document["steps"]
    ]
    return Sheet([], {"facts": _made(version, known, pack), "rows": [(step,) for step in steps], "lines": _lines(plan, pack)})


def _charted(item: ClientItem, pack: Country, off: set[UUID]) -> PaperItem:
    words = {
        Item.Purpose.SIGNAL: gettext("Signal"),
        Item.Purpose.SAFE_WORD: gettext("Safe word"),
        Item.Purpose.REMINDER: gettext("Reminder"),
    }
    marks = [words.get(Item.Purpose(item.purpose), ""), gettext("kept off the client's copies") if item.id in off else ""]
    said = ", ".join(mark for mark in marks if mark)
    return item_on_paper(item, pack, _mark(said[0].upper() + said[1:]) if said else "")


def _made(version: PlanVersion, known: dict[str, Any], pack: Country) -> list[tuple[str, str]]:
    """How the version came about: by whom, why, and what the client did with it when it was finished."""
    document = version.content
    first = version.participations.order_by("at").first()
    read = {True: gettext("Yes"), False: gettext("Not yet"), None: gettext("Not asked")}[version.numbers_checked]
    found = [
        *_identity(known.get("client", {}), pack),
        (
            gettext("Version"),
            gettext("%(number)d, made on %(day)s") % {"number": document["number"], "day": day(document["made_on"], pack)},
        ),
        (gettext("Made by"), known.get("made_by", {}).get("name", "")),
        (gettext("The client, when it was finished"), str(first.get_answer_display()) if first else ""),
        (gettext("Numbers read with the client"), read),
        (gettext("Why this version"), version.reason),
        (gettext("Next review"), day(document["review_on"], pack) if document["review_on"] else ""),
    ]
    return [(label, value) for label, value in found if value]


CUTS: dict[str, Cut] = {
    Style.FULL: Cut(_("My plan"), _("My plan"), "my-plan.pdf", "pdf/parts/plan.html", _full, for_client=True),
    Style.LARGE: Cut(_("My plan"), _("My plan"), "my-plan-large.pdf", "pdf/parts/plan.html", _large, for_client=True),
    Style.CARD: Cut(_("My card"), _("My card"), "my-card.pdf", "pdf/parts/card.html", _card, for_client=True),
    Style.EMERGENCY: Cut(
        _("Summary"),
        _("Summary for the emergency department"),
        "summary.pdf",
        "pdf/parts/emergency.html",
        _emergency,
        protected=True,
    ),
    Style.SUPPORTER: Cut(
        _("How to help"), _("How to help"), "how-to-help.pdf", "pdf/parts/supporter.html", _supporter, protected=True
    ),
    Style.CHART: Cut(_("Copy"), _("Copy for the chart"), "copy.pdf", "pdf/parts/chart.html", _chart, protected=True),
}


def part2_notice(version: PlanVersion, cut: Cut) -> str:
    """The notice that must go with records of such a clinic when they leave it."""
    return PART2_NOTICE if cut.protected and version.content.get("part2") else ""
