"""Fields of the intake, made from the table of sections. Nothing is required and nothing is pre-set."""

from datetime import datetime
from typing import Any

from crispy_forms.layout import Div, Layout, LayoutObject
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.web.forms import ClinicForm, DayField, Line, PhoneField, Words
from intake.models import Consent
from intake.questions import NONE_OF_THEM, Kind, Question, Section, stored

NOT_ASKED = _("Not asked yet")


class Ticks(forms.MultipleChoiceField):
    """Several answers at once; "none of these" goes with no other."""

    widget = forms.CheckboxSelectMultiple

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if NONE_OF_THEM in value and len(value) > 1:
            raise forms.ValidationError(_("Tick “none of these” alone, or take it away"), code="none_and_more")


def field_for(question: Question) -> forms.Field:
    """The form field of one question. An unanswered choice stays unanswered."""
    said: dict[str, Any] = {"label": question.label, "help_text": question.hint, "required": False}
    match question.kind:
        case Kind.CHOICE:
            return forms.ChoiceField(choices=[("", NOT_ASKED), *question.choices], **said)
        case Kind.YESNO:
            return forms.ChoiceField(choices=[*question.choices, ("", NOT_ASKED)], widget=forms.RadioSelect, **said)
        case Kind.CHOICES:
            return Ticks(choices=question.choices, **said)
        case Kind.DATE:
            return DayField(**said)
        case Kind.PHONE:
            return PhoneField(**said)
        case Kind.LINE:
            return Line(**said)
    return Words(**said, widget=forms.Textarea(attrs={"rows": 3}))


class SectionForm(ClinicForm):
    """All questions of a section, for saving without script."""

    submit_label = _("Save and continue")

    def __init__(self, *args: Any, section: Section, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in section.questions:
            self.add(question.key, field_for(question))

    def answers(self) -> dict[str, Any]:
        """What was filled in, as answers are kept; None for what was not."""
        return {key: stored(self.cleaned_data[key]) for key in self.fields}


class AnswerForm(ClinicForm):
    """One answer as it is typed, with the version it was written on and a name for the operation.

    Text is taken as it is, within the limit: a number half typed is kept, and read as a number only on Continue.
    """

    value = Words(required=False)
    seen_version = forms.IntegerField(min_value=0)
    operation_id = forms.UUIDField()

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not question.is_text:
            self.add("value", field_for(question))

    def clean_value(self) -> Any:
        return stored(self.cleaned_data["value"])


class ConsentForm(ClinicForm):
    """How the client said yes, and when."""

    submit_label = _("Record consent")

    how = forms.ChoiceField(
        label=_("How did the client agree?"),
        choices=Consent.How.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the client agreed")},
    )
    given_on = DayField(label=_("On which day?"), required=False, help_text=_("Leave day and time empty for now."))
    given_time = forms.TimeField(
        label=_("At what time?"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    renew_on = DayField(
        label=_("To be renewed on"), required=False, help_text=_("In twelve months, unless you choose another day.")
    )

    def layout(self) -> LayoutObject:
        return Layout("how", Div("given_on", "given_time", css_class="form-row"), "renew_on")

    def clean(self) -> dict[str, Any]:
        """With `given_at` in the clinic's zone, None for now. One box of a date and a time would drop half of it without a word."""
        values = super().clean() or {}
        day, hour = values.pop("given_on", None), values.pop("given_time", None)
        if not self.errors.keys() & {"given_on", "given_time"}:
            if (day is None) is not (hour is None):
                lacking = ("given_on", _("Enter the day too")) if day is None else ("given_time", _("Enter the time too"))
                self.add_error(*lacking)
            values["given_at"] = timezone.make_aware(datetime.combine(day, hour)) if day and hour else None
        return values
