"""Reads of the intake that other apps use."""

from typing import Any

from clinic.clients.models import Client
from intake.consent import KIND
from intake.models import Answer, Consent, SectionState


def answer_rows(client: Client) -> dict[str, Answer]:
    """All answers of a client by question key, in one query."""
    return {answer.key: answer for answer in Answer.objects.filter(client=client)}


def answers(client: Client) -> dict[str, Any]:
    """What was answered: question key to text; unanswered questions are not in it."""
    return {key: row.value for key, row in answer_rows(client).items() if row.value not in (None, "")}


def section_states(client: Client) -> dict[str, SectionState]:
    return {state.section: state for state in SectionState.objects.filter(client=client)}


def consent(client: Client) -> Consent | None:
    """The consent in force, or None: not given, or withdrawn."""
    return Consent.objects.filter(client=client, kind=KIND, withdrawn_at=None).first()


def consents(client: Client) -> list[Consent]:
    """All consents of a client, newest first."""
    return list(Consent.objects.filter(client=client, kind=KIND).order_by("-given_at"))
