"""Forms of the crisis view. Where the client is now: whatever was heard is taken. How it ended: no answer is preset."""

from datetime import datetime
from typing import Any

from crispy_forms.layout import Div, Layout, LayoutObject
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.clients.models import AccessGrant
from clinic.staff.told_places import ToldForm
from clinic.web.forms import ClinicForm, DayField, Line, Words
from emergency.models import Incident

NOTHING_HEARD = _("Write down what you heard: a street, a town, or anything that helps to find the place")
BOTH_OR_NONE = _("Enter a day and a time")
IN_THE_PAST = _("The next contact must be later than now")


class HeardForm(ToldForm):
    """An address as it was told in a hurry. Nothing is required but one word; a town finds the counties to choose from."""

    submit_label = _("Client is here now")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.fields["town"].widget.attrs["autofocus"] = True  # what is heard is typed at once

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not any(values.values()):
            raise forms.ValidationError(NOTHING_HEARD)
        return values

    @property
    def counties(self) -> list[str]:
        """The counties to choose from; none where somebody was asked and pressed "Not known"."""
        return [] if "county_asked" in self.data else super().counties


class EndForm(ClinicForm):
    """How a crisis ended. The next contact is asked for to close, so that nobody is left without one."""

    submit_label = _("End crisis view")

    outcome = forms.ChoiceField(label=_("How did it end?"), widget=forms.RadioSelect)
    severity = forms.ChoiceField(label=_("How bad was it?"), widget=forms.RadioSelect, required=False)
    with_whom = Line(label=_("Who is with the client now?"), required=False, max_length=300)
    next_day = DayField(label=_("Next contact: day"), required=False)
    next_time = forms.TimeField(
        label=_("Next contact: time"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    plan_change = forms.ChoiceField(
        label=_("Does the plan need a change?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, incident: Incident | None, grant: AccessGrant | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        done = incident is not None and incident.number is not None
        outcomes = [each for each in Incident.Outcome.choices if each[0] and not (done and each[0] == Incident.Outcome.MISTAKE)]
        self.fields["outcome"].choices = outcomes  # type: ignore[attr-defined]
        self.fields["severity"].choices = [each for each in Incident.Severity.choices if each[0]]  # type: ignore[attr-defined]
        if grant is not None:
            whys = [each for each in AccessGrant.Why.choices if each[0]]
            self.add("why", forms.ChoiceField(label=_("Why did you open this record?"), choices=whys, widget=forms.RadioSelect))
            self.add(
                "reason", Words(label=_("In a few words"), min_length=10, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
            )

    def layout(self) -> LayoutObject:
        asked = [name for name in ("why", "reason") if name in self.fields]
        # not called optional: without a next contact only “Opened by mistake” ends it
        return Layout(
            "outcome",
            "severity",
            "with_whom",
            Div("next_day", "next_time", css_class="form-row all-optional"),
            "plan_change",
            *asked,
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        day, hour = values.get("next_day"), values.get("next_time")
        if values.get("outcome") == Incident.Outcome.MISTAKE:
            return values
        if not self.errors.keys() & {"next_day", "next_time"}:
            if not day or not hour:
                self.add_error("next_day" if not day else "next_time", BOTH_OR_NONE)
            elif timezone.make_aware(datetime.combine(day, hour)) <= timezone.now():
                self.add_error("next_day", IN_THE_PAST)
        return values

    @property
    def facts(self) -> dict[str, Any]:
        """What `end_crisis` takes."""
        values = self.cleaned_data
        day, hour = values.get("next_day"), values.get("next_time")
        return {
            "outcome": values["outcome"],
            "severity": values["severity"],
            "with_whom": values["with_whom"],
            "next_contact_at": timezone.make_aware(datetime.combine(day, hour)) if day and hour else None,
            "plan_change": {"yes": True, "no": False}.get(values["plan_change"]),
        }
