"""The clinic's own words for the steps."""

from typing import ClassVar

from django.db import models

from clinic.audit.models import By
from clinic.db.models import ImmutableRow


class StepWording(ImmutableRow):
    """How the clinic words a step from this moment on; the newest row of a step and language stands, the others are its history.

    An empty text is Handrail's own. `prompts` holds one question a line. Finished versions keep the words they were made with.
    """

    readable = ("step", "language", "title", "ask", "prompts")

    step = models.CharField(max_length=20)
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=80, blank=True)
    ask = models.CharField(max_length=300, blank=True)
    prompts = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = By()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "language", "step", "-at"], name="safetyplans_wording_newest")]

    @property
    def says_something(self) -> bool:
        """Not the way back to Handrail's own words."""
        return bool(self.title or self.ask or self.prompts)
