"""What the clinician sees and judges, dated. None of it is computed; a correction is a new row that names the old one."""

from django.db import models

from clinic.audit.models import By
from clinic.db.models import ClinicKey, ImmutableRow
from clinic.db.sealed import SealedJSON, SealedText


class Formulation(ImmutableRow):
    """A dated risk formulation in the clinician's own words: answers by key of `intake.assessments.FORMULATION`.

    `level` is what the clinician says, or empty; no score sets it (CLINICAL 3).
    """

    client = ClinicKey("clients.Client", related_name="formulations")
    words = SealedJSON(privacy="clinical")
    level = SealedText(privacy="clinical")
    at = models.DateTimeField(auto_now_add=True)
    by = By()


class Observation(ImmutableRow):
    """Something that was noticed: what (a key of `intake.assessments.OBSERVED`), by whom or where from, and on which day."""

    client = ClinicKey("clients.Client", related_name="observations")
    what = SealedText(privacy="clinical")
    words = SealedText(privacy="clinical")
    source = SealedText(privacy="clinical")
    seen_on = models.DateField()
    corrects = ClinicKey("intake.Observation", null=True, related_name="corrections")
    at = models.DateTimeField(auto_now_add=True)
    by = By()


class CareDecision(ImmutableRow):
    """Whether teletherapy suits this client now, and why; the newest stands."""

    client = ClinicKey("clients.Client", related_name="care_decisions")
    decision = SealedText(privacy="clinical")
    reason = SealedText(privacy="clinical")
    at = models.DateTimeField(auto_now_add=True)
    by = By()
