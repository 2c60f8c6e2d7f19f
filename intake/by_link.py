"""What a client meets behind a link: sections and questionnaires as pages of one question each, in a fixed order.

A question that somebody has answered already is not asked again; what others wrote is never shown. Pure, but for the reads
at the end.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from clinic.clients.models import Client
from intake import instruments
from intake.instruments import Instrument, Item
from intake.models import Answer, IntakeInvitation, Screening
from intake.queries import answer_rows
from intake.questions import EMPTY, Question, Section
from intake.screening import positives, standing, to_ask
from intake.sections import BY_SLUG, QUESTIONS, SECTIONS


@dataclass(frozen=True)
class Asked:
    """One page: a question of a section, or an item of a questionnaire. `number` stays the same while others come and go."""

    number: int
    section: Section | None = None
    question: Question | None = None
    instrument: Instrument | None = None
    item: Item | None = None


def all_asked(parts: Iterable[str]) -> tuple[Asked, ...]:
    """Every page of an invitation with these parts. What was taken out of the tables since is left out."""
    found: list[Asked] = []
    for part in parts:
        if part in BY_SLUG:
            section = BY_SLUG[part]
            found += [Asked(len(found) + n, section, question) for n, question in enumerate(section.for_link, 1)]
        elif part in instruments.IDS and instruments.get(part).by_link:
            asked = instruments.get(part)
            items = [item for item in asked.items if not item.follows]
            found += [Asked(len(found) + n, instrument=asked, item=item) for n, item in enumerate(items, 1)]
    return tuple(found)


def is_own(row: Answer | None, invitation: IntakeInvitation) -> bool:
    """Whether the client gave this answer from this link, and nobody changed it since."""
    return row is not None and row.is_from_client and row.changed_at >= invitation.made_at


def is_free(row: Answer | None) -> bool:
    """Whether nobody has answered."""
    return row is None or row.value in EMPTY


@dataclass(frozen=True)
class Filling:
    """An invitation as it stands: what is asked now, and what the client has said from it."""

    invitation: IntakeInvitation
    rows: Mapping[str, Answer]
    screenings: Mapping[str, Screening]

    @property
    def pages(self) -> list[Asked]:
        """What is asked as the answers stand, in order."""
        return [page for page in all_asked(self.invitation.parts) if self._is_asked(page)]

    def _is_asked(self, page: Asked) -> bool:
        if page.question:
            row = self.rows.get(page.question.key)
            return is_free(row) or is_own(row, self.invitation) or self.invitation.has_beside(page.question.key)
        return page.instrument is not None and page.item in to_ask(page.instrument, self._given(page.instrument), alone=True)

    def _given(self, instrument: Instrument) -> dict[str, Any]:
        row = self.screenings.get(instrument.id)
        return row.answers if row else {}

    def page(self, number: int) -> Asked | None:
        """The page of this number, if there is one at all."""
        return next((page for page in all_asked(self.invitation.parts) if page.number == number), None)

    def next_after(self, number: int) -> Asked | None:
        """The next page that is asked; None after the last."""
        return next((page for page in self.pages if page.number > number), None)

    def before(self, number: int) -> Asked | None:
        return next((page for page in reversed(self.pages) if page.number < number), None)

    def said(self, page: Asked) -> Any:
        """What the client has answered there from this link, and nobody else's words; None for nothing."""
        if page.question:
            key = page.question.key
            if self.invitation.has_beside(key):
                return self.invitation.said_beside(key)
            row = self.rows.get(key)
            return row.value if row is not None and is_own(row, self.invitation) else None
        return standing(self._given(page.instrument)).get(page.item.id) if page.instrument and page.item else None

    def wish(self, page: Asked) -> str:
        """What the client chose there instead of answering."""
        if page.question and self.invitation.has_beside(page.question.key):
            return self.invitation.wish_beside(page.question.key)
        row = self.rows.get(page.question.key) if page.question else None
        return row.wish if row is not None and is_own(row, self.invitation) else ""

    @property
    def goes_on_at(self) -> Asked | None:
        """The first page that was neither answered nor set aside; the first of all when there is none."""
        pages = self.pages
        return next((page for page in pages if self.said(page) in EMPTY and not self.wish(page)), pages[0] if pages else None)

    @property
    def is_begun(self) -> bool:
        return any(self.said(page) not in EMPTY or self.wish(page) for page in self.pages)

    @property
    def has_positive(self) -> bool:
        """Whether an answer about self-harm was given."""
        return any(positives(instruments.get(row.instrument), row.answers) for row in self.screenings.values())


def filling(invitation: IntakeInvitation) -> Filling:
    """Two queries."""
    given = {row.instrument: row for row in Screening.objects.filter(invitation=invitation)}
    for row in given.values():
        row.client = invitation.client
    return Filling(invitation, answer_rows(invitation.client), given)


@dataclass(frozen=True)
class Offer:
    """A section that can be sent, and how many of its questions nobody has answered."""

    section: Section
    open: int


def offers(client: Client) -> list[Offer]:
    """The sections with questions for the client, in the order of the intake. One query."""
    rows = answer_rows(client)
    return [
        Offer(section, sum(is_free(rows.get(question.key)) for question in section.for_link))
        for section in SECTIONS
        if section.for_link
    ]


def invitations(client: Client) -> list[IntakeInvitation]:
    """Newest first, each with `is_open`: whether the client may write from it now. One query."""
    open_ones = IntakeInvitation.objects.open().filter(pk=OuterRef("pk"))
    return list(IntakeInvitation.objects.filter(client=client).annotate(is_open=Exists(open_ones)).order_by("-made_at"))


def open_invitation(invitation_id: Any) -> IntakeInvitation | None:
    """The invitation while the client may write from it. One query."""
    return IntakeInvitation.objects.open().filter(pk=invitation_id).select_related("client", "clinic").first()


@dataclass(frozen=True)
class Beside:
    """What the client wrote from a link to a question that somebody else had answered meanwhile."""

    question: Question
    said: str
    wants_to_talk: bool
    invitation: IntakeInvitation


def beside(client: Client, section: Section | None = None) -> list[Beside]:
    """All of these, or those of a section. One query."""
    rows = [row for row in invitations(client) if row.beside]
    return [
        Beside(QUESTIONS[key], QUESTIONS[key].said(row.said_beside(key)), row.wish_beside(key) == Answer.Wish.TALK, row)
        for row in rows
        for key in row.beside or {}
        if key in QUESTIONS and (section is None or QUESTIONS[key] in section.questions)
    ]


def words_of(invitation: IntakeInvitation) -> list[str]:
    """Its parts by their names on staff pages."""
    known = {part: str(BY_SLUG[part].title) for part in invitation.parts if part in BY_SLUG}
    known |= {part: instruments.get(part).short for part in invitation.parts if part in instruments.IDS}
    return [known[part] for part in invitation.parts if part in known]
