from intake.models.answers import Answer, SectionState
from intake.models.consents import Consent

__all__ = ["Answer", "Consent", "SectionState"]
