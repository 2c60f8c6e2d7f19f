"""What is chosen for papers: the lines of the card, and the names in the contacts file."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from clinic.web.forms import ClinicForm, Line
from safetyplans.card import LINES_AT_MOST, NUMBERS_AT_MOST
from safetyplans.contacts_file import Entry

Choices = list[tuple[str, str]]


class CardForm(ClinicForm):
    """What the client wants on the card. Nothing ticked means: the first ones of the plan."""

    submit_label = _("Keep for the card")

    numbers = forms.MultipleChoiceField(label=_("Numbers for the front"), widget=forms.CheckboxSelectMultiple, required=False)
    lines = forms.MultipleChoiceField(label=_("Lines for the back"), widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, numbers: Choices, lines: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices, most in (("numbers", numbers, NUMBERS_AT_MOST), ("lines", lines, LINES_AT_MOST)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
            self.fields[name].help_text = _now("%(most)d at most.") % {"most": most}
            if not choices:
                del self.fields[name]

    def clean_numbers(self) -> list[str]:
        return self._not_too_many("numbers", NUMBERS_AT_MOST)

    def clean_lines(self) -> list[str]:
        return self._not_too_many("lines", LINES_AT_MOST)

    def _not_too_many(self, name: str, most: int) -> list[str]:
        chosen: list[str] = self.cleaned_data[name]
        if len(chosen) > most:
            raise forms.ValidationError(
                _now("Choose %(most)d at most. You have chosen %(count)d") % {"most": most, "count": len(chosen)}
            )
        return chosen

    @property
    def chosen(self) -> set[UUID]:
        return {UUID(id) for name in ("numbers", "lines") for id in self.cleaned_data.get(name, [])}


class NamesForm(ClinicForm):
    """A name for each entry of the contacts file. An empty one leaves its entry out."""

    submit_label = _("Save the file")

    def __init__(self, *args: Any, entries: list[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for entry in entries:
            label = _now("Name for %(number)s") % {"number": entry.reach.phone or entry.reach.sms}
            self.fields[entry.key] = Line(label=label, max_length=60, required=False, initial=entry.name[:60])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(_now("Keep at least one name"))
        return cleaned
