"""The note of a session in its field: as stored, or as sent where it could not be stored. Nobody's words are written over unseen."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.forms import Textarea
from django.utils.translation import gettext_lazy as _

from clinic.accounts.queries import member_names
from clinic.web.forms import Words
from clinic.web.saving import TOO_LONG, KeepForm, SavedForm
from emergency.actions.sessions import Note
from emergency.models import TherapySession


class NoteForm(SavedForm, KeepForm):
    """The note with the version it was written on; after a conflict without a script also which of the two texts stays."""

    note = Words(
        label=_("Note for this session"),
        required=False,
        widget=Textarea(attrs={"rows": 3}),
        error_messages={"max_length": TOO_LONG},
    )

    def chosen(self, stored: TherapySession) -> Note | None:
        """What is to be written over the `stored` one; None where that is to stay as it is."""
        keep, words, seen = self.cleaned_data["keep"], self.cleaned_data["note"], self.seen_version
        if keep == "theirs":
            return None
        if keep == "both":
            words = "\n".join(filter(None, [stored.note, words]))
        return Note(words, (keep and self.cleaned_data["over"]) or seen, self.operation_id)


@dataclass(frozen=True)
class Shown:
    """`theirs` is the session as it stands when somebody else wrote first, `who` that was; `problem` says what else was in the way."""

    words: str
    version: int
    operation: UUID = field(default_factory=uuid4)
    problem: str = ""
    theirs: TherapySession | None = None
    who: str = ""

    @property
    def is_refused(self) -> bool:
        """The words in the field are not stored."""
        return bool(self.problem or self.theirs)

    @classmethod
    def of(cls, session: TherapySession) -> "Shown":
        return cls(session.note, session.note_version)

    @classmethod
    def sent(cls, form: NoteForm, problem: str) -> "Shown":
        """As typed, where it could not be stored."""
        return cls(form.data.get("note", ""), form.cleaned_data.get("version") or 0, problem=problem)

    @classmethod
    def beside(cls, form: NoteForm, theirs: TherapySession) -> "Shown":
        """As typed, beside what somebody else wrote first. It asks until one of the two is chosen."""
        return cls(form.cleaned_data["note"], form.seen_version, theirs=theirs, who=writer_of(theirs))


def writer_of(session: TherapySession) -> str:
    """Who wrote the note last."""
    return member_names([session.note_by_id]).get(session.note_by_id or UUID(int=0), "")
