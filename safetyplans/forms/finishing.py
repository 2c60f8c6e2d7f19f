"""The shape of finishing a version: what the client did with it, and when to look again."""

from datetime import date, timedelta
from typing import Any

from crispy_forms.layout import Layout, LayoutObject
from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clinic.web.forms import ClinicForm, DayField, Line, Words
from safetyplans.models import Participation
from safetyplans.permissions import refused_review_day

LATER = "date"
SOON = (7, 14, 30)


class FinishForm(ClinicForm):
    """Puts the plan in force. What the client did has no answer set beforehand; what was read together is told by its stamp."""

    submit_label = _("Put this plan in force")

    reason = Words(
        label=_("What changed, and why?"),
        help_text=_("In a few words. It stands in the list of versions, and not on the client's copy."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    answer = forms.ChoiceField(
        label=_("What did the client do?"),
        help_text=_("This is no promise and no contract."),
        choices=Participation.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the client did")},
    )
    numbers = forms.ChoiceField(
        label=_("Did you read the phone numbers aloud together?"),
        help_text=_("Leave it open when you did not get to it."),
        choices=[("yes", _("Yes, they are right")), ("no", _("Not yet"))],
        widget=forms.RadioSelect,
        required=False,
    )
    review = forms.ChoiceField(
        label=_("When will you look at it again?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose when you look at it again")},
    )
    review_on = DayField(label=_("Date, if you chose “On a date”"), required=False)
    seen_number = forms.IntegerField(widget=forms.HiddenInput)
    seen_stamp = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, today: date, review_days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["review"].choices = _intervals(review_days)  # type: ignore[attr-defined]
        self.fields["review"].initial = str(review_days)

    def layout(self) -> LayoutObject:
        return Layout("reason", "answer", "numbers", "review", "review_on", "seen_number", "seen_stamp")

    def show(self, *, number: int, stamp: str) -> None:
        """What the page shows now is what its button will speak of, also when it is shown again after a refusal."""
        now = {"seen_number": str(number), "seen_stamp": stamp}
        self.initial.update(now)
        if self.is_bound:
            self.data = {**{name: self.data[name] for name in self.data}, **now}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["numbers_checked"] = {"yes": True, "no": False}.get(cleaned.get("numbers", ""))
        chosen = cleaned.get("review")
        if chosen and chosen != LATER:
            cleaned["review_on"] = self.today + timedelta(days=int(chosen))
        elif chosen and "review_on" not in self.errors:
            self._check_day(cleaned.get("review_on"))
        return cleaned

    def _check_day(self, day: date | None) -> None:
        if day is None:
            self.add_error("review_on", _("Enter the date of the next review"))
        elif refused := refused_review_day(day, self.today):
            self.add_error("review_on", refused)


def _intervals(of_clinic: int) -> list[tuple[str, str]]:
    """When to look again, with the clinic's own interval in its place."""
    days = sorted({*SOON, of_clinic})
    return [*((str(n), ngettext("In %(n)s day", "In %(n)s days", n) % {"n": n}) for n in days), (LATER, _now("On a date"))]


class HandOverForm(ClinicForm):
    """What the client found and said back after the plan was handed over."""

    submit_label = _("Record it")
    submit_class = "btn sec"

    found = forms.ChoiceField(
        choices=[("yes", _("Yes")), ("no", _("Not yet")), ("not_tried", _("Not tried"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether the client found it")},
    )
    says_what = Words(
        label=_("“In your own words: what will you do first?”"),
        help_text=_("What the client says."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    says_whom = Words(
        label=_("“And whom will you contact?”"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    kept_where = Line(
        label=_("Where is a copy kept?"), help_text=_("Such as: on the phone, on the fridge, in the wallet."), required=False
    )

    def __init__(self, *args: Any, found_label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["found"].label = found_label


class ParticipationForm(ClinicForm):
    """What the client did with a version later."""

    submit_label = _("Record it")
    submit_class = "btn sec"

    answer = forms.ChoiceField(
        label=_("What did the client do?"),
        choices=Participation.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the client did")},
    )


class WithdrawForm(ClinicForm):
    """Why a version no longer stands."""

    submit_class = "btn dng"

    reason = Words(label=_("Why"), required=False, max_length=2000)
