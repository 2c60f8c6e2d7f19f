"""How far each section of the intake is, for the hub."""

from dataclasses import dataclass

from django.db.models import Count, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinic.clients.models import Client, ContactSafety, Place
from emergency.models import Contact
from intake.models import Consent, SectionState
from intake.queries import answers, section_states
from intake.sections import SECTIONS, Section

NOT_STARTED, IN_PROGRESS = _("Not started"), _("In progress")


def list_counts(client: Client) -> dict[str, int]:
    """How many rows the list of a section holds, by section: safe ways, places, people, consents. One query."""
    kept = {
        "contact-safety": ContactSafety.objects.filter(client=client),
        "places": Place.objects.kept().filter(client=client),
        "people": Contact.objects.kept().filter(client=client),
        "consent": Consent.objects.filter(client=client, withdrawn_at=None),
    }
    parts = [rows.order_by().values(part=Value(name)).annotate(rows=Count("pk")) for name, rows in kept.items()]
    return {row["part"]: row["rows"] for row in parts[0].union(*parts[1:], all=True)}


@dataclass(frozen=True)
class Task:
    """A line of the hub: a section with its status in words. `done` is true when a person said so."""

    section: Section
    status: str | Promise
    done: bool


def tasks(client: Client, lists: dict[str, int]) -> list[Task]:
    """All sections with their status; `lists` counts the rows of places, people and the like by section. Two queries."""
    states, given = section_states(client), answers(client)
    return [_task(section, states.get(section.slug), bool(lists.get(section.slug)), given) for section in SECTIONS]


def _task(section: Section, state: SectionState | None, has_rows: bool, given: dict[str, object]) -> Task:
    if state is not None:
        return Task(section, state.get_state_display(), state.state == SectionState.State.COMPLETED)
    started = has_rows or any(question.key in given for question in section.questions)
    return Task(section, IN_PROGRESS if started else NOT_STARTED, False)
