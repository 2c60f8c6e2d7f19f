from safetyplans.models.documents import DocumentFailure, DocumentRequest, PlanDocument
from safetyplans.models.following import Following
from safetyplans.models.plans import HintAnswer, Item, ItemNote, Plan, PlanQuerySet, Presence, StepState
from safetyplans.models.reviews import Review, ReviewQuerySet
from safetyplans.models.versions import CitedResource, HandOver, Participation, PlanVersion, VersionOpening, Withdrawal
from safetyplans.models.wording import StepWording

__all__ = [
    "CitedResource", "DocumentFailure", "DocumentRequest", "Following", "HandOver", "HintAnswer", "Item", "ItemNote", "Participation",
    "Plan", "PlanDocument", "PlanQuerySet", "PlanVersion", "Presence", "Review", "ReviewQuerySet", "StepState",
    "StepWording", "VersionOpening", "Withdrawal",
]  # fmt: skip
