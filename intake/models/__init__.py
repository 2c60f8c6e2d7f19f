from intake.models.answers import Answer, SectionState
from intake.models.assessments import CareDecision, Formulation, Observation
from intake.models.consents import Consent
from intake.models.invitations import IntakeInvitation
from intake.models.screenings import Screening, ScreeningRhythm, ScreeningWatch

__all__ = [
    "Answer", "CareDecision", "Consent", "Formulation", "IntakeInvitation", "Observation", "Screening", "ScreeningRhythm", "ScreeningWatch",
    "SectionState",
]  # fmt: skip
