"""Who looks after a client, and how care ends."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from crispy_forms.layout import Div, Layout, LayoutObject
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinic.accounts.models import Membership
from clinic.clients.models import Client
from clinic.web.forms import ClinicForm, DayField, Words


class _ChoosesMember(ClinicForm):
    """A form that asks for one of these colleagues."""

    holder = forms.ChoiceField(label=_("Who?"))
    nobody: str | Promise = ""

    def __init__(self, *args: Any, members: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(member.id): member for member in members}
        choices = [(key, member.name) for key, member in self.members.items()]
        self.fields["holder"].choices = [("", self.nobody or _("Choose")), *choices]  # type: ignore[attr-defined]

    def clean_holder(self) -> Membership | None:
        return self.members.get(self.cleaned_data["holder"])


class AssignForm(_ChoosesMember):
    """Who is the therapist from now on."""

    submit_label = _("Give to this therapist")
    holder = forms.ChoiceField(label=_("Therapist from now on"))


class CoverForm(_ChoosesMember):
    """A colleague for some days, both included, in the clinic's zone."""

    submit_label = _("Give cover")
    holder = forms.ChoiceField(label=_("Who covers?"))
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"), help_text=_("Cover ends at midnight after this day"))
    handover_note = Words(
        label=_("What your colleague should know"),
        required=False,
        max_length=4000,
        help_text=_("What is going on, what is agreed, what to look out for. It is shown to your colleague on the record."),
    )

    def layout(self) -> LayoutObject:
        return Layout("holder", Div("first_day", "last_day", css_class="form-row"), "handover_note")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("first_day"), values.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day must not be before the first"))
        return values

    def moments(self, zone: str) -> tuple[datetime, datetime]:
        """When it begins and ends."""
        first: date = self.cleaned_data["first_day"]
        last: date = self.cleaned_data["last_day"]
        midnight, place = time(0), ZoneInfo(zone)
        return datetime.combine(first, midnight, place), datetime.combine(last + timedelta(days=1), midnight, place)


class CloseForm(ClinicForm):
    """Why care ends; nothing is chosen beforehand."""

    submit_label = _("End care and sign out phones")
    submit_class = "btn dng"
    why = forms.ChoiceField(
        label=_("Why does care end?"),
        choices=Client.Why.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why care ends")},
    )


class LeaveForm(_ChoosesMember):
    """Who takes the clients of a colleague who leaves."""

    submit_label = _("End this account now")
    submit_class = "btn dng"
    nobody = _("Nobody yet: the clients wait for a therapist")
    holder = forms.ChoiceField(label=_("Who takes over the clients?"), required=False)


class StopCaringForm(LeaveForm):
    """Who takes the clients of a colleague who stays with other roles; those were chosen on the page before."""

    submit_label = _("Change the roles")
    submit_class = "btn"
    roles = forms.MultipleChoiceField(choices=[("admin", _("Admin")), ("auditor", _("Auditor"))], widget=forms.MultipleHiddenInput)
