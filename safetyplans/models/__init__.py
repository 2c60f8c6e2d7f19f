from safetyplans.models.documents import PlanDocument
from safetyplans.models.plans import Item, Plan, PlanQuerySet, StepState
from safetyplans.models.reviews import Review, ReviewQuerySet
from safetyplans.models.versions import Participation, PlanVersion, VersionOpening, Withdrawal

__all__ = [
    "Item", "Participation", "Plan", "PlanDocument", "PlanQuerySet", "PlanVersion", "Review", "ReviewQuerySet", "StepState", "VersionOpening",
    "Withdrawal",
]  # fmt: skip
