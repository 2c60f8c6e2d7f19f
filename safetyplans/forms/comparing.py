"""Which two to compare."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinic.web.forms import ClinicForm
from safetyplans.version_queries import DRAFT, VersionLine


class CompareForm(ClinicForm):
    """Two numbers of versions; 0 is the draft. Without any: the version before and the one in force, or the draft."""

    submit_label = ""

    a = forms.TypedChoiceField(label=_("What changed from"), coerce=int)
    b = forms.TypedChoiceField(label=_("to"), coerce=int)

    def __init__(self, data: Any, *, lines: list[VersionLine], draft: bool, **kwargs: Any) -> None:
        numbers = list(dict.fromkeys(line.number for line in lines))
        choices: list[tuple[int, str | Promise]] = [(number, _("Version %(number)d") % {"number": number}) for number in numbers]
        choices += [(DRAFT, _("The draft"))] if draft else []
        if not data and choices:
            last = numbers[0] if numbers else DRAFT
            data = {"a": last, "b": DRAFT} if draft else {"a": numbers[1] if len(numbers) > 1 else last, "b": last}
        super().__init__(data, **kwargs)
        self.fields["a"].choices = self.fields["b"].choices = choices  # type: ignore[attr-defined]
