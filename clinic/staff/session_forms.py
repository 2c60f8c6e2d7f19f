"""What is filled in about sessions: when they are, where the client is, how one ended. Nothing of a session has a preset answer."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout, LayoutObject
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.staff.session_notes import NoteForm, writer_of
from clinic.staff.told_places import ToldForm
from clinic.web.forms import ClinicForm, DayField, Line, PhoneField, Words
from clinic.web.saving import TOO_LONG, SavedForm
from clinic.web.time_zones import time_zones
from emergency.models import Guardianship, Platform, TherapySession
from emergency.session_times import MOST_WEEKS

NO_TOWN = _("Enter the town and state so we can find help there")
AND_NO_STATE = _("Choose the state or country")  # beside NO_TOWN, which is said once
MINUTES = {
    "min_value": _("Choose 5 to 240 minutes"),
    "max_value": _("Choose 5 to 240 minutes"),
    "required": _("Choose 5 to 240 minutes"),
}
WEEKS = {"min_value": _("Choose 1 to 52 weeks"), "max_value": _("Choose 1 to 52 weeks"), "required": _("Choose 1 to 52 weeks")}


class WhenForm(ClinicForm):
    """When and how. The clock of the chosen zone counts: 2:00 pm stays 2:00 pm when the clocks change."""

    submit_label = _("Save session")

    day = DayField(label=_("Day"))
    local_time = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), input_formats=["%H:%M", "%H:%M:%S"]
    )
    time_zone = forms.ChoiceField(label=_("By the clock of"), help_text=_("This clock counts, also when the clocks change"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=240, error_messages=MINUTES)
    modality = forms.ChoiceField(label=_("By"), choices=TherapySession.Modality.choices, widget=forms.RadioSelect)
    platform = forms.ChoiceField(label=_("Platform"), required=False)
    backup_platform = forms.ChoiceField(label=_("If that fails"), required=False)
    video_link = forms.URLField(
        label=_("Video link"), required=False, assume_scheme="https", max_length=500,
        error_messages={"invalid": _("Enter a link, like https://video.example.org/room")},
    )  # fmt: skip

    def __init__(self, *args: Any, platforms: Sequence[Platform], zones: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.platforms = {str(each.pk): each for each in platforms}
        offered: Any = [("", _("None")), *((key, each.name) for key, each in self.platforms.items())]
        first = list(dict.fromkeys(zone for zone in zones if zone))
        self.fields["platform"].choices = self.fields["backup_platform"].choices = offered  # type: ignore[attr-defined]
        self.fields["time_zone"].choices = [(zone, zone.replace("_", " ")) for zone in [*first, *time_zones()]]  # type: ignore[attr-defined]

    def layout(self) -> LayoutObject:
        return Layout(Fieldset(_("When"), *self.when()), Fieldset(_("How you meet"), *self.how()))

    def when(self) -> list[LayoutObject | str]:
        return [Div("day", "local_time", css_class="form-row"), Div("time_zone", "minutes", css_class="form-row")]

    def how(self) -> list[LayoutObject | str]:
        return ["modality", Div("platform", "backup_platform", css_class="form-row"), "video_link"]

    def clean_platform(self) -> Platform | None:
        return self.platforms.get(self.cleaned_data["platform"])

    def clean_backup_platform(self) -> Platform | None:
        return self.platforms.get(self.cleaned_data["backup_platform"])

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day < timezone.localdate() - timedelta(days=1):
            raise forms.ValidationError(_("Choose a day from today on"))
        return day


class ScheduleForm(WhenForm):
    """A new one, or a weekly row of them."""

    weeks = forms.IntegerField(
        label=_("For how many weeks?"), min_value=1, max_value=MOST_WEEKS, initial=1, error_messages=WEEKS,
        help_text=_("1: only this once. More: the same day and time each week"),
    )  # fmt: skip

    def when(self) -> list[LayoutObject | str]:
        return [*super().when(), "weeks"]


SCOPES = [("one", _("Only this one")), ("later", _("This one and those after it"))]


class ChangeForm(WhenForm):
    """Another time or way; of a weekly row, asked for which ones."""

    scope = forms.ChoiceField(label=_("Which ones?"), choices=SCOPES, widget=forms.RadioSelect, initial="one")

    def __init__(self, *args: Any, weekly: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not weekly:
            del self.fields["scope"]

    def when(self) -> list[LayoutObject | str]:
        return [*super().when(), *(["scope"] if "scope" in self.fields else [])]


class CancelForm(ClinicForm):
    """Calling it off; of a weekly row, asked for which ones."""

    submit_label = _("Cancel the session")
    submit_class = "btn dng"

    scope = forms.ChoiceField(label=_("Which ones?"), choices=SCOPES, widget=forms.RadioSelect, initial="one")

    def __init__(self, *args: Any, weekly: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not weekly:
            del self.fields["scope"]


class ElsewhereForm(ToldForm):
    """Where the client is now, when it is none of the known places. `seen` is the address whose numbers were shown."""

    submit_label = ""
    region_unknown = _("Choose")

    name = Line(
        label=_("Keep it as a place called"), required=False, max_length=80, help_text=_("Empty: it is used for this session only")
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def layout(self) -> LayoutObject:
        return Layout(*self.address(), "name")

    @property
    def helper(self) -> FormHelper:
        """Its fields stand inside the form of the page, which holds the numbers too, and with them what was seen."""
        helper = super().helper
        helper.form_tag, helper.disable_csrf, helper.render_unmentioned_fields = False, True, False
        return helper

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("town"):
            self.add_error("town", NO_TOWN)
        if self.home.regions and not values.get("region") and not values.get("abroad") and "abroad" not in self.errors:
            self.add_error("region", AND_NO_STATE if "town" in self.errors else NO_TOWN)
        return values

    @property
    def fingerprint(self) -> str:
        """What the numbers depend on, to tell whether they were shown for this."""
        parts = ("street", "town", "region", "postcode", "county", "country_code")
        return "|".join(self.where[name].casefold() for name in parts)


class NumberForm(ClinicForm):
    """The number to call when the connection drops."""

    number = PhoneField(label=_("Number"), short_codes=False)


class AdultForm(ClinicForm):
    """Where the adult of a client under age is, and a number that reaches them there."""

    adult = forms.ChoiceField(choices=Guardianship.During.choices[1:])
    number = PhoneField(label=_("Number"), short_codes=False, required=False)


class EntryForm(SavedForm):
    """The words of a line in the log of the session: what changed about means, or what was tried."""

    words = Words(required=False, error_messages={"max_length": TOO_LONG})


class EndForm(ClinicForm, NoteForm):
    """How it ended. Nothing is set beforehand, and what was not asked stays empty."""

    submit_label = _("End session")

    stayed = forms.ChoiceField(
        label=_("Place: was the client there the whole time?"), choices=[("yes", _("Yes")), ("no", _("No, they moved"))],
        widget=forms.RadioSelect, required=False,
    )  # fmt: skip
    moved_to = Line(label=_("If they moved: where to?"), required=False, max_length=200)
    unsafe = forms.ChoiceField(
        label=_("Anything unsafe?"), choices=TherapySession.Unsafe.choices[1:], widget=forms.RadioSelect, required=False,
        help_text=_("Leave it empty when it was not asked"),
    )  # fmt: skip
    plan_touched = forms.ChoiceField(
        label=_("The plan"), choices=TherapySession.Touched.choices[1:], widget=forms.RadioSelect, required=False
    )
    following = forms.ChoiceField(
        label=_("Next session"), choices=[("week", _("Same time next week")), ("other", _("Choose a time after this page"))],
        widget=forms.RadioSelect, required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, is_planned: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_planned:
            del self.fields["following"]

    def layout(self) -> LayoutObject:
        asked = [name for name in ("stayed", "moved_to", "unsafe", "plan_touched", "following") if name in self.fields]
        return Layout(*asked, "note", "keep")

    @staticmethod
    def begun(session: TherapySession) -> dict[str, Any]:
        """What the page begins with: the note as it stands, for one write."""
        return {"note": session.note, "version": session.note_version, "operation": uuid4()}

    def ask_which(self, theirs: TherapySession) -> None:
        """Somebody else wrote the note first: both texts, and which one stays. It asks until one is chosen."""
        who = writer_of(theirs) or _("Somebody else")
        self.add_error("note", _("Not saved: %(who)s wrote meanwhile: “%(theirs)s”.") % {"who": who, "theirs": theirs.note})
        keep: Any = self.fields["keep"]
        keep.widget, keep.required = forms.RadioSelect(), True
        keep.choices = [("mine", _("Keep mine")), ("theirs", _("Use %(who)s's") % {"who": who}), ("both", _("Keep both"))]
        sent: Any = self.data
        self.data = sent = sent.copy()
        sent.pop("keep", None)
        sent["over"] = str(theirs.note_version)

    @property
    def said_of_place(self) -> str:
        """What was said about the place at the end, in words for the log."""
        stayed, moved_to = self.cleaned_data.get("stayed"), self.cleaned_data.get("moved_to")
        if stayed == "yes":
            return "The client stayed at the same place."
        return " ".join(filter(None, ["The client moved during the session." if stayed else "", moved_to]))


class PlatformForm(ClinicForm):
    submit_label = _("Save platform")

    name = Line(label=_("Name"), max_length=60, help_text=_("As your staff know it"))
    agreement_on = DayField(
        label=_("Agreement on file since"), required=False,
        help_text=_("The business associate agreement or contract with its provider. Empty: none on file"),
    )  # fmt: skip
    told = Line(
        label=_("What clients are told about encryption"), required=False, max_length=300,
        help_text=_("Word for word, so that everybody says the same"),
    )  # fmt: skip
