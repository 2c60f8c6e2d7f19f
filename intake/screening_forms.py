"""Answers of a questionnaire as forms: one choice per question, nothing required and nothing pre-set."""

from typing import Any

from crispy_forms.layout import Div, Layout, LayoutObject
from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.web.forms import ClinicForm, Line, Words
from intake import instruments
from intake.instruments import Instrument, Item, Value
from intake.models import ScreeningWatch

LONGEST_WAIT = 24 * 60


def field_for(item: Item, number: str = "") -> forms.Field:
    """The field of one question, in the words of the form."""
    asked: dict[str, Any] = {"label": f"{number}{item.text}", "required": False, "help_text": _asked_when(item)}
    if not item.choices:
        return Line(**asked, max_length=500)
    choices = [(str(choice.value), choice.text) for choice in item.choices]
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **asked)


def _asked_when(item: Item) -> str:
    return str(_("Ask when %(when)s.") % {"when": item.ask_when}) if item.ask_when else ""


def name_of(item: Item) -> str:
    """The name of its field."""
    return f"item-{item.id}"


class ScreeningForm(ClinicForm):
    """All questions at once: what stands without script, and what the page shows."""

    def __init__(self, *args: Any, instrument: Instrument, given: dict[str, Value], **kwargs: Any) -> None:
        initial = {name_of(item): str(given[item.id]) for item in instrument.items if item.id in given}
        super().__init__(*args, initial=initial, **kwargs)
        self.instrument = instrument
        for item in instrument.items:
            self.add(name_of(item), field_for(item, instrument.number(item)))

    def given(self) -> dict[str, str]:
        """What was answered, by item. A choice that was not made is not in it."""
        clean = {item: self.cleaned_data[name_of(item)] for item in self.instrument.items}
        return {item.id: value for item, value in clean.items() if value or (name_of(item) in self.data and not item.choices)}


class OneAnswerForm(ClinicForm):
    """One answer, sent as it is given; the script gives each a name, so that one that comes again is known."""

    operation_id = forms.UUIDField(required=False)

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = field_for(item)
        field.required = bool(item.choices)
        self.add("value", field)


class NoteForm(ClinicForm):
    """The clinician's own words beside a result."""

    note = Words(
        label=_("Your own judgment"),
        help_text=_(
            "A screen can miss what you know. Write down when you judge otherwise, and why. It changes no answer and no result."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    submit_label = _("Save note")
    submit_class = "btn sec"


class SettleForm(ClinicForm):
    """What was done about an answer about self-harm."""

    done = Words(
        label=_("What was done"),
        help_text=_("For example: spoke at 3 pm, looked at the plan together, next call tomorrow."),
        error_messages={"required": _("Write what was done, then settle it")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    submit_label = _("Settled")


class AgainForm(ClinicForm):
    """Which questionnaire is asked again, and how often."""

    instrument = forms.ChoiceField(label=_("Questionnaire"), choices=[(one.id, one.short) for one in instruments.all_of_them()])
    every_weeks = forms.IntegerField(
        label=_("Every how many weeks"),
        min_value=1,
        max_value=52,
        error_messages={"min_value": _("Enter 1 week or more"), "max_value": _("Enter 52 weeks or less")},
    )
    submit_label = _("Ask again")
    submit_class = "btn sec"

    def layout(self) -> LayoutObject:
        return Layout(Div("instrument", "every_weeks", css_class="form-row"))


class WatchForm(ClinicForm):
    """Who is told of an answer about self-harm that was given from a link, and how fast they act."""

    told = forms.ChoiceField(
        label=_("Who is told"),
        help_text=_(
            "They get a neutral e-mail, which may be late, and access to that client's record until a day after the deadline."
        ),
    )
    within_minutes = forms.IntegerField(
        label=_("Within how many minutes they act"),
        help_text=_("From the moment of the answer, day or night. Promise what you can keep."),
        min_value=5,
        max_value=LONGEST_WAIT,
        error_messages={
            "min_value": _("Enter 5 minutes or more"),
            "max_value": _("Enter 1440 minutes (one day) or less"),
        },
    )
    submit_label = _("Set")

    def __init__(self, *args: Any, members: list[tuple[str, str]], watch: ScreeningWatch | None, **kwargs: Any) -> None:
        initial = {"told": str(watch.told_id), "within_minutes": watch.within_minutes} if watch else {}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["told"].choices = [("", _("Choose a person")), *members]  # type: ignore[attr-defined]
