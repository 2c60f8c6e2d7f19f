"""One question of the intake, or one item of a questionnaire, as the client meets it. Nothing is required or pre-set."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.web.forms import ClinicForm, Line, PhoneField, Words
from intake.by_link import Asked
from intake.forms import Ticks
from intake.instruments import Item
from intake.questions import Kind, Question, stored

WHO_READS = _(
    "Your therapist can read this, and those who help care for you. They read it in work hours. Nobody watches this page."
)


def field_of(question: Question) -> forms.Field:
    """The field of one question, in the words for the client, with who reads it."""
    said: dict[str, Any] = {"label": question.for_client, "help_text": WHO_READS, "required": False}
    choices = question.choices_for_client or question.choices
    match question.kind:
        case Kind.CHOICE | Kind.YESNO:
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **said)
        case Kind.CHOICES:
            return Ticks(choices=choices, **said)
        case Kind.PHONE:
            return PhoneField(**said)
        case Kind.LINE:
            return Line(**said)
    return Words(**said, widget=forms.Textarea(attrs={"rows": 6}))


def field_of_item(item: Item, number: str) -> forms.Field:
    """The field of one item, as published: no answer of ours stands among its answers."""
    choices = [(str(choice.value), choice.text) for choice in item.choices if not choice.is_ours]
    label = f"{number}{item.text}"
    return forms.ChoiceField(label=label, help_text=WHO_READS, required=False, choices=choices, widget=forms.RadioSelect)


class OnePageForm(ClinicForm):
    """The box or the choices of one page."""

    def __init__(self, *args: Any, page: Asked, said: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, initial={"value": said}, **kwargs)
        if page.question:
            self.add("value", field_of(page.question))
        elif page.instrument and page.item:
            self.add("value", field_of_item(page.item, page.instrument.number(page.item)))

    def clean_value(self) -> Any:
        return stored(self.cleaned_data["value"])
