"""A file to be kept: what it is, and the file. What was typed stays when the file is refused."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.documents.handed_in import MOST_BYTES, HandedIn, NotTaken, opened
from clinic.web.forms import ClinicForm, Line


class FileForm(ClinicForm):
    """A PDF, a JPEG or a PNG."""

    submit_label = _("Keep the file")
    title = Line(label=_("What is it?"), max_length=120, help_text=_("Your words. The file's own name is not kept"))
    file = forms.FileField(
        label=_("File"),
        help_text=_("A PDF, JPEG or PNG file of at most 5 MB"),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
        error_messages={
            "required": _("Choose a PDF, JPEG or PNG file of at most 5 MB"),
            "empty": _("This file is empty. Choose another one"),
        },
    )
    handed_in: HandedIn

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            self.handed_in = opened(file.read(MOST_BYTES + 1))
        except NotTaken as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "title" in self.errors and "file" not in self.errors:
            self.add_error("file", _("Choose the file once more: your browser lets go of it"))
        return values
