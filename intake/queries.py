"""Reads of the intake that other apps use."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from clinic.accounts.queries import member_names
from clinic.clients.models import Client
from intake.consent import KIND
from intake.models import Answer, CareDecision, Consent, Formulation, Observation, SectionState
from intake.questions import EMPTY, NONE_OF_THEM
from intake.sections import BY_SLUG, QUESTIONS, Question


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


def suitability(client: Client) -> list[tuple[Question, str]]:
    """What the section on suitability says, question by question; "" for what was not asked. One query."""
    given = answers(client)
    return [(question, question.said(given.get(question.key))) for question in BY_SLUG["suitability"].questions]


def section_states(client: Client) -> dict[str, SectionState]:
    return {state.section: state for state in SectionState.objects.filter(client=client)}


def consent(client: Client) -> Consent | None:
    """The consent in force, or None: not given, or withdrawn."""
    return Consent.objects.in_force().filter(client=client, kind=KIND).first()


def consents(client: Client) -> list[Consent]:
    """All consents of a client, newest first."""
    return list(Consent.objects.filter(client=client, kind=KIND).order_by("-given_at", "-recorded_at"))


def consents_due(clients: QuerySet[Client], day: date) -> list[Consent]:
    """The consents of these clients that are to be renewed by this day, longest due first. One query, also for nobody."""
    return list(Consent.objects.due(day).filter(client__in=clients, kind=KIND).order_by("renew_on"))


def care_decision(client: Client) -> CareDecision | None:
    """What the clinician decided last about the kind of care, or None."""
    return care_decisions(client).first()


def care_decisions(client: Client) -> QuerySet[CareDecision]:
    return CareDecision.objects.filter(client=client).order_by("-at")


def formulations(client: Client) -> QuerySet[Formulation]:
    """Newest first."""
    return Formulation.objects.filter(client=client).order_by("-at")


def formulation(client: Client, id: UUID) -> Formulation | None:
    return formulations(client).filter(pk=id).first()


def observations(client: Client) -> QuerySet[Observation]:
    """By the day it was seen, newest first; a correction stands beside what it corrects."""
    return Observation.objects.filter(client=client).order_by("-seen_on", "-at")


def observation(client: Client, id: UUID) -> Observation | None:
    return observations(client).filter(pk=id).first()


def corrections_of(rows: Iterable[Observation]) -> dict[UUID, Observation]:
    """By the id of an observation the one that corrects it. One query."""
    found = Observation.objects.filter(corrects__in=[each.pk for each in rows])
    return {row.corrects_id: row for row in found if row.corrects_id}


@dataclass(frozen=True)
class Standing:
    """What the clinician has said last, for the hub: the newest of each kind, with the authors' names."""

    consent: Consent | None
    decision: CareDecision | None
    formulation: Formulation | None
    observation: Observation | None
    names: dict[UUID, str]


def standing(client: Client) -> Standing:
    """Five queries."""
    rows = care_decision(client), formulations(client).first(), observations(client).first()
    return Standing(consent(client), *rows, names=member_names(row.by_id for row in rows if row))
