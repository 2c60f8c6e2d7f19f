"""What a question and a section of the intake are, and the answers to choose from that several questions share."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    LINE = "line"
    WORDS = "words"
    PHONE = "phone"
    CHOICE = "choice"
    YESNO = "yesno"
    CHOICES = "choices"
    DATE = "date"


TEXTS = frozenset({Kind.LINE, Kind.WORDS, Kind.PHONE})
Choices = tuple[tuple[str, Promise], ...]

YES_OR_NO: Choices = (("yes", _("Yes")), ("no", _("No")))
YES_NO: Choices = (*YES_OR_NO, ("rather_not", _("Prefers not to say")))
WORKED: Choices = (("yes", _("It worked")), ("no", _("It did not")))
AGREED: Choices = (("yes", _("Agreed")), ("no", _("Not agreed")))
NONE_OF_THEM = "none"


@dataclass(frozen=True)
class Question:
    """One question. `feeds` is a step key of the plan; `purpose` that of the plan item (signal, safe_word).

    `by_client`: it may be asked by link, in the words `for_client`, with `choices_for_client` where the answers to choose
    from speak of the client in the third person.
    """

    key: str
    label: Promise
    kind: Kind = Kind.WORDS
    hint: Promise | str = ""
    choices: Choices = ()
    feeds: str = ""
    purpose: str = ""
    for_client: Promise | str = ""
    choices_for_client: Choices = ()

    @property
    def by_client(self) -> bool:
        return bool(self.for_client)

    @property
    def is_text(self) -> bool:
        """Answered in free words."""
        return self.kind in TEXTS

    @property
    def takes_both(self) -> bool:
        """Of two answers that met, both can be kept."""
        return self.kind in {Kind.WORDS, Kind.LINE, Kind.CHOICES}

    def said(self, value: Any) -> str:
        """A stored answer as people read it; "" for an unanswered one."""
        if value in EMPTY:
            return ""
        if self.kind is Kind.CHOICES:
            return "\n".join(label for key, label in self.ticked(value))
        if self.kind is Kind.DATE:
            day = parse_date(str(value))
            return date_format(day, "j F Y") if day else str(value)
        return str(dict(self.choices).get(str(value), value))

    def ticked(self, value: Any) -> list[tuple[str, str]]:
        """Key and words of what is ticked in a stored answer, in the order of the table."""
        return [(key, str(label)) for key, label in self.choices if isinstance(value, list) and key in value]

    def as_typed(self, value: Any) -> str:
        """A stored answer as one line for the page: what is ticked with commas between."""
        return ",".join(value) if isinstance(value, list) else str(value or "")


EMPTY: tuple[Any, ...] = (None, "", [])


def stored(value: Any) -> Any:
    """A value of a form as it is kept: days and lists as JSON knows them, None for unanswered."""
    if isinstance(value, date):
        return value.isoformat()
    return None if value in EMPTY else value


@dataclass(frozen=True)
class Section:
    """One page of the intake. `list_url` names the page of a list (places, people) that belongs to it.

    `for_client` and `why_for_client` are its title and reason on the client's own page, where it has questions for them.
    """

    slug: str
    title: Promise
    why: Promise
    questions: tuple[Question, ...] = ()
    list_url: str = ""
    list_label: Promise | str = ""
    for_client: Promise | str = ""
    why_for_client: Promise | str = ""

    @property
    def for_link(self) -> tuple[Question, ...]:
        """The questions that may be asked by link."""
        return tuple(question for question in self.questions if question.by_client)


@dataclass(frozen=True)
class Group:
    """Sections that stand together on the hub."""

    title: Promise
    sections: tuple[Section, ...]
