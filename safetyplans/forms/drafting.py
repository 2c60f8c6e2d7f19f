"""The shape of what the editor sends: one line, and all lines of a step at once (without a script)."""

import json
from dataclasses import asdict
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from clinic.web.forms import ClinicForm, Line, Words
from clinic.web.saving import TOO_LONG, SavedForm
from safetyplans.actions.notes import ANSWERS, Asked
from safetyplans.models import Item, ItemNote

LONGEST = 2000


class LineForm(SavedForm):
    """One line of the plan. Nothing but its length is checked: what is typed is kept."""

    text = Words(max_length=LONGEST, required=False, strip=False, error_messages={"max_length": TOO_LONG})


class NewLineForm(LineForm):
    """A line that is not there yet, and what it is for where its step knows more than one thing."""

    purpose = forms.ChoiceField(choices=Item.Purpose.choices, required=False)


YES_NO = {"yes": True, "no": False}


class AskedField(forms.TypedChoiceField):
    """Yes, no, or not asked."""

    def __init__(self) -> None:
        choices = [("", _("Not asked")), ("yes", _("Yes")), ("no", _("No"))]
        super().__init__(choices=choices, coerce=YES_NO.get, empty_value=None, required=False)


class NoteForm(SavedForm):
    """What the therapist asked about a line."""

    likelihood = forms.ChoiceField(choices=ItemNote.Likelihood.choices, required=False)
    barriers = Words(max_length=LONGEST, required=False, strip=False, error_messages={"max_length": TOO_LONG})
    at_night = AskedField()
    is_free = AskedField()
    without_internet = AskedField()

    @property
    def asked(self) -> Asked:
        return Asked(**{name: self.cleaned_data[name] for name in ANSWERS})


def as_sent(asked: Asked) -> str:
    """The answers as a form sends them, for the script that asks which to keep."""
    said = {True: "yes", False: "no", None: ""}
    return json.dumps({name: said.get(value, value) for name, value in asdict(asked).items()})


class SignForm(SavedForm):
    """What sort of warning sign a line is."""

    sign = forms.ChoiceField(choices=Item.Sign.choices, required=False)

    @property
    def chosen(self) -> Item.Sign:
        return Item.Sign(self.cleaned_data["sign"])


class PresenceForm(forms.Form):
    """What the page of a step knows: since when it shows the plan, who was there, and whether its screen is shared."""

    step = forms.SlugField()
    since = forms.DateTimeField()
    there = forms.CharField(max_length=400, required=False)
    shared = forms.BooleanField(required=False)


def sent_line(data: QueryDict, item: Item) -> LineForm | None:
    """What the form of a whole step says about this line; None when it does not name it."""
    return LineForm(data, prefix=str(item.pk)) if f"{item.pk}-text" in data else None


def sent_note(data: QueryDict, item: Item) -> NoteForm | None:
    """What the form of a whole step says was asked about this line; None when it does not say."""
    prefix = f"{item.pk}-note"
    return NoteForm(data, prefix=prefix) if f"{prefix}-barriers" in data else None


def sent_sign(data: QueryDict, prefix: str) -> SignForm | None:
    """How the form of a whole step marks this line; None when it does not say."""
    form = SignForm(data, prefix=f"{prefix}-sign")
    return form if f"{prefix}-sign-sign" in data and form.is_valid() else None


class StepReasonForm(forms.Form):
    """Why a step is not wanted for now."""

    reason = Words(max_length=LONGEST, required=False)


class FindForm(forms.Form):
    """Words to look for in the directory."""

    find = Line(max_length=80, required=False)


class DeclineForm(ClinicForm):
    """The client does not want a plan for now."""

    submit_label = _("Record that the client does not want a plan for now")

    reason = Words(
        label=_("Why not, in the client's words"),
        help_text=_("We ask again. Nothing that is written is lost."),
        required=False,
        max_length=LONGEST,
    )

    def clean_reason(self) -> Any:
        return self.cleaned_data["reason"].strip()
