from safetyplans.models.documents import DocumentFailure, PlanDocument
from safetyplans.models.plans import Item, Plan, PlanQuerySet, StepState
from safetyplans.models.reviews import Review, ReviewQuerySet
from safetyplans.models.versions import Participation, PlanVersion, VersionOpening, Withdrawal

__all__ = [
    "DocumentFailure", "Item", "Participation", "Plan", "PlanDocument", "PlanQuerySet", "PlanVersion", "Review", "ReviewQuerySet", "StepState",
    "VersionOpening", "Withdrawal",
]  # fmt: skip
