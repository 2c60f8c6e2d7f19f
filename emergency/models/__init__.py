from emergency.models.contacts import Contact
from emergency.models.directory import ProblemReport, Resource, ResourceChange, ResourceQuerySet, Verification
from emergency.models.guardians import Guardianship
from emergency.models.imports import ResourceImport

__all__ = [
    "Contact", "Guardianship", "ProblemReport", "Resource", "ResourceChange", "ResourceImport", "ResourceQuerySet", "Verification",
]  # fmt: skip
