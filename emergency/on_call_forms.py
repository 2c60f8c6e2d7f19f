"""The on-call schedule."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from crispy_forms.layout import Div, Layout, LayoutObject
from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.accounts.models import Membership
from clinic.web.forms import ClinicForm, DayField


class TurnForm(ClinicForm):
    """Who is on call, from when until when, on the clinic's clock."""

    submit_label = _("Put on call")
    member = forms.ChoiceField(label=_("Who?"))
    first_day = DayField(label=_("From"))
    first_time = forms.TimeField(label=_("From (time)"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    last_day = DayField(label=_("Until"))
    last_time = forms.TimeField(label=_("Until (time)"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))

    def __init__(self, *args: Any, members: list[Membership], zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members, self.zone = {str(member.id): member for member in members}, zone
        self.fields["member"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            *((key, member.name) for key, member in self.members.items()),
        ]

    def layout(self) -> LayoutObject:
        return Layout("member", Div("first_day", "first_time", "last_day", "last_time", css_class="form-row"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors:
            values["starts_at"] = self._moment("first")
            values["ends_at"] = self._moment("last")
            values["member"] = self.members[values["member"]]
            if values["ends_at"] <= values["starts_at"]:
                self.add_error("last_day", _("The end must come after the beginning"))
        return values

    def _moment(self, which: str) -> datetime:
        day: date = self.cleaned_data[f"{which}_day"]
        hour: time = self.cleaned_data[f"{which}_time"]
        return datetime.combine(day, hour, self.zone)
