"""Forms of what follows an incident."""

from datetime import datetime
from typing import Any

from crispy_forms.layout import Div, Layout, LayoutObject
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.web.forms import ClinicForm, DayField, Line, Words
from emergency.incident_forms import HourField, Owned
from emergency.models import FollowUp


class _DoneBy(Owned):
    """Who does it, and by when."""

    owner = forms.ChoiceField(label=_("Who does it"), error_messages={"required": _("Choose who does it")})
    day = DayField(label=_("Due on"))
    hour = HourField(label=_("At"))
    due_at: datetime

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        self.due_at = self.moment("day", "hour", past=False) or timezone.now()
        return values


class FollowUpForm(_DoneBy):
    """One more thing to do."""

    submit_label = _("Add the follow-up")
    what = forms.ChoiceField(label=_("What"), choices=[("", _("Choose")), *FollowUp.What.choices])
    words = Line(label=_("More about it"), required=False, help_text=_("Not for a case review or support: those keep no words"))

    def layout(self) -> LayoutObject:
        return Layout("what", "words", "owner", Div("day", "hour", css_class="form-row"))


class FollowUpChangeForm(_DoneBy):
    """Another owner, another time."""

    submit_label = _("Save")

    def layout(self) -> LayoutObject:
        return Layout("owner", Div("day", "hour", css_class="form-row"))


class SettleForm(ClinicForm):
    """It was done, or is not needed. What is about staff asks for no words: `plain`."""

    submit_label = _("Save")
    how = forms.ChoiceField(
        label=_("Is it done?"),
        choices=[("done", _("Done")), ("none", _("Not needed"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether it is done or not needed")},
    )
    words = Words(label=_("What came of it, or why it is not needed"), required=False)

    def __init__(self, *args: Any, plain: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if plain:
            del self.fields["words"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("how") == "none" and "words" in self.fields and not values.get("words"):
            self.add_error("words", _("Say why it is not needed"))
        return values

    @property
    def said(self) -> dict[str, str]:
        words = self.cleaned_data.get("words", "")
        none = self.cleaned_data["how"] == "none"
        return {"note": "" if none else words, "none_because": (words or "-") if none else ""}
