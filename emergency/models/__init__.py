from emergency.models.attachments import Attachment
from emergency.models.checks import CheckRhythm, ProblemReport, ResourceChange, Verification
from emergency.models.contacts import Contact
from emergency.models.directory import ClientResource, Coverage, NotifyEntry, Resource, ResourceQuerySet, ResourceWord
from emergency.models.guardians import Guardianship
from emergency.models.imports import ResourceImport
from emergency.models.incidents import Disclosure, FollowUp, Incident, IncidentEntry, PlanTrouble
from emergency.models.protocols import JurisdictionNote, OnCall, Protocol
from emergency.models.sessions import CheckIn, Platform, SessionEntry, TherapySession

__all__ = [
    "Attachment", "CheckIn", "CheckRhythm", "ClientResource", "Contact", "Coverage", "Disclosure", "FollowUp", "Guardianship", "Incident", "IncidentEntry",
    "JurisdictionNote", "NotifyEntry", "OnCall", "PlanTrouble", "Platform", "ProblemReport", "Protocol", "Resource", "ResourceChange",
    "ResourceImport", "ResourceQuerySet", "ResourceWord", "SessionEntry", "TherapySession", "Verification",
]  # fmt: skip
