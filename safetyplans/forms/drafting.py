"""The shape of what the editor sends: one line, and all lines of a step at once (without a script)."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from clinic.web.forms import ClinicForm, Line, Words
from safetyplans.models import Item

LONGEST = 2000
TOO_LONG = _("Not saved: use %(limit_value)d characters at most. You have %(show_value)d now. Your words are still here.")


class LineForm(forms.Form):
    """One line of the plan. Nothing but its length is checked: what is typed is kept."""

    text = Words(max_length=LONGEST, required=False, strip=False, error_messages={"max_length": TOO_LONG})
    version = forms.IntegerField(min_value=0, required=False)
    operation = forms.UUIDField(required=False)
    purpose = forms.ChoiceField(choices=Item.Purpose.choices, required=False)

    @property
    def operation_id(self) -> UUID:
        """The one the page made, or a new one."""
        return self.cleaned_data["operation"] or uuid4()

    @property
    def seen_version(self) -> int:
        return self.cleaned_data["version"] or 0

    @property
    def problem(self) -> str:
        """Why the words cannot be saved, in a sentence; empty when they can."""
        return " ".join(str(message) for messages in self.errors.values() for message in messages)


def sent_line(data: QueryDict, item: Item) -> LineForm | None:
    """What the form of a whole step says about this line; None when it does not name it."""
    return LineForm(data, prefix=str(item.pk)) if f"{item.pk}-text" in data else None


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
