"""Reads of the intake that other apps use."""

from typing import Any

from clinic.clients.models import Client
from intake.consent import KIND
from intake.models import Answer, Consent, SectionState
from intake.questions import EMPTY, NONE_OF_THEM
from intake.sections import QUESTIONS


def answer_rows(client: Client) -> dict[str, Answer]:
    """All answers of a client by question key, in one query."""
    return {answer.key: answer for answer in Answer.objects.filter(client=client)}


def answers(client: Client) -> dict[str, Any]:
    """What was answered: question key to text (a list of keys for ticks); unanswered questions are not in it."""
    return {key: row.value for key, row in answer_rows(client).items() if row.value not in EMPTY}


def risk_factors(client: Client) -> list[tuple[str, str]]:
    """Key and plain words of each risk factor that is ticked, in the order of the table. One query."""
    row = Answer.objects.filter(client=client, key="risk_factors").first()
    ticked = QUESTIONS["risk_factors"].ticked(row.value) if row else []
    return [(key, label) for key, label in ticked if key != NONE_OF_THEM]


def section_states(client: Client) -> dict[str, SectionState]:
    return {state.section: state for state in SectionState.objects.filter(client=client)}


def consent(client: Client) -> Consent | None:
    """The consent in force, or None: not given, or withdrawn."""
    return Consent.objects.filter(client=client, kind=KIND, withdrawn_at=None).first()


def consents(client: Client) -> list[Consent]:
    """All consents of a client, newest first."""
    return list(Consent.objects.filter(client=client, kind=KIND).order_by("-given_at"))
