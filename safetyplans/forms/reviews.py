"""What came of a review, and moving one to another day."""

from datetime import date
from typing import Any

from crispy_forms.layout import Layout, LayoutObject
from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.web.forms import ClinicForm, DayField, Words
from safetyplans.models import Review
from safetyplans.permissions import refused_review_day

QUESTIONS = ("looked_at", "used", "changed")
ALL_THREE = {
    "looked_at": _("Write whether they looked at it, or that you did not ask. “All still right” needs all three"),
    "used": _("Write what they used, or that you did not ask. “All still right” needs all three"),
    "changed": _("Write what has changed, or that you did not ask. “All still right” needs all three"),
}


class _NextDay(ClinicForm):
    """A form that asks for a day from today on."""

    day = ""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def check_day(self, day: date | None) -> None:
        if day is not None and (refused := refused_review_day(day, self.today)):
            self.add_error(self.day, refused)


class ReviewForm(_NextDay):
    """Three questions, then what came of it. Nothing is answered beforehand: a blank is not an answer."""

    day = "next_due_on"
    submit_label = _("Record this review")

    looked_at = Words(label=_("Did you look at it since last time?"), max_length=2000)
    used = Words(label=_("Did you use any of it? What helped?"), max_length=2000)
    changed = Words(label=_("What has changed: people, places, phone numbers, medicines, home?"), max_length=2000)
    client_present = forms.ChoiceField(
        label=_("Was the client there?"),
        choices=[("yes", _("Yes, we looked at it together")), ("no", _("No, I looked at it alone"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether the client was there")},
    )
    outcome = forms.ChoiceField(
        label=_("What came of it?"),
        choices=[
            (Review.Outcome.STILL_RIGHT, _("All still right: this version stays")),
            (Review.Outcome.CHANGED, _("Something changes: I go on to the plan and change it there")),
            (Review.Outcome.RETIRED, _("The plan is retired: it ends, on the client's phone too")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of it")},
    )
    next_due_on = DayField(
        label=_("Next review"),
        help_text=_("Not needed when the plan is retired"),
        error_messages={"required": _("Choose the day of the next review")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome = self.data.get("outcome", Review.Outcome.STILL_RIGHT)
        for name in QUESTIONS:
            self.fields[name].widget.attrs["rows"] = 2
            self.fields[name].required = outcome == Review.Outcome.STILL_RIGHT
            self.fields[name].error_messages["required"] = ALL_THREE[name]
        self.fields["next_due_on"].required = outcome != Review.Outcome.RETIRED

    def layout(self) -> LayoutObject:
        return Layout(*QUESTIONS, "client_present", "outcome", "next_due_on")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("outcome") == Review.Outcome.RETIRED:
            self.errors.pop("next_due_on", None)
            values["next_due_on"] = None
        self.check_day(values.get("next_due_on"))
        return values

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        values = {name: self.cleaned_data[name] for name in (*QUESTIONS, "outcome", "next_due_on")}
        return {**values, "client_present": self.cleaned_data["client_present"] == "yes"}


class MoveForm(_NextDay):
    """Another day, and why."""

    day = "due_on"
    submit_label = _("Move the review")

    due_on = DayField(label=_("Move to"))
    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=[
            ("client", _("The client asked for it")),
            ("no_call", _("There is no call before then")),
            ("urgent", _("Something more urgent comes first")),
            ("away", _("One of us is away")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why it is moved")},
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        self.check_day(values.get("due_on"))
        return values

    def words(self) -> str:
        """The reason as it was put."""
        return str(dict(self.fields["reason"].choices)[self.cleaned_data["reason"]])  # type: ignore[attr-defined]
