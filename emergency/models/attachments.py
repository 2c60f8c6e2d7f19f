"""Files that hang on an incident, or on a contact as the signed release."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from clinic.audit.models import By
from clinic.db.models import ClinicKey, ClinicRow, both_or_neither


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def kept(self) -> "AttachmentQuerySet":
        return self.filter(retired_at=None)

    def with_files(self) -> "AttachmentQuerySet":
        """With their files but not the bytes, the oldest first."""
        return self.select_related("file").defer("file__content").order_by("file__made_at", "pk")


class Attachment(ClinicRow):
    """A kept file and the one thing it belongs to. Taken out it is shown to nobody any more, and stays in the database."""

    file = ClinicKey("clients.KeptFile", related_name="attachments", db_index=False)  # its unique constraint finds it
    incident = ClinicKey("emergency.Incident", null=True, related_name="attachments")
    contact = ClinicKey("emergency.Contact", null=True, related_name="attachments")
    retired_at = models.DateTimeField(null=True)
    retired_by = By(null=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file"], name="emergency_attachment_once"),
            models.CheckConstraint(
                condition=Q(incident=None, contact__isnull=False) | Q(incident__isnull=False, contact=None),
                name="emergency_attachment_of_one",
            ),
            both_or_neither("retired_at", "retired_by", name="emergency_attachment_retired_pair"),
        ]
