"""Forms of an incident: shape and words of what is typed, never saving. Nothing that becomes a record is chosen beforehand."""

from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Layout, LayoutObject, Submit
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.accounts.models import Membership
from clinic.web.forms import ClinicForm, DayField, Line, Words
from emergency.clocks import Clock, Skipped
from emergency.models import Disclosure, Incident, PlanTrouble

SKIPPED = _("The clocks were put forward over this time. Look at it again")
LATER_THAN_NOW = _("That is later than now")
YES_NO = [("", _("Not asked")), ("yes", _("Yes")), ("no", _("No"))]
LONG = 20_000


class HourField(forms.TimeField):
    """A time of day, asked with the device's own box."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%H:%M", "%H:%M:%S"], **kwargs)


class OnTheClock(ClinicForm):
    """A form that asks for moments, by the clinic's clock. `not_before` tells the two hours of a changing clock apart."""

    def __init__(self, *args: Any, clock: Clock, not_before: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clock, self.not_before = clock, not_before

    def moment(self, day: str, hour: str, *, past: bool = True) -> datetime | None:
        """What these two fields say together; None with an error beside them when that is no moment, or neither is filled in."""
        said, at_hour = self.cleaned_data.get(day), self.cleaned_data.get(hour)
        if said is None or at_hour is None:
            if (said is None) != (at_hour is None) and not self.errors.keys() & {day, hour}:
                self.add_error(hour if said else day, _("Fill in both, the day and the time, or leave both empty"))
            return None
        try:
            at = self.clock.read(said, at_hour, not_before=self.not_before)
        except (Skipped, OverflowError):
            self.add_error(hour, SKIPPED)
            return None
        if past and at > timezone.now():
            self.add_error(hour, LATER_THAN_NOW)
        return at


class HappenedForm(OnTheClock):
    """When it happened; both boxes left empty: not known."""

    day = DayField(label=_("Day it happened"), required=False)
    hour = HourField(label=_("Time"), required=False, help_text=_("Leave day and time empty when nobody knows"))
    at: datetime | None = None

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        self.at = self.moment("day", "hour")
        return values


class LineForm(HappenedForm):
    """A line that was missing."""

    submit_label = _("Add to the timeline")
    words = Words(label=_("What happened"))

    def layout(self) -> LayoutObject:
        return Layout("words", Div("day", "hour", css_class="form-row"))


class CorrectionForm(LineForm):
    """What is right, beside the line that stays."""

    submit_label = _("Add the correction")
    words = Words(label=_("What is right"), help_text=_("The line above stays as it is. Yours stands beside it"))


class ConsultForm(HappenedForm):
    """Whose advice was asked."""

    submit_label = _("Add the consultation")
    with_whom = Line(label=_("With whom"))
    advice = Words(label=_("What they advised"))

    def layout(self) -> LayoutObject:
        return Layout("with_whom", "advice", Div("day", "hour", css_class="form-row"))


class DisclosureForm(OnTheClock):
    """What was told to whom. The day counts for the account of disclosures, so it is asked for."""

    submit_label = _("Add the disclosure")
    recipient = Line(label=_("Told to"), help_text=_("Name, and where they can be reached if you know it"), max_length=300)
    content = Words(label=_("What was told"))
    purpose = Words(label=_("Why"), widget=forms.Textarea(attrs={"rows": 2}))
    basis = forms.ChoiceField(
        label=_("On what basis"),
        choices=Disclosure.Basis.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose on what basis it was told")},
    )
    basis_words = Line(label=_("More about the basis"), required=False, max_length=300)
    day = DayField(label=_("Day it was told"))
    hour = HourField(label=_("Time"))
    at: datetime

    def layout(self) -> LayoutObject:
        return Layout("recipient", "content", "purpose", "basis", "basis_words", Div("day", "hour", css_class="form-row"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("basis") == Disclosure.Basis.OTHER and not values.get("basis_words"):
            self.add_error("basis_words", _("Say on what basis it was told"))
        at = self.moment("day", "hour")
        self.at = at or timezone.now()
        return values

    @property
    def words(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("recipient", "content", "purpose", "basis", "basis_words")}


class ReportForm(ClinicForm):
    """The report. Handing it in asks for how it ended, how grave it was and what happened; keeping it for later asks for nothing."""

    submit_label = _("Hand in for sign-off")
    version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("How it ended"),
        error_messages={"required": _("Choose how it ended")},
        choices=[(value, label) for value, label in Incident.Outcome.choices if value not in ("", Incident.Outcome.MISTAKE)],
        widget=forms.RadioSelect,
    )
    severity = forms.ChoiceField(
        label=_("How grave it was"),
        error_messages={"required": _("Choose how grave it was")},
        choices=[(value, label) for value, label in Incident.Severity.choices if value],
        widget=forms.RadioSelect,
    )
    happened = Words(
        label=_("What happened"),
        error_messages={"required": _("Write down what happened")},
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("It begins with the timeline. Make 3 to 5 sentences of it"),
    )
    helped = Words(label=_("What helped"), required=False)
    hindered = Words(label=_("What got in the way"), required=False)
    changes = Words(label=_("What we change in the plan"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and not self.is_finished:
            for field in self.fields.values():
                field.required = False

    def layout(self) -> LayoutObject:
        return Layout(*self.fields, HTML('{% include "parts/save_state.html" %}'))

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.attrs = {"data-draft": True}
        helper.add_input(Submit("later", _("Keep for later"), css_class="btn sec"))
        return helper

    @property
    def is_finished(self) -> bool:
        return "later" not in self.data

    @property
    def seen_version(self) -> int:
        """Which version of the report these words were written over."""
        return self.cleaned_data["version"] or 0

    @property
    def words(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class TroubleForm(ClinicForm):
    """When the plan did not go to plan. No blame: what happened, and what is done about it."""

    submit_label = _("Save")
    what = forms.ChoiceField(
        label=_("What happened with the plan"),
        choices=PlanTrouble.What.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happened with the plan")},
    )
    words = Words(label=_("In your words"), required=False)
    response = Words(label=_("What was done instead"), required=False)
    reminded_of_coping = forms.ChoiceField(
        label=_("Was the client reminded of what helps?"), required=False, choices=YES_NO, widget=forms.RadioSelect
    )
    plan_adapted = forms.ChoiceField(
        label=_("Is the plan changed because of it?"), required=False, choices=YES_NO, widget=forms.RadioSelect
    )

    @property
    def facts(self) -> dict[str, Any]:
        values = self.cleaned_data
        answers = {name: {"yes": True, "no": False}.get(values[name]) for name in ("reminded_of_coping", "plan_adapted")}
        return {name: values[name] for name in ("what", "words", "response")} | answers


class Owned(OnTheClock):
    """A form that asks for one of the clinic's clinicians, in a field called `owner`."""

    def __init__(self, *args: Any, members: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(member.id): member for member in members}
        choices = [("", _("Choose")), *((key, member.name) for key, member in self.members.items())]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Membership:
        return self.members[self.cleaned_data["owner"]]


class NewIncidentForm(Owned):
    """A crisis that had no crisis view."""

    submit_label = _("Record the incident")
    scenario = forms.ChoiceField(label=_("What it was about"))
    day = DayField(label=_("Began on"))
    hour = HourField(label=_("At"))
    last_day = DayField(label=_("Over on"))
    last_hour = HourField(label=_("At"))
    words = Words(label=_("What happened, in a few words"), max_length=LONG)
    owner = forms.ChoiceField(label=_("Who looked after the client"), error_messages={"required": _("Choose who did")})
    opened_at: datetime
    ended_at: datetime

    def __init__(self, *args: Any, scenarios: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scenario"].choices = [("", _("Choose")), *scenarios]  # type: ignore[attr-defined]

    def layout(self) -> LayoutObject:
        began, over = Div("day", "hour", css_class="form-row"), Div("last_day", "last_hour", css_class="form-row")
        return Layout("scenario", began, over, "words", "owner")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        began, over = self.moment("day", "hour"), self.moment("last_day", "last_hour")
        if began and over and over < began:
            self.add_error("last_hour", _("It cannot be over before it began"))
        self.opened_at, self.ended_at = began or timezone.now(), over or timezone.now()
        return values

    @property
    def facts(self) -> dict[str, Any]:
        said = {name: self.cleaned_data[name] for name in ("scenario", "words")}
        return said | {"opened_at": self.opened_at, "ended_at": self.ended_at, "owner": self.chosen}
