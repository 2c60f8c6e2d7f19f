"""Forms of a list on its way into the directory: shape and words of what is chosen, never saving."""

from typing import Any

from crispy_forms.layout import Layout, LayoutObject
from django import forms
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from clinic.web.forms import ClinicForm, Line
from emergency.imports import matching
from emergency.imports.reader import MAX_ROWS, Sheet, UnreadableFile, read_sheet

Choices = list[tuple[str, str | Promise]]
NOT_USED = ""
MOST_LINES = 100_000


class UploadForm(ClinicForm):
    """A list as a file, and whose list it is."""

    submit_label = _("Read the file")
    file = forms.FileField(
        label=_("List"),
        help_text=format_lazy(_("A CSV file of at most {rows} rows and 10 MB."), rows=f"{MAX_ROWS:,}"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv"}),
        error_messages={
            "required": _("Choose a CSV file of at most 10 MB"),
            "empty": _("The file is empty. Choose another one"),
            "max_length": _("The name of the file is too long"),
        },
        max_length=200,
    )
    source = Line(
        label=_("Whose list is it?"),
        max_length=80,
        help_text=_(
            "Use the same words each time you upload it, like “CMS hospitals”. Then the next upload finds what this one brought."
        ),
    )
    content: bytes
    sheet: Sheet

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        self.content = file.read()
        try:
            self.sheet = read_sheet(self.content)
        except UnreadableFile as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file


class MatchForm(ClinicForm):
    """One question per field of an entry: which column feeds it."""

    submit_label = _("Check the rows")

    def __init__(self, *args: Any, headers: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headers = headers
        columns: Choices = [(NOT_USED, _("Not in this list")), *((str(at), heading) for at, heading in enumerate(headers))]
        for field in matching.FIELDS:
            self.fields[field.key] = forms.ChoiceField(label=field.label, choices=columns, required=False)

    def layout(self) -> LayoutObject:
        return Layout(*self.fields)

    def clean(self) -> dict[str, Any]:
        for words in matching.problems(self.columns, self.headers):
            self.add_error("name" if words.endswith("the name") else "phone" if words.endswith("number") else None, words)
        return self.cleaned_data

    @property
    def columns(self) -> dict[str, int]:
        """Field -> column, of those that were chosen."""
        return {key: int(value) for key, value in self.cleaned_data.items() if value != NOT_USED}


class CheckForm(forms.Form):
    """What the admin decided against the proposal. Only exceptions come back: ticked rows, and typed ones."""

    seen = forms.JSONField(widget=forms.HiddenInput)
    leave_out = Line(label=_("Rows to leave out"), required=False, max_length=2000)

    def __init__(self, *args: Any, ticked_out: list[str], ticked_in: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ticked_out, self.ticked_in = ticked_out, ticked_in

    def clean_leave_out(self) -> frozenset[int]:
        found: set[int] = set()
        for part in str(self.cleaned_data["leave_out"]).replace(",", " ").split():
            first, _dash, last = part.partition("-")
            if not (first.isdecimal() and (not last or last.isdecimal()) and len(part) < 16):
                raise forms.ValidationError(_("Enter row numbers, like 14, 20-25"))
            rows = range(int(first), int(last or first) + 1)
            if len(rows) + len(found) > MOST_LINES:
                raise forms.ValidationError(_("These are more rows than a list can have"))
            found.update(rows)
        return frozenset(found)

    @property
    def out(self) -> frozenset[int]:
        """Lines of rows to leave out, typed or ticked."""
        typed: frozenset[int] = self.cleaned_data["leave_out"]
        return typed | lines(self.ticked_out)

    @property
    def taken(self) -> frozenset[int]:
        """Lines of rows to take in although the proposal leaves them out."""
        return lines(self.ticked_in)


def lines(texts: list[str]) -> frozenset[int]:
    """Line numbers as ticked boxes send them."""
    return frozenset(int(text) for text in texts if text.isdecimal() and len(text) < 9)
