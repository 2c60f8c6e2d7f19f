"""Fields of the intake, made from the table of sections. Nothing is required and nothing is pre-set."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.web.forms import ClinicForm, Line, PhoneField, Words
from intake.models import Consent
from intake.sections import Kind, Question, Section


def field_for(question: Question, country: str) -> forms.Field:
    """The form field of one question. An unanswered choice stays unanswered."""
    said: dict[str, Any] = {"label": question.label, "help_text": question.hint, "required": False}
    if question.kind is Kind.CHOICE:
        return forms.ChoiceField(choices=[("", _("Not asked yet")), *question.choices], **said)
    if question.kind is Kind.PHONE:
        return PhoneField(country=country, **said)
    if question.kind is Kind.LINE:
        return Line(**said)
    return Words(**said, widget=forms.Textarea(attrs={"rows": 3}))


class SectionForm(ClinicForm):
    """All questions of a section, for saving without script."""

    submit_label = _("Save and continue")

    def __init__(self, *args: Any, section: Section, country: str, **kwargs: Any) -> None:
        super().__init__(*args, country=country, **kwargs)
        for question in section.questions:
            self.fields[question.key] = field_for(question, country)


class AnswerForm(ClinicForm):
    """One answer as it is typed, with the version it was written on and a name for the operation.

    Text is taken as it is, within the limit: a number half typed is kept, and read as a number only on Continue.
    """

    value = Words(required=False)
    seen_version = forms.IntegerField(min_value=0)
    operation_id = forms.UUIDField()


class ConsentForm(ClinicForm):
    """How the client said yes, and when."""

    submit_label = _("Record consent")

    how = forms.ChoiceField(
        label=_("How did the client agree?"),
        choices=Consent.How.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the client agreed")},
    )
    given_at = forms.DateTimeField(
        label=_("When?"),
        required=False,
        help_text=_("Leave it empty for now."),
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("Enter a date and a time, like 2026-11-30 14:05")},
    )
