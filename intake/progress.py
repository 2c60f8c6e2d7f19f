"""How far each section of the intake is, for the hub."""

from dataclasses import dataclass

from django.db.models import Count, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinic.clients.models import Client, ContactSafety, Place
from emergency.models import Contact
from intake.models import Answer, Consent, SectionState
from intake.queries import answer_rows, section_states
from intake.questions import EMPTY
from intake.sections import GROUPS, Question, Section

NOT_STARTED, IN_PROGRESS, COMPLETED = _("Not started"), _("In progress"), _("Completed")


def list_counts(client: Client) -> dict[str, int]:
    """How many rows the list of a section holds, by section: safe ways, places, people, consents. One query."""
    kept = {
        "contact-safety": ContactSafety.objects.filter(client=client),
        "places": Place.objects.kept().filter(client=client),
        "people": Contact.objects.kept().filter(client=client),
        "consent": Consent.objects.in_force().filter(client=client),
    }
    parts = [rows.order_by().values(part=Value(name)).annotate(rows=Count("pk")) for name, rows in kept.items()]
    return {row["part"]: row["rows"] for row in parts[0].union(*parts[1:], all=True)}


@dataclass(frozen=True)
class Task:
    """A line of the hub: a section with its status in words. `done` is true when a person said so, for consent when it is in force too.

    `to_talk` are the questions the client would rather talk about, `from_client` how many the client answered by link.
    """

    section: Section
    status: str | Promise
    done: bool
    skipped: bool
    to_talk: tuple[Question, ...]
    from_client: int


@dataclass(frozen=True)
class TaskGroup:
    """Sections that stand together, and how many of them are completed."""

    title: Promise
    tasks: tuple[Task, ...]

    @property
    def done(self) -> int:
        return sum(task.done for task in self.tasks)


def groups(client: Client, lists: dict[str, int]) -> list[TaskGroup]:
    """All sections with their status; `lists` counts the rows of places, people and the like by section. Two queries."""
    states, rows = section_states(client), answer_rows(client)
    return [
        TaskGroup(
            group.title, tuple(_task(each, states.get(each.slug), bool(lists.get(each.slug)), rows) for each in group.sections)
        )
        for group in GROUPS
    ]


def _task(section: Section, state: SectionState | None, has_rows: bool, rows: dict[str, Answer]) -> Task:
    """Three statuses and no more: a section that was skipped is as far as its answers are."""
    own = {question: rows[question.key] for question in section.questions if question.key in rows}
    given = [row for row in own.values() if row.value not in EMPTY]
    done = state is not None and state.state == SectionState.State.COMPLETED and (has_rows or section.slug != "consent")
    return Task(
        section=section,
        status=COMPLETED if done else IN_PROGRESS if has_rows or given else NOT_STARTED,
        done=done,
        skipped=state is not None and not done,
        to_talk=tuple(question for question, row in own.items() if row.wish == Answer.Wish.TALK),
        from_client=sum(row.is_from_client for row in given),
    )


@dataclass(frozen=True)
class Line:
    """A question with its answer as people read it ("" when there is none) and the row it stands in."""

    question: Question
    said: str = ""
    row: Answer | None = None


@dataclass(frozen=True)
class Lines:
    """The questions of a section: those that were answered or set aside by the client, and those nobody asked yet."""

    answered: tuple[Line, ...]
    open: tuple[Line, ...]


@dataclass(frozen=True)
class CheckedGroup:
    """What was said, section by section."""

    title: Promise
    sections: tuple[tuple[Section, Lines], ...]


def checked(client: Client) -> list[CheckedGroup]:
    """Every section with every question and what was said to it. One query."""
    rows = answer_rows(client)
    return [CheckedGroup(group.title, tuple((each, _lines(each, rows)) for each in group.sections)) for group in GROUPS]


def _lines(section: Section, rows: dict[str, Answer]) -> Lines:
    lines = [_line(question, rows.get(question.key)) for question in section.questions]
    return Lines(tuple(each for each in lines if each.row), tuple(each for each in lines if not each.row))


def _line(question: Question, row: Answer | None) -> Line:
    said = question.said(row.value) if row else ""
    return Line(question, said, row) if row and (said or row.wish) else Line(question)
