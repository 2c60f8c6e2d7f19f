"""The clinician's own words: observations, formulations, decisions. No choice is pre-set, no level is suggested."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.web.forms import ClinicForm, DayField, Words
from intake.assessments import DECISIONS, FORMULATION, LEVELS, OBSERVED, SOURCES


def choice(label: Any, choices: Any, required: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages={"required": required})


class ObservationForm(ClinicForm):
    """What was noticed, from where, and on which day."""

    submit_label = _("Record observation")

    what = choice(_("What did you notice?"), OBSERVED, _("Choose what you noticed"))
    words = Words(label=_("In your words"), widget=forms.Textarea(attrs={"rows": 3}),
                  error_messages={"required": _("Say in a few words what you noticed")})  # fmt: skip
    source = choice(_("Where does it come from?"), SOURCES, _("Choose where it comes from"))
    seen_on = DayField(label=_("Which day was it?"), error_messages={"required": _("Enter the day it was noticed")})

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_seen_on(self) -> date:
        day: date = self.cleaned_data["seen_on"]
        if day > self.today:
            raise forms.ValidationError(_("The day must be today or earlier"))
        return day


class FormulationForm(ClinicForm):
    """The clinician's view in words, and a level only if they choose to say one."""

    submit_label = _("Record with today's date")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in FORMULATION:
            self.add(
                each.key,
                Words(label=each.label, help_text=each.hint, required=False, widget=forms.Textarea(attrs={"rows": 3})),
            )
        self.add("level", choice(_("Which level do you choose?"), LEVELS, _("Choose a level, or “I do not say a level”")))

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        if not self.errors and not any(clean.get(each.key) for each in FORMULATION):
            self.add_error(FORMULATION[0].key, _("Write at least one line"))
        return clean

    def words(self) -> dict[str, str]:
        return {each.key: self.cleaned_data[each.key] for each in FORMULATION}


class CareForm(ClinicForm):
    """What kind of care suits, and why."""

    submit_label = _("Record decision")

    decision = choice(_("What do you decide?"), DECISIONS, _("Choose what you decide"))
    reason = Words(label=_("Why?"), error_messages={"required": _("Give the reason")})
