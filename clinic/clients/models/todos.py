"""What a clinician has to do, shown on Today. It says what happened by a kind, and shows the client's name when read."""

from typing import ClassVar

from django.db import models

from clinic.audit.models import By
from clinic.db.models import ClinicKey, ClinicRow, both_or_neither
from clinic.db.sealed import SealedText


class TodoQuerySet(models.QuerySet["Todo"]):
    def waiting(self) -> "TodoQuerySet":
        return self.filter(done_at=None)


class Todo(ClinicRow):
    """One per key and clinic, for whoever holds the client's caseload and for `told`, who was named to act on it by `due_at`.

    `note` is what was done about it, where the kind asks for that.
    """

    class Kind(models.TextChoices):
        TELL_CLIENT = "tell_client", "Tell the client on the call: there is something new to look at"
        ASSIGN = "assign", "This client has no therapist"
        STEP_DOWN = "step_down", "Care has ended: look once more at the plan together"
        NUMBER_REPORTED = "number_reported", "The client says a number did not work"
        POSITIVE_ANSWER = "positive_answer", "An answer about self-harm: speak with the client"
        INTAKE_ANSWERED = "intake_answered", "The client has answered questions from the intake"
        RECORD_OPENED = "record_opened", "A colleague opened this record in an emergency"
        GIVE_REASON = "give_reason", "You opened this record in an emergency: say why"
        HELP_ASKED = "help_asked", "A colleague asks for help in a crisis now"
        PLACE_TOLD = "place_told", "The client says where they are now"
        SESSION_MISSED = "session_missed", "A session was missed: reach the client"

    PERSONAL = (Kind.RECORD_OPENED, Kind.GIVE_REASON, Kind.HELP_ASKED)  # for nobody but `told`

    readable = ("kind", "key")

    client = ClinicKey("clients.Client", related_name="todos")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    key = models.CharField(max_length=160)
    made_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(null=True)
    told = By(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = By(null=True)
    note = SealedText(privacy="clinical", null=True)

    objects = TodoQuerySet.as_manager()

    @property
    def about_id(self) -> str:
        """The id of what it is about, where its key names one."""
        return self.key.partition(":")[2]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clinic", "key"], name="clients_todo_once"),
            both_or_neither("done_at", "done_by", name="clients_todo_done_pair"),
        ]
