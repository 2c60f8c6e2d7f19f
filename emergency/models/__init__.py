from emergency.models.contacts import Contact
from emergency.models.directory import ProblemReport, Resource, ResourceChange, ResourceQuerySet, Verification
from emergency.models.imports import ResourceImport

__all__ = ["Contact", "ProblemReport", "Resource", "ResourceChange", "ResourceImport", "ResourceQuerySet", "Verification"]
