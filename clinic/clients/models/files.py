"""Files kept with a client's record."""

from django.db import models

from clinic.audit.models import By
from clinic.db.models import ClinicKey, ImmutableRow
from clinic.db.sealed import SealedBytes, SealedText
from clinic.documents.handed_in import FileKind


class KeptFile(ImmutableRow):
    """A file as it was handed in, with what it is in the person's words. Its own name is not kept: that may name somebody.

    What it belongs to is said by a key of the app that hangs it there.
    """

    Kind = FileKind

    readable = ("kind", "size")

    client = ClinicKey("clients.Client", related_name="files")
    title = SealedText(privacy="clinical")
    kind = models.CharField(max_length=4, choices=FileKind.choices)
    size = models.PositiveIntegerField()
    content = SealedBytes(privacy="clinical")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = By()
