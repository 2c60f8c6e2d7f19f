"""An uploaded file on its way into the directory. Nothing is written to the directory until it is confirmed."""

from django.db import models

from clinic.audit.models import By
from clinic.db.models import ClinicRow


class ResourceImport(ClinicRow):
    """The bytes are kept from upload until the import is confirmed or cancelled; then they are wiped."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", "Columns to be matched"
        MATCHED = "matched", "To be confirmed"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"

    readable = ("file_name", "content", "headers", "columns", "options", "result", "state")

    file_name = models.CharField(max_length=120)
    content = models.BinaryField(null=True)
    headers = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=State.choices, default=State.UPLOADED)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = By()
    settled_at = models.DateTimeField(null=True)
    settled_by = By(null=True)
